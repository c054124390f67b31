// Dialogs of the editor: a title, some fields, and what to do with them.

let number = 0

// ask opens a dialog and resolves with its values, or with null when it was
// left. A field is { name, label, value, hint, type, options, required, rows,
// hidden }; an action is a further button, whose name is resolved as "action".
// check may return what is wrong, as { name, text }.
export function ask({ title, intro, fields, submit, actions = [], check, changed }) {
  return new Promise((resolve) => {
    const id = 'rich-dialog-' + ++number
    const dialog = element('dialog', { class: 'rich-dialog', 'aria-labelledby': id + '-title' })
    const form = element('form', { method: 'dialog', novalidate: '' })
    form.append(element('h2', { id: id + '-title' }, title))
    if (intro) form.append(...[intro].flat().map((p) => typeof p === 'string' ? element('p', { class: 'hint' }, p) : p))
    const rows = fields.map((f) => row(f, `${id}-${f.name}`))
    form.append(...rows)
    const buttons = element('p', { class: 'buttons' })
    buttons.append(element('button', { type: 'submit' }, submit))
    for (const action of actions) buttons.append(element('button', { type: 'button', class: 'button-quiet', 'data-action': action.name }, action.label))
    buttons.append(element('button', { type: 'button', class: 'button-quiet', 'data-action': '' }, 'Cancel'))
    form.append(buttons)
    dialog.append(form)
    const values = () => Object.fromEntries(fields.map((f) => {
      const input = form.querySelector(`#${id}-${f.name}`)
      return [f.name, f.type === 'checkbox' ? input.checked : input.value.trim()]
    }))
    let result = null
    // Before anybody else hears of it: this form is sent nowhere.
    const submitted = (event) => {
      if (event.target !== form) return
      event.preventDefault()
      event.stopPropagation()
      const got = values()
      const wrong = missing(fields, got) ?? check?.(got)
      if (wrong) return complain(form, `${id}-${wrong.name}`, wrong.text)
      result = got
      dialog.close()
    }
    addEventListener('submit', submitted, true)
    form.addEventListener('click', (event) => {
      const action = event.target.closest('[data-action]')?.dataset.action
      if (action === undefined) return
      result = action ? { ...values(), action } : null
      dialog.close()
    })
    const show = () => changed?.(values(), (name, shown) => { form.querySelector(`#${id}-${name}`).closest('.field, .check').hidden = !shown })
    form.addEventListener('change', show)
    dialog.addEventListener('close', () => {
      removeEventListener('submit', submitted, true)
      dialog.remove()
      resolve(result)
    })
    // The keys of the page are not for what is typed here.
    dialog.addEventListener('keydown', (event) => event.stopPropagation())
    document.body.append(dialog)
    show()
    dialog.showModal()
    form.querySelector('input:not([type=hidden]), textarea, select')?.focus()
  })
}

function row(field, id) {
  const said = field.hint ? id + '-hint' : null
  const common = { id, name: field.name, 'aria-describedby': said }
  let input
  if (field.options) {
    input = element('select', common)
    for (const o of field.options) {
      const option = element('option', { value: o.value ?? o }, o.label ?? o)
      option.selected = (o.value ?? o) === field.value
      input.append(option)
    }
  } else if (field.rows) {
    input = element('textarea', { ...common, rows: field.rows })
    input.value = field.value ?? ''
  } else {
    input = element('input', { ...common, type: field.type ?? 'text', autocomplete: 'off', min: field.min, max: field.max, inputmode: field.mode })
    if (field.type === 'checkbox') input.checked = !!field.value
    else input.value = field.value ?? ''
  }
  const label = element('label', { for: id }, field.label)
  if (field.type === 'checkbox') {
    const box = element('div', { class: 'check' })
    box.append(input, label)
    return box
  }
  const box = element('div', { class: 'field' })
  box.append(label)
  if (field.hint) box.append(element('p', { class: 'hint', id: said }, field.hint))
  box.append(input)
  return box
}

function missing(fields, values) {
  const field = fields.find((f) => f.required && !values[f.name])
  return field && { name: field.name, text: field.required === true ? 'Fill this in.' : field.required }
}

function complain(form, id, text) {
  form.querySelectorAll('.field-problem').forEach((p) => p.remove())
  form.querySelectorAll('[aria-invalid]').forEach((i) => i.removeAttribute('aria-invalid'))
  const input = form.querySelector('#' + id)
  const problem = element('p', { class: 'field-problem', id: id + '-problem', role: 'alert' }, text)
  input.before(problem)
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', problem.id)
  input.focus()
}

// element makes an element with attributes, leaving out those without a value.
export function element(name, attributes = {}, text) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value)
  }
  if (text !== undefined) made.textContent = text
  return made
}
