// Carries what was typed to the server, and says what became of it.

const patience = 10_000 // milliseconds for one answer

export class Courier {
  constructor(form) {
    this.form = form
    this.leaving = new AbortController()
  }

  // quit waits for no answer any more: the form itself is on its way, and what
  // becomes of a copy behind it is no news.
  quit() {
    this.leaving.abort()
    this.leaving = new AbortController()
  }

  body(fields, more) {
    const body = new URLSearchParams(fields)
    body.set('form_token', this.form.elements.form_token.value)
    for (const [name, value] of Object.entries(more)) body.set(name, value)
    return body
  }

  // send posts the fields once, and once more when only the token of the session
  // was out of date. The answer has ok, or a reason.
  async send(fields, more, again = true) {
    let response
    try {
      response = await fetch('/desk/copies', { method: 'POST', body: this.body(fields, more), signal: AbortSignal.any([AbortSignal.timeout(patience), this.leaving.signal]) })
    } catch {
      return { reason: 'away' }
    }
    const answer = await response.json().catch(() => ({}))
    if (answer.ended) return { reason: 'ended' }
    if (response.ok) return { ok: true, ...answer }
    if (response.status === 401) return { reason: 'signed-out' }
    if (response.status === 409) return { reason: 'elsewhere' }
    if (response.status === 403 && !answer.says) {
      const renewed = again ? await this.renew() : 'refused'
      if (renewed === 'new') return this.send(fields, more, false)
      return { reason: renewed, says: 'You may not write here any more.' }
    }
    if (response.status >= 500 || response.status === 429) return { reason: 'away' }
    return { reason: 'refused', says: answer.says || 'This could not be kept.' }
  }

  // renew takes the token of the session as it is now, if it is still the same
  // person's.
  async renew() {
    try {
      const response = await fetch('/desk/copies', { redirect: 'manual', signal: AbortSignal.timeout(patience) })
      if (!response.ok) return response.type === 'opaqueredirect' ? 'signed-out' : 'away'
      const { editor, token } = await response.json()
      if (editor !== document.getElementById('copy').dataset.editor) return 'someone-else'
      if (token === this.form.elements.form_token.value) return 'refused'
      for (const field of document.querySelectorAll('input[name=form_token]')) field.value = token
      return 'new'
    } catch {
      return 'away'
    }
  }

  // drop sends without waiting for an answer: the page goes away.
  drop(fields, more) {
    const body = this.body(fields, more)
    try {
      fetch('/desk/copies', { method: 'POST', body, keepalive: body.toString().length < 60_000 }).catch(() => {})
    } catch {
      // It is on this device.
    }
  }
}
