// The part of a picture to cut out, as a frame with a handle at each corner and
// one in its middle.
import { arrow, clamp, follow } from './move.js'

const least = 32 // pixels of a side, as the server asks

const handles = {
  nw: ['The upper left corner', (r, x, y) => sides(r, x, y, r.right, r.bottom)],
  ne: ['The upper right corner', (r, x, y) => sides(r, r.left, y, x, r.bottom)],
  sw: ['The lower left corner', (r, x, y) => sides(r, x, r.top, r.right, y)],
  se: ['The lower right corner', (r, x, y) => sides(r, r.left, r.top, x, y)],
}

// sides are those of a frame after one of its corners moved; the other corners
// stay where they are.
function sides(r, left, top, right, bottom) {
  if (right - left < least) left === r.left ? (right = left + least) : (left = right - least)
  if (bottom - top < least) top === r.top ? (bottom = top + least) : (top = bottom - least)
  return { left, top, right, bottom }
}

export function cutter(area, form) {
  const picture = area.querySelector('img')
  const width = Number(picture.getAttribute('width'))
  const height = Number(picture.getAttribute('height'))
  const fields = ['left', 'top', 'width', 'height'].map((name) => form.elements['crop_' + name])
  const part = document.createElement('div')
  part.className = 'cutter-part'
  area.append(part)
  area.hidden = false

  const read = () => {
    const [left, top, w, h] = fields.map((f) => Number(f.value) || 0)
    return { left, top, right: left + w, bottom: top + h }
  }
  const show = () => {
    const r = read()
    part.style.left = r.left / width * 100 + '%'
    part.style.top = r.top / height * 100 + '%'
    part.style.width = (r.right - r.left) / width * 100 + '%'
    part.style.height = (r.bottom - r.top) / height * 100 + '%'
  }
  const write = (r) => {
    const left = Math.round(clamp(r.left, 0, width - least))
    const top = Math.round(clamp(r.top, 0, height - least))
    const values = [left, top, Math.round(clamp(r.right, left + least, width)) - left, Math.round(clamp(r.bottom, top + least, height)) - top]
    fields.forEach((f, i) => { f.value = values[i] })
    form.elements.shape.value = ''
    show()
  }
  const shift = (r, x, y) => {
    const dx = clamp(x, -r.left, width - r.right)
    const dy = clamp(y, -r.top, height - r.bottom)
    return { left: r.left + dx, top: r.top + dy, right: r.right + dx, bottom: r.bottom + dy }
  }
  const at = (event) => {
    const box = picture.getBoundingClientRect()
    return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height]
  }
  const add = (name, label, moved, stepped) => {
    const handle = document.createElement('button')
    handle.type = 'button'
    handle.className = 'cutter-' + name
    handle.setAttribute('aria-label', `${label} of the part. The arrow keys move it.`)
    part.append(handle)
    follow(handle, (event) => write(moved(read(), ...at(event))))
    handle.addEventListener('keydown', (event) => {
      const step = arrow(event, Math.max(1, Math.round(Math.max(width, height) / 100)))
      if (step) write(stepped(read(), step))
    })
  }
  for (const [name, [label, to]] of Object.entries(handles)) {
    const corner = (r) => [name.includes('w') ? r.left : r.right, name.includes('n') ? r.top : r.bottom]
    add(name, label, (r, x, y) => to(r, clamp(x, 0, width), clamp(y, 0, height)), (r, step) => {
      const [x, y] = corner(r)
      return to(r, clamp(x + step.x, 0, width), clamp(y + step.y, 0, height))
    })
  }
  add('move', 'The middle', (r, x, y) => shift(r, x - (r.left + r.right) / 2, y - (r.top + r.bottom) / 2), (r, step) => shift(r, step.x, step.y))
  // A shape is drawn as the server would cut it: as large as can be, around what
  // matters.
  form.elements.shape.addEventListener('change', ({ target }) => {
    const ratio = Number(target.selectedOptions[0].dataset.ratio)
    if (!ratio) return
    const w = Math.min(width, height * ratio)
    const h = w / ratio
    const [x, y] = ['left', 'top'].map((side) => Number(document.getElementById('focal_' + side).value) / 100)
    const left = clamp(x * width - w / 2, 0, width - w)
    const top = clamp(y * height - h / 2, 0, height - h)
    const { value } = target
    write({ left, top, right: left + w, bottom: top + h })
    target.value = value
  })
  form.addEventListener('input', (event) => { if (fields.includes(event.target)) { form.elements.shape.value = ''; show() } })
  show()
}
