/**
 * Consent: one intrusive action on one process, from the request to its end. What stands here is pure: the request as it
 * is kept, its states, and why a click does not count. The nonce itself is never kept, only its hash.
 */
import type { CoreMade, IntrusiveKind } from './intrusive.ts'
import { LIMITS } from './limits.ts'
import type { Lang } from './words.ts'

/**
 * asked -> [confirmed ->] running -> done | kept | failed | stopped | refused | lost; kept -> removing -> removed.
 * `confirmed` waits for the second person; `kept` is a core file that lies on the host, or may; `lost` is an end that nobody saw.
 * `expired` is a request, or the button of a kept file, whose time is over.
 */
export const CONSENT_STATES = [
  'asked',
  'confirmed',
  'running',
  'done',
  'kept',
  'removing',
  'removed',
  'failed',
  'stopped',
  'refused',
  'lost',
  'expired',
] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

export interface Core {
  /** Known before the file is there. */
  readonly path: string
  /** By what its name is made, and found again. */
  readonly dir: string
  readonly nonce: string
  /** Null until it is finished, and where its end was not seen. */
  readonly bytes: number | null
  /** By what it is known again when it is to be deleted; null where that was not told: then by its name alone. */
  readonly made: CoreMade | null
}

export interface Consent {
  readonly id: string
  readonly kind: IntrusiveKind
  readonly state: ConsentState
  /** The bot that asked for it, or runs it. */
  readonly owner: string
  readonly host: string
  readonly pid: number
  /** Field 22 of /proc/PID/stat: with the pid it is one life and no other. */
  readonly startTicks: number
  readonly by: string
  readonly channel: string
  /** The thread it was asked in; null where its message stands in the channel itself. */
  readonly threadTs: string | null
  /** SHA-256 of the nonce that counts now, and of the one before it. */
  readonly nonceHash: string
  readonly usedHash: string
  readonly askedAtMs: number
  readonly expiresAtMs: number
  /** When it began to run; null before. */
  readonly runAtMs: number | null
  readonly about: ConsentAbout
}

/** What is told of it, and decides nothing. */
export interface ConsentAbout {
  /** The run that looked the process up: words in its thread are about that process. */
  readonly runId: string | null
  readonly name: string
  readonly uid: number | null
  readonly rssBytes: number | null
  readonly startedAtMs: number | null
  readonly lang: Lang
  readonly ticket: string | null
  readonly confirmedBy: string | null
  readonly approvedBy: string | null
  readonly core: Core | null
}

/** What one who presses wants, and the state in which that counts. */
export const STEP_STATES = { confirm: 'asked', approve: 'confirmed', remove: 'kept' } as const
export type ConsentStep = keyof typeof STEP_STATES

/** Each rule by which the audit has a refusal. */
export const CONSENT_RULES = [
  'consent-forged',
  'consent-other-request',
  'consent-replayed',
  'consent-expired',
  'consent-other-person',
  'consent-same-person',
  'consent-other-place',
  'consent-by-text',
  'consent-by-options',
  'consent-kind-not-offered',
  'consent-frozen',
  'consent-no-ticket',
  'consent-withheld',
  'consent-host-busy',
  'consent-too-often',
  'consent-other-process',
  'consent-nobody-else',
  'consent-asker-lost-leave',
] as const
export type ConsentRule = (typeof CONSENT_RULES)[number]

/** Who pressed what, where. */
export interface Press {
  readonly step: ConsentStep
  readonly by: string
  readonly channel: string
  readonly threadTs: string | null
  readonly nonceHash: string
  readonly atMs: number
}

/** What of a press is known to the store. */
export interface Pressed {
  /** The request that the press names; null where there is none. */
  readonly named: Consent | null
  /** The request that the nonce belongs to. */
  readonly owned: Consent | null
  /** Where the request's own message stands; null while that is not known. */
  readonly messageTs: string | null
}

/** Why a press does not count; null where it does. What the press says of itself is trusted in nothing. */
export function whyNot(press: Press, { named, owned, messageTs }: Pressed): ConsentRule | null {
  if (named === null || owned === null) return 'consent-forged'
  if (owned.id !== named.id) return 'consent-other-request'
  if (press.channel !== named.channel) return 'consent-other-place'
  const thread = named.threadTs ?? messageTs
  if (thread !== null && press.threadTs !== thread) return 'consent-other-place'
  const isNow = named.nonceHash === press.nonceHash && named.state === STEP_STATES[press.step]
  if (!isNow) return named.state === 'expired' ? 'consent-expired' : 'consent-replayed'
  if (press.atMs >= named.expiresAtMs) return 'consent-expired'
  // Before it was asked: the clock was set back, and would give it more time than it has.
  if (press.atMs < named.expiresAtMs - STEP_MS[press.step]) return 'consent-expired'
  if (press.step === 'confirm' && press.by !== named.by) return 'consent-other-person'
  if (press.step === 'approve' && press.by === named.by) return 'consent-same-person'
  return null
}

/** How long each step waits to be pressed. */
const STEP_MS: Readonly<Record<ConsentStep, number>> = {
  confirm: LIMITS.consentMs,
  approve: LIMITS.consentMs,
  remove: LIMITS.coreOfferMs,
}

/** What a button of a request carries: which request, and the nonce. */
export function pressValue(id: string, nonce: string): string {
  return `${id}.${nonce}`
}

const VALUE = /^([0-9a-z]{1,20})\.([0-9a-f]{32})$/

/** Reads it; null for anything else. */
export function readPress(value: string): { readonly id: string; readonly nonce: string } | null {
  const [, id, nonce] = VALUE.exec(value) ?? []
  return id === undefined || nonce === undefined ? null : { id, nonce }
}

/** The first such value that stands in a text that somebody wrote. */
export function pressIn(text: string): { readonly id: string; readonly nonce: string } | null {
  const [value] = /(?<![0-9a-z])[0-9a-z]{1,20}\.[0-9a-f]{32}(?![0-9a-f])/.exec(text) ?? []
  return value === undefined ? null : readPress(value)
}

/** A text with what buttons carry made unusable: for the audit, which is kept for ever. */
export function withoutNonces(text: string): string {
  return text.replace(/([0-9a-z]{1,20}\.)[0-9a-f]{32}(?![0-9a-f])/g, '$1…')
}

/** Requests, as the store keeps them. */
export interface ConsentRows {
  putConsent(consent: Consent): Promise<void>
  consent(id: string): Promise<Consent | null>
  /** By the hash of a nonce, whether it counts still or not. */
  consentOfNonce(hash: string): Promise<Consent | null>
  /** Changes a row only if it is still as `before` in state and nonce; of two that try at once one is told true. */
  moveConsent(before: Consent, after: Consent): Promise<boolean>
  /** Those that wait to be pressed, past their time: requests, and files that wait to be deleted. */
  dueConsents(nowMs: number): Promise<readonly Consent[]>
  /** Those that run, but not for this owner. */
  strayConsents(owner: string): Promise<readonly Consent[]>
  /** How many began on a host since. */
  consentRuns(host: string, sinceMs: number): Promise<number>
}
