/** Which language holds where something is said, and setting it. */
import { UserError } from '../domain/errors.ts'
import type { Order } from '../domain/order.ts'
import { isSlackId, langPlace, type SetLang, spokenLang } from '../domain/spoken.ts'
import type { Lang } from '../domain/words.ts'
import type { Asked } from './command.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'

type Knows = Pick<House, 'store' | 'channelLangs'>

/** What was typed and what the file says of a place. */
export interface PlaceLang {
  readonly typed: SetLang | null
  readonly file: Lang | null
}

const NOTHING: PlaceLang = { typed: null, file: null }

/** What is set for a channel, or in direct messages for that person. */
export async function placeLang(house: Knows, channel: string, user: string): Promise<PlaceLang> {
  const id = isSlackId(channel) ? channel : await house.store.channelNamed(channel)
  const place = id === null ? null : langPlace(id, user)
  if (place === null) return NOTHING
  return { typed: await house.store.langOf(place), file: house.channelLangs.get(place) ?? null }
}

/** The language that is set there; null where everybody has their own. */
export async function langIn(house: Knows, channel: string, user: string): Promise<Lang | null> {
  const { typed, file } = await placeLang(house, channel, user)
  return typed?.lang ?? file
}

/** The order in the language in which it is told now. Looked up anew each time: a watch may outlast a setting. */
export async function inItsLang(house: Knows, order: Order): Promise<Order> {
  const { where } = order
  if (where.surface !== 'slack') return order
  const { typed, file } = await placeLang(house, where.channel, where.user)
  const { lang } = spokenLang({
    order: order.ownLang === true ? order.lang : null,
    typed: typed?.lang ?? null,
    file,
    own: order.lang,
  })
  return { ...order, lang }
}

/** Sets the language where it was asked, or with null lets go of it. Throws UserError `lang-in-chat-only`. */
export async function setLang(house: House, asked: Asked, lang: Lang | null): Promise<void> {
  const { place, actor } = asked
  const at = place.surface === 'slack' ? langPlace(place.channel, place.user) : null
  if (at === null) throw new UserError('lang-in-chat-only', { lang: lang ?? house.lang })
  const action = { name: `lang:${lang ?? 'default'}`, class: 'look' } as const
  await permitted(house, actor, action, place, null)
  if (lang === null) await house.store.dropLang(at)
  else await house.store.putLang({ place: at, lang, by: actor.id, atMs: house.clock.now() })
}
