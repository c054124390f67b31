// What the buttons insert that is not text: pictures, files and embeds. An
// embed is an address alone in its paragraph; nothing is asked of its server.
import { insertBlock } from './commands.js'
import { ask } from './dialog.js'
import { addressOf } from './link.js'
import { addFiles, pickFromLibrary } from './picture.js'
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

async function askFile(view) {
  const got = await ask({
    title: 'Link a file',
    intro: 'A file that was uploaded here, as a download on a line of its own. Say what is in it: readers decide by that.',
    fields: [
      { name: 'name', label: 'Name', required: 'Say what is in the file.' },
      { name: 'address', label: 'Address', hint: 'It begins with /media/.', required: 'Give the address of the file.' },
    ],
    submit: 'Add the file',
    check: ({ address }) => /^\/media\/[\w.-]+$/.test(address) ? null : { name: 'address', text: 'The address of a file begins with /media/.' },
  })
  view.focus()
  if (!got) return
  const link = schema.marks.link.create({ href: got.address })
  insertBlock(schema.nodes.paragraph.create(null, schema.text(got.name, [link])))(view.state, view.dispatch)
}
