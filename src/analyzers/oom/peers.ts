/** Where a killed process may have left its last words: its peers that live, its unit, and the minutes before. */
import type { AnySource } from '../../domain/source.ts'
import { MINUTE_MS, SECOND_MS } from '../../domain/time.ts'
import type { Window } from '../../domain/window.ts'
import { victimLog } from '../../parsers/log/victim.ts'
import type { ProcessRow } from '../../parsers/proc/processes.ts'
import { isIn } from './ranking.ts'
import type { Told } from './recurrence.ts'

/** Before the kill; and after it, because a parent tells of its child's end when it has seen it. */
export const BEFORE_MS = 10 * MINUTE_MS
export const AFTER_MS = MINUTE_MS
/** Processes whose open files are looked at, the oldest first: masters, loggers and supervisors start before workers. */
const PEERS = 12
/** Kernel names end here: longer ones are cut in the kernel's log and in /proc alike. */
const COMM_CHARS = 15

/** Minutes that are searched for at once: kills of one subject may lie hours apart. */
const MINUTES = 120

/**
 * The source that reads what was said before kills of one subject, aimed at the newest of them (the last) and at the
 * minutes before each; null where nothing is known of the victim.
 */
export function victimLogOf(
  kills: readonly Told[],
  rows: readonly ProcessRow[],
  offsetSec: number | null,
): AnySource | null {
  const one = kills.at(-1)
  const victim = one?.event.victims[0]
  if (one === undefined) return null
  if (victim === undefined) return null
  const pids = peersOf(one, rows)
  const unit = unitOf(one.event.taskMemcg)
  if (pids.length === 0 && unit === null) return null
  const instants = kills.flatMap(({ when }) => when.atMs ?? [])
  // Without an instant the journal's newest lines are all that can be asked for.
  const [fromMs, toMs] =
    instants.length === 0
      ? [0, FAR_MS]
      : [Math.min(...instants) - BEFORE_MS, Math.max(...instants) + AFTER_MS]
  return {
    ...victimLog,
    at: {
      kind: 'open-logs',
      pids,
      victim: victim.pid,
      unit,
      window: { fromSec: Math.floor(fromMs / SECOND_MS), toSec: Math.ceil(toMs / SECOND_MS) },
      minutes: minutesOf(instants, offsetSec ?? 0),
    },
  }
}

/** The logs of a process that lives, for the minutes of a stretch of time. */
export function ownLogOf(
  pid: number,
  { fromMs, toMs }: Window,
  offsetSec: number | null,
): AnySource {
  const minutes = minutesOf([toMs - AFTER_MS, fromMs + BEFORE_MS], offsetSec ?? 0)
  const window = { fromSec: Math.floor(fromMs / SECOND_MS), toSec: Math.ceil(toMs / SECOND_MS) }
  return {
    ...victimLog,
    at: { kind: 'open-logs', pids: [pid], victim: pid, unit: null, window, minutes },
  }
}

/** A time that no clock shows. */
const FAR_MS = Date.UTC(2100, 0)

/** Processes of the victim's group, and where none lives there those of its name; the oldest first. */
function peersOf({ event }: Told, rows: readonly ProcessRow[]): readonly number[] {
  const name = (event.victims[0]?.name ?? '').slice(0, COMM_CHARS)
  const group = event.taskMemcg
  const own = rows.filter((row) => !row.kernelThread)
  const inGroup =
    group === null || group === '/' ? [] : own.filter((row) => isIn(row.cgroup, group))
  const named = own.filter((row) => row.comm === name)
  const peers = inGroup.length > 0 ? inGroup : named
  return [...peers]
    .sort((a, b) => startOf(a) - startOf(b))
    .slice(0, PEERS)
    .map((row) => row.pid)
}

/** A process whose start was not read comes last. */
function startOf(row: ProcessRow): number {
  return row.startTicks ?? Number.MAX_SAFE_INTEGER
}

/** The last service of a group's path, by a name that systemd would take; null where there is none. */
function unitOf(path: string | null): string | null {
  const unit = (path ?? '').split('/').findLast((part) => part.endsWith('.service'))
  // A user's own units are in a journal of theirs.
  if (unit === undefined || unit.startsWith('user@')) return null
  return /^[A-Za-z0-9][A-Za-z0-9:_.@\\-]{0,200}\.service$/.test(unit) ? unit : null
}

/** `03:04` to `03:15` on the host's clock, and the same in UTC: a log may be in either. */
function minutesOf(killsAtMs: readonly number[], offsetSec: number): readonly string[] {
  const minutes = new Set<string>()
  // The newest first: they are what is left when there are too many.
  for (const killedAtMs of killsAtMs.toReversed()) {
    for (const shiftMs of [offsetSec * SECOND_MS, 0]) {
      for (let at = killedAtMs - BEFORE_MS; at <= killedAtMs + AFTER_MS; at += MINUTE_MS) {
        if (minutes.size < MINUTES) minutes.add(new Date(at + shiftMs).toISOString().slice(11, 16))
      }
    }
  }
  return [...minutes]
}
