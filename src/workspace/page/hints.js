// What is being typed decides what is offered: a command or shortcut at the start, a name after an @, and after a
// command what the workspace itself knows could follow.
import { hintsFor, startShortcut } from './shortcuts.js'
import { store } from './store.js'
import { make, onPick } from './view.js'

const WAIT_MS = 120
const OWN_NOTE = 'Help of this workspace; Slack itself completes no arguments. Tab takes the first.'

/** The list above a composer's box; `offers` says what there is, `isThread` whether it stands in a thread. */
export function hintList(form, box, offers, isThread) {
  const list = form.querySelector('.hints')
  list.id = `${form.id}-hints`
  const count = make('p', 'visually-hidden')
  count.setAttribute('role', 'status')
  list.after(count)
  box.setAttribute('aria-controls', list.id)
  box.setAttribute('aria-autocomplete', 'list')
  const it = { list, box, count, offers, isThread, shown: [], chosen: 0, turn: 0, timer: 0 }
  box.addEventListener('blur', () => {
    it.turn += 1
    show(it, [], 0)
  })
  const close = () => show(it, [], 0)
  return { update: () => update(it), close, onKey: (event) => onKey(it, event) }
}

function update(it) {
  const before = it.box.value.slice(0, it.box.selectionStart)
  const found = matching(before, it.offers())
  // What stands there already is sent by Enter, not completed once more.
  const isWhole = found.some((one) => one.insert === before)
  show(it, found, isWhole ? -1 : 0)
  it.turn += 1
  clearTimeout(it.timer)
  const asked = it.shown.length === 0 ? completable(before, it.offers(), it.isThread()) : null
  if (asked !== null) it.timer = setTimeout(() => complete(it, asked, it.turn), WAIT_MS)
}

/** Nothing is chosen before an arrow key: Enter sends what was typed. */
async function complete(it, asked, turn) {
  const found = await hintsFor(asked.command, asked.text).catch(() => [])
  if (turn !== it.turn || document.activeElement !== it.box) return
  show(
    it,
    found.map((one) => ({ ...one, usage: '', isOwn: true })),
    -1,
  )
}

function show(it, hints, chosen) {
  it.shown = hints
  it.chosen = chosen
  paint(it)
}

function paint(it) {
  const { list, box, shown, chosen } = it
  list.hidden = shown.length === 0
  const rows = shown.map((hint, index) => row(it, hint, index))
  if (shown[0]?.isOwn) {
    const note = make('li', 'hints-note', OWN_NOTE)
    note.setAttribute('role', 'presentation')
    rows.push(note)
  }
  list.replaceChildren(...rows)
  it.count.textContent = countWords(shown.length)
  list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  if (shown.length > 0 && chosen >= 0) {
    box.setAttribute('aria-activedescendant', `${list.id}-${chosen}`)
  } else box.removeAttribute('aria-activedescendant')
}

/** For those who do not see the list come. */
function countWords(count) {
  if (count === 0) return ''
  return count === 1 ? '1 suggestion, Tab takes it' : `${count} suggestions, Tab takes the first`
}

function row(it, hint, index) {
  const item = make('li', '')
  item.id = `${it.list.id}-${index}`
  item.setAttribute('role', 'option')
  item.setAttribute('aria-selected', String(index === it.chosen))
  item.append(make('b', '', hint.label), make('code', '', hint.usage), make('span', '', hint.note))
  onPick(item, () => pick(it, hint))
  return item
}

function pick(it, hint) {
  const { box } = it
  if (hint.shortcut) {
    box.value = ''
    update(it)
    void startShortcut(hint.shortcut)
    return
  }
  const before = box.value.slice(0, box.selectionStart).replace(/\S*$/, '')
  box.setRangeText(`${hint.insert} `, before.length, box.selectionStart, 'end')
  box.focus()
  update(it)
}

/** Takes a key; true when it was for the list. */
function onKey(it, event) {
  const { shown, chosen } = it
  if (shown.length === 0) return false
  const isEnter = event.key === 'Enter' && !event.shiftKey && chosen >= 0
  const isTab = event.key === 'Tab' && !event.shiftKey
  if (event.key === 'ArrowDown') it.chosen = (chosen + 1) % shown.length
  else if (event.key === 'ArrowUp')
    it.chosen = (Math.max(chosen, 0) + shown.length - 1) % shown.length
  else if (event.key === 'Escape') it.shown = []
  else if (!isTab && !isEnter) return false
  event.preventDefault()
  event.stopPropagation()
  if (isTab || isEnter) pick(it, shown[Math.max(chosen, 0)])
  else paint(it)
  return true
}

function matching(before, { commands, names, shortcuts }) {
  const slash = /^\/\S*$/.exec(before)?.[0]
  if (slash !== undefined) return starting(slash, commands, shortcuts)
  const at = /(?:^|\s)@(\S*)$/.exec(before)?.[1]
  if (at === undefined) return []
  return names
    .filter((name) => name.startsWith(at) && name !== at)
    .map((name) => ({ label: `@${name}`, usage: '', note: '', insert: `@${name}` }))
}

function starting(slash, commands, shortcuts) {
  const typed = slash.slice(1).toLowerCase()
  return [
    ...commands
      .filter((one) => one.command.startsWith(slash))
      .map((one) => ({
        label: one.command,
        usage: one.usage,
        note: one.description,
        insert: one.command,
      })),
    ...shortcuts
      .filter((one) => one.name.toLowerCase().includes(typed))
      .map((one) => ({ label: one.name, usage: 'shortcut', note: one.description, shortcut: one })),
  ]
}

// The words after a command of the app; in a thread, the first word, which may be a question.
function completable(before, { commands }, isThread) {
  if (!store.state.completes) return null
  const [, command, text] = /^(\/\S+)\s+([^\n]*)$/.exec(before) ?? []
  if (command !== undefined && commands.some((one) => one.command === command)) {
    return { command, text }
  }
  return isThread && /^[^\s/@]+$/.test(before) ? { command: '', text: before } : null
}
