// External menus: what is typed is asked of the app, and what it offers can be chosen by keyboard or pointer.
import { placeAt } from './menu.js'
import { post } from './store.js'
import { make, onPick } from './view.js'

const WAIT_MS = 200
let count = 0

/** Makes comboboxes of the external menus below an element. `placeOf` says in which view or message they stand. */
export function wireComboboxes(root, placeOf, onPicked) {
  for (const input of root.querySelectorAll('input[data-field=external_select]')) {
    combobox(input, placeOf, onPicked)
  }
}

function combobox(input, placeOf, onPicked) {
  const list = make('ul', 'options')
  count += 1
  list.id = `options-${count}`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', `Options: ${input.getAttribute('aria-label') ?? ''}`)
  list.hidden = true
  const note = make('p', 'options-note visually-hidden')
  note.setAttribute('role', 'status')
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-expanded', 'false')
  input.setAttribute('aria-controls', list.id)
  input.after(list, note)
  const it = { input, list, note, options: [], chosen: -1, asked: 0, timer: 0, placeOf, onPicked }
  it.picked = input.value
  input.addEventListener('input', () => {
    input.dataset.value = ''
    ask(it, WAIT_MS)
  })
  input.addEventListener('click', () => {
    if (list.hidden) ask(it, 0)
  })
  input.addEventListener('keydown', (event) => onKey(it, event))
  input.addEventListener('blur', () => leave(it))
}

function ask(it, waitMs) {
  const { input } = it
  const min = Number(input.dataset.min)
  clearTimeout(it.timer)
  it.asked += 1
  if (input.value.length < min) {
    return tellOf(it, `Type ${min} ${min === 1 ? 'letter' : 'letters'} or more`)
  }
  const turn = it.asked
  // What is shown of a choice made before is no question.
  const typed = input.dataset.value ? '' : input.value
  it.timer = setTimeout(async () => {
    const { block, action } = input.dataset
    const place = { view: null, channel: null, ts: null, ...it.placeOf(input) }
    const answer = await post('/ui/suggest', { ...place, block, action, typed }).catch(() => ({}))
    if (turn !== it.asked || document.activeElement !== input) return
    if (answer.ok) show(it, answer.groups)
    else tellOf(it, 'The app gave no options. Try again?')
  }, waitMs)
}

/** Words in the place of options. */
function tellOf(it, text) {
  it.options = []
  it.chosen = -1
  it.note.textContent = text
  const line = make('li', 'options-empty', text)
  line.setAttribute('role', 'presentation')
  it.list.replaceChildren(line)
  openList(it)
}

function show(it, groups) {
  it.options = groups.flatMap((group) => group.options)
  if (it.options.length === 0) return tellOf(it, 'No results')
  it.chosen = 0
  it.note.textContent = `${it.options.length} ${it.options.length === 1 ? 'result' : 'results'}`
  let index = 0
  it.list.replaceChildren(
    ...groups.flatMap((group) => {
      const rows = group.options.map((option) => optionRow(it, option, index++))
      if (group.label === null) return rows
      const title = make('li', 'options-title', group.label)
      title.setAttribute('role', 'presentation')
      return [title, ...rows]
    }),
  )
  openList(it)
}

function optionRow(it, option, index) {
  const row = make('li', '', option.text.text)
  row.id = `${it.list.id}-${index}`
  row.setAttribute('role', 'option')
  if (option.description) row.append(make('small', '', option.description.text))
  onPick(row, () => pick(it, option))
  return row
}

function openList(it) {
  it.list.hidden = false
  it.list.style.width = `${it.input.offsetWidth}px`
  placeAt(it.input, it.list)
  it.input.setAttribute('aria-expanded', String(it.options.length > 0))
  mark(it)
}

function mark(it) {
  for (const row of it.list.querySelectorAll('[role=option]')) {
    const isChosen = row.id === `${it.list.id}-${it.chosen}`
    row.setAttribute('aria-selected', String(isChosen))
    if (isChosen) row.scrollIntoView({ block: 'nearest' })
  }
  if (it.chosen >= 0) it.input.setAttribute('aria-activedescendant', `${it.list.id}-${it.chosen}`)
  else it.input.removeAttribute('aria-activedescendant')
}

function shut(it) {
  clearTimeout(it.timer)
  it.asked += 1
  it.list.hidden = true
  it.options = []
  it.chosen = -1
  it.note.textContent = ''
  it.input.setAttribute('aria-expanded', 'false')
  it.input.removeAttribute('aria-activedescendant')
}

function pick(it, option) {
  it.input.value = option.text.text
  it.input.dataset.value = option.value
  it.picked = option.text.text
  shut(it)
  if (it.input.dataset.acts) it.onPicked(it.input)
}

function onKey(it, event) {
  const { options } = it
  if (event.key === 'Escape' && !it.list.hidden) shut(it)
  else if (event.key === 'ArrowDown' && it.list.hidden) ask(it, 0)
  else if (options.length === 0) {
    // Enter in an open list without options must not submit half a name.
    if (event.key !== 'Enter' || it.list.hidden) return
  } else if (event.key === 'ArrowDown') it.chosen = (it.chosen + 1) % options.length
  else if (event.key === 'ArrowUp') it.chosen = (it.chosen + options.length - 1) % options.length
  else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) {
    pick(it, options[Math.max(0, it.chosen)])
    if (event.key === 'Tab') return
  } else return
  if (!it.list.hidden) mark(it)
  event.preventDefault()
  event.stopPropagation()
}

/** What is no choice does not stay as if it were one. */
function leave(it) {
  if (!it.input.dataset.value) {
    it.input.value = ''
    it.picked = ''
  } else it.input.value = it.picked
  shut(it)
}
