// What the server does not have yet, in this browser: at most a few texts, each
// under its editor and form, and gone once the server has it.

const prefix = 'inews-copy '
const most = 10

const nameOf = (editor, id) => `${prefix}${editor} ${id}`

// every is what is kept for the editor, the newest first.
export function every(editor) {
  const found = []
  for (let n = 0; n < localStorage.length; n++) {
    const name = localStorage.key(n)
    if (!name.startsWith(`${prefix}${editor} `)) continue
    try {
      found.push({ id: name.slice(name.lastIndexOf(' ') + 1), ...JSON.parse(localStorage.getItem(name)) })
    } catch {
      localStorage.removeItem(name)
    }
  }
  return found.sort((a, b) => b.at - a.at)
}

// keep tells whether there was room.
export function keep(editor, id, entry) {
  try {
    localStorage.setItem(nameOf(editor, id), JSON.stringify(entry))
    for (const old of every(editor).slice(most)) localStorage.removeItem(nameOf(editor, old.id))
    return true
  } catch {
    return false
  }
}

export function forget(editor, id) {
  localStorage.removeItem(nameOf(editor, id))
}

// clear drops everything, of everybody: the browser is handed on.
export function clear() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name)
}

// titles are those of every text here.
export function titles() {
  return Object.keys(localStorage).filter((name) => name.startsWith(prefix)).map((name) => {
    try {
      return JSON.parse(localStorage.getItem(name)).title || 'Untitled'
    } catch {
      return 'Untitled'
    }
  })
}

// syncOthers sends what other pages have left here, and returns what the server
// did not know. What was saved in the meantime, or is older than what the server
// has, is dropped here.
export async function syncOthers(editor, courier, entries) {
  const found = []
  for (const entry of entries) {
    const fields = new URLSearchParams(entry.fields)
    const answer = await courier.send(fields, {
      copy: entry.id, post: entry.post, event: entry.event, turn: entry.turn, leave: 'yes',
    })
    if (answer.ok) found.push(entry)
    if (answer.ok || answer.reason === 'ended' || answer.reason === 'elsewhere') forget(editor, entry.id)
  }
  return found
}
