// Shortcuts of the app: from the composer, and from the menu of a message.
import { fillMenu, toggleMenu } from './menu.js'
import { tell } from './nav.js'
import { asMe, post, store } from './store.js'

const of = (kind) => store.state.shortcuts.filter((one) => one.kind === kind)

/** Starts a shortcut; `message` is that from whose menu it was taken. */
export async function startShortcut(shortcut, message = null) {
  try {
    const answer = await post('/ui/shortcut', {
      callbackId: shortcut.callbackId,
      channel: message?.channel ?? store.current,
      ts: message?.ts ?? null,
    })
    if (!answer.ok) tell(`${shortcut.name} did not work: ${answer.error}`)
  } catch (error) {
    tell(`${shortcut.name} did not work: ${error.message}`)
  }
}

/** The menu of global shortcuts, at the composer's button. */
export function openShortcuts(button) {
  const items = of('global').map((one) => ({
    label: one.name,
    note: one.description,
    run: () => startShortcut(one),
  }))
  toggleMenu(button, fillMenu(items, 'Shortcuts'))
}

/** The menu of one message. */
export function openMessageMenu(button, ts) {
  const message = { channel: store.current, ts }
  const items = of('message').map((one) => ({
    label: one.name,
    note: one.description,
    run: () => startShortcut(one, message),
  }))
  const copy = { label: 'Copy link', run: () => copyLink(message) }
  toggleMenu(button, fillMenu([...items, copy], 'Message actions'))
}

function copyLink({ channel, ts }) {
  const thread =
    store.threadTs === null || store.threadTs === ts ? '' : `?thread_ts=${store.threadTs}`
  const link = `${location.origin}/archives/${channel}/p${ts.replace('.', '')}${thread}`
  navigator.clipboard.writeText(link).then(
    () => tell('The link is copied.'),
    () => tell(link),
  )
}

/** What could come next in a command; the workspace's own help. */
export async function hintsFor(command, text) {
  const query = new URLSearchParams({ command, text })
  const answer = await fetch(asMe(`/ui/complete?${query}`))
  return answer.ok ? (await answer.json()).hints : []
}
