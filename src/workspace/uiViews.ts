/** What the page shows of views, and what its person does in them. Also shortcuts, and help with typing. */
import { z } from 'zod'
import { ApiError } from './args.ts'
import { DeliveryError } from './delivery.ts'
import { dictOf } from './faults.ts'
import { elementsIn, type Picked, type Placed, type Raw } from './fields.ts'
import { HttpError } from './http.ts'
import { actInView, closeView, submitView } from './modals.ts'
import type { Dict, Message } from './model.ts'
import { codeOf } from './people.ts'
import { viewHtml } from './render.ts'
import { globalShortcut, messageShortcut, openTab } from './shortcuts.ts'
import { suggest } from './suggestions.ts'
import { messageSeen } from './uiMessages.ts'
import { bodyAs, type Request, spotFor, Ts } from './uiRequest.ts'
import type { View } from './views.ts'

const Id = z.string().max(255)
const RawValue = z.union([z.string().max(3000), z.array(z.string().max(3000)).max(100), z.null()])
/** By block, by action. */
const Values = z.record(Id, z.record(Id, RawValue))
const Tab = z.object({ tab: z.enum(['home', 'messages']) })
const Used = z.object({ view: Id, block: Id, action: Id, value: RawValue, values: Values })
const Filled = z.object({ view: Id, values: Values })
const Closed = z.object({ all: z.boolean() })
const Asked = z.object({
  view: Id.nullable(),
  channel: Id.nullable(),
  ts: Ts.nullable(),
  block: Id,
  action: Id,
  typed: z.string().max(150),
})
const Started = z.object({ callbackId: Id, channel: Id.nullable(), ts: Ts.nullable() })

export function viewOfPerson({ world, user }: Request): Dict {
  const view = world.views.top(user.id)
  if (view === null) return { view: null }
  const { title, submit, close } = view.body
  return {
    view: {
      ...shown(view),
      html: viewHtml(world, view),
      depth: world.views.stack(user.id).length,
      title: wordsOf(title),
      submit: wordsOf(submit),
      close: wordsOf(close),
    },
  }
}

export function homeOf({ world, user }: Request): Dict {
  const home = world.views.home(user.id)
  return { home: home === null ? null : { ...shown(home), html: viewHtml(world, home) } }
}

function shown(view: View): Dict {
  return { id: view.id, hash: view.hash, values: view.values }
}

export async function openedTab(request: Request): Promise<Dict> {
  openTab(request.world, request.user, (await bodyAs(Tab, request)).tab)
  return { ok: true }
}

export async function suggested(request: Request): Promise<Dict> {
  const asked = await bodyAs(Asked, request)
  const place = placeOf(request, asked)
  const placed = placedIn('hash' in place ? place.body.blocks : place.blocks, asked)
  return attempt(async () => ({
    groups: await suggest(request.world, request.user, place, placed, asked.typed),
  }))
}

export async function actedView(request: Request): Promise<Dict> {
  const used = await bodyAs(Used, request)
  const view = ownView(request, used.view)
  const placed = placedIn(view.body.blocks, used)
  return attempt(async () => {
    const { world, user } = request
    await actInView(world, user, view, placed, used.value, pickedBy(used.values))
    return {}
  })
}

export async function submitted(request: Request): Promise<Dict> {
  const filled = await bodyAs(Filled, request)
  const { world, user } = request
  if (world.views.top(user.id)?.id !== filled.view) throw new HttpError(404, 'no such view')
  return attempt(async () => {
    const result = await submitView(world, user, pickedBy(filled.values))
    return result.kind === 'errors' ? { errors: result.errors } : {}
  })
}

export async function closed(request: Request): Promise<Dict> {
  const { all } = await bodyAs(Closed, request)
  const { world, user } = request
  if (world.views.top(user.id) !== null) await closeView(world, user, all)
  return { ok: true }
}

export async function shortcutUsed(request: Request): Promise<Dict> {
  const { callbackId, channel, ts } = await bodyAs(Started, request)
  const { world, user } = request
  return attempt(async () => {
    if (channel === null || ts === null) await globalShortcut(world, user, callbackId)
    else {
      const message = messageSeen(request, channel, ts)
      const spot = spotFor({ channel, threadTs: message.threadTs }, request)
      await messageShortcut(world, spot, message, callbackId)
    }
    return {}
  })
}

/** What could come next in a command that is being typed; this help is the workspace's own. */
export async function completed({ world, url }: Request): Promise<Dict> {
  const { searchParams } = url
  const command = searchParams.get('command') ?? ''
  const text = (searchParams.get('text') ?? '').slice(0, 500)
  return { hints: world.complete === null ? [] : await world.complete(command, text) }
}

/** Runs what the app answers; its failure is an answer too, with the code that Slack would show. */
async function attempt(run: () => Promise<Dict>): Promise<Dict> {
  try {
    return { ok: true, ...(await run()) }
  } catch (error) {
    if (error instanceof DeliveryError || error instanceof ApiError) {
      return { ok: false, error: codeOf(error) }
    }
    throw error
  }
}

function placeOf(request: Request, asked: z.infer<typeof Asked>): View | Message {
  if (asked.view !== null) return ownView(request, asked.view)
  if (asked.channel === null || asked.ts === null) throw new HttpError(400, 'bad request')
  return messageSeen(request, asked.channel, asked.ts)
}

function ownView({ world, user }: Request, id: string): View {
  const view = world.views.byId(id)
  if (view === null || view.user !== user.id) throw new HttpError(404, 'no such view')
  return view
}

function placedIn(
  blocks: unknown,
  named: { readonly block: string; readonly action: string },
): Placed {
  const placed = elementsIn(blocks).find(
    ({ block, element }) => block.block_id === named.block && element.action_id === named.action,
  )
  if (placed === undefined) throw new HttpError(404, 'no such element')
  return placed
}

function pickedBy(values: Readonly<Record<string, Readonly<Record<string, Raw>>>>): Picked {
  return ({ block, element }) => {
    const byAction = Object.hasOwn(values, String(block.block_id))
      ? values[String(block.block_id)]
      : undefined
    const action = String(element.action_id)
    return byAction !== undefined && Object.hasOwn(byAction, action) ? byAction[action] : undefined
  }
}

function wordsOf(value: unknown): string | null {
  const text = dictOf(value)?.text
  return typeof text === 'string' ? text : null
}
