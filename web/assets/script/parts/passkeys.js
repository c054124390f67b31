// Talking to the device about passkeys, and to our server about both.

// passkeysWork tells whether this browser can do what the forms need.
export function passkeysWork() {
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential
}

// options asks the server for a challenge, in the name of a form.
export async function options(form, address) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ form_token: form.elements.form_token.value }) })
  if (!answer.ok) throw new Error(answer.status === 429 ? 'There were too many tries. Please wait fifteen minutes.' : 'That did not work. Reload the page and try again.')
  return answer.json()
}

// send has the form bring what the device said.
export function send(form, credential) {
  form.elements.credential.value = JSON.stringify(credential)
  form.submit()
}

// told is what to say of an error: devices give few reasons, so as to give
// nothing away.
export function told(error) {
  switch (error.name) {
    case 'NotAllowedError': return 'No passkey was used. Try again, or use another way.'
    case 'InvalidStateError': return 'This device has a passkey for you already.'
    case 'Error': return error.message
    default: return 'Your browser could not use a passkey here.'
  }
}
