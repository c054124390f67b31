// What Word puts on the clipboard: paragraphs that only look like lists, marks
// of changes and comments, smart tags. It becomes HTML as other programs write it.
import { rename, styles } from './clean.js'

export function isWord(html) {
  return /urn:schemas-microsoft-com:office|class="?Mso|mso-|ListContainerWrapper|data-listid/i.test(html)
}

export function shapeWord(body, dropped) {
  changes(body, dropped)
  for (const element of [...body.querySelectorAll('*')].reverse()) {
    if (!element.localName.includes(':')) continue
    if (/^v:|^o:OLE/i.test(element.localName)) element.remove()
    else element.replaceWith(...element.childNodes) // o:p, st1:place, w:sdt
  }
  for (const p of body.querySelectorAll('.MsoTitle')) rename(p, 'h1')
  for (const p of body.querySelectorAll('.MsoSubtitle')) rename(p, 'p')
  for (const p of body.querySelectorAll('.MsoQuote, .MsoIntenseQuote')) {
    const quote = p.ownerDocument.createElement('blockquote')
    p.replaceWith(quote)
    quote.append(p)
  }
  desktopLists(body)
  webLists(body)
}

// changes takes what was proposed for done, and leaves the comments out.
function changes(body, dropped) {
  for (const element of [...body.querySelectorAll('del, .msoDel, ins, .msoIns')]) {
    if (element.matches('del, .msoDel')) {
      dropped.deleted++
      element.remove()
    } else {
      dropped.deleted++
      element.replaceWith(...element.childNodes)
    }
  }
  const notes = new Set()
  for (const element of [...body.querySelectorAll('*')]) {
    const style = styles(element)
    if (style['mso-element'] === 'comment-list' || /MsoCommentText|MsoCommentReference/.test(element.className)) element.remove()
    else if (style['mso-comment-reference'] && element.textContent.trim() === '') element.remove()
    if (style['mso-comment-reference']) notes.add(style['mso-comment-reference'])
  }
  dropped.comments += notes.size
}

// desktopLists makes lists of paragraphs whose style has "mso-list:l0 level1".
function desktopLists(body) {
  let stack = []
  let before = null
  for (const p of [...body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')]) {
    const found = /\bl\d+\s+level(\d+)/.exec(styles(p)['mso-list'] ?? '')
    if (!found || /^h/.test(p.localName)) continue
    const level = Number(found[1])
    const sign = markerOf(p)
    if (before === null || adjacent(before, p) === false) stack = []
    before = p
    const kind = /^\(?(?:\d+|[a-z]{1,4})[.)]/i.test(sign) ? 'ol' : 'ul'
    while (stack.length > level) stack.pop()
    if (stack.length === level && stack.at(-1).localName !== kind) stack.pop()
    while (stack.length < level) {
      const list = p.ownerDocument.createElement(kind)
      const start = parseInt(sign.replace('(', ''), 10)
      if (kind === 'ol' && start > 1 && stack.length === level - 1) list.setAttribute('start', start)
      if (stack.length === 0) p.before(list)
      else (stack.at(-1).lastElementChild ?? stack.at(-1).appendChild(p.ownerDocument.createElement('li'))).append(list)
      stack.push(list)
    }
    const item = p.ownerDocument.createElement('li')
    item.append(...p.childNodes)
    stack.at(-1).append(item)
    p.remove()
    before = stack[0]
  }
}

// markerOf takes the bullet or the number out of a paragraph: Word writes it
// into a span that is to be ignored.
function markerOf(p) {
  const span = [...p.querySelectorAll('span')].find((s) => styles(s)['mso-list'] === 'ignore')
  const sign = (span?.textContent ?? '').replace(/[\s\u00a0]+/g, '')
  span?.remove()
  return sign
}

// adjacent tells whether nothing but space stands between two elements.
function adjacent(a, b) {
  for (let n = a.nextSibling; n; n = n.nextSibling) {
    if (n === b) return true
    if (n.nodeType === 1 && n.textContent.trim() || n.nodeType === 3 && n.data.trim()) return false
  }
  return false
}

// webLists joins what Word for the web writes: a list for each item, with its
// level beside it.
function webLists(body) {
  const items = [...body.querySelectorAll('li[data-aria-level]')]
  for (const box of [...body.querySelectorAll('.ListContainerWrapper')]) box.replaceWith(...box.childNodes)
  let stack = []
  let before = null
  for (const item of items) {
    const own = item.parentNode
    if (own.children.length !== 1) continue
    const level = Number(item.dataset.ariaLevel) || 1
    if (!before || !adjacent(before, own)) stack = []
    while (stack.length > level) stack.pop()
    if (stack.length === level && stack.at(-1).localName === own.localName) {
      stack.at(-1).append(item)
      own.remove()
    } else {
      if (stack.length === level) stack.pop()
      if (stack.length > 0) stack.at(-1).lastElementChild.append(own)
      while (stack.length < level) stack.push(own)
    }
    before = stack[0]
  }
}
