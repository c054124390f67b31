// Pictures: uploading what is dropped, pasted or chosen, and asking for what a
// picture needs before it may go out: a description, and whose it is.
import { TextSelection } from 'prosemirror-state'
import { insertBlock } from './commands.js'
import { ask, element } from './dialog.js'
import { schema } from './schema.js'
import { say } from './say.js'

const n = schema.nodes

const sources = [
  { value: 'ours', label: 'We did' }, { value: 'guest', label: 'A guest author' }, { value: 'cc', label: 'Somebody, under a Creative Commons licence' },
  { value: 'ogl', label: 'A public body, under the Open Government Licence' }, { value: 'permission', label: 'Somebody who gave us permission' },
  { value: 'other', label: 'Somebody else' },
]
const licences = ['CC BY 4.0', 'CC BY-SA 4.0', 'CC BY 2.0', 'CC0', 'Public domain']

// addFiles uploads pictures one after the other, asks about each, and inserts
// them: several stand in one paragraph, as a gallery.
export async function addFiles(view, files) {
  const pictures = files.filter((f) => /^image\/(jpeg|png|webp|gif)$/.test(f.type))
  if (pictures.length < files.length) say(view, 'Only pictures can be added here: JPEG, PNG, WebP or GIF.')
  const made = []
  for (const [i, file] of pictures.entries()) {
    say(view, pictures.length > 1 ? `Uploading picture ${i + 1} of ${pictures.length}…` : 'Uploading the picture…')
    const form = new FormData()
    form.append('picture', file)
    const known = await send(view, '/desk/pictures', form)
    if (!known) continue
    const node = await describe(view, known)
    if (node) made.push(node)
  }
  insert(view, made)
}

function insert(view, made) {
  view.focus()
  if (made.length === 0) return
  const content = made.flatMap((node, i) => i ? [schema.text(' '), node] : [node])
  const paragraph = n.paragraph.create(null, content)
  if (!insertBlock(paragraph)(view.state, view.dispatch)) {
    view.dispatch(view.state.tr.insert(view.state.doc.content.size, paragraph))
  }
  say(view, made.length > 1 ? `${made.length} pictures are in the text.` : 'The picture is in the text.')
}

// send posts a form and gives back the JSON, or says what is wrong.
export async function send(view, address, form) {
  form.append('form_token', document.querySelector('form.editor [name=form_token]').value)
  try {
    const response = await fetch(address, { method: 'POST', body: form, headers: { Accept: 'application/json' } })
    const answer = await response.json()
    if (response.ok) return answer
    say(view, answer.error)
  } catch {
    say(view, 'The server cannot be reached. Try again when you are online; your text is kept.')
  }
  return null
}

// describe asks for description, caption and credit, saves them with the
// picture, and makes the node.
async function describe(view, known, caption = '', action = 'Put it into the text') {
  const show = element('img', { src: known.thumb || known.path, alt: '', class: 'rich-preview' })
  const got = await ask({
    title: 'About the picture', intro: [show, cutting(known)], submit: action,
    fields: [
      { name: 'alt', label: 'Description', value: known.alt, rows: 2, hint: 'For people who cannot see it: what is in it that matters here?' },
      { name: 'decorative', label: 'Decorative: it needs no description', type: 'checkbox', value: known.decorative },
      { name: 'caption', label: 'Caption', value: caption, hint: 'Shown below it. It may be empty.' },
      { name: 'focal', label: 'What matters in it?', options: ninths, value: ninth(known), hint: 'Cards and phones show a part of a picture. This point is always in it.' },
      { name: 'whose', label: 'Who made it?', options: sources, value: whose(known) },
      { name: 'credit', label: 'Their name', value: known.creator },
      { name: 'credit_title', label: 'Title of the picture', value: known.title },
      { name: 'credit_source', label: 'Where it is from', value: known.source, mode: 'url' },
      { name: 'licence', label: 'Licence', options: licences, value: known.licence || licences[0] },
    ],
    changed(values, reveal) {
      const other = values.whose !== 'ours'
      reveal('alt', !values.decorative)
      reveal('credit', other)
      reveal('credit_title', other && values.whose !== 'guest')
      reveal('credit_source', other && values.whose !== 'guest')
      reveal('licence', values.whose === 'cc')
    },
    check(values) {
      if (!values.alt && !values.decorative) return { name: 'alt', text: 'Describe the picture, or say that it is decorative.' }
      if (values.whose !== 'ours' && !values.credit) return { name: 'credit', text: 'Name who made it.' }
      return null
    },
  })
  if (!got) return null
  const form = new FormData()
  const licence = { cc: got.licence, ogl: 'OGL v3.0', permission: 'All rights reserved with permission' }[got.whose] ?? ''
  const ours = got.whose === 'ours'
  const fields = {
    alt: got.decorative ? '' : got.alt, decorative: got.decorative ? 'yes' : 'no', whose: ours ? 'ours' : 'theirs',
    credit: ours ? '' : got.credit, credit_title: ours ? '' : got.credit_title, credit_source: ours ? '' : got.credit_source, licence,
  }
  if (got.focal !== ninth(known)) fields.focal = got.focal // one that was set exactly stays
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const saved = await send(view, '/desk/pictures/' + encodeURIComponent(known.hash), form)
  return n.image.create({ src: known.path, alt: saved?.alt ?? fields.alt, title: got.caption })
}

