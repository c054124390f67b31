// Clean HTML out of what Word, Docs, LibreOffice and web pages put on the
// clipboard: only what our Markdown has is left, and it is counted what is not.
import { flattenTables } from './clean-table.js'
import { isWord, shapeWord } from './word.js'

const unwanted = 'script, style, noscript, template, nav, footer, aside, form, button, input, select, textarea, iframe, object, embed, video, audio, canvas, svg, link, meta, title, [hidden], [aria-hidden="true"]'
const blocks = 'p, h1, h2, h3, h4, h5, h6, ul, ol, li, table, thead, tbody, tr, th, td, blockquote, pre, hr'
const inline = 'a, strong, b, em, i, s, del, strike, code, br, img'
const keep = new Set(`${blocks}, ${inline}`.split(', '))

let last = { from: null, result: null } // it is asked for twice per paste

// tidy makes pasted HTML clean, and says what was left out.
export function tidy(html) {
  if (last.from === html) return last.result
  const page = new DOMParser().parseFromString(inert(html), 'text/html')
  const dropped = { pictures: 0, fonts: false, menus: false, embeds: 0, comments: 0, deleted: 0 }
  const body = page.body
  if (isWord(html)) shapeWord(body, dropped)
  leaveOut(body, dropped)
  shapeDocs(body)
  markStyles(body, dropped)
  pictures(body, dropped)
  links(body, page)
  flattenTables(body)
  lists(body)
  languages(body)
  unwrap(body)
  headings(body)
  paragraphs(body)
  last = { from: html, result: { html: body.innerHTML, says: sentence(dropped) } }
  return last.result
}

// inert takes away what the policy of the page refuses even where nothing is
// run: styles and handlers become data, and the base an element without meaning.
function inert(html) {
  return html.replace(/<(script|style)\b[^]*?<\/\1\s*>/gi, '').replace(/<base\b/gi, '<inews-base')
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'])(style|on[a-z]+)(\s*=)/gi, '$1data-$2$3'))
}

