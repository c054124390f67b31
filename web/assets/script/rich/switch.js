// The switch between writing visually and writing Markdown, and the sentence
// that says why a text stays Markdown.
import { ask, element } from './dialog.js'

const choice = 'inews-write'

export const wantsMarkdown = () => localStorage.getItem(choice) === 'markdown'

// newSwitch makes the two buttons; turn is called with "visual" or "markdown".
export function newSwitch(turn) {
  const box = element('div', { class: 'rich-switch', role: 'group', 'aria-label': 'How to write' })
  const buttons = [['visual', 'Write visually'], ['markdown', 'Write Markdown']].map(([way, label]) => {
    const made = element('button', { type: 'button', 'aria-pressed': 'false', 'data-way': way }, label)
    made.addEventListener('click', () => {
      if (way === 'markdown') localStorage.setItem(choice, way)
      else localStorage.removeItem(choice)
      turn(way)
    })
    box.append(made)
    return made
  })
  return { dom: box, show: (way) => buttons.forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.way === way))) }
}

// reason is the sentence, with a button to tidy the text where that is possible.
export function reason(told, tidyUp) {
  const box = element('div', { class: 'rich-why', role: 'status' })
  if (!told) return box
  const p = element('p', {}, told.why + (told.tidied === undefined ? ' Go on in Markdown: nothing is lost.' : ' Go on in Markdown, or let it be tidied for the visual editor.'))
  box.append(p)
  if (told.tidied !== undefined) {
    const button = element('button', { type: 'button', class: 'button-quiet' }, 'Show what tidying would change…')
    button.addEventListener('click', tidyUp)
    box.append(button)
  }
  return box
}

// confirmTidy shows what tidying changes, line by line.
export async function confirmTidy(before, after) {
  const list = element('pre', { class: 'rich-difference', tabindex: '0', role: 'region', 'aria-label': 'What changes' })
  for (const { sign, line } of difference(before.split('\n'), after.split('\n'))) {
    const name = sign === '-' ? 'del' : sign === '+' ? 'ins' : 'span'
    list.append(element(name, {}, (sign === ' ' ? '' : sign) + ' ' + line), '\n')
  }
  const got = await ask({
    title: 'Tidy the text', submit: 'Tidy it', fields: [],
    intro: ['Only the spelling of the Markdown changes: readers see the same page. Nothing is saved before you press Save.', list],
  })
  return got !== null
}

// difference is the lines that are taken out, put in, or beside those.
function difference(a, b) {
  let [start, endA, endB] = [0, a.length, b.length]
  while (start < endA && start < endB && a[start] === b[start]) start++
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB-- }
  const [x, y] = [a.slice(start, endA), b.slice(start, endB)]
  if (x.length * y.length > 250000) return [...x.map((line) => ({ sign: '-', line })), ...y.map((line) => ({ sign: '+', line }))]
  const longest = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1))
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) longest[i][j] = x[i] === y[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1])
  }
  const list = []
  for (let i = 0, j = 0; i < x.length || j < y.length;) {
    if (i < x.length && j < y.length && x[i] === y[j]) { list.push({ sign: ' ', line: x[i] }); i++; j++ }
    else if (j >= y.length || i < x.length && longest[i + 1][j] >= longest[i][j + 1]) list.push({ sign: '-', line: x[i++] })
    else list.push({ sign: '+', line: y[j++] })
  }
  return list
}
