// Links: the dialog to make, change and remove one, and what an address may be.
import { TextSelection } from 'prosemirror-state'
import { markAround } from './commands.js'
import { ask } from './dialog.js'
import { schema } from './schema.js'

// addressOf is what somebody typed as an address, "" when it is none.
export function addressOf(typed) {
  const text = typed.trim()
  if (/^(?:https?:\/\/[^\s/]|mailto:\S+@)/i.test(text)) return /\s/.test(text) ? '' : text
  if (/^(?:\/(?!\/)|#)\S*$/.test(text)) return text
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return 'mailto:' + text
  if (/^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:?#]\S*)?$/i.test(text)) return 'https://' + text
  return ''
}

export async function editLink(view) {
  const { state } = view
  const around = markAround(state, 'link')
  let { from, to } = state.selection
  if (around && from >= around.from && to <= around.to) ({ from, to } = around)
  const $from = state.doc.resolve(from)
  if ($from.parent.type.spec.code) return
  if (!$from.sameParent(state.doc.resolve(to))) to = $from.end()
  const words = state.doc.textBetween(from, to)
  const got = await ask({
    title: around ? 'Change the link' : 'Add a link',
    fields: [
      { name: 'words', label: 'Words', value: words, hint: 'Say where it leads, not “click here”.' },
      { name: 'address', label: 'Address', value: around?.mark.attrs.href ?? '', mode: 'url', required: 'Give the address of the link.' },
    ],
    submit: around ? 'Change' : 'Add link',
    actions: around ? [{ name: 'remove', label: 'Remove the link' }] : [],
    check: ({ address }) => addressOf(address) ? null : { name: 'address', text: 'An address begins with https://, or with / for a page of this site.' },
  })
  if (got?.action === 'remove') view.dispatch(view.state.tr.removeMark(from, to, schema.marks.link))
  else if (got) put(view, from, to, got, words, around?.mark.attrs.title ?? '')
  view.focus()
}

function put(view, from, to, got, words, title) {
  const href = addressOf(got.address)
  const mark = schema.marks.link.create({ href, title })
  const text = got.words || words || href
  const tr = view.state.tr
  let end = to
  if (text !== words) {
    const marks = view.state.doc.resolve(from).marksAcross(view.state.doc.resolve(to)) ?? []
    tr.replaceWith(from, to, schema.text(text, schema.marks.link.removeFromSet(marks)))
    end = from + text.length
  }
  tr.removeMark(from, end, schema.marks.link).addMark(from, end, mark)
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(mark).scrollIntoView())
}

// linkSelection makes the selected words a link when an address is pasted over
// them.
export function linkSelection(view, text) {
  const { empty, $from, $to, from, to } = view.state.selection
  if (empty || !$from.sameParent($to) || $from.parent.type.spec.code || !/^(?:https?:\/\/|mailto:)\S+$/.test(text.trim())) return false
  view.dispatch(view.state.tr.removeMark(from, to, schema.marks.link).addMark(from, to, schema.marks.link.create({ href: text.trim() })))
  return true
}
