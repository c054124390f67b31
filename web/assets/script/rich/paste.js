// What is pasted or dropped: pictures are uploaded, text from Word or from the
// web is made clean, Markdown is read as what it means; and one line says what
// was left out.
import { Fragment, Slice } from 'prosemirror-model'
import { tidy } from './clean.js'
import { linkSelection } from './link.js'
import { parse } from './parse.js'
import { withFiles } from './picture.js'
import { say } from './say.js'
import { schema } from './schema.js'

export const pasteProps = {
  handlePaste(view, event) {
    const data = event.clipboardData
    const html = data?.getData('text/html') ?? ''
    if (!html && withFiles(view, data)) return true
    const text = data?.getData('text/plain') ?? ''
    if (linkSelection(view, text)) return true
    say(view, html && !ownText(html) ? tidy(html).says : '')
    return false
  },
  handleDrop(view, event, _, moved) {
    return !moved && withFiles(view, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY }))
  },
  transformPastedHTML: (html) => ownText(html) ? html : tidy(html).html,
  clipboardTextParser: (text, $context, plain) => textSlice(text, plain),
  // What is copied from here is Markdown elsewhere, too.
  clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, '\n\n', (leaf) => leaf.type.spec.leafText?.(leaf) ?? ''),
}

function ownText(html) {
  return html.includes('data-pm-slice')
}

// textSlice is plain text: as Markdown where it clearly is that, else an empty
// line begins a paragraph and a line end stays one.
function textSlice(text, plain) {
  const source = text.replace(/\r\n?/g, '\n').trim()
  if (!plain && isMarkdown(source)) {
    const { doc, lost } = parse(source)
    if (!lost.has('html')) return slice(doc.content)
  }
  const paragraphs = source.split(/\n\s*\n/).map((block) => {
    const lines = block.split('\n').flatMap((line, i) => [
      ...(i ? [schema.nodes.hard_break.create()] : []), ...(line.trim() ? [schema.text(line.trim())] : []),
    ])
    return schema.nodes.paragraph.create(null, lines)
  })
  return slice(Fragment.from(paragraphs))
}

// slice is open where the text flows into what is around it.
function slice(content) {
  return content.firstChild?.type === schema.nodes.paragraph && content.childCount === 1 ? new Slice(content, 1, 1) : Slice.maxOpen(content)
}

// isMarkdown tells whether two signs of Markdown are in a text, or one that
// nobody writes by chance.
function isMarkdown(text) {
  if (/^#{1,4} \S|^```|\]\((?:https?:|\/|mailto:)[^\s)]+\)|^\|.+\|\n\|[ :|-]+\|/m.test(text)) return true
  const signs = [/^[-*] \S[^\n]*\n[-*] \S/m, /^\d+\. \S[^\n]*\n\d+\. \S/m, /\*\*[^*\s][^*]*\*\*/, /^> \S/m, /`[^`\n]+`/, /~~\S[^~]*~~/]
  return signs.filter((sign) => sign.test(text)).length >= 2 || signs[0].test(text) && /^- /m.test(text)
}
