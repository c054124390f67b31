// What is marked in the text becomes the passage that a note is about, unless
// somebody wrote one already.
const most = 200 // characters: its first words are enough
const notes = document.getElementById('notes')
const quote = document.getElementById('note_quote')

let marked = ''

document.addEventListener('selectionchange', () => {
  const at = document.activeElement
  if (notes?.contains(at)) return // the mark stays while the note is written
  const text = at instanceof HTMLTextAreaElement ? at.value.slice(at.selectionStart, at.selectionEnd) : String(getSelection())
  marked = text.trim().replace(/\s+/g, ' ').slice(0, most)
})

notes?.addEventListener('focusin', () => {
  if (quote && !quote.value && marked) quote.value = marked
  marked = ''
})
