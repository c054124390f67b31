// Whoever leaves the page with something that is not saved is asked first. What
// saves by itself says so with data-saved on the form.
export function watchLeaving(form) {
  let unsaved = false
  form.addEventListener('input', () => {
    unsaved = true
    delete form.dataset.saved
  })
  form.addEventListener('change', () => { unsaved = true })
  form.addEventListener('submit', () => { unsaved = false })
  addEventListener('beforeunload', (event) => {
    if (unsaved && form.dataset.saved === undefined) event.preventDefault()
  })
}
