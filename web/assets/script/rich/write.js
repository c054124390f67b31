// From the document of the visual editor to Markdown: blocks. Lines are written
// in inline.js.
import { line } from './inline.js'

// serialise is the whole document, without a line end after it.
export function serialise(doc) {
  return blocks(doc, false).join('\n')
}

// blocks are the lines of what a node holds. In a tight list no empty line
// stands between.
function blocks(parent, tight) {
  const lines = []
  let last = null
  parent.forEach((node) => {
    const written = block(node, last)
    if (written === null) return
    if (last && !tight) lines.push('')
    lines.push(...written)
    last = { node, written }
  })
  return lines
}

function block(node, last) {
  switch (node.type.name) {
    case 'paragraph': return lines(line(node, 'paragraph'))
    case 'heading': return [('#'.repeat(node.attrs.level) + ' ' + line(node, 'heading')).trimEnd()]
    case 'blockquote': return quoted(node)
    case 'horizontal_rule': return [node.attrs.markup]
    case 'code_block': return fenced(node)
    case 'bullet_list': return items(node, bulletOf(node, last))
    case 'ordered_list': return items(node, numberOf(node, last))
    case 'table': return table(node)
  }
  return null
}

// lines is null for a paragraph without words: Markdown has none.
function lines(text) {
  return text === '' ? null : text.split('\n')
}

function quoted(node) {
  const within = blocks(node, false)
  return (within.length ? within : ['']).map((l) => l === '' ? '>' : '> ' + l)
}

// fenced makes the fence longer than any within.
function fenced(node) {
  const sign = node.attrs.fence[0]
  const longest = Math.max(2, ...(node.textContent.match(sign === '~' ? /^ {0,3}~{3,}/gm : /^ {0,3}`{3,}/gm) ?? []).map((run) => run.trim().length))
  const fence = sign.repeat(Math.max(longest + 1, node.attrs.fence.length))
  const language = sign === '`' ? node.attrs.language.replace(/`/g, '') : node.attrs.language
  const content = node.textContent === '' ? [] : node.textContent.split('\n')
  return [fence + language, ...content, fence]
}

// bulletOf changes the bullet where two lists follow each other: with the same
// they would be one.
function bulletOf(node, last) {
  let bullet = node.attrs.bullet
  if (last?.node.type === node.type && last.written[0][0] === bullet) bullet = bullet === '-' ? '*' : '-'
  return () => bullet
}

function numberOf(node, last) {
  let mark = node.attrs.mark
  if (last?.node.type === node.type && last.written[0].match(/^\d+(.)/)?.[1] === mark) mark = mark === '.' ? ')' : '.'
  return (i) => node.attrs.order + i + mark
}

function items(list, sign) {
  const tight = isTight(list)
  const written = []
  let count = 0
  list.forEach((item) => {
    const within = blocks(item, tight)
    if (within.length === 0) {
      if (!tight) return // an empty line after it would end the list
      within.push('')
    }
    const before = sign(count++) + ' '
    if (written.length > 0 && !tight) written.push('')
    if (within[0] === '---' || within[0] === '***') within[0] = before[0] === '-' ? '***' : '---'
    within.forEach((l, k) => written.push(k === 0 ? before.slice(0, l ? undefined : -1) + l : l === '' ? '' : ' '.repeat(before.length) + l))
  })
  return written.length ? written : null
}

// isTight tells whether a list can be written without empty lines: what follows
// the words of an item must begin something new by itself.
function isTight(list) {
  let [can, words] = [true, false]
  list.forEach((item) => {
    let count = 0
    item.forEach((child) => {
      const paragraph = child.type.name === 'paragraph'
      if (count > 0 && (paragraph || !interrupts(child))) can = false
      if (!paragraph || child.content.size) count++
      words ||= paragraph && child.content.size > 0
    })
  })
  return can && (list.attrs.tight || !words)
}

function interrupts(node) {
  if (node.type.name === 'bullet_list' || node.type.name === 'ordered_list') {
    return isTight(node) && node.firstChild.textContent.trim() !== '' && (node.attrs.order ?? 1) === 1 &&
      node.firstChild.firstChild.type.name === 'paragraph'
  }
  return node.type.name === 'code_block'
}

function table(node) {
  const rows = []
  node.forEach((row) => {
    const cells = []
    row.forEach((cell) => cells.push(line(cell.firstChild, 'cell')))
    rows.push('|' + cells.map((c) => c ? ` ${c} |` : ' |').join(''))
  })
  const aligned = []
  node.firstChild.forEach((cell) => aligned.push(cell.attrs.align))
  const same = alignments(node.attrs.rule).join() === aligned.map((a) => a ?? '').join()
  rows.splice(1, 0, same ? node.attrs.rule : `| ${aligned.map((a) => ({ left: ':--', center: ':-:', right: '--:' })[a] ?? '---').join(' | ')} |`)
  return rows
}

// alignments are what a row of dashes says of its columns.
function alignments(rule) {
  return rule.replace(/^\||\|$/g, '').split('|').map((cell) => {
    const dashes = cell.trim()
    if (!/^:?-+:?$/.test(dashes)) return 'none'
    if (dashes.endsWith(':')) return dashes.startsWith(':') ? 'center' : 'right'
    return dashes.startsWith(':') ? 'left' : ''
  })
}
