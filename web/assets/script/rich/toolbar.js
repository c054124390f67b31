// The bar of buttons above the visual editor: one stop of the Tab key, arrows
// within, Alt+F10 to it and Escape back (ARIA, pattern "toolbar").
import { redo, redoDepth, undo, undoDepth } from 'prosemirror-history'
import { isInTable } from 'prosemirror-tables'
import * as c from './commands.js'
import { element } from './dialog.js'
import { icon } from './icons.js'
import { editLink } from './link.js'
import { askLanguage } from './code.js'
import { askEmbed, choose } from './insert.js'
import { askTable, tableCommands } from './table.js'

const mac = /Mac|iPhone|iPad/.test(navigator.platform)
export const shown = (keys) => keys.replace('Mod', mac ? '⌘' : 'Ctrl').replace('Alt', mac ? '⌥' : 'Alt').replaceAll('-', '+')

// groups are the buttons: what is pressed runs a command, or opens a dialog.
const groups = [
  [
    { label: 'Heading', text: 'H2', keys: 'Mod-Alt-2', run: c.heading(2), on: c.isHeading(2) },
    { label: 'Heading below it', text: 'H3', keys: 'Mod-Alt-3', run: c.heading(3), on: c.isHeading(3) },
    { label: 'Small heading', text: 'H4', keys: 'Mod-Alt-4', run: c.heading(4), on: c.isHeading(4) },
  ],
  [
    { label: 'Bold', text: 'B', look: 'bold', keys: 'Mod-b', run: c.toggle('strong'), on: c.hasMark('strong') },
    { label: 'Italic', text: 'I', look: 'italic', keys: 'Mod-i', run: c.toggle('em'), on: c.hasMark('em') },
    { label: 'Strike through', text: 'S', look: 'strike', keys: 'Mod-Shift-x', run: c.toggle('strike'), on: c.hasMark('strike') },
    { label: 'Code', icon: 'code', keys: 'Mod-e', run: c.toggle('code'), on: c.hasMark('code') },
    { label: 'Link', icon: 'link', keys: 'Mod-k', open: editLink, on: c.hasMark('link') },
  ],
  [
    { label: 'Bulleted list', icon: 'bullets', keys: 'Mod-Shift-8', run: c.list('bullet_list'), on: c.isList('bullet_list') },
    { label: 'Numbered list', icon: 'numbers', keys: 'Mod-Shift-7', run: c.list('ordered_list'), on: c.isList('ordered_list') },
    { label: 'Quotation', icon: 'quote', keys: 'Mod-Shift-9', run: c.quote, on: c.isIn('blockquote') },
    { label: 'Code block', icon: 'codeblock', keys: 'Mod-Alt-c', open: askLanguage, on: c.isIn('code_block') },
  ],
  [
    { label: 'Picture', icon: 'picture', open: (view) => choose(view, 'picture') },
    { label: 'Gallery', icon: 'gallery', open: (view) => choose(view, 'gallery') },
    { label: 'File', icon: 'file', open: (view) => choose(view, 'file') },
    { label: 'Embed', icon: 'embed', open: askEmbed },
    { label: 'Table', icon: 'table', open: askTable, on: (state) => isInTable(state) },
    { label: 'Divider', icon: 'divider', run: c.divider },
  ],
  [
    { label: 'Undo', icon: 'undo', keys: 'Mod-z', run: undo, off: (state) => !undoDepth(state) },
    { label: 'Redo', icon: 'redo', keys: 'Mod-y', run: redo, off: (state) => !redoDepth(state) },
  ],
]

export const shortcuts = groups.flat().filter((b) => b.keys)

export class Toolbar {
  constructor(view, controls) {
    this.view = view
    this.dom = element('div', { class: 'rich-bar', role: 'toolbar', 'aria-label': 'Formatting', 'aria-controls': controls })
    this.buttons = []
    for (const group of groups) this.dom.append(this.group(group, ''))
    this.table = this.group(tableCommands, 'Table')
    this.table.classList.add('rich-table')
    this.table.hidden = true
    this.dom.append(this.table)
    this.dom.addEventListener('keydown', (event) => this.key(event))
    this.dom.addEventListener('focusin', (event) => this.rove(event.target))
    // A press with the mouse leaves the cursor where it is.
    this.dom.addEventListener('mousedown', (event) => event.preventDefault())
    this.buttons[0].dom.tabIndex = 0
    this.update(view.state)
  }

  group(list, label) {
    const box = element('div', { class: 'rich-group', role: label ? 'group' : null, 'aria-label': label || null })
    for (const spec of list) {
      const tip = spec.label + (spec.keys ? ` (${shown(spec.keys)})` : '')
      const dom = element('button', { type: 'button', tabindex: '-1', title: tip, class: spec.look ? 'rich-' + spec.look : null })
      if (spec.keys) dom.setAttribute('aria-keyshortcuts', spec.keys.replace('Mod', mac ? 'Meta' : 'Control').replaceAll('-', '+'))
      if (spec.icon) dom.append(icon(spec.icon), element('span', { class: 'hidden' }, spec.label))
      else if (spec.text) dom.append(element('span', { 'aria-hidden': 'true' }, spec.text), element('span', { class: 'hidden' }, spec.label))
      else dom.append(spec.label)
      dom.addEventListener('click', () => this.press(spec))
      this.buttons.push({ dom, spec })
      box.append(dom)
    }
    return box
  }

  press(spec) {
    if (spec.open) return void spec.open(this.view)
    spec.run(this.view.state, this.view.dispatch, this.view)
    this.view.focus()
  }

  update(state) {
    this.table.hidden = !isInTable(state)
    for (const { dom, spec } of this.buttons) {
      if (spec.on) dom.setAttribute('aria-pressed', String(spec.on(state)))
      const off = spec.off ? spec.off(state) : !!spec.run && !spec.run(state)
      dom.setAttribute('aria-disabled', String(off))
    }
  }

  focus() {
    (this.dom.querySelector('[tabindex="0"]') ?? this.buttons[0].dom).focus()
  }

  rove(button) {
    for (const { dom } of this.buttons) dom.tabIndex = dom === button ? 0 : -1
  }

  key(event) {
    const here = this.buttons.filter(({ dom }) => dom.offsetParent !== null).map(({ dom }) => dom)
    const at = here.indexOf(document.activeElement)
    const to = { ArrowRight: (at + 1) % here.length, ArrowLeft: (at - 1 + here.length) % here.length, Home: 0, End: here.length - 1 }[event.key]
    if (to !== undefined) here[to].focus()
    else if (event.key === 'Escape') this.view.focus()
    else return
    event.preventDefault()
  }
}
