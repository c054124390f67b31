// The page where a post or an event is written: a visual editor over the
// Markdown of the text area, counters, and checks that follow what is typed. Without this script the page does the
// same, more plainly; keeping.js keeps what is typed.
import { RichEditor } from './rich/editor.js'
import { watchChecks } from './rich/checks.js'
import { watchLength } from './rich/counters.js'
import { shortcuts, shown } from './rich/toolbar.js'

const form = document.querySelector('form.editor')
if (form) {
  new RichEditor(form.elements.body)
  for (const field of [form.elements.title, form.elements.summary]) if (field) watchLength(field) // a page has no summary
  if ('asks' in form.dataset) askBeforeLeaving(form)
  else watchChecks(form) // the rules are those of posts
  listShortcuts()
}

// askBeforeLeaving asks whoever goes away from what keeping.js does not keep.
function askBeforeLeaving(form) {
  const typed = () => new URLSearchParams(new FormData(form)).toString()
  const before = typed()
  let sent = false
  form.addEventListener('submit', () => { sent = true })
  addEventListener('pageshow', () => { sent = false })
  addEventListener('beforeunload', (event) => {
    if (!sent && ('unsaved' in form.dataset || typed() !== before)) event.preventDefault()
  })
}

// listShortcuts adds the keys of the editor to what "?" shows.
function listShortcuts() {
  const list = document.getElementById('shortcuts') ?? document.body.appendChild(Object.assign(document.createElement('template'), { id: 'shortcuts' }))
  const rows = [...shortcuts.map((s) => [shown(s.keys), s.label]), ['Alt+F10', 'To the buttons of the editor'], ['Esc', 'From the buttons to the text'],
    ['Shift+Enter', 'A new line in the same paragraph'], ['Tab', 'Next cell; deeper in a list']]
  for (const [keys, label] of rows) {
    const row = document.createElement('div')
    const term = document.createElement('dt')
    const key = document.createElement('kbd')
    key.textContent = keys
    term.append(key)
    const words = document.createElement('dd')
    words.textContent = label
    row.append(term, words)
    list.content.append(row)
  }
}
