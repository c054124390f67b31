// The queue of comments by keyboard, and the thread of one: each decision is the
// form that is there without this script. A card leaves at once and comes back
// with the reason if the server refuses.
import { decide, page } from './parts/answers.js'
import { isTyping, shortcutsAreOff } from './parts/keys.js'
import { statusLine } from './parts/status.js'

const list = document.getElementById('queue')
const many = document.getElementById('many')
const verdict = list?.dataset.verdict
const few = 15 // cards left when more are fetched

const decided = [] // newest last: what can be undone
const gone = new Set() // ids of cards that left
let last = null // the card that had the focus
let anchor = null // the card ticked last
let fetching = false

document.querySelector('.keys-hint')?.toggleAttribute('hidden', shortcutsAreOff())

const say = statusLine(() => undo())

const cards = () => list ? [...list.querySelectorAll(':scope > .queued')] : []
const ticked = () => cards().filter((card) => tick(card)?.checked)
const tick = (card) => card.querySelector('.tick input')
const formOf = (card, what) => card.querySelector(`form[data-do="${what}"]`)

function current() {
  const card = document.activeElement?.closest?.('.queued')
  if (card && list.contains(card)) return card
  return last && list.contains(last) ? last : null
}

function focus(card) {
  if (!card) return
  last = card
  card.tabIndex = -1
  card.focus({ preventScroll: true })
  card.scrollIntoView({ block: 'nearest' })
}

function move(step) {
  const all = cards()
  const at = all.indexOf(current())
  focus(at < 0 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + step))])
}

// What the server says waits now.
function count(counts) {
  if (!counts) return
  for (const [what, n] of Object.entries(counts)) {
    for (const place of document.querySelectorAll(`[data-count="${what}"]`)) place.textContent = n
  }
  const here = counts[location.pathname.endsWith('/mentions') ? 'mentions' : 'comments']
  const tab = document.querySelector('.tabs a[href$="verdict=held"] .quiet')
  if (tab && !list.hasAttribute('data-sifted')) tab.textContent = here
  const badge = document.querySelector('.desk-nav .badge')
  if (badge) badge.firstChild.textContent = counts.comments
}

// Of a part of the queue the server does not say how much is left: it is counted
// here as cards leave and come back.
function shift(by) {
  if (!list.hasAttribute('data-sifted')) return
  for (const place of document.querySelectorAll('.tabs-second [aria-current] .quiet, [data-sifted-count], [data-whole-count]')) {
    place.textContent = Math.max(0, Number(place.textContent) + by)
  }
}

// remove takes cards from the list, and returns how to put them back.
function remove(some) {
  const places = some.map((card) => ({ card, next: card.nextElementSibling }))
  const all = cards()
  const after = all.slice(all.indexOf(some[0])).find((card) => !some.includes(card)) ?? all.filter((card) => !some.includes(card)).at(-1)
  for (const { card } of places) (gone.add(card.dataset.id), card.remove())
  shift(-some.length)
  if (after) focus(after)
  return (which) => {
    const back = places.filter(({ card }) => which(card)).reverse()
    shift(back.length)
    for (const { card, next } of back) {
      gone.delete(card.dataset.id)
      if (tick(card)) tick(card).checked = false
      list.insertBefore(card, next && list.contains(next) ? next : null)
    }
    empty()
    return back.map(({ card }) => card).reverse()
  }
}

function complain(card, words) {
  card.querySelector('.card-problem')?.remove()
  if (!words) return
  const line = document.createElement('p')
  line.className = 'field-problem card-problem'
  line.textContent = words
  card.querySelector('.acts').before(line)
}

// leaves tells whether a card has no place in this queue after the deed.
function leaves(what, form) {
  if (list.hasAttribute('data-thread')) return false
  if (what === 'answer') return verdict === 'held' && (!!form.elements.approve || location.pathname.endsWith('/mentions'))
  return what !== 'trust'
}

