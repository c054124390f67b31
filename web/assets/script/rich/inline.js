// From the content of a line to Markdown. Characters are escaped only where
// they would mean something; what comes out is read again, and when it does not
// say the same, it is written with more care: with every escape, and at last
// with the neighbours of a mark as entities, without which CommonMark does not
// see some marks beside punctuation.
import { parseLine } from './parse.js'
import { bare, isSpace, pieces } from './pieces.js'
import { wordAt } from './words.js'

// The ways to write a line, the plainest first: how stress is spelt, whether the
// letters beside a mark become entities, whether everything is escaped; and when
// nothing helps, without stress, so that no stray sign is ever shown.
const ways = [
  {}, { stress: '*' }, { stress: '_' }, { stress: '*', entities: true }, { stress: '_', entities: true },
  { stress: '*', full: true }, { stress: '_', full: true }, { stress: '*', full: true, entities: true },
  { stress: '_', full: true, entities: true }, { bare: true, full: true },
]
const nesting = ['strike', 'strong', 'em', 'link']
const known = new WeakMap() // a block that did not change is not written again

// line writes the content of a block: of a "paragraph", a "heading" or a "cell".
export function line(block, place) {
  const kept = known.get(block)
  if (kept?.place === place) return kept.text
  let text = ''
  const meant = outline(block, place)
  for (const way of ways) {
    text = new Writer(block, place, way).write()
    if (meant === outline(parseLine(as(text, place)), place)) break
  }
  known.set(block, { place, text })
  return text
}

// as is the line in the place where it will be read; a cell's bars are no
// longer escaped when its content is read.
function as(text, place) {
  if (place === 'heading') return '# ' + text
  return place === 'cell' ? text.replace(/\\\|/g, '|') : text
}

// outline is what a line says, without what is lost in any case: space at its
// ends and around breaks, stress of a space, and the spelling.
function outline(block, place) {
  if (!block) return null
  const parts = []
  for (const { node, marks } of pieces(block, place)) {
    const names = isSpace({ node, marks }) ? '' : marks.map((m) => m.type.name === 'link' ? `link(${m.attrs.href} ${m.attrs.title})` : m.type.name).sort().join()
    const says = node.isText ? node.text : node.type.name + JSON.stringify({ ...node.attrs, markup: '' })
    if (node.isText && parts.at(-1)?.text && parts.at(-1).names === names) parts.at(-1).says += says
    else parts.push({ names, says, text: node.isText })
  }
  return JSON.stringify(parts.map(({ names, says }) => [names, says]))
}

class Writer {
  constructor(block, place, way) {
    this.place = place
    this.way = way
    this.list = pieces(block, place)
    if (way.bare) this.list = bare(this.list)
    this.all = this.list.map((p) => p.node.isText && !p.marks.some((m) => m.type.name === 'code') ? p.node.text : '\uFFFC').join('')
    this.links = this.list.some((p) => p.node.type.name === 'image' || p.marks.some((m) => m.type.name === 'link')) || /https?:|www\./.test(this.all)
    this.strikes = this.list.some((p) => p.marks.some((m) => m.type.name === 'strike'))
    this.out = ''
    this.open = []
  }

