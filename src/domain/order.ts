/** A standing request: targets, depth, when, until, where, whom to tell (design 2). */
import type { Place } from './place.ts'
import type { Target } from './target.ts'
import type { Lang } from './words.ts'

export type When =
  | { readonly kind: 'interval'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly expression: string; readonly zone: string }

/**
 * `full`: levels and rates, and a deeper look where it is wanted; `levels`: without the wait for rates; `pulse`: the
 * flight recorder, the sizes of a host's largest subjects and nothing else.
 */
export const DEPTHS = ['full', 'levels', 'pulse'] as const
export type Depth = (typeof DEPTHS)[number]

export type Tell = 'always' | 'changes' | 'never'

export interface Order {
  readonly id: string
  /** `morning`, or for a watch the target as typed. */
  readonly name: string
  readonly source: 'config' | 'person'
  readonly targets: readonly Target[]
  readonly depth: Depth
  readonly when: When
  readonly untilMs: number | null
  readonly where: Place
  readonly tell: Tell
  /** Its own, or what it speaks where its channel has none. */
  readonly lang: Lang
  /** `lang` is its own word, and stays whatever its channel speaks. */
  readonly ownLang?: boolean
  readonly by: string
  readonly createdAtMs: number
  readonly state: 'active' | 'stopped' | 'ended'
}

export interface Tick {
  readonly orderId: string
  /** The instant it was due: with the order's id its key, so that no tick runs twice. */
  readonly dueAtMs: number
  readonly late: boolean
}
