// The page of the local workspace: puts its parts together and says what happens on a click or key.
import { placeOf, press } from './acts.js'
import { wireComboboxes } from './combobox.js'
import { composer } from './composer.js'
import { showPicture, wireDialogs } from './dialogs.js'
import { drawHome, drawTabs, wireTabs } from './home.js'
import { wireInspector } from './inspector.js'
import { emptyNote, logDrawer } from './log.js'
import { closeMenu, isMenuOpen, toggleMenu, wireMenus } from './menu.js'
import { drawModal, wireModal } from './modal.js'
import { drawHeading, drawNav, isSidebarOpen, showSidebar, tell } from './nav.js'
import { openMessageMenu, openShortcuts } from './shortcuts.js'
import {
  actAs,
  currentChannel,
  currentMessages,
  listen,
  loadChannel,
  loadState,
  offers,
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
  drawTabs()
  const name = channel.kind === 'im' ? channel.name : `#${channel.name}`
  write.label(`Message ${name}`)
  const all = currentMessages()
  const roots = all.filter((message) => message.threadTs === null)
  const replies = all.filter((message) => message.threadTs !== null && !message.isEphemeral)
  byId('app').classList.toggle('with-bolt', offers().shortcuts.length > 0)
  log.draw(roots, (root) => replies.filter((one) => one.threadTs === root.ts), emptyNote(channel))
  wireMenusIn(byId('log'))
  if (store.threadTs === null) return
  byId('thread-place').textContent = name
  reply.label('Reply…')
  const { threadTs } = store
  const shown = all.filter((one) => one.ts === threadTs || one.threadTs === threadTs)
  thread.draw(shown, () => [], make('p', 'empty', 'This thread is gone.'))
  wireMenusIn(byId('thread-log'))
}

/** External menus of messages that were drawn anew. */
function wireMenusIn(list) {
  for (const text of list.querySelectorAll('.text:not([data-wired])')) {
    text.dataset.wired = 'true'
    wireComboboxes(text, placeOf, press)
  }
}

async function openChannel(id, threadTs = null) {
  await loadChannel(id)
  if (id !== store.current) store.tab = 'messages'
  store.current = id
  store.unread.delete(id)
  write.enter()
  showSidebar(false)
  log.forget()
  openThread(threadTs)
  log.toEnd()
}

/** As in Slack, whoever chose a channel can write at once. */
async function choose(id) {
  const isList = isSidebarOpen()
  await openChannel(id)
  if (!isList && hasKeys()) write.focus()
}

function openThread(ts) {
  store.threadTs = ts
  thread.forget()
  byId('thread').hidden = ts === null
  if (ts !== null) reply.enter()
  byId('app').classList.toggle('with-thread', ts !== null)
  const place = ts === null ? store.current : `${store.current}/${ts}`
  history.replaceState(null, '', `/#${place}`)
  draw()
  if (ts !== null) thread.toEnd()
}

function closeThread() {
  const root = store.threadTs
  openThread(null)
  if (hasKeys()) return write.focus()
  document.querySelector(`#log [data-ts="${CSS.escape(root)}"] [data-thread]`)?.focus()
}

/** A box that has the focus brings a touch screen's keyboard up, over half of what was to be read. */
const hasKeys = () => matchMedia('(hover: hover)').matches

/** A link to a message leads there in this page, as in Slack; with a key held down the browser opens it beside. */
function onLink(event) {
  const link = event.target.closest('.text a[href], .home-body a[href]')
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return
  const address = new URL(link.href)
  const place = placeIn(address)
  if (address.origin !== location.origin || place.ts === null || !isKnown(place)) return
  event.preventDefault()
  goTo(place).catch(fault)
}

function onClick({ target }) {
  const dots = target.closest('.overflow > button')
  const more = target.closest('[data-more]')
  const bolt = target.closest('.bolt')
  const button = target.closest('button[data-action]')
  const channel = target.closest('[data-channel]')
  const opener = target.closest('[data-thread]')
  const image = target.closest('.message img')
  if (dots) toggleMenu(dots, dots.nextElementSibling)
  else if (more) openMessageMenu(more, more.closest('.message').dataset.ts)
  else if (bolt) openShortcuts(bolt)
  else if (button) {
    closeMenu(true)
    press(button).catch(fault)
  } else if (channel) choose(channel.dataset.channel).catch(fault)
  else if (opener) {
    openThread(opener.closest('.message').dataset.ts)
    if (hasKeys()) reply.focus()
    else byId('thread-close').focus()
  } else if (image) showPicture(image)
}

