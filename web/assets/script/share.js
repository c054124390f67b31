// Copies or shares the address of a page, and prints it: what HTML cannot do by
// itself. The buttons are there without this script, but hidden.
const address = document.getElementById('share-address')
const done = document.getElementById('share-done')

function offer (action, press) {
  const button = document.querySelector(`[data-act="${action}"]`)
  if (!button) return
  button.hidden = false
  button.addEventListener('click', press)
}

async function copy () {
  const said = done.firstElementChild
  said.hidden = true // so that it is told again when it was copied before
  try {
    await navigator.clipboard.writeText(address.value)
  } catch { // not allowed here: leave it selected, ready for the keys
    address.focus()
    address.select()
    return
  }
  said.hidden = false
}

if (address) {
  if (navigator.clipboard) offer('copy', copy)
  if (navigator.share) {
    const { title } = address.dataset
    offer('share', () => navigator.share({ title, url: address.value }).catch(() => {})) // whoever changes their mind
  }
  offer('print', () => print())
}
