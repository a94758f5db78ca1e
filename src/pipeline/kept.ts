/** Earlier runs of a target, judged again from the frames that were kept. */
import type { AnySource } from '../domain/source.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import type { House } from './house.ts'
import { historyOf, type Judged, judge, read } from './judge.ts'

interface Earlier {
  readonly judged: Judged
  readonly atMs: number
}

/** How many earlier runs are looked through. */
const KEPT_RUNS = 20

/** When the host, process or file is gone: the newest kept capture of the same target that holds any of what is wanted. */
export async function lastKept(
  house: House,
  run: Run,
  wants: readonly Pick<AnySource, 'id'>[],
): Promise<Earlier | null> {
  for await (const earlier of judgedAgain(house, run, () => true)) {
    if (wants.some((source) => earlier.judged.evidence.has(source.id))) return earlier
  }
  return null
}

/**
 * The report of the same target that a person speaks of: the newest with a finding of that code, else the newest.
 * Reading anew would not do: what rose between two runs has been told by then, and rates are other ones.
 */
export async function lastReport(
  house: House,
  run: Run,
  code: string | undefined,
): Promise<Earlier | null> {
  let newest: Earlier | null = null
  for await (const earlier of judgedAgain(house, run, ({ kind }) => kind !== 'ask')) {
    newest ??= earlier
    if (code === undefined) return newest
    if (earlier.judged.report.findings.some((finding) => finding.code === code)) return earlier
  }
  return newest
}

/** Earlier runs of the run's target whose capture is kept, the newest first. */
async function* judgedAgain(
  house: House,
  run: Run,
  fits: (earlier: Run) => boolean,
): AsyncGenerator<Earlier> {
  for (const earlier of await house.store.runsOf(run.target.host, KEPT_RUNS)) {
    if (earlier.id === run.id || typed(earlier.target) !== typed(run.target)) continue
    const capture = fits(earlier) ? await house.store.capture(earlier.id) : null
    if (capture === null) continue
    const kept = {
      runId: earlier.id,
      host: capture.host,
      frames: capture.frames,
      startedAtMs: capture.startedAtMs,
      cost: capture.cost,
    }
    const known = read(kept, house.formats, earlier.openedAtMs)
    const history = await historyOf(house.store, known.measures, earlier.openedAtMs)
    const atMs = earlier.openedAtMs
    yield { judged: judge(house, kept, known, history, atMs, run.lang), atMs }
  }
}
