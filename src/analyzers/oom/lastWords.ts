/**
 * What a log says of the minutes before a kill: only lines of that time where the lines tell it, those that name the
 * victim first. Pure.
 */
import { lineTime } from '../../parsers/log/lineTime.ts'
import type { VictimLog } from '../../parsers/log/victim.ts'
import { AFTER_MS, BEFORE_MS } from './peers.ts'
import { type Clocks, whenOf } from './when.ts'

export interface LastWords {
  /** Lines that name the victim, with what follows each. */
  readonly named: readonly string[]
  /** The other lines of that time, or the end of the log where no time can be read. */
  readonly others: readonly string[]
  /** False: these are simply the last lines, and may be older or newer than the kill. */
  readonly timed: boolean
}

const NAMED_SHOWN = 20
const OTHERS_SHOWN = 12
/** Clocks of the kernel's log and of a program's differ by a little. */
const SAME_MS = 500
/** PostgreSQL tells below a line what it belongs to. */
const GOES_ON = /^\s|(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY):/

/** Gives the lines of one log that matter, or null when it has none. */
export function lastWordsOf(
  log: VictimLog,
  victimPid: number,
  killedAtMs: number | null,
  clocks: Clocks,
): LastWords | null {
  const timed = withTimes(log.found, clocks)
  const readable = timed.some(({ atMs }) => atMs !== null)
  if (killedAtMs === null || !readable) return untimed(log, victimPid, killedAtMs !== null)
  const near = timed.filter(
    ({ atMs }) => atMs !== null && atMs >= killedAtMs - BEFORE_MS && atMs <= killedAtMs + AFTER_MS,
  )
  const { named } = apart(
    near.map(({ text }) => text),
    victimPid,
  )
  const before = near.filter(({ atMs }) => (atMs ?? 0) <= killedAtMs + SAME_MS)
  const { others } = apart(
    before.map(({ text }) => text),
    victimPid,
  )
  if (named.length + others.length === 0) return null
  return { named: named.slice(-NAMED_SHOWN), others: others.slice(-OTHERS_SHOWN), timed: true }
}

/** Lines whose time cannot be compared: those that name the victim, else the end of the file. */
function untimed(log: VictimLog, victimPid: number, hasInstant: boolean): LastWords | null {
  const { named } = apart(log.found, victimPid)
  // A log whose last lines tell their time, and none of them in the minutes asked for, was silent then.
  const silent = hasInstant && log.found.length === 0 && log.last.some((line) => lineTime(line))
  const others = silent ? [] : log.last.filter(isText).slice(-OTHERS_SHOWN)
  if (named.length + others.length === 0) return null
  return { named: named.slice(-NAMED_SHOWN), others, timed: false }
}

interface Timed {
  readonly text: string
  readonly atMs: number | null
}

/** A line without a time goes on from the one before it: stack traces, statements over several lines. */
function withTimes(lines: readonly string[], clocks: Clocks): readonly Timed[] {
  let atMs: number | null = null
  return lines
    .filter((text) => text !== '--' && isText(text))
    .map((text) => {
      const stamp = lineTime(text)
      if (stamp !== null) atMs = whenOf(stamp, clocks).atMs
      return { text, atMs }
    })
}

function apart(
  lines: readonly string[],
  victimPid: number,
): { readonly named: readonly string[]; readonly others: readonly string[] } {
  const names = new RegExp(`(?<![\\d.:])${victimPid}(?![\\d.:]\\d)(?!\\d)`)
  const named: string[] = []
  const others: string[] = []
  let goesOn = false
  for (const text of lines.filter((line) => line !== '--' && isText(line))) {
    goesOn = names.test(text) || (goesOn && GOES_ON.test(text))
    ;(goesOn ? named : others).push(text)
  }
  return { named, others }
}

/** Control characters are no words of a log. */
function isText(line: string): boolean {
  return line.trim() !== '' && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(line)
}
