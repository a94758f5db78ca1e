/** The rule of growth/notify.ts over an order's targets: what each holds to, and what is told of it now. */
import type { Tick } from '../domain/order.ts'
import { typed } from '../domain/target.ts'
import {
  type Inspection,
  inspected,
  isOfGrowth,
  NO_NOTICE,
  type Notice,
  noticeOf,
  noticeText,
} from '../growth/notify.ts'
import { heldBack, silenced } from '../report/heldBack.ts'
import type { TargetRun } from './tick.ts'

export type Memo = Readonly<Record<string, string | number | null>>

/** A target's result as the order holds it. */
export interface Held {
  readonly run: TargetRun
  /** Whether growth is sure enough to count here. */
  readonly holds: boolean
  readonly notice: Notice | null
}

export interface AllHeld {
  readonly held: readonly Held[]
  /** The memo with what must be remembered; kept before the tick is finished. */
  readonly memo: Memo
}

/** One inspection of each target. Keys of targets that the order no longer has are dropped. */
export function heldTo(memo: Memo, tick: Tick, results: readonly TargetRun[]): AllHeld {
  const rest = Object.entries(memo).filter(([key]) => !key.startsWith(KEY))
  const kept: [string, string][] = []
  const held = results.map((run) => {
    const key = `${KEY}${typed(run.target)}`
    const of = inspected(noticeOf(memo[key]), { atMs: tick.dueAtMs, ...foundOf(run) })
    if (of.state !== NO_NOTICE) kept.push([key, noticeText(of.state)])
    return { run: heldRun(run, of.holds), holds: of.holds, notice: of.notice }
  })
  return { held, memo: Object.fromEntries([...rest, ...kept]) }
}

const KEY = 'growth:'

function foundOf(run: TargetRun): Pick<Inspection, 'found' | 'muted'> {
  if (run.kind === 'judged') {
    const { growth, incarnation, findings } = run.judged.report
    const told = findings.find(({ code }) => isOfGrowth(code))
    return {
      found: { kind: 'read', life: incarnation?.key ?? null, growth },
      muted: told === undefined ? null : told.mutedUntilMs !== undefined,
    }
  }
  // A host that does not answer says nothing of its processes.
  const gone = run.error.code === 'no-such-process'
  return { found: { kind: gone ? 'gone' : 'unread' }, muted: null }
}

/** A result without what is muted: it is shown, and does not count. */
export function silencedRun(run: TargetRun): TargetRun {
  if (run.kind === 'failed') return run
  return { ...run, judged: { ...run.judged, report: silenced(run.judged.report) } }
}

function heldRun(run: TargetRun, holds: boolean): TargetRun {
  const of = silencedRun(run)
  if (of.kind === 'failed' || holds) return of
  return { ...of, judged: { ...of.judged, report: heldBack(of.judged.report) } }
}
