// The visual editor: the document, what is typed into it and what is shown.
import { baseKeymap, chainCommands, exitCode } from 'prosemirror-commands'
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { history, redo, undo } from 'prosemirror-history'
import { undoInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { EditorState, NodeSelection } from 'prosemirror-state'
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list'
import { tableEditing } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import { cards } from './cards.js'
import * as c from './commands.js'
import { editLink } from './link.js'
import { pasteProps } from './paste.js'
import { editPicture } from './picture.js'
import { typedRules } from './rules.js'
import { schema } from './schema.js'
import { suggest } from './suggest.js'
import { headed, lastCell, nextCell } from './table.js'
import { shortcuts, Toolbar } from './toolbar.js'

const item = schema.nodes.list_item

// newView makes the editor in a place. changed is called after each change.
export function newView(place, doc, attributes, changed) {
  let toolbar
  const view = new EditorView({ mount: place }, {
    state: EditorState.create({ doc, plugins: plugins(() => toolbar) }),
    attributes: { ...attributes, role: 'textbox', 'aria-multiline': 'true', 'aria-autocomplete': 'list' },
    ...pasteProps,
    dispatchTransaction(tr) {
      const state = this.state.apply(tr)
      this.updateState(state)
      toolbar?.update(state)
      if (tr.docChanged) changed(tr)
    },
  })
  toolbar = new Toolbar(view, attributes.id)
  return { view, toolbar }
}

function plugins(toolbar) {
  return [
    suggest(), typedRules(), own(toolbar), keymap(baseKeymap), history(), headed(), tableEditing(), cards(),
    dropCursor({ class: 'rich-drop', width: 3, color: false }), gapCursor(),
  ]
}

// own are the keys of this editor. Tab leaves it, but for lists and tables,
// where Escape and then Tab does.
function own(toolbar) {
  const keys = {
    'Mod-z': undo, 'Mod-y': redo, 'Mod-Shift-z': redo,
    Backspace: undoInputRule,
    Enter: chainCommands(openPicture, splitListItem(item)),
    'Shift-Enter': chainCommands(exitCode, c.hardBreak), 'Mod-Enter': exitCode,
    Tab: chainCommands(nextCell, sinkListItem(item)),
    'Shift-Tab': chainCommands(lastCell, liftListItem(item)),
    'Mod-]': sinkListItem(item), 'Mod-[': liftListItem(item),
    'Mod-k': (_, __, view) => { editLink(view); return true },
    'Alt-F10': () => { toolbar().focus(); return true },
  }
  for (const { keys: name, run, open } of shortcuts) {
    keys[name] ??= run ?? ((_, __, view) => { open(view); return true })
  }
  return keymap(keys)
}

function openPicture({ selection }, _, view) {
  if (!(selection instanceof NodeSelection) || selection.node.type !== schema.nodes.image) return false
  editPicture(view, selection.from)
  return true
}