  write() {
    let at = 0
    this.list.forEach((piece, i) => {
      const marks = this.ordered(i)
      let same = 0
      while (same < this.open.length && same < marks.length && this.open[same].eq(marks[same])) same++
      const closes = this.open.length > same
      while (this.open.length > same) this.close(this.open.pop(), i)
      const before = this.out
      for (const mark of marks.slice(same)) {
        this.open.push(mark)
        const sign = this.opening(mark, i)
        if (sign === '[') this.out = this.out.replace(/(?<!\\)!$/, '\\!') // or it would be a picture
        this.out += sign
      }
      this.piece(piece, at, closes, i)
      if (this.way.entities && marks.length > same && before) this.out = entityAtEnd(before) + this.out.slice(before.length)
      at += piece.node.isText && !piece.marks.some((m) => m.type.name === 'code') ? piece.node.text.length : 1
    })
    while (this.open.length) this.close(this.open.pop(), this.list.length)
    if (this.place === 'heading') this.out = this.out.replace(/(^|[ \t])(#+)$/, (_, space, signs) => space + '\\' + signs)
    return this.out
  }

  // ordered are the marks of a piece from the outermost in: who goes on for
  // longer is outside.
  ordered(i) {
    const open = this.open
    return this.list[i].marks.filter((m) => m.type.name !== 'code').sort((a, b) => {
      const [x, y] = [open.findIndex((m) => m.eq(a)), open.findIndex((m) => m.eq(b))]
      if (x >= 0 || y >= 0) return (x < 0 ? 99 : x) - (y < 0 ? 99 : y)
      return this.reach(b, i) - this.reach(a, i) || nesting.indexOf(a.type.name) - nesting.indexOf(b.type.name)
    })
  }

  reach(mark, i) {
    let end = i
    while (this.list[end] && mark.isInSet(this.list[end].marks)) end++
    return end
  }

  // sign is how a mark is spelt.
  sign(mark) {
    if (mark.type.name === 'strike') return '~~'
    if (!this.way.stress) return mark.attrs.markup
    return mark.type.name === 'strong' ? '**' : this.way.stress
  }

  opening(mark, i) {
    if (mark.type.name !== 'link') return this.sign(mark)
    return this.isAuto(mark, i) ? '<' : '['
  }

  close(mark, i) {
    if (mark.type.name !== 'link') this.out += this.sign(mark)
    else if (this.isAuto(mark, i - 1)) this.out += '>'
    else this.out += '](' + destination(mark.attrs.href, this.way.full) + titled(mark.attrs.title) + ')'
  }

  // isAuto tells whether a link is written <address>: only while its words are
  // its address.
  isAuto(mark, i) {
    const { node } = this.list[i]
    const alone = !mark.isInSet(this.list[i - 1]?.marks ?? []) && !mark.isInSet(this.list[i + 1]?.marks ?? [])
    return mark.attrs.auto && alone && node.isText && (mark.attrs.href === node.text || mark.attrs.href === 'mailto:' + node.text)
  }

  piece({ node, marks }, at, closes, i) {
    switch (node.type.name) {
      case 'image': this.out += `![${this.escape(node.attrs.alt, true)}](${destination(node.attrs.src, this.way.full)}${titled(node.attrs.title)})`; return
      case 'hard_break': this.out += (/\n$/.test(this.out) ? '\\' : node.attrs.markup) + '\n'; return
      case 'soft_break': this.out += '\n'; return
    }
    if (marks.some((m) => m.type.name === 'code')) return void (this.out += this.cell(code(node.text)))
    const link = marks.find((m) => m.type.name === 'link')
    if (link && this.isAuto(link, i)) return void (this.out += node.text)
    const text = this.escape(node.text, !!link, at)
    this.out += this.way.entities && closes ? text.replace(/^[\p{L}\p{N}]/u, entity) : text
  }

  // escape writes text; at is its place in the line, or nothing for a text that
  // stands on its own.
  escape(text, inLink, at) {
    const all = at === undefined ? text : this.all
    const start = at ?? 0
    let out = ''
    for (let i = 0; i < text.length; i++) {
      const word = !inLink && wordAt(all, start + i)
      if (word && i + word.text.length <= text.length && !(this.way.entities && /[[`]/.test(word.text))) {
        out += word.text
        i += word.text.length - 1
        continue
      }
      const lineStart = at !== undefined && !this.plain(this.out + out)
      out += this.character(text, i, all, start + i, inLink, lineStart, at === undefined)
    }
    return this.cell(out)
  }

  // plain tells whether something was written on this line already.
  plain(out) {
    return this.place !== 'heading' ? /[^\n]$/.test(out) : out !== ''
  }

  character(text, i, all, at, inLink, lineStart, alone) {
    const c = text[i]
    const [before, after] = [all[at - 1] ?? '\n', all[at + 1] ?? '\n']
    const { full } = this.way
    if (lineStart && this.place !== 'cell') {
      if (/[-+*]/.test(c) && (/\s/.test(after) || c !== '+' && full) || c === '>' || c === '=' || /[-|:]/.test(c) && (full || /^[-|: \t]+(\n|\uFFFC|$)/.test(all.slice(at)))) return '\\' + c
      if (c === '#' && this.place === 'paragraph' && /^#{1,6}([ \t\n\uFFFC]|$)/.test(all.slice(at))) return '\\#'
    }
    const number = this.place === 'paragraph' && /[.)]/.test(c) && /(^|\n)\d{1,9}$/.test((alone ? '' : this.out) + text.slice(0, i).replace(/^.*\n/s, ''))
    if (number && /\s/.test(after)) return '\\' + c
    switch (c) {
      case '\\': return full || /[!-/:-@[-`{-~\n\uFFFC]/.test(after) || i === text.length - 1 ? '\\\\' : c
      case '`': return '\\`'
      case '*': return full || !(/\s/.test(before) && /\s/.test(after)) ? '\\*' : c
      case '_': return full && !within(before, after) || !within(before, after) && !(/\s/.test(before) && /\s/.test(after)) ? '\\_' : c
      case '~':
        // Beside the signs of a strike the site does not know an escaped one.
        if (this.strikes) return '&#126;'
        return full || all.indexOf('~') !== all.lastIndexOf('~') ? '\\~' : c
      case '[': return full || inLink || after === '^' || this.links || /\][([:]/.test(all) ? '\\[' : c
      case ']': return full || inLink || this.links ? '\\]' : c
      case '<': return full || /[A-Za-z/!?]/.test(after) ? '\\<' : c
      case '&': return /^&(#\d{1,8}|#x[0-9a-f]{1,7}|[a-z][a-z0-9]{1,40});/i.test(all.slice(at)) ? '&amp;' : c
    }
    return c
  }

  // cell keeps the bars of a cell from ending it.
  cell(text) {
    return this.place === 'cell' ? text.replace(/\|/g, '\\|') : text
  }
}

function within(before, after) {
  return /[\p{L}\p{N}_]/u.test(before) && /[\p{L}\p{N}_]/u.test(after)
}

function entity(character) {
  return `&#${character.codePointAt(0)};`
}

// entityAtEnd writes the last letter as an entity, and a backslash before it,
// which stood for itself, so that it still does.
function entityAtEnd(text) {
  return text.replace(/(\\*)([\p{L}\p{N}])$/u, (_, slashes, letter) => (slashes.length % 2 ? slashes + '\\' : slashes) + entity(letter))
}

function code(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const lengths = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
  let ticks = 1
  while (lengths.has(ticks) && ticks <= longest) ticks++
  const fence = '`'.repeat(ticks)
  const pad = /^`|`$|^ .*\S.* $/.test(text) ? ' ' : ''
  return fence + pad + text + pad + fence
}

// destination is an address as a link has it.
function destination(href, full) {
  const safe = href.replace(/\\(?=[!-/:-@[-`{-~])|[<>]/g, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;')
  if (/[\s\0-\x1f]/.test(href) || href === '' || !balanced(href) && full) return '<' + safe.replace(/\n/g, ' ') + '>'
  return balanced(href) ? safe.replace(/\\([<>])/g, (m, c, i) => i === 0 ? m : c) : safe.replace(/[()]/g, '\\$&')
}

function balanced(href) {
  let depth = 0
  for (const c of href) {
    if (c === '(') depth++
    if (c === ')' && --depth < 0) return false
  }
  return depth === 0
}

function titled(title) {
  return title ? ` "${title.replace(/\\(?=[!-/:-@[-`{-~]|$)|"/g, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;').replace(/\n\s*\n/g, '\n')}"` : ''
}
