// Whether a text may be opened in the visual editor: only when what it would
// write back is, to the letter, what is there. Otherwise it says why not, and
// whether the text can be tidied without losing anything.
import { parse } from './parse.js'
import { serialise } from './write.js'

// open reads a text: { doc, tail } when it opens, or { why, tidied } when not.
// The tail is the empty lines at its end, which stay.
export function open(text) {
  const source = text.replace(/\r\n?/g, '\n')
  const tail = source.match(/\n*$/)[0]
  const body = source.slice(0, source.length - tail.length)
  const { doc, lost } = parse(body)
  const tidied = serialise(doc)
  if (/\[\^[^\]\s]+\]/.test(body)) return { why: 'It has footnotes, which the visual editor does not know.' }
  if (lost.has('html')) return { why: 'It has HTML, which is left out of the page that readers see.' }
  if (lost.has('references')) return { why: 'Its links stand in a list at the end of the text.', tidied }
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(body)) return { why: 'It has characters that cannot be shown.' }
  if (count(tidied, '\\~') > count(body, '\\~')) return { why: 'It strikes words out with a single ~, which the visual editor does not know.' }
  if (tidied !== body) return { why: 'Its Markdown is spelt in a way that the visual editor would change.', tidied }
  return { doc, tail }
}

function count(text, part) {
  return text.split(part).length - 1
}
