// Keeps the checks beside the text up with what is typed. The server looks, by
// the same rules as at each save; nothing is saved by it.

const pause = 2000 // milliseconds without a letter before it is looked

export function watchChecks(form) {
  const side = form.querySelector('.side')
  const said = document.createElement('p')
  said.className = 'hidden'
  said.setAttribute('role', 'status')
  side.before(said)
  let timer = 0
  let looked = ''
  let asking = null

  async function look() {
    const read = () => side.querySelector('.checks')?.contains(document.activeElement)
    if (read()) return plan() // somebody is about to press a button of theirs
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'))
    if (form.action.includes('/desk/events')) fields.set('event', 'yes')
    const now = [...fields].filter(([name]) => !unread.has(name)).join('\n')
    if (now === looked) return
    asking?.abort()
    asking = new AbortController()
    const answer = await fetch('/desk/checks', { method: 'POST', body: fields, signal: asking.signal }).catch(() => null)
    const text = answer?.ok && await answer.text().catch(() => '')
    if (!text) return
    if (read()) return plan()
    looked = now
    const old = side.querySelector('.checks')
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.checks')
    if (old && fresh) old.replaceWith(document.adoptNode(fresh))
    else if (fresh) side.prepend(document.adoptNode(fresh))
    else old?.remove()
    tell(old, side.querySelector('.checks'))
  }

  // tell says how many there are, and only when that has changed.
  function tell(old, fresh) {
    const count = (section) => section?.querySelectorAll('li').length ?? 0
    if (count(old) === count(fresh)) return
    const open = count(fresh)
    said.textContent = open === 0 ? 'Checks: all in order' : open === 1 ? 'Checks: 1 thing to look at' : `Checks: ${open} things to look at`
  }

  function plan() {
    clearTimeout(timer)
    timer = setTimeout(look, pause)
  }

  form.addEventListener('input', plan)
  form.addEventListener('change', plan)
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    asking?.abort()
  })
}

// unread are the fields that change without anybody having typed.
const unread = new Set(['turn', 'continues', 'copy', 'form_token'])
