/**
 * When an order tells of growth: a leak that is nearly sure, from enough readings, in two inspections running; told once,
 * and its end once. Measured over 16 growing prefixes of a series (bench growth, "repeated"): a score of .95 told at once
 * is a false alarm for one safe series in four, this rule for about one in ten.
 */
import type { Growth } from '../domain/growth.ts'
import { HOUR_MS } from '../domain/time.ts'

/** Sure enough to be told without being asked. */
export const TELL_SCORE = 0.95
/** Readings below which no score is trusted that far. */
export const TELL_POINTS = 20
/** Below this it is over; between the two nothing changes. */
export const CALM_SCORE = 0.5
/** Inspections in a row that must agree, for the beginning and for the end. */
export const RUNNING = 2
/** A program that leaks and is restarted each hour is told four times a day, not twenty-four. */
export const QUIET_MS = 6 * HOUR_MS

/** What is remembered of one subject between inspections. */
export interface NoticeState {
  /** The newest inspection that was counted: the same one again changes nothing. */
  readonly inspectedMs: number
  /** Key of the life that was seen last. */
  readonly life: string | null
  /** Inspections running that were sure, and that were calm; counted no further than it takes. */
  readonly sure: number
  readonly calm: number
  /** Told, and its end not yet told. */
  readonly announced: boolean
  /** Announcements so far, and the newest's instant: they name a post, so that a repeated one is the same post. */
  readonly count: number
  readonly announcedMs: number | null
  /** Whether it was muted when growth was last found: its end is silent too. */
  readonly muted: boolean
}

export const NO_NOTICE: NoticeState = {
  inspectedMs: 0,
  life: null,
  sure: 0,
  calm: 0,
  announced: false,
  count: 0,
  announcedMs: null,
  muted: false,
}

export interface Inspection {
  /** The instant it was due: orders what is late, and tells a repeated one. */
  readonly atMs: number
  /** What was found: a reading, that the subject is gone, or nothing that says anything. */
  readonly found:
    | { readonly kind: 'read'; readonly life: string | null; readonly growth: Growth | null }
    | { readonly kind: 'gone' }
    | { readonly kind: 'unread' }
  /** Somebody asked for silence: nothing is told, beginning or end. Null where there is no finding of growth to tell by. */
  readonly muted: boolean | null
}

/** Why a growth that was told is over. */
export type EndCause = 'calm' | 'restarted' | 'gone'

export type Notice =
  | { readonly kind: 'announce'; readonly count: number }
  | { readonly kind: 'end'; readonly why: EndCause; readonly count: number }

export interface Noticed {
  readonly notice: Notice | null
  /** Whether growth counts for the order: told, or as sure as what is told. */
  readonly holds: boolean
  readonly state: NoticeState
}

/** One inspection more. Never announces twice without an end between, nor before two sure ones running. */
export function inspected(before: NoticeState, { atMs, found, ...of }: Inspection): Noticed {
  if (atMs <= before.inspectedMs) return nothing(before)
  const muted = of.muted ?? before.muted
  const seen = { ...before, inspectedMs: atMs, muted }
  if (found.kind === 'unread') return nothing(seen)
  if (found.kind === 'gone') return ended({ ...seen, life: null }, 'gone', muted)
  const { life, growth } = found
  if (before.life !== null && life !== null && life !== before.life) {
    // The new life's first inspection counts as its first.
    const over = ended({ ...seen, life }, 'restarted', muted)
    return over.notice === null
      ? told(counted(over.state, growth), atMs, muted)
      : { ...over, state: counted(over.state, growth) }
  }
  return told(counted({ ...seen, life: life ?? before.life }, growth), atMs, muted)
}

function counted(state: NoticeState, growth: Growth | null): NoticeState {
  return {
    ...state,
    sure: isSure(growth) ? Math.min(RUNNING, state.sure + 1) : 0,
    calm: isCalm(growth) ? Math.min(RUNNING, state.calm + 1) : 0,
  }
}

function told(state: NoticeState, atMs: number, muted: boolean): Noticed {
  if (state.announced) return state.calm >= RUNNING ? ended(state, 'calm', muted) : nothing(state)
  const quiet = state.announcedMs !== null && atMs - state.announcedMs < QUIET_MS
  if (state.sure < RUNNING || quiet || muted) return nothing(state)
  const count = state.count + 1
  return {
    notice: { kind: 'announce', count },
    holds: true,
    state: { ...state, announced: true, count, announcedMs: atMs },
  }
}

/** What was never told has no end to tell. */
function ended(state: NoticeState, why: EndCause, muted: boolean): Noticed {
  const notice: Notice | null =
    state.announced && !muted ? { kind: 'end', why, count: state.count } : null
  return { notice, holds: false, state: { ...state, announced: false, sure: 0, calm: 0 } }
}

function nothing(state: NoticeState): Noticed {
  return { notice: null, holds: state.announced || state.sure >= RUNNING, state }
}

function isSure(growth: Growth | null): boolean {
  if (growth?.verdict !== 'leaking' || growth.score === null) return false
  return growth.score >= TELL_SCORE && growth.points >= TELL_POINTS
}

/** Too few readings say nothing either way. */
function isCalm(growth: Growth | null): boolean {
  return growth !== null && growth.score !== null && growth.score < CALM_SCORE
}

/** Whether a finding is one of growth: those wait for this rule. */
export function isOfGrowth(code: string): boolean {
  return code.startsWith('leak.') || code.startsWith('growth.')
}

const KEPT = /^1 (\d+) (\d) (\d) ([01]) (\d+) (-|\d+) ([01]) (.*)$/s

/** A state as a memo holds it: one short text. */
export function noticeText(of: NoticeState): string {
  const { inspectedMs, sure, calm, count, announcedMs, life } = of
  const flag = (is: boolean): string => (is ? '1' : '0')
  const told = `${flag(of.announced)} ${count} ${announcedMs ?? '-'} ${flag(of.muted)}`
  return `1 ${inspectedMs} ${sure} ${calm} ${told} ${life ?? ''}`
}

/** Reads a memo's text; what another build wrote counts as nothing known. */
export function noticeOf(text: string | number | null | undefined): NoticeState {
  const [, at, sure, calm, announced, count, announcedAt, muted, life] =
    KEPT.exec(String(text ?? '')) ?? []
  if (at === undefined) return NO_NOTICE
  return {
    inspectedMs: Number(at),
    life: life === undefined || life === '' ? null : life,
    sure: Math.min(RUNNING, Number(sure)),
    calm: Math.min(RUNNING, Number(calm)),
    announced: announced === '1',
    count: Number(count),
    announcedMs: announcedAt === '-' ? null : Number(announcedAt),
    muted: muted === '1',
  }
}
