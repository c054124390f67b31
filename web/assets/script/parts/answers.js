// What the desk answers to a script: a decision in words, or why there is none;
// and pages of which a part is taken.

// decide sends the fields of a form. It never throws: what went wrong is in error.
export async function decide(form, fields) {
  try {
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST', body: new URLSearchParams(fields), headers: { Accept: 'application/json' },
    })
    if (response.headers.get('Content-Type')?.startsWith('application/json')) return await response.json()
    return { error: 'Nothing was changed: this page is out of date, or you were signed out. Reload it.' }
  } catch {
    return { error: 'Nothing was changed: the server did not answer. Try again.' }
  }
}

// page gets an address, or sends a form to it, and returns the document with
// whether the server led elsewhere.
export async function page(address, fields) {
  const response = await fetch(address, fields ? { method: 'POST', body: new URLSearchParams(fields) } : undefined)
  return { ok: response.ok, elsewhere: response.redirected, html: new DOMParser().parseFromString(await response.text(), 'text/html') }
}
