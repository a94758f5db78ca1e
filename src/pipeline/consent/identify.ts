/** Which process is meant, and who it is: read by the usual way and no more than that. */
import { UserError } from '../../domain/errors.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Run } from '../../domain/store.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStat } from '../../parsers/proc/stat.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import type { Collector } from '../collect.ts'
import { absentProcess } from '../denied.ts'
import { factsOf } from '../facts.ts'
import type { House } from '../house.ts'
import { parseFrames } from '../parse.ts'
import { firstRound, ledRound, type Made, nextRound, type Planned } from '../plan.ts'

export interface Identity {
  readonly pid: number
  readonly startTicks: number
  readonly name: string
  readonly uid: number | null
  readonly rssBytes: number | null
  readonly startedAtMs: number | null
}

const SOURCES: ReadonlySet<string> = new Set(
  [processes, firstArgs, allArgs, processStat, processStatus].map(({ id }) => id),
)

/** Reads round by round until one process is found. Throws UserErrors of collecting and of targets that lead to none. */
export async function identify(house: House, run: Run, collector: Collector): Promise<Identity> {
  const plan: Planned = {
    target: run.target,
    depth: 'levels',
    sources: house.sources.filter(({ id }) => SOURCES.has(id)),
    asked: [],
    deeper: () => [],
  }
  let round = firstRound(plan)
  let made: Made = { rounds: 0, pid: null, deeper: false }
  for (;;) {
    await collector.round(round, async () => undefined)
    const { frames } = collector.collected()
    const evidence = parseFrames(frames, house.formats)
    made = { ...made, rounds: round.number + 1, pid: round.pid }
    const next =
      ledRound(plan, evidence, frames, made) ??
      (round.pid === null ? nextRound(plan, factsOf(evidence), evidence, made) : null)
    if (next === null) return identityOf(house, run, collector, evidence)
    round = next
  }
}

function identityOf(house: House, run: Run, collector: Collector, evidence: Evidence): Identity {
  const stat = evidence.get(processStat)
  const status = evidence.get(processStatus)
  if (stat === null) {
    const { host } = run.target
    if (evidence.ids().length === 0)
      throw new UserError('nothing-collected', { host, gaps: evidence.gaps.length })
    throw absentProcess(evidence, { host, word: run.typed, near: '' })
  }
  const frame = collector.collected().frames.findLast(({ source }) => source === processStat.id)
  const upSec = frame?.hostUptimeSec ?? null
  const ageMs =
    upSec === null
      ? null
      : (upSec - stat.starttimeTicks / factsOf(evidence).ticksPerSec) * SECOND_MS
  return {
    pid: stat.pid,
    startTicks: stat.starttimeTicks,
    name: stat.comm,
    uid: status?.uid ?? null,
    rssBytes: status?.vmRssBytes ?? null,
    startedAtMs: ageMs === null ? null : Math.round((frame?.atMs ?? house.clock.now()) - ageMs),
  }
}
