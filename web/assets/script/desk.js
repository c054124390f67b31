// What every page of the desk has: shortcuts to its places, and the list of the
// shortcuts of the page at "?". Pages name their own in a <template
// id="shortcuts">. Whoever speaks to their computer may switch them off (WCAG
// 2.1.4); the choice stays in this browser.
import { clear, titles } from './parts/device.js'
import { isTyping, shortcutsAreOff, switchShortcuts } from './parts/keys.js'

const places = { d: '/desk', p: '/desk/posts', q: '/desk/comments', f: '/desk/followers', n: '/desk/network' }
const firstKeyLasts = 1500 // milliseconds between "g" and the place

let went = 0

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (event.key === '?') return void (event.preventDefault(), help())
  if (shortcutsAreOff() || document.querySelector('dialog[open]')) return
  if (event.timeStamp - went < firstKeyLasts && went) {
    went = 0
    const link = document.querySelector(`.desk-nav a[href="${places[event.key]}"]`)
    if (link) return void (event.preventDefault(), link.click())
  }
  if (event.key === 'g') went = event.timeStamp
  if (event.key === 'c') document.querySelector('a[data-key="c"]')?.click()
})

const shared = [
  ['g d', 'Start'], ['g p', 'Posts and events'], ['g q', 'Comments'], ['g f', 'People'], ['g n', 'Network'],
  ['c', 'New post, where the page offers it'], ['?', 'This list'],
]

// Whoever signs out leaves nothing of theirs in this browser.
document.querySelector('form[action="/desk/sign-out"]')?.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return
  const left = titles()
  const question = `“${left.join('”, “')}” could not be sent to the server and is on this device alone. Sign out and delete it?`
  if (left.length && !confirm(question)) return void event.preventDefault()
  clear()
})

function help() {
  if (document.querySelector('dialog.shortcuts')) return
  const dialog = document.createElement('dialog')
  dialog.className = 'shortcuts'
  dialog.setAttribute('aria-labelledby', 'shortcuts-title')
  const title = document.createElement('h2')
  title.id = 'shortcuts-title'
  title.textContent = 'Shortcuts'
  const list = document.createElement('dl')
  const own = document.getElementById('shortcuts')
  if (own) list.append(own.content.cloneNode(true))
  for (const [keys, does] of shared) {
    const row = document.createElement('div')
    const term = document.createElement('dt')
    for (const key of keys.split(' ')) {
      const k = document.createElement('kbd')
      k.textContent = key
      term.append(k, ' ')
    }
    const words = document.createElement('dd')
    words.textContent = does
    row.append(term, words)
    list.append(row)
  }
  const toggle = button(shortcutsAreOff() ? 'Switch shortcuts on' : 'Switch shortcuts off', () => {
    switchShortcuts()
    toggle.textContent = shortcutsAreOff() ? 'Switch shortcuts on' : 'Switch shortcuts off'
  })
  toggle.className = 'button-quiet'
  const buttons = document.createElement('p')
  buttons.className = 'buttons'
  buttons.append(button('Close', () => dialog.close()), ' ', toggle)
  dialog.append(title, list, buttons)
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

function button(words, press) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = words
  made.addEventListener('click', press)
  return made
}
