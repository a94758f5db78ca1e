// Fields of blocks: what they hold, putting values into them, and what is wrong with them.

/** The value of a field: a text, an option's value, several of them, or null. */
export function rawOf(field) {
  const type = field.dataset.field
  if (field.tagName === 'FIELDSET') {
    const ticked = [...field.querySelectorAll('input:checked')].map((box) => box.value)
    return type === 'radio_buttons' ? (ticked[0] ?? null) : ticked
  }
  if (type === 'external_select') return field.dataset.value || null
  return field.value === '' ? null : field.value
}

/** All values below an element: by block, by action. */
export function valuesIn(root) {
  const values = {}
  for (const field of root.querySelectorAll('[data-field]')) {
    const { block, action } = field.dataset
    values[block] = { ...values[block], [action]: rawOf(field) }
  }
  return values
}

/** Puts values as the app is told them (`state.values`) into the fields that hold them. */
export function showState(root, state) {
  for (const field of root.querySelectorAll('[data-field]')) {
    const held = state[field.dataset.block]?.[field.dataset.action]
    if (held === undefined || held.type !== field.dataset.field) continue
    const [value] = Object.entries(held).flatMap(([key, one]) => (key === 'type' ? [] : [one]))
    const option = held.selected_option
    if (option) setValue(field, option.value, option.text?.text)
    else if (Array.isArray(value))
      setValue(
        field,
        value.map((one) => one.value),
      )
    else setValue(field, value)
  }
}

/** Puts back what a person had filled in when the same view is drawn anew. */
export function showValues(root, values, labels) {
  for (const field of root.querySelectorAll('[data-field]')) {
    const { block, action } = field.dataset
    const value = values[block]?.[action]
    if (value === undefined || value === null) continue
    setValue(field, value, labels.get(`${block} ${action}`))
  }
}

/** What is written in external menus, which is not their value. */
export function labelsIn(root) {
  return new Map(
    [...root.querySelectorAll('[data-field=external_select]')].map((field) => [
      `${field.dataset.block} ${field.dataset.action}`,
      field.value,
    ]),
  )
}

function setValue(field, value, label) {
  if (field.tagName === 'FIELDSET') {
    const chosen = Array.isArray(value) ? value : [value]
    for (const box of field.querySelectorAll('input')) box.checked = chosen.includes(box.value)
  } else if (field.dataset.field === 'external_select') {
    field.dataset.value = value ?? ''
    field.value = value === null ? '' : (label ?? value)
  } else field.value = value ?? ''
}

let count = 0

/** Ties hints and room for faults to their fields, by ids. */
export function describeFields(root) {
  for (const input of root.querySelectorAll('.input')) {
    const field = input.querySelector('[data-field]')
    if (field === null) continue
    const ids = [...input.querySelectorAll('.hint, .wrong')].map((part) => {
      count += 1
      part.id = `note-${count}`
      return part.id
    })
    field.setAttribute('aria-describedby', ids.join(' '))
    if (input.dataset.required && field.tagName !== 'FIELDSET') {
      field.setAttribute('aria-required', 'true')
    }
  }
}

/** Shows what is wrong, by block, and goes to the first of it; an empty object clears all. */
export function showErrors(root, errors) {
  let first = null
  for (const input of root.querySelectorAll('.input')) {
    const text = errors[input.dataset.input]
    const note = input.querySelector('.wrong')
    note.textContent = text ?? ''
    note.hidden = text === undefined
    const field = input.querySelector('[data-field]')
    // A group of boxes cannot be invalid for those who hear it: its own boxes can.
    const marked = field?.tagName === 'FIELDSET' ? [...field.querySelectorAll('input')] : [field]
    for (const one of marked) {
      if (text === undefined) one?.removeAttribute('aria-invalid')
      else one?.setAttribute('aria-invalid', 'true')
    }
    if (text !== undefined) first ??= marked[0]
  }
  first?.focus()
}