// styles are the declarations of an element, by their names.
export function styles(element) {
  const found = {}
  for (const part of (element.getAttribute?.('data-style') ?? '').split(';')) {
    const at = part.indexOf(':')
    if (at > 0) found[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim().toLowerCase()
  }
  return found
}

function leaveOut(body, dropped) {
  for (const element of body.querySelectorAll(unwanted)) {
    if (element.matches('nav, footer, aside, form')) dropped.menus ||= element.textContent.trim() !== ''
    if (element.matches('iframe, video, audio, object, embed')) dropped.embeds++
    element.remove()
  }
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const comments = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  comments.forEach((comment) => comment.remove())
  for (const element of [...body.querySelectorAll('*')]) {
    const style = styles(element)
    if (style.display === 'none' || style.visibility === 'hidden' || style['mso-hide'] === 'all') element.remove()
  }
}

// shapeDocs takes off the wrapper of Google Docs, and has Word for the web's
// headings and list levels be what they say.
function shapeDocs(body) {
  for (const b of [...body.querySelectorAll('b, strong')]) {
    if (/^(normal|400)$/.test(styles(b)['font-weight'])) b.replaceWith(...b.childNodes)
  }
  for (const i of [...body.querySelectorAll('i, em')]) {
    if (styles(i)['font-style'] === 'normal') i.replaceWith(...i.childNodes)
  }
  for (const p of body.querySelectorAll('[role="heading"]')) rename(p, 'h' + (p.getAttribute('aria-level') ?? 2))
}

// markStyles has what is bold or slanted by style be so by element.
function markStyles(body, dropped) {
  for (const element of [...body.querySelectorAll('[data-style], font')]) {
    const style = styles(element)
    const names = []
    if (/^(bold|bolder|[6-9]00)$/.test(style['font-weight'])) names.push('strong')
    if (/^(italic|oblique)/.test(style['font-style'])) names.push('em')
    if (/line-through/.test(style['text-decoration'] ?? style['text-decoration-line'] ?? '')) names.push('s')
    if (element.matches('font') || /(^|;)\s*(color|background|background-color|font-family|font-size|font|mso-highlight|mso-fareast-font-family)\s*:/i.test(element.dataset.style ?? '')) dropped.fonts = true
    if (element.closest('h1, h2, h3, h4, h5, h6, th, pre, code') || element.matches('table, tr, td, ul, ol, body')) continue
    for (const name of names) {
      if (element.closest(name === 's' ? 's, del' : name === 'strong' ? 'strong, b' : 'em, i')) continue
      const mark = element.ownerDocument.createElement(name)
      mark.append(...element.childNodes)
      element.append(mark)
    }
  }
}

function pictures(body, dropped) {
  for (const img of [...body.querySelectorAll('img')]) {
    const src = img.getAttribute('src') ?? ''
    const own = src.startsWith(location.origin + '/media/') ? src.slice(location.origin.length) : src
    if (/^\/media\/[\w.-]+$/.test(own)) {
      img.setAttribute('src', own)
      continue
    }
    const style = styles(img)
    const tiny = [img.getAttribute('width') ?? style.width, img.getAttribute('height') ?? style.height].some((v) => v !== undefined && v !== null && parseFloat(v) <= 3)
    if (tiny || !src) { // it counts readers
      img.remove()
      continue
    }
    dropped.pictures++
    const note = img.ownerDocument.createElement('em')
    const alt = (img.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim()
    note.textContent = alt ? `(Picture to upload: ${alt})` : '(Picture to upload)'
    img.replaceWith(note)
  }
}

// links keeps those that lead somewhere for everybody.
function links(body, page) {
  const base = page.querySelector('inews-base[href]')?.getAttribute('href')
  for (const a of [...body.querySelectorAll('a')]) {
    const href = destination(a.getAttribute('href') ?? '', base)
    if (!href || !a.textContent.trim() && !a.querySelector('img')) a.replaceWith(...a.childNodes)
    else a.setAttribute('href', href)
  }
}

function destination(href, base) {
  const text = href.trim()
  let url
  try {
    url = base ? new URL(text, base) : new URL(text)
  } catch {
    return ''
  }
  if (url.hostname.endsWith('google.com') && url.pathname === '/url' && url.searchParams.get('q')) return destination(url.searchParams.get('q'))
  if (!['http:', 'https:', 'mailto:'].includes(url.protocol)) return ''
  if (url.origin === location.origin) return url.pathname + url.search + url.hash
  return url.pathname === '/' && !text.endsWith('/') && url.protocol !== 'mailto:' ? url.href.replace(/\/$/, '') : url.href
}

// lists puts a list that stands beside the items into the item before it.
function lists(body) {
  for (const list of [...body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')]) {
    const before = list.previousElementSibling
    if (before?.matches('li')) before.append(list)
    else {
      const item = list.ownerDocument.createElement('li')
      list.replaceWith(item)
      item.append(list)
    }
  }
}

// languages keeps what a block of code is written in.
function languages(body) {
  for (const pre of body.querySelectorAll('pre')) {
    const named = [...pre.classList, ...pre.querySelector('code')?.classList ?? []].find((name) => /^lang(uage)?-/.test(name))
    if (named) pre.setAttribute('data-language', named.replace(/^lang(uage)?-/, ''))
  }
}

// unwrap takes off all elements that our text does not have.
function unwrap(body) {
  for (const element of [...body.querySelectorAll('*')].reverse()) {
    const name = element.localName
    if (name === 'dt') rename(element, 'p').innerHTML = `<strong>${element.innerHTML}</strong>`
    else if (/^(dd|figcaption|caption|summary|address|legend)$/.test(name)) rename(element, 'p')
    else if (keep.has(name)) {
      for (const { name: key } of [...element.attributes]) if (!['href', 'src', 'alt', 'start', 'align', 'data-language'].includes(key) || key === 'align' && !/^t[hd]$/.test(name)) element.removeAttribute(key)
      if (/^(strong|b|em|i|s|del|strike|code|a)$/.test(name) && element.textContent.trim() === '' && !element.querySelector('img')) element.replaceWith(...element.childNodes)
    } else if (/^(div|section|article|main|header|figure|details|dl|center|hgroup)$/.test(name) && !element.querySelector(blocks)) rename(element, 'p')
    else element.replaceWith(...element.childNodes)
  }
}

// headings begin at the second level, below the title of the page.
function headings(body) {
  const found = [...body.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  const highest = Math.min(...found.map((h) => Number(h.localName[1])))
  for (const h of found) {
    if (!h.textContent.trim() && !h.querySelector('img')) { h.remove(); continue }
    for (const mark of [...h.querySelectorAll('strong, b')]) mark.replaceWith(...mark.childNodes)
    rename(h, 'h' + Math.min(6, Number(h.localName[1]) - highest + 2))
  }
}

// paragraphs splits at two breaks, and takes out the empty ones.
function paragraphs(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/\u00a0/g, ' ').replace(/[\u00ad\u200b\ufeff]/g, '')
  for (const br of [...body.querySelectorAll('p > br + br')]) {
    const p = br.parentNode
    if (!p || br.previousSibling?.nodeName !== 'BR') continue
    const rest = p.ownerDocument.createElement('p')
    while (br.nextSibling) rest.append(br.nextSibling)
    br.previousSibling.remove()
    br.remove()
    p.after(rest)
  }
  for (const element of [...body.querySelectorAll('p, li, blockquote, ul, ol')].reverse()) {
    if (!element.textContent.trim() && !element.querySelector('img, hr, table')) element.remove()
    else if (element.matches('p')) {
      while (element.lastChild?.nodeName === 'BR') element.lastChild.remove()
      if (element.parentNode.matches('li') && element.parentNode.querySelectorAll(':scope > p').length === 1) element.replaceWith(...element.childNodes)
    }
  }
}

export function rename(element, name) {
  const made = element.ownerDocument.createElement(name)
  for (const { name: key, value } of [...element.attributes]) made.setAttribute(key, value)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

// sentence says what was left out.
function sentence({ pictures, fonts, menus, embeds, comments, deleted }) {
  const parts = []
  if (fonts) parts.push('Colours and fonts were left out')
  if (deleted) parts.push('changes were accepted')
  if (comments) parts.push(comments === 1 ? '1 comment was left out' : `${comments} comments were left out`)
  if (menus) parts.push('menus and forms were left out')
  if (embeds) parts.push(embeds === 1 ? '1 embed was left out' : `${embeds} embeds were left out`)
  if (pictures) parts.push(pictures === 1 ? '1 picture must be uploaded' : `${pictures} pictures must be uploaded`)
  const text = parts.join('; ')
  return text && text[0].toUpperCase() + text.slice(1) + '.'
}
