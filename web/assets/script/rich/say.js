// One line below the text that is read out: what was left out of a paste, that
// a picture is on its way.
export function say(view, text) {
  const line = view.dom.closest('.rich').querySelector('.rich-said')
  line.textContent = text
  line.hidden = text === ''
}
