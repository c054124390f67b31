// What is offered while an @handle or a #tag is typed: people and tags that the
// blog knows. The list follows the pattern "combobox": the focus stays in the
// text, arrows choose, Enter takes, Escape closes.
import { Plugin, PluginKey } from 'prosemirror-state'
import { element } from './dialog.js'

const key = new PluginKey('suggest')
const pause = 120 // milliseconds without a letter before the server is asked

export function suggest() {
  let list
  return new Plugin({
    key,
    view(view) {
      list = new Suggestions(view)
      return list
    },
    props: {
      handleKeyDown: (_, event) => list?.key(event) ?? false,
      handleDOMEvents: { blur: () => void list?.close() },
    },
  })
}

class Suggestions {
  constructor(view) {
    this.view = view
    this.dom = element('ul', { class: 'rich-suggest', role: 'listbox', id: 'rich-suggest', 'aria-label': 'Suggestions', hidden: '' })
    view.dom.parentNode.append(this.dom)
    this.options = []
    this.turn = 0
  }

  update(view, before) {
    if (before?.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return
    const typed = view.hasFocus() ? this.typed(view.state) : null
    if (!typed || before?.doc.eq(view.state.doc)) return this.close()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(typed), pause)
  }

  // typed is the beginning of a name before the cursor.
  typed({ selection }) {
    const { $from, empty } = selection
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 80), $from.parentOffset, null, '\uFFFC')
    const found = before.match(/(?:^|[^\p{L}\p{N}/&_@#.-])([@#][\p{L}\p{N}_][\p{L}\p{N}_.@-]*)$/u)
    return found ? { text: found[1], from: $from.pos - found[1].length, to: $from.pos } : null
  }

  async ask(typed) {
    const turn = ++this.turn
    const address = typed.text[0] === '@' ? '/desk/mentions?q=' : '/desk/tags?q='
    const response = await fetch(address + encodeURIComponent(typed.text.slice(1)), { headers: { Accept: 'application/json' } }).catch(() => null)
    if (!response?.ok || turn !== this.turn) return
    const { found } = await response.json()
    const now = this.typed(this.view.state)
    if (now?.text !== typed.text) return
    this.show(now, (found ?? []).filter((f) => f.text !== typed.text))
  }

  show(typed, found) {
    if (found.length === 0) return this.close()
    this.options = found
    this.place = typed
    this.dom.replaceChildren(...found.map((f, i) => {
      const row = element('li', { role: 'option', id: 'rich-suggest-' + i })
      row.append(element('b', {}, f.text))
      if (f.name) row.append(' ', element('span', { class: 'quiet' }, f.name))
      row.addEventListener('mousedown', (event) => {
        event.preventDefault()
        this.take(i)
      })
      return row
    }))
    this.dom.hidden = false
    const [at, box] = [this.view.coordsAtPos(typed.from), this.dom.parentNode.getBoundingClientRect()]
    this.dom.style.top = at.bottom - box.top + 4 + 'px'
    this.dom.style.left = Math.max(0, Math.min(at.left - box.left, box.width - this.dom.offsetWidth)) + 'px'
    this.view.dom.setAttribute('aria-controls', 'rich-suggest')
    this.choose(0)
  }

  choose(i) {
    this.at = (i + this.options.length) % this.options.length
    ;[...this.dom.children].forEach((row, k) => row.setAttribute('aria-selected', String(k === this.at)))
    this.dom.children[this.at].scrollIntoView({ block: 'nearest' })
    this.view.dom.setAttribute('aria-activedescendant', 'rich-suggest-' + this.at)
  }

  key(event) {
    if (this.dom.hidden) return false
    switch (event.key) {
      case 'ArrowDown': this.choose(this.at + 1); return true
      case 'ArrowUp': this.choose(this.at - 1); return true
      case 'Enter': case 'Tab': this.take(this.at); return true
      case 'Escape': this.close(); event.stopPropagation(); return true
    }
    return false
  }

  take(i) {
    const { from, to } = this.place
    this.view.dispatch(this.view.state.tr.insertText(this.options[i].text + ' ', from, to))
    this.close()
    this.view.focus()
  }

  close() {
    clearTimeout(this.timer)
    this.turn++
    this.dom.hidden = true
    this.view.dom.removeAttribute('aria-activedescendant')
    this.view.dom.removeAttribute('aria-controls')
  }

  destroy() {
    this.close()
    this.dom.remove()
  }
}
