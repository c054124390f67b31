// Tables as our Markdown has them: each cell one line, no cell over two.

export function flattenTables(body) {
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const rows = [...table.rows]
    if (rows.length === 0 || rows.every((row) => row.cells.length <= 1)) { // it only lays out
      const cells = rows.flatMap((row) => [...row.cells]).flatMap((cell) => [...cell.childNodes])
      table.replaceWith(...cells)
      continue
    }
    const caption = table.caption
    if (caption) table.before(caption)
    spread(rows)
    rows.forEach((row) => [...row.cells].forEach(line))
    const made = table.ownerDocument.createElement('table')
    const width = Math.max(...rows.map((row) => row.cells.length))
    rows.forEach((row, i) => {
      while (row.cells.length < width) row.insertCell()
      const tr = made.insertRow()
      for (const cell of [...row.cells]) {
        const put = table.ownerDocument.createElement(i === 0 ? 'th' : 'td')
        const align = cell.getAttribute('align') ?? /text-align:\s*(center|right)/.exec(cell.getAttribute('data-style') ?? '')?.[1]
        if (align === 'center' || align === 'right') put.setAttribute('align', align)
        put.append(...cell.childNodes)
        tr.append(put)
      }
    })
    table.replaceWith(made)
  }
}

// spread has each cell that goes over several be followed by empty ones.
function spread(rows) {
  rows.forEach((row, r) => {
    for (let c = 0; c < row.cells.length; c++) {
      const cell = row.cells[c]
      const [down, across] = [Math.min(cell.rowSpan || 1, 99), Math.min(cell.colSpan || 1, 99)]
      cell.removeAttribute('rowspan')
      cell.removeAttribute('colspan')
      for (let i = 1; i < across; i++) row.insertCell(c + 1)
      for (let d = 1; d < down && rows[r + d]; d++) {
        for (let i = 0; i < across; i++) rows[r + d].insertCell(Math.min(c, rows[r + d].cells.length))
      }
    }
  })
}

// line has the blocks of a cell be one line, and its first row no bold: the
// header says that already.
function line(cell) {
  for (const block of [...cell.querySelectorAll('p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote')].reverse()) {
    const parts = [...block.childNodes]
    if (block.nextSibling && block.textContent.trim()) parts.push(block.ownerDocument.createTextNode(' '))
    block.replaceWith(...parts)
  }
  for (const br of [...cell.querySelectorAll('br')]) br.replaceWith(' ')
  if (cell.parentNode.rowIndex === 0) for (const mark of [...cell.querySelectorAll('strong, b')]) mark.replaceWith(...mark.childNodes)
}
