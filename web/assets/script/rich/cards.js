// What the page will make of the text, shown where it is written: bare links,
// hashtags and mentions in colour, an address or a file on its own as a card,
// pictures with their captions. Nothing of it asks another server.
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { element } from './dialog.js'
import { editPicture } from './picture.js'
import { schema } from './schema.js'
import { isAddress, wordAt } from './words.js'

const n = schema.nodes
const known = new WeakMap() // by text block: what is found in it

export function cards() {
  return new Plugin({
    props: {
      decorations(state) {
        const list = []
        state.doc.descendants((node, pos) => {
          if (!node.isTextblock) return true
          if (node.type.spec.code) return false
          for (const { from, to, kind } of wordsIn(node)) list.push(Decoration.inline(pos + 1 + from, pos + 1 + to, { class: 'rich-' + kind }))
          const card = cardOf(node)
          if (card) list.push(Decoration.node(pos, pos + node.nodeSize, { class: 'rich-card rich-card-' + card.kind, 'data-host': card.says }))
          return false
        })
        return DecorationSet.create(state.doc, list)
      },
      nodeViews: { image: (node, view, at) => new PictureView(node, view, at) },
    },
  })
}

function wordsIn(block) {
  if (known.has(block)) return known.get(block)
  const found = []
  block.forEach((node, offset) => {
    if (!node.isText || node.marks.some((m) => m.type.name === 'code' || m.type.name === 'link')) return
    for (let i = 0; i < node.text.length; i++) {
      const word = wordAt(node.text, i)
      if (!word) continue
      found.push({ from: offset + i, to: offset + i + word.text.length, kind: word.kind })
      i += word.text.length - 1
    }
  })
  known.set(block, found)
  return found
}

// cardOf tells what a paragraph becomes that holds one address and nothing else.
function cardOf(block) {
  if (block.type !== n.paragraph || block.childCount !== 1 || !block.firstChild.isText) return null
  const { text, marks } = block.firstChild
  const link = marks.find((m) => m.type.name === 'link')
  if (link && /^\/media\/[\w.-]+$/.test(link.attrs.href)) return { kind: 'file', says: link.attrs.href.split('.').pop().toUpperCase() }
  if (marks.length || !isAddress(text) || !URL.canParse(text)) return null
  return { kind: 'embed', says: new URL(text).host }
}

// PictureView is a picture in the text: with its caption, and with what it lacks.
class PictureView {
  constructor(node, view, at) {
    this.dom = element('span', { class: 'rich-picture' })
    this.dom.addEventListener('dblclick', () => editPicture(view, at()))
    this.button = element('button', { type: 'button', tabindex: '-1', class: 'rich-about button-quiet' }, 'Description and credit')
    this.button.addEventListener('click', () => editPicture(view, at()))
    this.draw(node)
  }

  draw(node) {
    this.node = node
    const { src, alt, title } = node.attrs
    this.dom.replaceChildren()
    if (/^\/media\/[\w.-]+$/.test(src)) this.dom.append(element('img', { src, alt: alt || 'Picture without a description' }))
    else this.dom.append(element('span', { class: 'rich-away' }, `Picture from elsewhere (${src}): readers see a link. Upload it to show it.`))
    if (title) this.dom.append(element('span', { class: 'rich-caption' }, title))
    if (!alt) this.dom.append(element('span', { class: 'rich-lacks' }, 'No description'))
    this.dom.append(this.button)
  }

  update(node) {
    if (node.type !== n.image) return false
    this.draw(node)
    return true
  }

  selectNode() { this.dom.classList.add('rich-selected') }
  deselectNode() { this.dom.classList.remove('rich-selected') }
  stopEvent(event) { return this.button.contains(event.target) }
  ignoreMutation() { return true }
}
