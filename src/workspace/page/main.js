// The page of the local workspace: puts its parts together and says what happens on a click or key.
import { composer } from './composer.js'
import { confirmed, showPicture, wireDialogs } from './dialogs.js'
import { emptyNote, logDrawer } from './log.js'
import { drawHeading, drawNav, isSidebarOpen, showSidebar, tell } from './nav.js'
import {
  currentChannel,
  currentMessages,
  listen,
  loadChannel,
  loadState,
  offers,
  postClick,
  store,
  take,
} from './store.js'
import { make } from './view.js'

const byId = (id) => document.getElementById(id)
const log = logDrawer(byId('log'))
const thread = logDrawer(byId('thread-log'))
const inChannel = () => ({ channel: store.current, threadTs: null })
const inThread = () => ({ channel: store.current, threadTs: store.threadTs })
const write = composer(byId('composer'), inChannel, offers, tell)
const reply = composer(byId('thread-composer'), inThread, offers, tell)

function draw() {
  drawNav()
  const channel = currentChannel()
  if (channel === undefined) return
  drawHeading()
  const name = channel.kind === 'im' ? channel.name : `#${channel.name}`
  write.label(`Message ${name}`)
  const all = currentMessages()
  const roots = all.filter((message) => message.threadTs === null)
  const replies = all.filter((message) => message.threadTs !== null && !message.isEphemeral)
  log.draw(roots, (root) => replies.filter((one) => one.threadTs === root.ts), emptyNote(channel))
  if (store.threadTs === null) return
  byId('thread-place').textContent = name
  reply.label('Reply…')
  const { threadTs } = store
  const shown = all.filter((one) => one.ts === threadTs || one.threadTs === threadTs)
  thread.draw(shown, () => [], make('p', 'empty', 'This thread is gone.'))
}

async function openChannel(id, threadTs = null) {
  await loadChannel(id)
  store.current = id
  store.unread.delete(id)
  showSidebar(false)
  log.forget()
  openThread(threadTs)
  log.toEnd()
}

function openThread(ts) {
  store.threadTs = ts
  thread.forget()
  byId('thread').hidden = ts === null
  byId('app').classList.toggle('with-thread', ts !== null)
  const place = ts === null ? store.current : `${store.current}/${ts}`
  history.replaceState(null, '', `/#${place}`)
  draw()
  if (ts !== null) thread.toEnd()
}

function closeThread() {
  openThread(null)
  write.focus()
}

async function press(control) {
  const { confirm } = control.dataset
  if (confirm !== undefined && !(await confirmed(confirm))) return
  control.setAttribute('aria-busy', 'true')
  control.disabled = true
  try {
    const answer = await postClick(control.closest('.message').dataset.ts, control)
    if (!answer.ok) tell('The button is gone: the message has changed.')
  } catch {
    tell('The workspace does not answer.')
  } finally {
    control.removeAttribute('aria-busy')
    control.disabled = false
  }
}

function onClick({ target }) {
  const button = target.closest('button[data-action]')
  const channel = target.closest('[data-channel]')
  const opener = target.closest('[data-thread]')
  const image = target.closest('.message img')
  if (button) press(button).catch(fault)
  else if (channel) openChannel(channel.dataset.channel).catch(fault)
  else if (opener) {
    openThread(opener.closest('.message').dataset.ts)
    reply.focus()
  } else if (image) showPicture(image)
}

function onPictureKey(event) {
  if (event.key !== 'Enter' && event.key !== ' ') return
  if (!event.target.matches('.message figure img')) return
  event.preventDefault()
  showPicture(event.target)
}

function onKey(event) {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return
  if (isSidebarOpen()) showSidebar(false)
  else if (store.threadTs !== null) closeThread()
}

function fault(error) {
  tell(error.message)
}

function wire() {
  const app = byId('app')
  app.addEventListener('click', onClick)
  app.addEventListener('keydown', onPictureKey)
  app.addEventListener('change', ({ target }) => {
    if (target.matches('select[data-action]') && target.value !== '') press(target).catch(fault)
  })
  document.addEventListener('keydown', onKey)
  byId('thread-close').addEventListener('click', closeThread)
  byId('menu').addEventListener('click', () => showSidebar(!isSidebarOpen()))
  byId('scrim').addEventListener('click', () => showSidebar(false))
  wireDialogs()
}

/** Where an address points: `/archives/CHANNEL/pTS?thread_ts=TS` of a permalink, or the page's own `#CHANNEL/TS`. */
function placeOf(address) {
  const [, channel, stamp] = /^\/archives\/([A-Z0-9]+)\/p(\d{7,})$/.exec(address.pathname) ?? []
  if (channel !== undefined) {
    const ts = `${stamp.slice(0, -6)}.${stamp.slice(-6)}`
    return { channel, threadTs: address.searchParams.get('thread_ts'), ts }
  }
  const [hash, threadTs = null] = address.hash.slice(1).split('/')
  return { channel: hash, threadTs, ts: null }
}

function pointAt(ts) {
  const place = store.threadTs === null ? byId('log') : byId('thread-log')
  const message = place.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`)
  message?.classList.add('pointed')
  message?.scrollIntoView({ block: 'center' })
}

async function readAnew() {
  store.channels.clear()
  await loadState()
  await openChannel(store.current, store.threadTs)
}

async function start() {
  wire()
  await loadState()
  const place = placeOf(new URL(location.href))
  const isKnown = store.state.channels.some((one) => one.id === place.channel)
  const onEvent = (event) => {
    take(event)
    draw()
  }
  const onGone = () => {
    store.state.online = false
    drawNav()
  }
  listen(onEvent, () => readAnew().catch(fault), onGone)
  if (isKnown) await openChannel(place.channel, place.threadTs)
  else await openChannel(store.state.channels[0].id)
  if (isKnown && place.ts !== null) pointAt(place.ts)
  write.focus()
}

start().catch(fault)
