// What a line is written from: its nodes with marks as Markdown can spell them.
import { Mark } from 'prosemirror-model'
import { schema } from './schema.js'

// pieces are the nodes of a line, with marks that hold no space at their ends
// and no break, because Markdown has none such.
export function pieces(block, place) {
  const list = []
  block.forEach((node) => {
    if (node.type === schema.nodes.hard_break && place !== 'paragraph' || node.type === schema.nodes.soft_break && place !== 'paragraph') {
      node = schema.text(' ', node.marks)
    }
    const isCode = node.marks.some((m) => m.type.name === 'code')
    if (!node.isText || isCode && node.text.trim()) return void list.push({ node, marks: node.marks })
    const words = isCode ? schema.mark('code').removeFromSet(node.marks) : node.marks
    for (const part of node.text.match(/^[ \t\n]+|[ \t\n]+$|(?:(?![ \t\n]+$)[^])+/g) ?? []) {
      list.push({ node: schema.text(part.replace(/\n/g, ' ')), marks: words })
    }
  })
  trimEnds(list)
  for (let i = 0; i < list.length; i++) {
    if (list[i].node.isText && list[i].node.text.trim() || list[i].node.type.name === 'image') continue
    // A space or a break is in a mark only between two that are in it.
    list[i].marks = list[i].marks.filter((mark) => solid(list, i, -1, mark) && solid(list, i, 1, mark))
  }
  return list
}

function solid(list, i, step, mark) {
  for (let j = i + step; list[j]; j += step) {
    const { node, marks } = list[j]
    if (!mark.isInSet(marks)) return false
    if (!node.isText || node.text.trim()) { if (!node.type.name.endsWith('break')) return true }
  }
  return false
}

export function isSpace(piece) {
  return !!piece?.node.isText && /^[ \t]+$/.test(piece.node.text) && !piece.marks.some((m) => m.type.name === 'code')
}

// trimEnds takes off space at the ends of lines, and breaks at those of the block.
function trimEnds(list) {
  const isBreak = (p) => p?.node.type.name.endsWith('break')
  for (let i = 0; i < list.length; i++) {
    if (!isSpace(list[i])) continue
    if (i === 0 || i === list.length - 1 || isBreak(list[i - 1]) || isBreak(list[i + 1])) list.splice(i--, 1)
  }
  for (let i = list.length - 1; i >= 0; i--) { // an empty line would end the paragraph
    if (list[i].node.type === schema.nodes.soft_break && (isBreak(list[i - 1]) || isBreak(list[i + 1]))) list.splice(i, 1)
  }
  while (isBreak(list[0]) || isSpace(list[0])) list.shift()
  while (isBreak(list.at(-1)) || isSpace(list.at(-1))) list.pop()
}

// bare is the line without stress.
export function bare(list) {
  const left = []
  for (const { node, marks } of list) {
    const few = marks.filter((m) => m.type.name === 'link' || m.type.name === 'code')
    const last = left.at(-1)
    if (node.isText && last?.node.isText && Mark.sameSet(few, last.marks)) last.node = schema.text(last.node.text + node.text)
    else left.push({ node, marks: few })
  }
  return left
}