/** A field that acts at once: a menu or box among buttons, or one whose block asks for it. */
function onChange({ target }) {
  const field = target.closest('[data-field][data-acts]')
  if (field === null || field.dataset.field === 'external_select') return
  if (field.tagName === 'SELECT' && field.value === '') return
  press(field).catch(fault)
}

function onPictureKey(event) {
  if (event.key !== 'Enter' && event.key !== ' ') return
  if (!event.target.matches('.message figure img')) return
  event.preventDefault()
  showPicture(event.target)
}

function onKey(event) {
  if (event.key !== 'Escape' || isMenuOpen() || document.querySelector('dialog[open]')) return
  if (isSidebarOpen()) showSidebar(false)
  else if (store.threadTs !== null) closeThread()
}

function fault(error) {
  tell(error.message)
}

function wire() {
  const app = byId('app')
  app.addEventListener('click', onClick)
  app.addEventListener('click', onLink)
  app.addEventListener('keydown', onPictureKey)
  app.addEventListener('change', onChange)
  byId('modal').addEventListener('click', onClick)
  byId('modal').addEventListener('change', onChange)
  document.addEventListener('keydown', onKey)
  byId('thread-close').addEventListener('click', closeThread)
  byId('menu').addEventListener('click', () => showSidebar(!isSidebarOpen()))
  byId('scrim').addEventListener('click', () => showSidebar(false))
  byId('you').addEventListener('change', ({ target }) => {
    actAs(target.value)
    readAnew().catch(fault)
  })
  wireDialogs()
  wireMenus()
  wireModal(fault)
  wireTabs(fault)
  wireInspector()
}

/** Where an address points: `/archives/CHANNEL/pTS?thread_ts=TS` of a permalink, or the page's own `#CHANNEL/TS`. */
function placeIn(address) {
  const [, channel, stamp] = /^\/archives\/([A-Z0-9]+)\/p(\d{7,})$/.exec(address.pathname) ?? []
  if (channel !== undefined) {
    const ts = `${stamp.slice(0, -6)}.${stamp.slice(-6)}`
    return { channel, threadTs: address.searchParams.get('thread_ts'), ts }
  }
  const [hash, threadTs = null] = address.hash.slice(1).split('/')
  return { channel: hash, threadTs, ts: null }
}

const isKnown = ({ channel }) => store.state.channels.some((one) => one.id === channel)

async function goTo({ channel, threadTs, ts }) {
  await openChannel(channel, threadTs)
  if (ts !== null) pointAt(ts)
}

function pointAt(ts) {
  const place = store.threadTs === null ? byId('log') : byId('thread-log')
  const message = place.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`)
  message?.classList.add('pointed')
  message?.scrollIntoView({ block: 'center' })
}

/** Reads everything again: after a gap, or as another person, whose own direct messages take the place of these. */
async function readAnew() {
  store.channels.clear()
  const wasDirect = currentChannel()?.kind === 'im'
  await loadState()
  const { channels } = store.state
  const here = channels.find((one) => (wasDirect ? one.kind === 'im' : one.id === store.current))
  const isSame = here?.id === store.current
  listenAnew()
  await openChannel((here ?? channels[0]).id, isSame ? store.threadTs : null)
  await Promise.all([drawModal(), drawHome()])
}

function onEvent(event) {
  if (event.kind === 'views') {
    drawModal().catch(fault)
    drawHome().catch(fault)
    return
  }
  take(event)
  draw()
}

let listensAs = null

/** Listens as the person that this tab acts as; a page that listens as that person already goes on. */
function listenAnew() {
  if (listensAs === store.as) return
  listensAs = store.as
  const onGone = () => {
    store.state.online = false
    drawNav()
  }
  listen(onEvent, () => readAnew().catch(fault), onGone)
}

async function start() {
  wire()
  await loadState()
  const place = placeIn(new URL(location.href))
  listenAnew()
  if (isKnown(place)) await goTo(place)
  else await openChannel(store.state.channels[0].id)
  if (hasKeys()) write.focus()
  await drawModal()
}

start().catch(fault)
