// The inspector: what goes between the workspace and the app, as it is. A pane of its own, on this machine only.
import { asMe } from './store.js'
import { make } from './view.js'

const byId = (id) => document.getElementById(id)
const MAX_ROWS = 500
const NAMES = {
  api: 'API',
  slash_commands: 'command',
  interactive: 'action',
  events_api: 'event',
  response_url: 'response',
}
const rows = new Map()
let source = null
let isPaused = false

export function toggleInspector() {
  const isOpen = source === null
  byId('inspector').hidden = !isOpen
  byId('inspect').setAttribute('aria-expanded', String(isOpen))
  byId('app').classList.toggle('with-inspector', isOpen)
  if (isOpen) {
    rows.clear()
    byId('traffic').replaceChildren()
    source = new EventSource(asMe('/ui/traffic'))
    source.onmessage = ({ data }) => take(JSON.parse(data))
    byId('traffic-filter').focus()
    return
  }
  source.close()
  source = null
  byId('inspect').focus()
}

function take(exchange) {
  const known = rows.get(exchange.id)
  if (known === undefined && isPaused) return
  const row = known ?? newRow(exchange.id)
  row.exchange = exchange
  row.text = JSON.stringify(exchange).toLowerCase()
  paintHead(row)
  if (row.element.open) paintBody(row)
  hideUnasked(row)
}

function newRow(id) {
  const list = byId('traffic')
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40
  const element = make('details', 'exchange')
  const row = { element, head: make('summary', ''), exchange: null, text: '' }
  element.append(row.head)
  element.addEventListener('toggle', () => {
    if (!element.open) return
    paintBody(row)
    // What opens below the edge comes into view, its head before all.
    for (const one of [element, row.head]) one.scrollIntoView({ block: 'nearest' })
  })
  rows.set(id, row)
  list.append(element)
  const [oldest] = rows.keys()
  if (rows.size > MAX_ROWS) {
    rows.get(oldest).element.remove()
    rows.delete(oldest)
  }
  if (isAtEnd) requestAnimationFrame(() => (list.scrollTop = list.scrollHeight))
  return row
}

function paintHead({ head, exchange }) {
  const { kind, title, error, tookMs, atMs } = exchange
  const waits = tookMs === null
  const state = make('span', `exchange-state ${error ? 'bad' : waits ? 'open' : 'good'}`)
  state.textContent = error ? error.split(':')[0] : waits ? 'waiting' : `${tookMs} ms`
  head.replaceChildren(
    make('time', '', new Date(atMs).toLocaleTimeString([], { hour12: false })),
    make('span', `exchange-kind ${kind}`, NAMES[kind]),
    make('span', 'exchange-title', title),
    state,
  )
}

function paintBody({ element, head, exchange }) {
  const isToApp = exchange.kind !== 'api' && exchange.kind !== 'response_url'
  const parts = [
    part(isToApp ? 'Sent to the app' : 'From the app', exchange.sent),
    part(isToApp ? 'Acknowledged with' : 'Answered', exchange.answer),
  ]
  if (exchange.error) parts.push(make('p', 'exchange-error', exchange.error))
  // The head stays where it is: taken out and put back it would lose the focus.
  while (head.nextSibling) head.nextSibling.remove()
  element.append(...parts)
}

function part(title, value) {
  const box = make('div', 'exchange-part')
  const text = value === undefined ? '–' : JSON.stringify(value, null, 2)
  const copy = make('button', 'btn small', 'Copy')
  copy.type = 'button'
  copy.setAttribute('aria-label', `Copy: ${title}`)
  copy.addEventListener('click', () =>
    navigator.clipboard.writeText(text).then(
      () => (copy.textContent = 'Copied'),
      () => (copy.textContent = 'Not copied'),
    ),
  )
  const line = make('div', 'exchange-line')
  line.append(make('h3', '', title), copy)
  const pre = make('pre', '', text)
  pre.tabIndex = 0
  pre.setAttribute('aria-label', title)
  box.append(line, pre)
  return box
}

function hideUnasked(row) {
  const words = byId('traffic-filter').value.toLowerCase()
  const kind = byId('traffic-kind').value
  row.element.hidden =
    (kind !== '' && row.exchange.kind !== kind) || (words !== '' && !row.text.includes(words))
}

export function wireInspector() {
  byId('inspect').addEventListener('click', toggleInspector)
  byId('inspector-close').addEventListener('click', toggleInspector)
  byId('inspector').addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    toggleInspector()
  })
  for (const id of ['traffic-filter', 'traffic-kind']) {
    byId(id).addEventListener('input', () => rows.forEach(hideUnasked))
  }
  byId('traffic-pause').addEventListener('click', ({ currentTarget }) => {
    isPaused = !isPaused
    currentTarget.setAttribute('aria-pressed', String(isPaused))
    currentTarget.textContent = isPaused ? 'Resume' : 'Pause'
  })
  byId('traffic-clear').addEventListener('click', () => {
    rows.clear()
    byId('traffic').replaceChildren()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== '.' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    toggleInspector()
  })
}