// ninths are the parts of a picture that may matter, as percents from the left
// and from the top.
const ninths = [['17', 'left'], ['50', ''], ['83', 'right']].flatMap(([left, across]) =>
  [['17', 'top'], ['50', ''], ['83', 'bottom']].map(([top, down]) => {
    const words = [down, across].filter(Boolean).join(' ') || 'middle'
    return { value: `${left} ${top}`, label: words[0].toUpperCase() + words.slice(1) }
  }))

// ninth is the part in which the focal point lies, which counts from -1 to 1.
function ninth({ focal = [0, 0] }) {
  const part = (at) => ['17', '50', '83'][Math.min(2, Math.floor((at + 1) * 1.5))]
  return `${part(focal[0])} ${part(-focal[1])}`
}

// cutting leads to where a part is cut out, which is a picture of its own then.
function cutting(known) {
  const p = element('p', { class: 'hint' })
  const a = element('a', { href: known.edit, target: '_blank', rel: 'noopener' }, 'Cut a part out of it, or point at what matters exactly')
  p.append(a, ' (in a new tab; your text is kept)')
  return p
}

function whose({ licence, creator }) {
  if (/^OGL/.test(licence)) return 'ogl'
  if (/permission/.test(licence)) return 'permission'
  return licence ? 'cc' : creator ? 'other' : 'ours'
}

// editPicture asks anew about a picture that is in the text.
export async function editPicture(view, pos) {
  const node = view.state.doc.nodeAt(pos)
  const hash = node?.attrs.src.match(/^\/media\/([0-9a-f]{16,})/)?.[1]
  let known = { path: node.attrs.src, alt: node.attrs.alt }
  if (hash) {
    const response = await fetch('/desk/pictures/' + hash, { headers: { Accept: 'application/json' } }).catch(() => null)
    if (response?.ok) known = await response.json()
  }
  const made = known.hash ? await describe(view, { ...known, alt: node.attrs.alt || known.alt, path: node.attrs.src }, node.attrs.title, 'Change') : await plain(node)
  if (made && view.state.doc.nodeAt(pos)?.type === n.image) view.dispatch(view.state.tr.setNodeMarkup(pos, null, made.attrs))
  view.focus()
}

async function plain(node) {
  const got = await ask({
    title: 'About the picture', submit: 'Change',
    fields: [
      { name: 'alt', label: 'Description', value: node.attrs.alt, rows: 2, hint: 'For people who cannot see it.' },
      { name: 'title', label: 'Caption', value: node.attrs.title },
    ],
  })
  return got && n.image.create({ ...node.attrs, alt: got.alt, title: got.title })
}

// pickFromLibrary offers what was uploaded before, the newest first. What is
// chosen for a gallery adds up from page to page.
export async function pickFromLibrary(view, several) {
  const chosen = []
  for (let before = ''; ;) {
    const response = await fetch(`/desk/pictures?format=json&before=${encodeURIComponent(before)}`, { headers: { Accept: 'application/json' } }).catch(() => null)
    if (!response?.ok) return void (say(view, 'The library cannot be reached.'), view.focus())
    const { pictures, next } = await response.json()
    const page = await grid(pictures, several, next)
    if (!page) return view.focus()
    if (several || !page.older) chosen.push(...page.chosen)
    if (!page.older) break
    before = next
  }
  const made = []
  for (const known of chosen) {
    const node = await describe(view, known)
    if (node) made.push(node)
  }
  insert(view, made)
}

async function grid(pictures, several, next) {
  const box = element('div', { class: 'thumbs', role: 'group', 'aria-label': 'Uploads' })
  pictures.forEach((p, i) => {
    const label = element('label', { class: 'thumb' })
    const input = element('input', { type: several ? 'checkbox' : 'radio', name: 'chosen', value: String(i) })
    label.append(input, element('img', { src: p.thumb || p.path, alt: p.alt || `Upload ${i + 1}, ${p.width} by ${p.height}` }))
    box.append(label)
  })
  const intro = pictures.length ? [box] : ['Nothing was uploaded yet.']
  const actions = next ? [{ name: 'older', label: 'Older pictures' }] : []
  const got = await ask({ title: several ? 'Choose pictures' : 'Choose a picture', intro, fields: [], submit: 'Choose', actions })
  return got && { chosen: [...box.querySelectorAll(':checked')].map((input) => pictures[Number(input.value)]), older: got.action === 'older' }
}

// withFiles takes pictures that are dropped or pasted.
export function withFiles(view, transfer, pos) {
  const files = [...transfer?.files ?? []]
  if (!files.some((f) => f.type.startsWith('image/'))) return false
  if (pos) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(pos.pos))))
  addFiles(view, files)
  return true
}
