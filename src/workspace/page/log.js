// A list of messages, drawn so that what did not change stays: pictures, focus and place on the page.
import { keepingFocus } from './focus.js'
import { store } from './store.js'
import { continues, dayName, make, messageElement, secondsOf } from './view.js'

/** A drawer of one list; it remembers the elements that it made. */
export function logDrawer(log) {
  const known = new Map()
  return {
    forget: () => known.clear(),
    toEnd: () => stickToEnd(log),
    /** Draws messages, oldest first; `repliesOf` gives what hangs on one. */
    draw(messages, repliesOf, empty) {
      const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80
      const nodes = []
      let day = ''
      messages.forEach((message, index) => {
        const name = dayName(secondsOf(message.ts))
        if (name !== day) nodes.push(dayLine(known, name))
        day = name
        const isContinued = continues(message, messages[index - 1])
        nodes.push(elementOf(known, message, repliesOf(message), isContinued))
      })
      keepingFocus(log, () => replaceKept(log, nodes.length === 0 ? [empty] : nodes))
      if (isAtEnd) stickToEnd(log)
    },
  }
}

function elementOf(known, message, replies, isContinued) {
  const version = JSON.stringify([message, replies.map((one) => one.ts), isContinued])
  const old = known.get(message.ts)
  if (old?.version === version) return old.element
  const element = messageElement(message, replies, isContinued)
  known.set(message.ts, { version, element })
  return element
}

function dayLine(known, name) {
  const old = known.get(name)
  if (old !== undefined) return old
  const line = make('div', 'day')
  line.append(make('span', '', name))
  known.set(name, line)
  return line
}

/** As replaceChildren, but nodes that are in their place are not touched. */
function replaceKept(parent, nodes) {
  nodes.forEach((node, index) => {
    const there = parent.childNodes[index] ?? null
    if (there !== node) parent.insertBefore(node, there)
  })
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove()
}

/** Goes to the newest, and again when its pictures have come. */
function stickToEnd(log) {
  const toEnd = () => {
    log.scrollTop = log.scrollHeight
  }
  toEnd()
  for (const image of log.querySelectorAll('img')) {
    if (!image.complete) image.addEventListener('load', toEnd, { once: true })
  }
}

/** What stands in a channel without messages: what to do there. */
export function emptyNote(channel) {
  const { bot, commands } = store.state
  const note = make('div', 'empty')
  note.append(make('h3', '', channel.kind === 'im' ? channel.name : `#${channel.name}`))
  const hint = channel.botIsIn
    ? `Nothing here yet. Try ${commands[0]?.command ?? ''} help`
    : `${bot} is not in this channel. Type /invite @${bot} to bring it in.`
  note.append(make('p', '', hint))
  return note
}
