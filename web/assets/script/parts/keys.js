// Whether a key is a shortcut or a letter somebody types.

const off = 'inews-shortcuts-off'

// isTyping tells whether the element takes the letters itself.
export function isTyping(element) {
  return element instanceof HTMLElement &&
    (element.isContentEditable || !!element.closest('input:not([type=checkbox], [type=radio]), textarea, select'))
}

export function shortcutsAreOff() {
  return localStorage.getItem(off) === 'yes'
}

export function switchShortcuts() {
  if (shortcutsAreOff()) localStorage.removeItem(off)
  else localStorage.setItem(off, 'yes')
}