async function send(some, what, form, fields) {
  const going = leaves(what, form)
  for (const card of some) complain(card, '')
  const restore = going ? remove(some) : null
  const sent = decide(form, fields)
  const entry = { ids: some.map((card) => card.dataset.id), sent, restore }
  const undoable = what !== 'answer' && what !== 'trust'
  if (undoable) decided.push(entry)
  if (going) empty()
  const answer = await sent
  count(answer.counts)
  const bad = (card) => answer.error ?? answer.failed?.[card.dataset.id]
  const failed = some.filter(bad)
  entry.ids = entry.ids.filter((id) => !failed.some((card) => card.dataset.id === id))
  if (undoable && entry.ids.length === 0) decided.splice(decided.indexOf(entry), 1)
  if (failed.length > 0) {
    restore?.((card) => failed.includes(card))
    for (const card of failed) complain(card, bad(card))
    focus(failed[0])
    say(bad(failed[0]), decided.length > 0, true)
    return
  }
  say(some.length > 1 ? `${some.length} comments: ${answer.done}` : answer.done, decided.length > 0)
  if (going) refill()
  else await renew(some[0].dataset.id)
}

// act does something about the ticked cards, or the one with the focus.
function act(what) {
  const some = ticked()
  if (some.length > 0) {
    const button = what === 'approve' ? many.querySelector('[value=approve], [value=note]') : many.querySelector(`[value="${what}"]`)
    if (button) return void actOnMany(button.value, some)
  }
  const card = current()
  const form = card && formOf(card, what)
  if (!card) return say('Choose a comment first: j goes to the next one.')
  if (!form) return say('That cannot be done about this comment.', decided.length > 0, true)
  send([card], what, form, new FormData(form))
}

function actOnMany(what, some) {
  const fields = new FormData(many)
  fields.set('do', what)
  fields.delete('id')
  for (const card of some) fields.append('id', card.dataset.id)
  if (what === 'hide' && !fields.get('reason')) {
    many.querySelector('select').focus()
    return say('Choose the reason for hiding first.', decided.length > 0, true)
  }
  send(some, what, many, fields)
}

async function undo() {
  const entry = decided.pop()
  if (!entry) return say('There is nothing to undo here.')
  await entry.sent
  const fields = new FormData(many ?? list.querySelector('form'))
  fields.set('do', 'undo')
  fields.delete('id')
  for (const id of entry.ids) fields.append('id', id)
  const form = document.createElement('form')
  form.setAttribute('action', '/desk/comments')
  const answer = await decide(form, fields)
  count(answer.counts)
  if (answer.error) return say(answer.error, decided.length > 0, true)
  const back = entry.restore ? entry.restore((card) => entry.ids.includes(card.dataset.id) && !answer.failed?.[card.dataset.id]) : []
  if (!entry.restore) await renew(entry.ids[0])
  focus(back[0])
  const failed = Object.values(answer.failed ?? {})
  say(failed[0] ?? answer.done, decided.length > 0, failed.length > 0)
}

// refill fetches more cards when few are left, and the words of an empty queue.
async function refill() {
  if (fetching || cards().length >= few || (cards().length > 0 && !list.hasAttribute('data-more'))) return
  fetching = true
  try {
    const { html } = await page(location.href)
    for (const card of html.querySelectorAll('#queue > .queued')) {
      if (!gone.has(card.dataset.id) && !document.getElementById(card.id)) list.append(card)
    }
    if (!html.querySelector('#queue[data-more]')) list.removeAttribute('data-more')
    const clear = html.getElementById('clear')
    if (clear) document.getElementById('clear').replaceChildren(...clear.childNodes)
  } finally {
    fetching = false
  }
  empty()
  if (!current()) focus(cards()[0])
}

function empty() {
  const none = cards().length === 0 && !list.hasAttribute('data-more')
  document.getElementById('clear')?.toggleAttribute('hidden', !none)
  many?.toggleAttribute('hidden', none)
  document.getElementById('more')?.toggleAttribute('hidden', !list.hasAttribute('data-more'))
  if (none) document.getElementById('main').focus({ preventScroll: true })
}

// renew brings one card up to date, and the heading of a thread.
async function renew(id) {
  const { ok, html } = await page(location.href)
  const card = html.getElementById(`comment-${id}`)
  if (!ok || !card) return
  if (list.hasAttribute('data-thread')) {
    list.replaceChildren(...html.getElementById('queue').childNodes)
    document.querySelector('h1').replaceWith(html.querySelector('h1'))
    document.querySelector('.trail')?.replaceWith(html.querySelector('.trail'))
  } else {
    document.getElementById(`comment-${id}`)?.replaceWith(card)
  }
  focus(document.getElementById(`comment-${id}`))
}

function open(card, menu) {
  const details = card?.querySelector(`details[data-menu="${menu}"]`)
  if (!details) return say(card ? 'That cannot be done about this comment.' : 'Choose a comment first: j goes to the next one.')
  details.open = true
  details.querySelector('textarea, select').focus()
}

