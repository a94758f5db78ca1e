/** The workspace's views and shortcuts in a test's hands. */
import { dictsOf } from './faults.ts'
import { elementsIn, type Picked, type Placed, type Raw } from './fields.ts'
import { actInView, closeView, type Submitted, submitView } from './modals.ts'
import type { Dict, Message } from './model.ts'
import { globalShortcut, messageShortcut, openTab } from './shortcuts.ts'
import { type At, personOf, spotOf } from './spots.ts'
import { type Offered, suggest } from './suggestions.ts'
import { type View, viewJson } from './views.ts'
import type { World } from './world.ts'

/** Values by action id; for menus the option's value, for several a list. */
type Values = Readonly<Record<string, Raw>>

export interface ViewControl {
  /** Uses a global shortcut. Gives the ack; rejects like Slack. */
  shortcut(callbackId: string, at?: At): Promise<Dict>
  /** Uses a shortcut of a message's menu. */
  messageShortcut(callbackId: string, ts: string, at?: At): Promise<Dict>
  /** The uppermost open modal as Slack writes it, or null. */
  view(user?: string): Dict | null
  /** How many modals lie on each other. */
  viewDepth(user?: string): number
  /** Types into an external menu: of the open modal, the Home tab, or the message that is named. */
  suggest(
    actionId: string,
    typed: string,
    at?: At & { readonly ts?: string },
  ): Promise<readonly Offered[]>
  /** Uses an element of the open modal, or of the Home tab when none is open. Gives the ack. */
  act(actionId: string, raw: Raw, at?: At & { readonly values?: Values }): Promise<Dict>
  /** Fills in the open modal and submits it. */
  submit(values: Values, at?: At): Promise<Submitted>
  /** Closes the open modal, or all of them. */
  closeView(at?: At & { readonly all?: boolean }): Promise<void>
  /** The blocks of a person's Home tab; null when nothing was published. */
  home(user?: string): readonly Dict[] | null
  openHome(at?: At): void
}

/** Gives the controls of views. */
export function viewControlOf(world: World): ViewControl {
  const { views } = world
  const idOf = (user: string | undefined): string => personOf(world, user).id
  return {
    shortcut: (callbackId, at = {}) => globalShortcut(world, personOf(world, at.user), callbackId),
    async messageShortcut(callbackId, ts, at = {}) {
      const message = messageAt(world, ts)
      const spot = spotOf(world, { ...at, channel: message.channel, threadTs: message.threadTs })
      return messageShortcut(world, spot, message, callbackId)
    },
    view(user) {
      const top = views.top(idOf(user))
      return top === null ? null : viewJson(top)
    },
    viewDepth: (user) => views.stack(idOf(user)).length,
    async suggest(actionId, typed, at = {}) {
      const place = at.ts === undefined ? shownTo(world, idOf(at.user)) : messageAt(world, at.ts)
      const placed = placedIn('hash' in place ? place.body.blocks : place.blocks, actionId)
      return suggest(world, personOf(world, at.user), place, placed, typed)
    },
    async act(actionId, raw, at = {}) {
      const view = shownTo(world, idOf(at.user))
      const placed = placedIn(view.body.blocks, actionId)
      const picked = pickedBy(at.values ?? {})
      return actInView(world, personOf(world, at.user), view, placed, raw, picked)
    },
    async submit(values, at = {}) {
      const top = views.top(idOf(at.user))
      for (const actionId of Object.keys(values)) placedIn(top?.body.blocks, actionId)
      return submitView(world, personOf(world, at.user), pickedBy(values))
    },
    closeView: (at = {}) => closeView(world, personOf(world, at.user), at.all === true),
    home(user) {
      const home = views.home(idOf(user))
      return home === null ? null : dictsOf(home.body.blocks)
    },
    openHome: (at = {}) => openTab(world, personOf(world, at.user), 'home'),
  }
}

function pickedBy(values: Values): Picked {
  return ({ element }) => values[String(element.action_id)]
}

function messageAt(world: World, ts: string): Message {
  const message = world.room.list(null).find((one) => one.ts === ts)
  if (message === undefined) throw new Error(`no message at ${ts}`)
  return message
}

function shownTo(world: World, user: string): View {
  const view = world.views.top(user) ?? world.views.home(user)
  if (view === null) throw new Error('no view is open')
  return view
}

function placedIn(blocks: unknown, actionId: string): Placed {
  const placed = elementsIn(blocks).find((one) => one.element.action_id === actionId)
  if (placed === undefined) throw new Error(`no such element: ${actionId}`)
  return placed
}
