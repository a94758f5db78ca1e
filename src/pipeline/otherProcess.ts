/**
 * One process of another user, for `doctor`: it shows what may be read of such. Which one does not matter, but that it lives
 * until all of it was read: of one that ended half is missing for no reason that concerns the login.
 */
import type { Frame } from '../domain/capture.ts'
import type { Evidence } from '../domain/evidence.ts'
import { LIMITS } from '../domain/limits.ts'
import { loginRights } from '../parsers/host/rights.ts'
import { type ProcessRow, processes } from '../parsers/proc/processes.ts'
import { processStat } from '../parsers/proc/stat.ts'
import type { Collector } from './collect.ts'
import type { House } from './house.ts'
import { parseFrames } from './parse.ts'
import { firstRound, type Planned } from './plan.ts'

/**
 * Reads one process of another user after the host's round was read; another one where it ended meanwhile, at most
 * LIMITS.othersTried. Gives all frames but those of processes that ended. Throws as Collector.round.
 */
export async function readOther(
  house: Pick<House, 'formats'>,
  collector: Collector,
  plan: Planned,
): Promise<readonly Frame[]> {
  const host = collector.collected().frames
  const others = othersIn(parseFrames(host, house.formats)).slice(0, LIMITS.othersTried)
  for (const [tried, row] of others.entries()) {
    const target = { kind: 'pid', host: plan.target.host, pid: row.pid } as const
    const round = firstRound({ ...plan, target })
    const sources = round.sources.filter(({ scope }) => scope === 'process')
    const before = collector.collected().frames.length
    await collector.round({ ...round, number: tried + 1, sources }, async () => undefined)
    const read = collector.collected().frames.slice(before)
    if (!endedMeanwhile(row, read, parseFrames(read, house.formats))) return [...host, ...read]
  }
  return host
}

/** Processes with memory of others than the login: services' before root's, the oldest first, for those live longest. */
function othersIn(evidence: Evidence): readonly ProcessRow[] {
  const uid = evidence.get(loginRights)?.uid ?? null
  const rows = evidence.get(processes)?.processes ?? []
  const others = rows.filter(
    (row) => row.uid !== null && row.uid !== uid && row.pid > 1 && (row.rssBytes ?? 0) > 0,
  )
  const rank = (row: ProcessRow): readonly [number, number] => [
    row.uid === 0 ? 1 : 0,
    row.startTicks ?? Number.MAX_SAFE_INTEGER,
  ]
  return others
    .map((row) => ({ row, rank: rank(row) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ row }) => row)
}

/** By its stat, which is read once more at the end: not there, a zombie, without the memory it had, or another life. */
function endedMeanwhile(row: ProcessRow, read: readonly Frame[], evidence: Evidence): boolean {
  const last = read.find(({ source, reading }) => source === processStat.id && reading === 2)
  if (last?.raw.kind === 'gap') return last.raw.reason === 'gone'
  const stat = evidence.reading(processStat, 2)?.value
  // The connection was lost before: the gaps tell so.
  if (stat === undefined) return false
  const another = row.startTicks !== null && stat.starttimeTicks !== row.startTicks
  return another || stat.state === 'Z' || stat.rssPages === 0
}
