// What the buttons insert that is not text: pictures, files and embeds. An
// embed is an address alone in its paragraph; nothing is asked of its server.
import { insertBlock } from './commands.js'
import { ask } from './dialog.js'
import { addressOf } from './link.js'
import { addFiles, pickFromLibrary, send } from './picture.js'
import { schema } from './schema.js'

export async function askEmbed(view) {
  const got = await ask({
    title: 'Embed something from elsewhere',
    intro: 'Give the address of a video or a sound. Readers see a card, and nothing is loaded from there before they click it. The address of anything else stays a link.',
    fields: [{ name: 'address', label: 'Address', mode: 'url', required: 'Give the address.' }],
    submit: 'Embed',
    check: ({ address }) => /^https?:/.test(addressOf(address)) ? null : { name: 'address', text: 'An address begins with https://.' },
  })
  view.focus()
  if (got) insertBlock(schema.nodes.paragraph.create(null, schema.text(addressOf(got.address))))(view.state, view.dispatch)
}

// choose lets somebody take pictures or a file: from their device, or from what
// was uploaded before.
export async function choose(view, kind) {
  if (kind === 'file') return askFile(view)
  const got = await ask({
    title: kind === 'gallery' ? 'Add a gallery' : 'Add a picture',
    intro: kind === 'gallery' ? 'Choose several pictures. They stand beside each other.' : 'JPEG, PNG, WebP or GIF, 16 MB at most. The place where it was taken is removed. You can also drop or paste one into the text.',
    fields: [],
    submit: 'Choose from this device',
    actions: [{ name: 'library', label: 'Choose from the library' }],
  })
  if (!got) return view.focus()
  if (got.action === 'library') return pickFromLibrary(view, kind === 'gallery')
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/jpeg,image/png,image/webp,image/gif'
  input.multiple = kind === 'gallery'
  input.addEventListener('change', () => addFiles(view, [...input.files]))
  input.addEventListener('cancel', () => view.focus())
  input.click()
}

// askFile offers the files that were uploaded, the given one first.
async function askFile(view, uploaded) {
  const response = await fetch('/desk/files?format=json', { headers: { Accept: 'application/json' } }).catch(() => null)
  const { files } = response?.ok ? await response.json() : { files: [] }
  const known = uploaded ? [uploaded, ...files.filter((f) => f.path !== uploaded.path)] : files
  const got = await ask({
    title: 'Link a file',
    intro: 'A download on a line of its own: PDF, text documents, spreadsheets. Say what is in it: readers decide by that.',
    fields: known.length === 0 ? [] : [
      { name: 'path', label: 'File', options: known.map((f) => ({ value: f.path, label: `${f.name} (${f.kind})` })), value: uploaded?.path },
      { name: 'words', label: 'What readers see', value: uploaded?.words, hint: 'When it is empty, the name of the file.' },
    ],
    submit: known.length ? 'Add the file' : 'Choose from this device',
    actions: known.length ? [{ name: 'device', label: 'Upload another' }] : [],
  })
  if (!got) return view.focus()
  if (!got.path || got.action === 'device') return uploadFile(view)
  view.focus()
  const link = schema.marks.link.create({ href: got.path })
  const words = got.words || known.find((f) => f.path === got.path).words
  insertBlock(schema.nodes.paragraph.create(null, schema.text(words, [link])))(view.state, view.dispatch)
}

function uploadFile(view) {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.pdf,.odt,.docx,.ods,.xlsx,.csv,.txt'
  input.addEventListener('change', async () => {
    const form = new FormData()
    form.append('file', input.files[0])
    const uploaded = await send(view, '/desk/files', form)
    if (uploaded) askFile(view, uploaded)
    else view.focus()
  })
  input.addEventListener('cancel', () => view.focus())
  input.click()
}
