// The point of a picture that matters, as a mark that can be moved.
import { arrow, clamp, follow } from './move.js'

export function spot(place, form) {
  const picture = place.querySelector('img')
  const { focal_left: left, focal_top: top } = form.elements
  const mark = document.createElement('button')
  mark.type = 'button'
  mark.className = 'spot-mark'
  place.append(mark)

  const show = () => {
    const x = clamp(Number(left.value), 0, 100)
    const y = clamp(Number(top.value), 0, 100)
    mark.style.left = x + '%'
    mark.style.top = y + '%'
    mark.setAttribute('aria-label', `What matters: ${x} percent from the left, ${y} from the top. The arrow keys move it.`)
  }
  const move = (x, y) => {
    left.value = Math.round(clamp(x, 0, 100))
    top.value = Math.round(clamp(y, 0, 100))
    const value = `${left.value} ${top.value}`
    const fields = [...form.querySelectorAll('input[name=focal]')]
    const field = fields.find((f) => f.value === value) || fields.find((f) => f.value === 'exact')
    if (field) field.checked = true
    show()
  }
  const point = (event) => {
    const box = picture.getBoundingClientRect()
    move((event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100)
  }
  picture.addEventListener('click', point)
  follow(mark, point)
  mark.addEventListener('keydown', (event) => {
    const step = arrow(event, 1)
    if (step) move(Number(left.value) + step.x, Number(top.value) + step.y)
  })
  form.addEventListener('input', (event) => {
    if (event.target.name === 'focal' && event.target.value !== 'exact') [left.value, top.value] = event.target.value.split(' ')
    if (event.target === left || event.target === top) form.querySelector('#focal-exact').checked = true
    show()
  })
  show()
}
