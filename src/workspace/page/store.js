// What the page knows: the workspace, the messages of the channels that were opened, and what is being looked at.

export const store = {
  state: { channels: [], commands: [], names: [], online: false },
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
  return { commands: [...commands, invite], names }
}

/** Reads JSON of the workspace. Throws with its words when it refuses. */
export async function get(path) {
  const answer = await fetch(path)
  // The workspace was started anew: its page gives a new session.
  if (answer.status === 401) location.reload()
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

export async function loadState() {
  store.state = await get('/ui/state')
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

/**
 * Listens to what happens. `onEvent` gets each event, `onAgain` is called when the connection is back after a
 * gap, `onGone` when it breaks.
 */
export function listen(onEvent, onAgain, onGone) {
  const source = new EventSource('/ui/events')
  let wasOpen = false
  source.onmessage = (message) => onEvent(JSON.parse(message.data))
  source.onopen = () => {
    if (wasOpen) onAgain()
    wasOpen = true
  }
  source.onerror = () => {
    onGone()
    // Refused for good: the session is another one's now.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000)
  }
}

/** Tells the workspace that a button or menu of a message was used. */
export function postClick(ts, control) {
  return fetch('/ui/click', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: store.current,
      ts,
      block: control.dataset.block,
      action: control.dataset.action,
      value: control.value,
    }),
  })
}
