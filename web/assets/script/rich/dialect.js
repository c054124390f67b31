// The reader of our Markdown: CommonMark with tables and strikethrough, as the
// site itself reads it. It must agree with the renderer of the site in all that
// the visual editor opens; what it cannot agree on is refused in open.js.
import MarkdownIt from 'markdown-it'
import { addressAt, nameAt } from './words.js'

const terminators = /[\n!#$%&*+\-:<=>@[\\\]^_`{}~]/

export function newReader() {
  const md = new MarkdownIt('default', { html: true, linkify: false, typographer: false })
  // An address stays as somebody wrote it; the site decides which it serves.
  md.normalizeLink = (link) => link
  md.normalizeLinkText = (text) => text
  md.validateLink = () => true
  md.inline.ruler.at('text', readText)
  md.inline.ruler.before('text', 'word', readWord)
  md.inline.ruler.at('newline', readLineEnd)
  return md
}

// readText goes on to the next character that may mean something.
function readText(state, silent) {
  let end = state.pos
  while (end < state.posMax && !terminators.test(state.src[end])) {
    if (end > state.pos && (state.src[end] === 'h' || state.src[end] === 'w') && addressAt(state.src, end)) break
    end++
  }
  if (end === state.pos) return false
  if (!silent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

// readWord takes a bare address, a mention or a hashtag as it stands: nothing
// within it is markup.
function readWord(state, silent) {
  const { src, pos } = state
  let word = ''
  if (src[pos] === 'h' || src[pos] === 'w') word = inLabel(src, pos) ? '' : addressAt(src, pos)
  else if (src[pos] === '@' || src[pos] === '#') word = nameAt(src, pos)
  if (!word || pos + word.length > state.posMax) return false
  if (!silent) {
    // A token of its own: joined to the text only after emphasis was read.
    const token = state.push('text', '', 0)
    token.content = word
  }
  state.pos += word.length
  return true
}

// inLabel tells whether a bracket is open before pos: within the words of a
// link the site makes no other link.
function inLabel(src, pos) {
  let open = 0
  for (let i = 0; i < pos; i++) {
    if (src[i] === '\\') i++
    else if (src[i] === '[') open++
    else if (src[i] === ']' && open > 0) open--
  }
  return open > 0
}

// readLineEnd is as in CommonMark, and notes how a hard break was written.
function readLineEnd(state, silent) {
  if (state.src[state.pos] !== '\n') return false
  const spaces = state.pending.match(/ *$/)[0].length
  if (!silent) {
    state.pending = state.pending.slice(0, state.pending.length - spaces)
    const token = spaces >= 2 ? state.push('hardbreak', 'br', 0) : state.push('softbreak', 'br', 0)
    if (spaces >= 2) token.markup = '  '
  }
  state.pos++
  while (state.src[state.pos] === ' ' || state.src[state.pos] === '\t') state.pos++
  return true
}
