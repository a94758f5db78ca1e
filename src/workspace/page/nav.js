// The list of channels, the headings and the line that tells whether the bot is there.
import { currentChannel, store } from './store.js'
import { make } from './view.js'

const byId = (id) => document.getElementById(id)

/** A private channel has a lock, drawn: not every machine has a glyph for it. */
function sign(channel) {
  const box = make('span', 'nav-mark', channel.kind === 'public' ? '#' : '')
  box.setAttribute('aria-hidden', 'true')
  if (channel.kind === 'private') box.append(byId('lock').content.cloneNode(true))
  return box
}

export function drawNav() {
  const { state } = store
  const rows = (kinds) => state.channels.filter((one) => kinds.includes(one.kind)).map(navRow)
  replaceKeepingFocus(byId('channels'), rows(['public', 'private']))
  replaceKeepingFocus(byId('apps'), rows(['im']))
  byId('team').textContent = state.team ?? ''
  const options = state.people.map((one) => {
    const option = make('option', '', one.realName)
    option.value = one.id
    return option
  })
  if (byId('you').options.length !== options.length) byId('you').replaceChildren(...options)
  byId('you').value = store.as ?? ''
  const status = byId('status')
  const words = state.online ? 'online' : store.isCut ? 'offline, trying again' : 'offline'
  const whole = `${state.bot ?? ''} is ${words}`
  // Said again it would be read out again.
  if (status.textContent !== whole) {
    status.replaceChildren(make('span', 'status-bot', `${state.bot ?? ''} is `), words)
  }
  status.classList.toggle('online', state.online)
}

export function drawHeading() {
  const channel = currentChannel()
  const { state } = store
  const isDirect = channel.kind === 'im'
  byId('channel-name').textContent = isDirect ? channel.name : `#${channel.name}`
  const away = channel.botIsIn ? '' : `${state.bot} is not in this channel`
  byId('channel-topic').textContent = [channel.topic, away].filter(Boolean).join(' · ')
  document.title = `${isDirect ? '' : '#'}${channel.name} · ${state.team}`
}

// The row that has the focus keeps it while the list is drawn anew.
function replaceKeepingFocus(list, rows) {
  const focused = list.contains(document.activeElement)
    ? document.activeElement.dataset.channel
    : null
  list.replaceChildren(...rows)
  if (focused !== null) list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus()
}

function navRow(channel) {
  const { state, current, unread } = store
  const isDirect = channel.kind === 'im'
  const button = make('button', 'nav-row')
  button.type = 'button'
  button.dataset.channel = channel.id
  button.append(sign(channel), make('span', 'nav-name', channel.name))
  if (isDirect) button.classList.add(state.online ? 'online' : 'offline')
  if (channel.id === current) button.setAttribute('aria-current', 'page')
  if (channel.kind === 'private') button.append(make('span', 'visually-hidden', ' (private)'))
  if (unread.has(channel.id)) {
    button.classList.add('unread')
    button.append(make('span', 'visually-hidden', ' has new messages'))
  }
  const row = make('li')
  row.append(button)
  return row
}

export function showSidebar(isOpen) {
  // What is not to be seen any more must not hold the focus.
  const isLeft = !isOpen && isSidebarOpen() && byId('sidebar').contains(document.activeElement)
  byId('app').classList.toggle('with-sidebar', isOpen)
  byId('scrim').hidden = !isOpen
  byId('menu').setAttribute('aria-expanded', String(isOpen))
  if (isOpen) document.querySelector('.nav-row[aria-current]')?.focus()
  else if (isLeft) byId('menu').focus()
}

export function isSidebarOpen() {
  return byId('app').classList.contains('with-sidebar')
}

let timer = 0

/** Shows some words for some seconds over all else, open forms and threads too. */
export function tell(text) {
  const toast = byId('toast')
  // Hidden and shown it lies over what has been opened since.
  toast.hidePopover()
  toast.showPopover()
  toast.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => toast.hidePopover(), 8000)
}
