/** Which language is spoken where: in a channel, in one person's direct messages, by an order. */
import { LIMITS } from './limits.ts'
import type { Lang } from './words.ts'

/** What somebody typed: `place` is a channel's id, or of direct messages the id of their person. */
export interface SetLang {
  readonly place: string
  readonly lang: Lang
  readonly by: string
  readonly atMs: number
}

/** What each says who may say something; null where it says nothing. */
export interface LangSources {
  /** An order's own line of memcheck.yaml. */
  readonly order: Lang | null
  /** `/memcheck lang` in the channel. */
  readonly typed: Lang | null
  /** `channels` of memcheck.yaml. */
  readonly file: Lang | null
  /** What holds without all that: of who asks, or for an order of the bot. */
  readonly own: Lang
}

export interface Spoken {
  readonly lang: Lang
  readonly from: keyof LangSources
}

/** An order's own word wins, then what was typed where it is said, then the file. */
export function spokenLang({ order, typed, file, own }: LangSources): Spoken {
  if (order !== null) return { lang: order, from: 'order' }
  if (typed !== null) return { lang: typed, from: 'typed' }
  return file === null ? { lang: own, from: 'own' } : { lang: file, from: 'file' }
}

/** True for an id of Slack's, whatever it names; names of channels are never written in capitals. */
export function isSlackId(word: string): boolean {
  return word.length <= LIMITS.slackIdChars && /^[A-Z][A-Z0-9]+$/.test(word)
}

/** True for the id of a channel, public or private, or of a group's conversation. */
export function isChannelId(word: string): boolean {
  return isSlackId(word) && /^[CG]/.test(word)
}

/** Whose language holds there: the channel's, in direct messages the person's own. Null where neither is an id. */
export function langPlace(channel: string, user: string): string | null {
  const place = channel.startsWith('D') ? user : channel
  return isSlackId(place) ? place : null
}

/** Languages that were set, one a place: the newest word counts. */
export interface LangRows {
  putLang(set: SetLang): Promise<void>
  /** False when none was set there. */
  dropLang(place: string): Promise<boolean>
  langOf(place: string): Promise<SetLang | null>
  /** Which id a channel's name led to when it was last posted to. */
  nameChannel(name: string, id: string): Promise<void>
  channelNamed(name: string): Promise<string | null>
}
