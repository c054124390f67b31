// What our dialect reads as a link, a mention or a hashtag without any markup:
// the same patterns as the renderer of the site, so that the text between them
// is escaped and they themselves never are.

const letter = /[\p{L}\p{Nd}]/u
const address = /^https?:\/\/[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}[\]`]*)?/
const bareAddress = /^www\.[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?:[/#?][-a-zA-Z0-9@:%_+.~#!?&/=();,'">^{}[\]`]*)?/
const mention = /^@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::[0-9]{1,5})?/u
const hashtag = /^#([\p{L}\p{Nd}\p{M}\p{Pc}·]+)/u

// addressAt is the bare address that begins at pos, or "".
export function addressAt(text, pos) {
  if (pos > 0 && !/[\s*_~(]/.test(text[pos - 1])) return ''
  const rest = text.slice(pos, pos + 2100)
  const found = rest.match(address) ?? rest.match(bareAddress)
  return found ? withoutEnd(found[0]) : ''
}

// withoutEnd takes off what ends a sentence rather than an address.
function withoutEnd(found) {
  let closing = found.split(')').length - found.split('(').length
  let end = found.length
  for (; end > 1; end--) {
    const last = found[end - 1]
    if (last === ')' && closing-- > 0) continue
    if (last === ';') {
      const entity = found.slice(0, end).match(/&[A-Za-z0-9]+;$/)
      if (!entity) break
      end -= entity[0].length - 1
      continue
    }
    if (!'?!.,:*_~'.includes(last)) break
  }
  return found.slice(0, end)
}

// nameAt is the mention or the hashtag that begins at pos, or "".
export function nameAt(text, pos) {
  const sign = text[pos]
  if (sign !== '@' && sign !== '#') return ''
  const before = [...text.slice(Math.max(0, pos - 2), pos)].pop() ?? '\n'
  if (letter.test(before) || '/&_@#.-'.includes(before)) return ''
  if (sign === '@') {
    const found = text.slice(pos, pos + 400).match(mention)?.[0] ?? ''
    return /[.:]/.test(found.slice(found.lastIndexOf('@'))) ? found : ''
  }
  const found = text.slice(pos, pos + 100).match(hashtag)
  return found && /\p{L}/u.test(found[1]) && [...found[1]].length <= 40 ? found[0] : ''
}

// wordAt is whatever of these begins at pos, and what it is.
export function wordAt(text, pos) {
  const name = nameAt(text, pos)
  if (name) return { text: name, kind: name[0] === '@' ? 'mention' : 'hashtag' }
  const link = (text[pos] === 'h' || text[pos] === 'w') && addressAt(text, pos)
  return link ? { text: link, kind: 'address' } : null
}

// isAddress tells whether the text is one address and nothing else.
export function isAddress(text) {
  return /^(?:https?:\/\/|mailto:)\S+$/.test(text.trim())
}