function select(card, through) {
  const box = card && tick(card)
  if (!box) return
  box.checked = !box.checked
  const all = cards()
  if (through && anchor && list.contains(anchor)) {
    const [from, to] = [all.indexOf(anchor), all.indexOf(card)].sort((a, b) => a - b)
    for (const between of all.slice(from, to + 1)) if (tick(between)) tick(between).checked = true
  }
  anchor = card
  say(`${ticked().length} selected.`, decided.length > 0)
}

function selectAll() {
  const boxes = cards().map(tick).filter(Boolean)
  const all = boxes.every((box) => box.checked)
  for (const box of boxes) box.checked = !all
  say(`${all ? 0 : boxes.length} selected.`, decided.length > 0)
}

// block asks in a dialog what the page of a block asks.
async function block(card) {
  const links = ['block', 'block-host'].map((what) => card?.querySelector(`a[data-do="${what}"]`)).filter(Boolean)
  if (links.length === 0) return say('Nobody stands behind this comment who could be blocked.')
  const dialog = document.createElement('dialog')
  dialog.className = 'block-dialog'
  const show = (html) => {
    const asks = html.querySelector('main .narrow')
    if (!asks) return dialog.close()
    const title = asks.querySelector('h1')
    title.id = 'block-title'
    const choice = document.createElement('p')
    choice.className = 'buttons'
    for (const [n, words] of ['This person', 'Their whole server'].entries()) {
      if (links[n]) choice.append(button(words, async () => show((await page(links[n].href)).html)), ' ')
    }
    choice.append(button('Cancel', () => dialog.close()))
    dialog.replaceChildren(choice, asks)
    dialog.querySelector('form[method=post]')?.addEventListener('submit', async (event) => {
      event.preventDefault()
      const result = await page(event.target.getAttribute('action'), new FormData(event.target, event.submitter))
      if (result.elsewhere) location.reload()
      else show(result.html)
    })
  }
  dialog.setAttribute('aria-labelledby', 'block-title')
  dialog.addEventListener('close', () => (dialog.remove(), focus(card)))
  const { html } = await page(links[0].href)
  document.body.append(dialog)
  show(html)
  dialog.showModal()
}

function button(words, press) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'small button-quiet'
  made.textContent = words
  made.addEventListener('click', press)
  return made
}

const keys = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
  x: () => select(current()), X: () => select(current(), true), '*': selectAll,
  a: () => act('approve'), s: () => act('spam'), t: () => act('trust'), u: undo,
  h: () => hide(), r: () => hide(), e: () => open(current(), 'answer'), b: () => block(current()),
  o: () => current()?.querySelector('a[data-do="thread"]')?.click(),
  w: () => current()?.querySelector('.why > summary')?.click(),
}
keys.Enter = keys.o

function hide() {
  if (ticked().length > 0) return void many.querySelector('select')?.focus()
  open(current(), 'hide')
}

document.addEventListener('keydown', (event) => {
  if (!list || event.defaultPrevented || document.querySelector('dialog[open]')) return
  if (isTyping(event.target)) return typed(event)
  if (event.ctrlKey || event.metaKey || event.altKey || shortcutsAreOff()) return
  const free = event.target === document.body || event.target.matches('.queued, main')
  if ((event.key === 'Enter' || event.key.startsWith('Arrow')) && !free) return
  if (!Object.hasOwn(keys, event.key)) return
  event.preventDefault()
  keys[event.key]()
})

// typed lets who types leave again: Escape goes back to the card, Ctrl and Enter
// sends what was written.
function typed(event) {
  const card = event.target.closest('.queued')
  if (!card) return
  if (event.key === 'Escape') {
    event.target.closest('details')?.removeAttribute('open')
    focus(card)
  } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    event.target.form?.requestSubmit()
  }
}

list?.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-do]')
  if (!form) return
  event.preventDefault()
  send([form.closest('.queued')], form.dataset.do, form, new FormData(form))
})
many?.addEventListener('submit', (event) => {
  event.preventDefault()
  const some = ticked()
  if (some.length === 0) return say('Tick the comments that you mean.', decided.length > 0, true)
  actOnMany(event.submitter.value, some)
})
list?.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-do^="block"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  block(link.closest('.queued'))
})
list?.addEventListener('focusin', (event) => { last = event.target.closest('.queued') ?? last })
