// What the page knows: the workspace, the messages of the channels that were opened, and what is being looked at.

export const store = {
  state: { channels: [], commands: [], names: [], people: [], shortcuts: [], online: false },
  /** Whom this tab acts as; null until the workspace has said who there is. */
  as: sessionStorage.getItem('as'),
  /** In the app's direct messages: its Home tab, or the messages. */
  tab: 'messages',
  /** The feed of the workspace broke, and is tried again. */
  isCut: false,
  home: null,
  current: null,
  threadTs: null,
  /** Messages of each channel that was opened, by ts. */
  channels: new Map(),
  unread: new Set(),
}

/** Messages of the channel that is open, oldest first. */
export function currentMessages() {
  const messages = store.channels.get(store.current)?.values() ?? []
  return [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1))
}

export function currentChannel() {
  return store.state.channels.find((one) => one.id === store.current)
}

/** What `/` and `@` offer in a composer. */
export function offers() {
  const { commands, names, bot } = store.state
  const invite = {
    command: '/invite',
    usage: `@${bot}`,
    description: 'Bring the bot into this channel',
  }
  const global = store.state.shortcuts.filter((one) => one.kind === 'global')
  return { commands: [...commands, invite], names, shortcuts: global }
}

/** A path of the workspace, asked as the person that this tab acts as. */
export function asMe(path) {
  if (store.as === null) return path
  return `${path}${path.includes('?') ? '&' : '?'}as=${encodeURIComponent(store.as)}`
}

/** Reads JSON of the workspace. Throws with its words when it refuses. */
export async function get(path) {
  const answer = await fetch(asMe(path))
  // The workspace was started anew: its page gives a new session.
  if (answer.status === 401) location.reload()
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

/** Tells the workspace something and reads its answer. Throws with its words when it refuses. */
export async function post(path, body) {
  const answer = await fetch(asMe(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

export async function loadState() {
  store.state = await get('/ui/state').catch((error) => {
    // The person of an earlier workspace is not here.
    if (store.as === null) throw error
    store.as = null
    return get('/ui/state')
  })
  store.as = store.state.me.id
}

/** This tab acts as another person from now on. */
export function actAs(id) {
  store.as = id
  sessionStorage.setItem('as', id)
  store.channels.clear()
  store.unread.clear()
  store.home = null
}

export async function loadChannel(channel) {
  if (store.channels.has(channel)) return
  const { messages } = await get(`/ui/messages?channel=${encodeURIComponent(channel)}`)
  store.channels.set(channel, new Map(messages.map((message) => [message.ts, message])))
}

/** Takes an event of the feed into the store. */
export function take(event) {
  if (event.kind === 'online') store.state.online = event.online
  if (event.kind === 'joined') {
    const channel = store.state.channels.find((one) => one.id === event.channel)
    if (channel) channel.botIsIn = true
  }
  if (event.kind === 'removed') store.channels.get(event.channel)?.delete(event.ts)
  if (event.kind === 'posted' || event.kind === 'changed') {
    const { channel, ts } = event.message
    store.channels.get(channel)?.set(ts, event.message)
    if (event.kind === 'posted' && channel !== store.current) store.unread.add(channel)
  }
}

let source = null

/**
 * Listens to what happens. `onEvent` gets each event, `onAgain` is called when the connection is back after a
 * gap, `onGone` when it breaks.
 */
export function listen(onEvent, onAgain, onGone) {
  source?.close()
  source = new EventSource(asMe('/ui/events'))
  const mine = source
  let wasOpen = false
  source.onmessage = (message) => onEvent(JSON.parse(message.data))
  source.onopen = () => {
    store.isCut = false
    if (wasOpen) onAgain()
    wasOpen = true
  }
  source.onerror = () => {
    store.isCut = true
    onGone()
    // Refused for good: the session is another one's now.
    if (source === mine && mine.readyState === EventSource.CLOSED)
      setTimeout(() => location.reload(), 2000)
  }
}
