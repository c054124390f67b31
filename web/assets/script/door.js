// Passkeys: the button at the door, the offer in the field for the address, and
// the form that adds one. Where the browser knows none the forms stay hidden, and
// passwords work.
import { options, passkeysWork, send, told } from './parts/passkeys.js'

// A challenge is good for five minutes: the offer is renewed before that.
const offerLasts = 4 * 60 * 1000

const enter = document.getElementById('passkey-door')
const add = document.getElementById('add-passkey')
const say = (words) => { document.getElementById('passkey-told').textContent = words }

if (passkeysWork()) {
  if (enter) openDoor(enter)
  if (add) openAdding(add)
}

function openDoor(form) {
  let offer = new AbortController()
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    offer.abort()
    say('')
    try {
      send(form, await ask(form))
    } catch (error) {
      say(told(error))
    }
  })
  keepOffering()

  // keepOffering has the browser list passkeys where the address is typed.
  async function keepOffering() {
    if (!document.querySelector('[autocomplete~="webauthn"]')) return
    if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return
    while (!offer.signal.aborted) {
      const round = new AbortController()
      const stop = () => round.abort()
      offer.signal.addEventListener('abort', stop)
      const timer = setTimeout(stop, offerLasts)
      try {
        return send(form, await ask(form, { mediation: 'conditional', signal: round.signal }))
      } catch (error) {
        if (error.name !== 'AbortError') return // the button says more
      } finally {
        clearTimeout(timer)
        offer.signal.removeEventListener('abort', stop)
      }
    }
  }
}

async function ask(form, how = {}) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await options(form, '/desk/sign-in/passkey/options'))
  return navigator.credentials.get({ publicKey, ...how })
}

function openAdding(form) {
  form.hidden = false
  document.getElementById('no-passkeys').hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    say('')
    try {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await options(form, '/desk/account/passkeys/options'))
      send(form, await navigator.credentials.create({ publicKey }))
    } catch (error) {
      say(told(error))
    }
  })
}
