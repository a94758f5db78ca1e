/** Who acts, with what the chat says of him at this moment: of a request, of a run that goes on, of an order. */
import type { Actor } from '../domain/authorize.ts'
import type { Order } from '../domain/order.ts'
import { usergroupsOf } from '../domain/policy.ts'
import type { Run } from '../domain/store.ts'
import type { House } from './house.ts'

type Known = Pick<House, 'directory' | 'law'>

interface InChat {
  readonly user: string
  readonly team: string | null
  readonly channel: string
}

/** A person in a chat. Without a directory nothing is known of him, and he is refused. */
export async function actorInChat({ directory, law }: Known, of: InChat): Promise<Actor> {
  const usergroups = usergroupsOf(law.policy)
  const chat = directory === null ? null : await directory.standing({ ...of, usergroups })
  return { id: of.user, surface: 'slack', team: of.team, chat }
}

/** An order of memcheck.yaml is its writer's; a watch is judged as the person that set it, at each tick. */
export async function actorOfOrder(house: Known, order: Order): Promise<Actor> {
  const { where } = order
  const base = { id: order.by, surface: 'order', team: null, chat: null } as const
  if (order.source === 'config' || where.surface !== 'slack') return base
  const asked = { user: order.by, team: null, channel: where.channel }
  return { ...(await actorInChat(house, asked)), surface: 'order' }
}

/** Whom a run works for. It was given leave when it began; what it reads is judged by this. */
export async function actorOfRun(
  house: Known & Pick<House, 'store'>,
  { orderId, place }: Run,
): Promise<Actor> {
  const order = orderId === null ? null : await house.store.order(orderId)
  if (order !== null) return actorOfOrder(house, order)
  if (place.surface === 'slack') return actorInChat(house, { ...place, team: null })
  return { id: place.user, surface: 'terminal', team: null, chat: null }
}
