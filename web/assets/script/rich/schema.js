// The document of the visual editor: one node or mark for each thing that our
// Markdown has, and nothing that it has not. What an attribute keeps beside the
// meaning is the spelling, so that what nobody touched is written as it was.
import { Schema } from 'prosemirror-model'
import { tableNodes } from 'prosemirror-tables'

const alignment = {
  default: null,
  getFromDOM: (dom) => ['left', 'center', 'right'].find((a) => a === (dom.getAttribute('align') || dom.style.textAlign)) ?? null,
  setDOMAttr: (value, attrs) => { if (value) attrs.align = value },
}

const table = tableNodes({ tableGroup: 'block', cellContent: 'paragraph', cellAttributes: { align: alignment } })

// The row of dashes below the header, as it was written.
table.table.attrs = { rule: { default: '' } }

const nodes = {
  doc: { content: 'block+' },
  paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
  heading: {
    attrs: { level: { default: 2 } }, content: 'inline*', group: 'block', defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: 'h' + level, attrs: { level } })),
    // The title of the page is its only h1, also on the desk.
    toDOM: (node) => ['h' + Math.max(2, node.attrs.level), { 'data-level': node.attrs.level }, 0],
  },
  blockquote: { content: 'block+', group: 'block', defining: true, parseDOM: [{ tag: 'blockquote' }], toDOM: () => ['blockquote', 0] },
  horizontal_rule: { attrs: { markup: { default: '---' } }, group: 'block', parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
  code_block: {
    attrs: { language: { default: '' }, fence: { default: '```' } },
    content: 'text*', marks: '', group: 'block', code: true, defining: true,
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full', getAttrs: (dom) => ({ language: languageOf(dom) }) }],
    toDOM: (node) => ['pre', { 'data-language': node.attrs.language || null, spellcheck: 'false' }, ['code', 0]],
  },
  bullet_list: {
    attrs: { tight: { default: true }, bullet: { default: '-' } }, content: 'list_item+', group: 'block',
    parseDOM: [{ tag: 'ul', getAttrs: (dom) => ({ tight: isTight(dom) }) }], toDOM: () => ['ul', 0],
  },
  ordered_list: {
    attrs: { tight: { default: true }, order: { default: 1 }, mark: { default: '.' } }, content: 'list_item+', group: 'block',
    parseDOM: [{ tag: 'ol', getAttrs: (dom) => ({ order: Number(dom.getAttribute('start') ?? 1) || 1, tight: isTight(dom) }) }],
    toDOM: (node) => ['ol', node.attrs.order === 1 ? {} : { start: node.attrs.order }, 0],
  },
  list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
  ...table,
  text: { group: 'inline' },
  image: {
    inline: true, group: 'inline', draggable: true,
    attrs: { src: {}, alt: { default: '' }, title: { default: '' } },
    parseDOM: [{
      tag: 'img[src]',
      getAttrs: (dom) => ({ src: dom.getAttribute('src'), alt: dom.getAttribute('alt') ?? '', title: dom.getAttribute('title') ?? '' }),
    }],
    toDOM: (node) => ['img', { src: node.attrs.src, alt: node.attrs.alt, title: node.attrs.title || null }],
  },
  hard_break: {
    attrs: { markup: { default: '\\' } }, inline: true, group: 'inline', selectable: false, linebreakReplacement: true,
    parseDOM: [{ tag: 'br' }], toDOM: () => ['br'], leafText: () => '\n',
  },
  // A line end within a paragraph, which readers see as a space.
  soft_break: {
    inline: true, group: 'inline', selectable: false,
    parseDOM: [{ tag: 'span.soft-break' }], toDOM: () => ['span', { class: 'soft-break' }, ' '], leafText: () => ' ',
  },
}

const marks = {
  strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }], toDOM: () => ['s', 0] },
  strong: {
    attrs: { markup: { default: '**' } },
    parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0],
  },
  em: {
    attrs: { markup: { default: '*' } },
    parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0],
  },
  link: {
    attrs: { href: {}, title: { default: '' }, auto: { default: false } }, inclusive: false,
    parseDOM: [{ tag: 'a[href]', getAttrs: (dom) => ({ href: dom.getAttribute('href'), title: dom.getAttribute('title') ?? '' }) }],
    toDOM: (mark) => ['a', { href: mark.attrs.href, title: mark.attrs.title || null, rel: 'noopener' }, 0],
  },
  code: { code: true, inclusive: false, parseDOM: [{ tag: 'code' }], toDOM: () => ['code', { spellcheck: 'false' }, 0] },
}

function languageOf(pre) {
  const named = pre.dataset.language ?? [...(pre.querySelector('code')?.classList ?? [])].find((c) => c.startsWith('language-'))?.slice(9)
  return /^[\w+#.-]*$/.test(named ?? '') ? named ?? '' : ''
}

// isTight tells whether a list of a web page stands close: its items hold no
// paragraphs.
function isTight(list) {
  return ![...list.children].some((item) => item.querySelector(':scope > p'))
}

export const schema = new Schema({ nodes, marks })
