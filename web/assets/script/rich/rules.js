// What becomes of Markdown that is typed in the visual editor: "## " begins a
// heading, "- " a list, **words** are bold.
import {
  InputRule, inputRules, textblockTypeInputRule, wrappingInputRule,
} from 'prosemirror-inputrules'
import { schema } from './schema.js'

const n = schema.nodes

export function typedRules() {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,6})\s$/, n.heading, (match) => ({ level: match[1].length })),
      wrappingInputRule(/^\s*([-+*])\s$/, n.bullet_list),
      wrappingInputRule(/^(\d{1,9})[.)]\s$/, n.ordered_list, (match) => ({ order: Number(match[1]) }),
        (match, list) => list.childCount + list.attrs.order === Number(match[1])),
      wrappingInputRule(/^\s*>\s$/, n.blockquote),
      textblockTypeInputRule(/^```([\w+#.-]*)\s$/, n.code_block, (match) => ({ language: match[1] })),
      new InputRule(/^(?:---|\*\*\*|___)\s$/, (state, _, start, end) => {
        const $start = state.doc.resolve(start)
        if ($start.parent.type !== n.paragraph) return null
        return state.tr.replaceRangeWith(start, end, n.horizontal_rule.create())
      }),
      marked(/(?:^|[\s(])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, 'strong'),
      marked(/(?:^|[\s(])(__([^_\s](?:[^_]*[^_\s])?)__)$/, 'strong'),
      marked(/(?:^|[\s(])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, 'em'),
      marked(/(?:^|[\s(])(_([^_\s](?:[^_]*[^_\s])?)_)$/, 'em'),
      marked(/(?:^|[\s(])(~~([^~\s](?:[^~]*[^~\s])?)~~)$/, 'strike'),
      marked(/(?:^|[^`])(`([^`]+)`)$/, 'code'),
      linked(),
    ],
  })
}

// marked turns **words** into bold words.
function marked(pattern, name) {
  return new InputRule(pattern, (state, match, start, end) => {
    const mark = schema.marks[name].create()
    const from = start + match[0].length - match[1].length
    const signs = match[1].indexOf(match[2])
    if (!state.doc.resolve(from).parent.type.allowsMarkType(mark.type) || hasCode(state, from, end)) return null
    // The last sign is not in the document yet: it is what was just typed.
    const tr = state.tr.delete(from + signs + match[2].length, end).delete(from, from + signs)
    return tr.addMark(from, from + match[2].length, mark).removeStoredMark(mark)
  })
}

// linked turns [words](address) into a link.
function linked() {
  return new InputRule(/(!?)\[([^\][]+)\]\((\S+)\)$/, (state, match, start, end) => {
    if (match[1] || hasCode(state, start, end)) return null
    const mark = schema.marks.link.create({ href: match[3] })
    return state.tr.replaceWith(start, end, schema.text(match[2], [mark])).removeStoredMark(mark)
  })
}

function hasCode(state, from, to) {
  return state.doc.rangeHasMark(from, to, schema.marks.code)
}
