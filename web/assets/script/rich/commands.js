// What the buttons and the keys of the visual editor do.
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import { Selection } from 'prosemirror-state'
import { isInTable } from 'prosemirror-tables'
import { schema } from './schema.js'

const n = schema.nodes
const m = schema.marks

export const toggle = (name) => toggleMark(m[name])

// heading makes the block a heading of that level, or a paragraph again.
export function heading(level) {
  return (state, dispatch) => setBlockType(isHeading(level)(state) ? n.paragraph : n.heading, isHeading(level)(state) ? {} : { level })(state, dispatch)
}

export function isHeading(level) {
  return ({ selection: { $from } }) => $from.parent.type === n.heading && $from.parent.attrs.level === level
}

export function codeBlock(state, dispatch) {
  return setBlockType(isIn('code_block')(state) ? n.paragraph : n.code_block)(state, dispatch)
}

// list puts the block into a list of that kind, changes the kind, or takes it out.
export function list(name) {
  const type = n[name]
  return (state, dispatch) => {
    const around = nearestList(state)
    if (around?.node.type === type) return liftListItem(n.list_item)(state, dispatch)
    if (around) {
      dispatch?.(state.tr.setNodeMarkup(around.pos, type, { tight: around.node.attrs.tight }))
      return true
    }
    return !isInTable(state) && wrapInList(type)(state, dispatch)
  }
}

export function quote(state, dispatch) {
  if (isInTable(state)) return false
  return isIn('blockquote')(state) ? lift(state, dispatch) : wrapIn(n.blockquote)(state, dispatch)
}

export function divider(state, dispatch) {
  if (isInTable(state)) return false
  return insertBlock(n.horizontal_rule.create())(state, dispatch)
}

export function hardBreak(state, dispatch) {
  if (isInTable(state) || state.selection.$from.parent.type !== n.paragraph) return false
  dispatch?.(state.tr.replaceSelectionWith(n.hard_break.create()).scrollIntoView())
  return true
}

// insertBlock puts a block at the cursor: in place of an empty paragraph, else
// after the block; the cursor goes on below it.
export function insertBlock(node) {
  return (state, dispatch) => {
    const { $from } = state.selection
    const depth = $from.depth && $from.parent.isTextblock ? $from.depth : 0
    if (depth === 0 && !state.selection.node) return false
    if (dispatch) {
      const empty = depth && $from.parent.content.size === 0 && $from.parent.type === n.paragraph
      const at = depth ? (empty ? $from.before(depth) : $from.after(depth)) : state.selection.to
      const tr = state.tr
      if (empty) tr.delete($from.before(depth), $from.after(depth))
      tr.insert(at, node)
      const after = at + node.nodeSize
      if (tr.doc.resolve(after).nodeAfter === null) tr.insert(after, n.paragraph.create())
      tr.setSelection(Selection.near(tr.doc.resolve(node.type === n.table ? at + 1 : after), 1))
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

// isIn tells whether the cursor is in a node of that kind.
export function isIn(name) {
  return ({ selection: { $from } }) => {
    for (let d = $from.depth; d > 0; d--) if ($from.node(d).type === n[name]) return true
    return false
  }
}

export function isList(name) {
  return (state) => nearestList(state)?.node.type === n[name]
}

function nearestList({ selection: { $from } }) {
  for (let d = $from.depth; d > 0; d--) {
    const node = $from.node(d)
    if (node.type === n.bullet_list || node.type === n.ordered_list) return { node, pos: $from.before(d) }
  }
  return null
}

export function hasMark(name) {
  return (state) => {
    const { from, $from, to, empty } = state.selection
    if (empty) return !!m[name].isInSet(state.storedMarks ?? $from.marks())
    return state.doc.rangeHasMark(from, to, m[name])
  }
}

// markAround is the stretch of text around the cursor with one mark.
export function markAround(state, name) {
  const { $from } = state.selection
  const found = $from.parent.childAfter($from.parentOffset)
  const before = $from.parent.childBefore($from.parentOffset)
  const at = [found, before].find((c) => c.node && m[name].isInSet(c.node.marks))
  if (!at) return null
  const mark = m[name].isInSet(at.node.marks)
  const parent = $from.parent
  let [first, last] = [at.index, at.index]
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first--
  while (last < parent.childCount - 1 && mark.isInSet(parent.child(last + 1).marks)) last++
  let from = $from.start()
  for (let i = 0; i < first; i++) from += parent.child(i).nodeSize
  let to = from
  for (let i = first; i <= last; i++) to += parent.child(i).nodeSize
  return { mark, from, to }
}
