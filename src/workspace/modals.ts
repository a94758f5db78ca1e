/**
 * What people do in views: press, submit, close.
 * Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload and surfaces/modals.
 */
import { ApiError } from './args.ts'
import { DeliveryError } from './delivery.ts'
import { dictOf, dictsOf } from './faults.ts'
import { fieldFaults } from './fieldFaults.ts'
import { actionJson, type Picked, type Placed, type Raw, stateOf } from './fields.ts'
import { interact, interactionOf, menusOf } from './interactive.ts'
import type { Dict, Person } from './model.ts'
import { takeView } from './takeView.ts'
import { type View, viewJson } from './views.ts'
import type { World } from './world.ts'

/** What became of a submission. */
export type Submitted =
  | { readonly kind: 'closed' | 'cleared' }
  /** By block id: of Slack's own client when nothing was sent, else of the app. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'updated' | 'pushed'; readonly view: View }

/**
 * Sends what a person filled in. Rejects with a DeliveryError when the app does not answer, with an ApiError
 * when its answer breaks Slack's rules; the modal stays open then.
 */
export async function submitView(world: World, user: Person, picked: Picked): Promise<Submitted> {
  const view = filled(world, topOf(world, user), picked)
  const errors = fieldFaults(view.body.blocks, view.values)
  if (Object.keys(errors).length > 0) return { kind: 'errors', errors }
  const ack = await interact(world, {
    ...interactionOf('view_submission', user),
    trigger_id: world.triggers.issue(user.id, view.id),
    view: viewJson(view),
    response_urls: [],
  })
  return takeAck(world, world.views.byId(view.id) ?? view, ack)
}

function takeAck(world: World, view: View, ack: Dict): Submitted {
  switch (ack.response_action) {
    case undefined:
      world.views.closeFrom(view)
      return { kind: 'closed' }
    case 'clear':
      world.views.close(view.user, true)
      return { kind: 'cleared' }
    case 'errors':
      return { kind: 'errors', errors: takeErrors(view, ack.errors) }
    case 'update': {
      const body = takeView(ack.view, 'modal', world)
      return { kind: 'updated', view: world.views.update(view, body, null) }
    }
    case 'push': {
      const body = takeView(ack.view, 'modal', world)
      return { kind: 'pushed', view: world.views.push(view.user, body) }
    }
    default:
      throw new ApiError('invalid_response_action')
  }
}

/** Errors name input blocks of the view; for any other block Slack shows that the app failed. */
function takeErrors(view: View, value: unknown): Readonly<Record<string, string>> {
  const inputs = dictsOf(view.body.blocks).filter((block) => block.type === 'input')
  const known = new Set(inputs.map((block) => String(block.block_id)))
  const entries = Object.entries(dictOf(value) ?? {})
  const isTaken = entries.every(([block, text]) => known.has(block) && typeof text === 'string')
  if (entries.length === 0 || !isTaken) throw new ApiError('invalid_response_errors')
  return Object.fromEntries(entries.map(([block, text]) => [block, String(text)]))
}

/** Closes a person's uppermost modal, or all; the app hears of those that asked for it. */
export async function closeView(world: World, user: Person, all: boolean): Promise<void> {
  const top = topOf(world, user)
  const isCleared = all || top.body.clear_on_close === true
  const gone = world.views.close(user.id, isCleared)
  const told = gone
    .filter((view) => view.body.notify_on_close === true)
    .map((view) =>
      interact(world, {
        ...interactionOf('view_closed', user),
        view: viewJson(view),
        is_cleared: isCleared,
      }),
    )
  // The modal is gone for the person whether the app heard of it or not.
  await Promise.all(
    told.map((one) =>
      one.catch((error: unknown) => {
        if (!(error instanceof DeliveryError)) throw error
      }),
    ),
  )
}

/** A person uses an element of a view. Gives the ack's payload; rejects with a DeliveryError. */
export function actInView(
  world: World,
  user: Person,
  view: View,
  placed: Placed,
  raw: Raw,
  picked: Picked,
): Promise<Dict> {
  const find = menusOf(world, view)
  const action = actionJson(placed, raw, find, world.room.stamps.next())
  const now = filled(world, view, (one) => (one.element === placed.element ? raw : picked(one)))
  return interact(world, {
    ...interactionOf('block_actions', user),
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.issue(user.id, view.type === 'modal' ? view.id : null),
    view: viewJson(now),
    actions: [action],
  })
}

function filled(world: World, view: View, picked: Picked): View {
  return world.views.fill(view, stateOf(view.body.blocks, picked, menusOf(world, view)))
}

function topOf(world: World, user: Person): View {
  const view = world.views.top(user.id)
  if (view === null) throw new Error(`no modal is open for ${user.name}`)
  return view
}
