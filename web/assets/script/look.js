// The page of how the site looks: the sample follows what is typed, and each
// field of a colour gets the browser's own picker beside it. The form works
// without.
const form = document.querySelector('[data-look]')
const sheet = document.querySelector('[data-sample]')
const names = ['accent', 'night', 'ground', 'letters', 'masthead']
const whole = /^#[0-9a-f]{6}$/i

function refresh() {
  const said = new FormData(form)
  const query = new URLSearchParams(names.map((name) => [name, said.get(name) ?? '']))
  sheet.href = `${sheet.dataset.sample}?${query}`
}

let timer
form.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(refresh, 150)
})

for (const name of ['accent', 'night', 'ground']) {
  const field = document.getElementById(name)
  const picker = document.createElement('input')
  picker.type = 'color'
  picker.className = 'swatch'
  picker.setAttribute('aria-label', `Pick: ${field.labels[0].firstChild.textContent.trim()}`)
  const ours = { accent: '#0b5a63', night: '#84d2d0', ground: '#fdfbf7' }[name]
  const follow = () => { picker.value = whole.test(field.value) ? field.value : ours }
  follow()
  field.addEventListener('input', follow)
  picker.addEventListener('input', () => {
    field.value = picker.value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  field.after(picker)
}
