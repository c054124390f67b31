// The line at the foot of the page that says what was done, with a button that
// undoes it.

export function statusLine(undo) {
  const bar = document.createElement('div')
  bar.className = 'status-line'
  const words = document.createElement('p')
  words.setAttribute('role', 'status')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'small button-quiet'
  button.textContent = 'Undo'
  button.hidden = true
  button.addEventListener('click', undo)
  bar.append(words, button)
  document.body.append(bar)
  return (said, canUndo = false, wrong = false) => {
    words.textContent = said
    button.hidden = !canUndo
    bar.classList.toggle('status-wrong', wrong)
    bar.classList.toggle('status-says', said !== '')
  }
}
