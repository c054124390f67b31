// From Markdown to the document of the visual editor.
import { Fragment } from 'prosemirror-model'
import { newReader } from './dialect.js'
import { schema } from './schema.js'

const reader = newReader()
const n = schema.nodes

// parse reads a text. What it meets that the document cannot hold is named in
// lost: "html", "references".
export function parse(text) {
  const env = {}
  const lost = new Set()
  const tokens = reader.parse(text, env)
  if (Object.keys(env.references ?? {}).length > 0) lost.add('references')
  const blocks = new Builder(lost, text.split('\n')).blocks(tokens, 0, tokens.length)
  return { doc: n.doc.create(null, blocks.length ? blocks : [n.paragraph.create()]), lost }
}

// parseLine reads what stands in one paragraph: null when it is not that.
export function parseLine(text) {
  const { doc, lost } = parse(text)
  const block = doc.firstChild
  return doc.childCount === 1 && lost.size === 0 && block.isTextblock ? block : null
}

class Builder {
  constructor(lost, lines) {
    this.lost = lost
    this.lines = lines
  }

  blocks(tokens, from, to) {
    const made = []
    for (let i = from; i < to; i++) {
      const token = tokens[i]
      const end = token.nesting === 1 ? closing(tokens, i) : i
      const node = this.block(token, tokens, i, end)
      if (node) made.push(node)
      i = end
    }
    return made
  }

  block(token, tokens, at, end) {
    const within = () => filled(this.blocks(tokens, at + 1, end))
    switch (token.type) {
      case 'paragraph_open': return n.paragraph.create(null, this.inline(tokens[at + 1]))
      case 'heading_open': return n.heading.create({ level: Number(token.tag[1]) }, this.inline(tokens[at + 1]))
      case 'blockquote_open': return n.blockquote.create(null, within())
      case 'bullet_list_open': return n.bullet_list.create({ bullet: token.markup, tight: isTight(tokens, at, end) }, within())
      case 'ordered_list_open':
        return n.ordered_list.create(
          { order: Number(token.attrGet('start') ?? 1), mark: token.markup, tight: isTight(tokens, at, end) }, within())
      case 'list_item_open': return n.list_item.create(null, within())
      case 'fence':
        return n.code_block.create({ language: token.info.trim(), fence: token.markup }, textOrNothing(token.content.replace(/\n$/, '')))
      case 'code_block': return n.code_block.create(null, textOrNothing(token.content.replace(/\n$/, '')))
      case 'hr': return n.horizontal_rule.create({ markup: token.markup })
      case 'table_open': return this.table(tokens, at, end)
      case 'html_block': this.lost.add('html')
    }
    return null
  }

  table(tokens, at, end) {
    const rows = []
    for (let i = at; i < end; i++) {
      const token = tokens[i]
      if (token.type === 'tr_open') rows.push([])
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      const kind = token.type === 'th_open' ? n.table_header : n.table_cell
      const align = /text-align:(left|right|center)/.exec(token.attrGet('style') ?? '')?.[1] ?? null
      rows.at(-1).push(kind.create({ align }, n.paragraph.create(null, this.inline(tokens[i + 1]))))
    }
    const rule = /[|:-][-|: \t]*$/.exec(this.lines[tokens[at].map[0] + 1] ?? '')?.[0].trim() ?? ''
    return n.table.create({ rule }, rows.map((cells) => n.table_row.create(null, cells)))
  }

  // inline is the content of a line with its marks.
  inline(token) {
    const made = []
    let marks = []
    const add = (node) => made.push(node.mark(marks.reduce((set, mark) => mark.addToSet(set), [])))
    for (const t of token?.children ?? []) {
      switch (t.type) {
        case 'text': if (t.content) add(schema.text(t.content)); break
        case 'code_inline': add(schema.text(t.content).mark([schema.mark('code')])); made.push(withCode(made.pop(), marks)); break
        case 'softbreak': add(n.soft_break.create()); break
        case 'hardbreak': add(n.hard_break.create({ markup: t.markup || '\\' })); break
        case 'image': add(n.image.create({ src: t.attrGet('src'), title: t.attrGet('title') ?? '', alt: wordsOf(t) })); break
        case 'strong_open': marks = [...marks, schema.mark('strong', { markup: t.markup })]; break
        case 'em_open': marks = [...marks, schema.mark('em', { markup: t.markup })]; break
        case 's_open': marks = [...marks, schema.mark('strike')]; break
        case 'link_open':
          marks = [...marks, schema.mark('link', { href: t.attrGet('href'), title: t.attrGet('title') ?? '', auto: t.markup === 'autolink' })]
          break
        case 'html_inline': this.lost.add('html'); break
        default: if (t.nesting === -1) marks = marks.slice(0, -1)
      }
    }
    return Fragment.fromArray(joined(made))
  }
}

function withCode(node, marks) {
  return node.mark([...marks, schema.mark('code')].reduce((set, mark) => mark.addToSet(set), []))
}

// joined has one text node where neighbours have the same marks.
function joined(nodes) {
  const list = []
  for (const node of nodes) {
    const last = list.at(-1)
    if (last?.isText && node.isText && last.sameMarkup(node)) list[list.length - 1] = last.withText(last.text + node.text)
    else list.push(node)
  }
  return list
}

// wordsOf is the description of a picture without markup.
function wordsOf(token) {
  return (token.children ?? []).map((t) => {
    if (t.type === 'softbreak' || t.type === 'hardbreak') return '\n'
    return t.type === 'image' ? wordsOf(t) : t.content
  }).join('')
}

function closing(tokens, at) {
  let depth = 0
  for (let i = at; i < tokens.length; i++) {
    depth += tokens[i].nesting
    if (depth === 0) return i
  }
  return tokens.length - 1
}

// isTight tells whether the paragraphs of a list stand without space between.
function isTight(tokens, at, end) {
  const level = tokens[at].level + 2
  for (let i = at; i < end; i++) {
    if (tokens[i].type === 'paragraph_open' && tokens[i].level === level) return tokens[i].hidden
  }
  return true
}

function filled(blocks) {
  return blocks.length ? blocks : [n.paragraph.create()]
}

function textOrNothing(text) {
  return text ? schema.text(text) : null
}
