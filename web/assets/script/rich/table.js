// Tables: inserting one, its rows and columns, and that the first row is always
// the header, because Markdown knows no other tables.
import { Plugin } from 'prosemirror-state'
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, CellSelection, deleteColumn, deleteRow, deleteTable,
  goToNextCell, isInTable, selectedRect,
} from 'prosemirror-tables'
import { insertBlock } from './commands.js'
import { ask } from './dialog.js'
import { schema } from './schema.js'

const n = schema.nodes

export function newTable(columns, rows) {
  const row = (type) => n.table_row.create(null, Array.from({ length: columns }, () => type.create(null, n.paragraph.create())))
  return n.table.create(null, [row(n.table_header), ...Array.from({ length: rows }, () => row(n.table_cell))])
}

export async function askTable(view) {
  const size = (text, most) => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= most
  const got = await ask({
    title: 'Add a table',
    intro: 'The first row holds the names of the columns. Screen readers say them with every cell.',
    fields: [
      { name: 'columns', label: 'Columns', value: '3', mode: 'numeric' },
      { name: 'rows', label: 'Rows below the first', value: '3', mode: 'numeric' },
    ],
    submit: 'Add table',
    check: (v) => !size(v.columns, 12) ? { name: 'columns', text: 'From 1 to 12 columns fit.' } : !size(v.rows, 99) ? { name: 'rows', text: 'From 1 to 99 rows fit.' } : null,
  })
  view.focus()
  if (got) insertBlock(newTable(Number(got.columns), Number(got.rows)))(view.state, view.dispatch)
}

// align sets the alignment of the columns in which the selection is.
function align(value) {
  return (state, dispatch) => {
    if (!isInTable(state)) return false
    if (dispatch) {
      const rect = selectedRect(state)
      const tr = state.tr
      for (let row = 0; row < rect.map.height; row++) {
        for (let column = rect.left; column < rect.right; column++) {
          const pos = rect.map.map[row * rect.map.width + column]
          tr.setNodeAttribute(rect.tableStart + pos, 'align', value)
        }
      }
      dispatch(tr)
    }
    return true
  }
}

function notHeader(command) {
  return (state, dispatch) => isInTable(state) && selectedRect(state).top > 0 && command(state, dispatch)
}

// wholeTable deletes the table where the last column is deleted.
function column(state, dispatch) {
  if (!isInTable(state)) return false
  const rect = selectedRect(state)
  return rect.left === 0 && rect.right === rect.map.width ? deleteTable(state, dispatch) : deleteColumn(state, dispatch)
}

export const tableCommands = [
  { label: 'Row above', run: notHeader(addRowBefore) },
  { label: 'Row below', run: addRowAfter },
  { label: 'Delete row', run: notHeader(deleteRow) },
  { label: 'Column left', run: addColumnBefore },
  { label: 'Column right', run: addColumnAfter },
  { label: 'Delete column', run: column },
  { label: 'Align left', run: align(null) },
  { label: 'Centre', run: align('center') },
  { label: 'Align right', run: align('right') },
  { label: 'Delete table', run: deleteTable },
]

// nextCell goes to the next cell, and makes a row after the last one.
export function nextCell(state, dispatch, view) {
  if (!isInTable(state)) return false
  if (goToNextCell(1)(state, dispatch)) return true
  if (dispatch) {
    addRowAfter(state, dispatch)
    goToNextCell(1)(view.state, dispatch)
  }
  return true
}

export const lastCell = goToNextCell(-1)

// headed keeps the first row of each table, and no other, the header.
export function headed() {
  return new Plugin({
    appendTransaction(transactions, _, state) {
      if (!transactions.some((t) => t.docChanged)) return null
      const tr = state.tr
      state.doc.descendants((node, pos) => {
        if (node.type !== n.table) return !node.isTextblock
        node.forEach((row, rowAt, i) => row.forEach((cell, cellAt) => {
          const type = i === 0 ? n.table_header : n.table_cell
          if (cell.type !== type) tr.setNodeMarkup(pos + 1 + rowAt + 1 + cellAt, type, cell.attrs)
        }))
        return false
      })
      return tr.docChanged ? tr : null
    },
  })
}

export const isCells = (selection) => selection instanceof CellSelection
