// How long title and summary are, while they are typed: the server wrote "It has
// 12." and what the most is.
export function watchLength(input) {
  const hint = document.getElementById(input.id + '-hint')
  const most = Number(hint?.textContent.match(/(\d+)(?: characters)? at most/)?.[1])
  if (!most) return
  const [before, after] = hint.textContent.split(/It has \d+\./)
  const count = document.createElement('b')
  hint.replaceChildren(before, count, after ?? '')
  const show = () => {
    const length = [...input.value.trim()].length
    const left = most - length
    count.textContent = left >= 0 ? `It has ${length}; ${left} left.` : `It has ${length}; ${-left} too many.`
    count.classList.toggle('field-problem', left < 0)
  }
  input.addEventListener('input', show)
  show()
}
