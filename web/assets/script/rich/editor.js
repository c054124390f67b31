// The visual editor over the text area: the text area stays the truth. Every
// change of the document is written back to it, soon and before anything is
// sent, and what others write into it is read.
import { closeHistory } from 'prosemirror-history'
import { Selection } from 'prosemirror-state'
import { element } from './dialog.js'
import { open } from './open.js'
import { confirmTidy, newSwitch, reason, wantsMarkdown } from './switch.js'
import { newView } from './view.js'
import { serialise } from './write.js'

const soon = 150 // milliseconds from a change to the text area

export class RichEditor {
  constructor(area) {
    this.area = area
    this.way = 'markdown'
    this.tail = ''
    this.dirty = false // the document knows more than the text area
    const label = document.querySelector(`label[for="${area.id}"]`)
    label.id ||= area.id + '-label'
    this.switch = newSwitch((way) => this.turn(way, true))
    this.count = element('p', { class: 'rich-count' })
    this.why = reason()
    this.box = element('div', { class: 'rich' })
    const head = element('div', { class: 'rich-head' })
    head.append(this.switch.dom, this.count)
    this.place = element('div', { class: 'prose rich-text' })
    this.sheet = element('div', { class: 'rich-sheet', hidden: '' })
    this.sheet.append(this.place)
    this.box.append(head, this.why, this.sheet)
    area.before(this.box)
    this.box.append(area, element('p', { class: 'rich-said', role: 'status', hidden: '' }))
    this.listen(label)
    this.turn(wantsMarkdown() ? 'markdown' : 'visual')
  }

  listen(label) {
    const { area } = this
    const form = area.form
    area.addEventListener('input', () => { if (!this.writing) this.read() })
    // Whoever goes to the text area, by its label or from the list of problems,
    // goes to the visual editor while that is open.
    area.addEventListener('focus', () => { if (this.way === 'visual') this.enter() })
    label.addEventListener('click', (event) => {
      if (this.way !== 'visual') return
      event.preventDefault()
      this.enter()
    })
    for (const event of ['submit', 'click']) form.addEventListener(event, () => this.flush(), true)
    form.addEventListener('formdata', (event) => {
      if (!this.dirty) return
      this.flush()
      event.formData.set(area.name, area.value)
    })
    // Before keeping.js, which listens later, sends what the text area holds.
    addEventListener('pagehide', () => this.flush())
    document.addEventListener('visibilitychange', () => this.flush())
  }

  // enter goes on where the cursor was, or at the end of the text.
  enter() {
    if (!this.entered) this.view.dispatch(this.view.state.tr.setSelection(Selection.atEnd(this.view.state.doc)))
    this.view.focus()
  }

  // turn changes how the text is written. A text that does not open visually
  // stays Markdown, and it is said why.
  turn(way, wanted) {
    this.flush()
    let told = null
    if (way === 'visual') {
      const opened = open(this.area.value)
      if (opened.doc) this.put(opened)
      else {
        told = opened
        way = 'markdown'
      }
    }
    this.show(way, told)
    if (wanted && way === 'visual') this.view.focus()
    else if (wanted) this.area.focus()
  }

  show(way, told) {
    this.way = way
    const visual = way === 'visual'
    this.switch.show(way)
    this.sheet.hidden = !visual
    if (this.toolbar) this.toolbar.dom.hidden = !visual
    this.area.classList.toggle('rich-behind', visual)
    if (visual) this.area.setAttribute('aria-hidden', 'true')
    else this.area.removeAttribute('aria-hidden')
    this.area.tabIndex = visual ? -1 : 0
    const why = reason(told, () => this.tidyUp(told.tidied))
    this.why.replaceWith(why)
    this.why = why
    this.words()
  }

  // put shows a document. What was typed before can still be undone.
  put({ doc, tail }) {
    this.tail = tail
    if (!this.view) return this.begin(doc)
    const { state } = this.view
    const start = state.doc.content.findDiffStart(doc.content)
    if (start === null) return
    const end = state.doc.content.findDiffEnd(doc.content)
    const overlap = start - Math.min(end.a, end.b)
    const [a, b] = overlap > 0 ? [end.a + overlap, end.b + overlap] : [end.a, end.b]
    this.quiet = true
    this.view.dispatch(state.tr.replace(start, a, doc.slice(start, b)))
    this.view.dispatch(closeHistory(this.view.state.tr)) // what is typed next is undone by itself
    this.quiet = false
  }

  begin(doc) {
    const { area } = this
    const attributes = { id: area.id + '-rich', 'aria-labelledby': area.id + '-label', class: 'prose rich-text' }
    for (const name of ['aria-describedby', 'aria-invalid', 'lang', 'spellcheck']) if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name)
    const { view, toolbar } = newView(this.place, doc, attributes, () => this.changed())
    this.view = view
    this.toolbar = toolbar
    this.sheet.before(toolbar.dom)
    view.dom.addEventListener('focus', () => { this.entered = true })
    view.dom.addEventListener('blur', () => this.flush())
  }

  changed() {
    if (this.quiet) return
    this.dirty = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), soon)
  }

  // flush writes the document into the text area, as if it had been typed there.
  flush() {
    clearTimeout(this.timer)
    if (!this.dirty) return
    this.dirty = false
    const text = serialise(this.view.state.doc)
    const value = text === '' ? '' : text + this.tail
    if (value !== this.area.value) {
      this.writing = true
      this.area.value = value
      this.area.dispatchEvent(new Event('input', { bubbles: true }))
      this.writing = false
    }
    this.words()
  }

  // read takes over what somebody else put into the text area.
  read() {
    this.dirty = false
    if (this.way === 'visual') this.turn('visual')
    else this.words()
  }

  words() {
    const text = this.way === 'visual' ? this.view.state.doc.textBetween(0, this.view.state.doc.content.size, ' ', ' ') : this.area.value
    const count = (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).length
    this.count.textContent = count === 1 ? '1 word' : `${count} words`
  }

  async tidyUp(tidied) {
    if (!await confirmTidy(this.area.value, tidied)) return this.area.focus()
    this.area.focus()
    this.area.select()
    // As if typed, so that the browser can undo it.
    if (!document.execCommand('insertText', false, tidied)) this.area.value = tidied
    this.area.dispatchEvent(new Event('input', { bubbles: true }))
    this.turn('visual', true)
  }
}
