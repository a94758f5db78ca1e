/**
 * How long each kind of what is kept lives, with the bounds that `retention` of memcheck.yaml must keep to. What is
 * named here is purged; the audit is not, and stands in no file of settings.
 */
import { DAY_MS, HOUR_MS } from './time.ts'

interface Lifetime {
  readonly usualMs: number
  readonly leastMs: number
  readonly mostMs: number
}

const MOST_MS = 3650 * DAY_MS

/** An hour for what only repeats a report, a day for what reports are made of. */
const atLeast = (leastMs: number, usualMs: number): Lifetime => ({
  usualMs,
  leastMs,
  mostMs: MOST_MS,
})

export const LIFETIME_BOUNDS = {
  /** Raw text of what was collected, masked. Two weeks: a verdict is judged again while people still talk of it. */
  captures: atLeast(HOUR_MS, 14 * DAY_MS),
  /** The same of a flight recorder's pulses, one a minute: what counts of it are the samples. */
  pulses: atLeast(HOUR_MS, DAY_MS),
  /**
   * Readings as they were taken. A monthly check finds its last one; thirty subjects a minute are 3.6 MB a day and
   * host. What is older is told by floors.
   */
  samples: atLeast(DAY_MS, 35 * DAY_MS),
  /** Floors of hours. A verdict looks 90 days back, and a capture may be judged again two weeks later. */
  hours: atLeast(DAY_MS, 105 * DAY_MS),
  /** Floors of days, and the subjects themselves: the same season a year ago. */
  days: atLeast(DAY_MS, 400 * DAY_MS),
  /** What a host's programs held: as far as a verdict looks. */
  components: atLeast(DAY_MS, 90 * DAY_MS),
  /** Points of a sysstat or a Prometheus: as long as readings of our own. */
  imported: atLeast(DAY_MS, 35 * DAY_MS),
  /** Runs and what hangs on them (ticks, ended orders). A run never goes before its capture. */
  runs: atLeast(DAY_MS, 90 * DAY_MS),
  /** Which run a thread is about: a question there finds nothing afterwards. */
  threads: atLeast(DAY_MS, 90 * DAY_MS),
  /** Messages as they were posted: none is updated, nor looked for, a month after it was written. */
  outbox: atLeast(DAY_MS, 30 * DAY_MS),
  /** Pictures and files that were uploaded to Slack, which the bot deletes there: as long as the runs they are of. */
  uploads: atLeast(HOUR_MS, 90 * DAY_MS),
  /** Verdicts that somebody called wrong, and their captures. */
  doubts: atLeast(DAY_MS, 90 * DAY_MS),
  /** Moments that people marked on a host. */
  marks: atLeast(DAY_MS, 400 * DAY_MS),
  /** What a host was when it was last looked at. */
  facts: atLeast(DAY_MS, 400 * DAY_MS),
  /** Readers that hung: left alone for half an hour, remembered so that a second one in a week is counted. */
  stuck: atLeast(HOUR_MS, 7 * DAY_MS),
} as const satisfies Readonly<Record<string, Lifetime>>

export type KeptKind = keyof typeof LIFETIME_BOUNDS
export const KEPT_KINDS = Object.keys(LIFETIME_BOUNDS) as readonly KeptKind[]

/** Milliseconds of each kind. */
export type Lifetimes = Readonly<Record<KeptKind, number>>

/** What holds where memcheck.yaml says nothing. */
export const USUAL_LIFETIMES: Lifetimes = withLifetimes({})

/** The usual lifetimes, but for those given. */
export function withLifetimes(given: Partial<Lifetimes>): Lifetimes {
  const usual = KEPT_KINDS.map((kind) => [kind, LIFETIME_BOUNDS[kind].usualMs])
  return { ...(Object.fromEntries(usual) as Lifetimes), ...given }
}

/** Slack delivers an event again within the hour: its id tells nothing, and is nobody's to set. */
export const SEEN_EVENT_MS = 3 * DAY_MS
/** The bot purges this often. */
export const PURGE_EVERY_MS = HOUR_MS
