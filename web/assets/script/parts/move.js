// What moving things by hand has in common.

export function clamp(n, least, most) {
  return Math.min(most, Math.max(least, n))
}

// arrow is where an arrow key leads, ten times as far with shift; null for any
// other key. The page does not scroll meanwhile.
export function arrow(event, step) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  const way = ways[event.key]
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return null
  event.preventDefault()
  const far = event.shiftKey ? step * 10 : step
  return { x: way[0] * far, y: way[1] * far }
}

// follow calls move while the handle is dragged.
export function follow(handle, move) {
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    handle.focus()
    handle.setPointerCapture(event.pointerId)
    const done = () => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', done)
      handle.removeEventListener('pointercancel', done)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', done)
    handle.addEventListener('pointercancel', done)
  })
}
