// Keeps what somebody types: on the server every few seconds, and in this
// browser while the server cannot be reached. The post itself does not change.
// Says so in one line, and who else has the post open.
import { Courier } from './parts/courier.js'
import { every, forget, keep, syncOthers } from './parts/device.js'

const pause = 1500 // milliseconds after the last letter
const longest = 3000 // milliseconds between two that are kept, while somebody types
const beatAlone = 15_000 // milliseconds between two signs of life
const beatTogether = 5_000
const asleep = 15 * 60_000 // milliseconds without a key or a move, after which nobody is there
const controls = ['copy', 'turn', 'continues', 'form_token'] // fields that nobody types

const copy = document.getElementById('copy')
if (copy && document.getElementById('keeping')) begin(copy.form) // what is withdrawn is not edited

function begin(form) {
  const { editor, post } = copy.dataset
  const place = { post, event: 'event' in copy.dataset ? 'yes' : '' }
  const status = document.getElementById('keeping')
  const clock = document.getElementById('keeping-time')
  const courier = new Courier(form)
  const typed = () => {
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && !controls.includes(name)) fields.append(name, value)
    }
    return fields
  }
  let acknowledged = 'unsaved' in copy.dataset ? '' : typed().toString()
  let timer = 0
  let typing = 0 // since when what is typed was not sent
  let busy = false
  let failures = 0
  let retry = 0 // not before
  let together = false
  let leaving = false
  let stopped = false // nothing is sent any more
  let room = true // on this device
  let beaten = Date.now()
  let awake = Date.now()

  const dirty = () => typed().toString() !== acknowledged

  function say(words, mood, time = '') {
    if (status.textContent !== words) status.textContent = words // a live region: said once
    status.dataset.mood = mood
    clock.textContent = time
  }

  function onDevice() {
    room = keep(editor, copy.value, { ...place, fields: typed().toString(), turn: turn(), at: Date.now(), title: form.elements.title?.value ?? '' })
    form.dataset.saved = 'no'
    return room
  }

  const turn = () => Number(form.elements.turn.value)
  const more = (beat) => ({
    ...place, copy: copy.value, turn: turn(), continues: form.elements.continues.value, beat: beat ? 'yes' : '',
  })

  // plan sends later: soon after the last letter, and never later than longest
  // after the first that was not sent.
  function plan() {
    clearTimeout(timer)
    if (stopped) return
    if (failures || busy) onDevice()
    const now = Date.now()
    typing ||= now
    timer = setTimeout(send, Math.max(0, failures ? retry - now : Math.min(pause, typing + longest - now)))
  }

  async function send() {
    clearTimeout(timer)
    if (busy || stopped || leaving) return
    const fields = typed()
    const text = fields.toString()
    const beat = text === acknowledged
    busy = true
    beaten = Date.now()
    if (!beat) {
      typing = 0
      form.dataset.saved = 'no'
      form.elements.turn.value = turn() + 1
      onDevice()
    }
    const slow = setTimeout(() => beat || say('Saving…', ''), 1000)
    const answer = await courier.send(fields, more(beat))
    clearTimeout(slow)
    busy = false
    heed(answer, text, beat)
  }

  function heed(answer, text, beat) {
    if (leaving) return
    if (answer.ok) {
      failures = 0
      if (!beat) {
        acknowledged = text
        if (!dirty()) forget(editor, copy.value)
        form.elements.continues.value = ''
        say('Saved', 'good', answer.saved)
      } else if (status.dataset.mood === 'worry') say('Connected again', 'good')
      show(answer.company)
      form.dataset.saved = dirty() ? 'no' : 'yes'
      if (dirty()) plan()
      return
    }
    if (answer.reason === 'elsewhere' || answer.reason === 'ended') {
      // The text goes on in another window under this name: take another one.
      copy.value = crypto.randomUUID()
      form.elements.turn.value = 0
      return plan()
    }
    const kept = dirty() ? onDevice() : true
    const where = !kept ? 'and this device has no room to keep it: copy your text' : 'kept on this device'
    if (answer.reason === 'refused') {
      stopped = true
      return say(beat ? answer.says : `${answer.says} Your text is ${where}.`, 'worry')
    }
    retry = Date.now() + Math.min(1000 * 2 ** failures, 15_000)
    failures++
    if (answer.reason === 'signed-out') say(`You were signed out: sign in in another tab; your text is ${where}`, 'worry')
    else if (answer.reason === 'someone-else') say(`Somebody else is signed in in this browser now: your text is ${where}`, 'worry')
    else say(`No connection: ${where}`, 'worry')
    plan()
  }

  function show(lines = []) {
    together = lines.some((line) => line.ask)
    const company = document.getElementById('company')
    const made = lines.map((line) => {
      const p = document.createElement('p')
      p.textContent = line.says
      if (line.news) p.className = 'news'
      if (line.link) {
        const a = document.createElement('a')
        Object.assign(a, { href: line.link, target: '_blank', rel: 'noopener', textContent: line.words })
        p.append(' ', a)
      }
      if (line.ask) {
        const ask = document.createElement('button')
        Object.assign(ask, { type: 'submit', className: 'link', textContent: 'Ask to take over' })
        ask.setAttribute('form', 'ask-form')
        p.append(' ', ask)
      }
      return p
    })
    const said = (nodes) => [...nodes].map((p) => p.textContent).join('\n')
    if (said(company.children) !== said(made)) company.replaceChildren(...made)
  }

  // What goes out last, when the page is left or put aside.
  function flush(leave) {
    if (stopped) return
    const fields = typed()
    const beat = fields.toString() === acknowledged
    if (beat && !leave) return
    if (!beat) {
      form.elements.turn.value = turn() + 1
      onDevice()
    }
    courier.drop(fields, { ...more(beat), leave: leave ? 'yes' : '' })
  }

  form.addEventListener('input', () => {
    form.dataset.saved = 'no'
    plan()
  })
  form.addEventListener('change', plan)
  form.addEventListener('submit', () => {
    leaving = true
    clearTimeout(timer)
    courier.quit()
    form.elements.turn.value = turn() + 1
    if (dirty()) onDevice()
  })
  addEventListener('beforeunload', (event) => {
    if (!leaving && !room && (failures || stopped) && dirty()) event.preventDefault() // it is nowhere else
  })
  addEventListener('pagehide', () => leaving || flush(true))
  addEventListener('pageshow', (event) => {
    if (event.persisted) leaving = false
  })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && !leaving && flush(false))
  addEventListener('online', () => failures && send())
  addEventListener('offline', () => {
    if (dirty()) onDevice()
    say('No connection: kept on this device', 'worry')
    failures ||= 1
    retry = Date.now() + 1000
    plan()
  })
  // The question goes out beside the text, which stays as it is.
  document.getElementById('ask-form')?.addEventListener('submit', async (event) => {
    event.preventDefault()
    const ask = event.target
    const answer = await fetch(ask.action, { method: 'POST', body: new URLSearchParams(new FormData(ask)) }).catch(() => null)
    if (answer?.ok) say('They are told that you would like to take over.', 'good')
    else say('They could not be told. Try again in a moment.', 'worry')
  })
  // Another form of the page leads away, or brings this page back: first what
  // was typed goes out.
  document.addEventListener('submit', async (event) => {
    const other = event.target
    if (other === form || other.id === 'ask-form' || leaving || stopped || !dirty()) return
    event.preventDefault()
    while (busy) await new Promise((done) => setTimeout(done, 50))
    await send()
    leaving = true
    other.requestSubmit(event.submitter)
  }, true)
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented || !leaving) return
    leaving = false // somebody thought better of it
    plan()
  })
  for (const sign of ['keydown', 'pointerdown', 'pointermove']) addEventListener(sign, () => (awake = Date.now()), { passive: true })
  setInterval(() => {
    const now = Date.now()
    if (post && !failures && now - awake < asleep && now - beaten >= (together ? beatTogether : beatAlone)) send()
  }, 1000)

  form.dataset.saved = dirty() ? 'no' : 'yes'
  const left = every(editor).filter((entry) => entry.id !== copy.value)
  if (left.length) {
    syncOthers(editor, courier, left).then((found) => {
      const own = found.find((entry) => entry.post === post)
      if (!own) return
      const path = location.pathname + '?copy=' + own.id
      const p = document.createElement('p')
      const a = document.createElement('a')
      Object.assign(a, { href: path, textContent: 'Continue with it' })
      p.append('Unsaved text was found on this device. ', a)
      p.className = 'notice'
      p.setAttribute('role', 'status')
      form.before(p)
    })
  }
  if (post || dirty()) send()
}
