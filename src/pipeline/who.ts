/** Who a sample is of, and samples as they are stored: what every way to measure shares. Pure. */
import { whoIs } from '../analyzers/pg-who/who.ts'
import type { Reading1 } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import {
  METRICS,
  type Metric,
  PROCESS_METRICS,
  type Sample,
  type SampleKind,
  type Values,
} from '../domain/sample.ts'
import { fnv1a, processSubjectName, subjectKey, type Who } from '../domain/subject.ts'
import { readTitle } from '../parsers/postgres/title.ts'

/** One subject's sample. */
export interface Part {
  readonly who: Who
  readonly sample: Sample
}

/** A process as subject and incarnation, from what any table tells of it. */
export function processWho(
  host: string,
  facts: Facts,
  of: {
    readonly pid: number
    readonly comm: string
    readonly ticks: number | null
    readonly args: readonly string[]
    readonly exe: string | null
  },
): Who {
  const { pid, comm, ticks, args } = of
  return {
    subject: { kind: 'process', host, name: nameOf(comm, args) },
    incarnation: {
      key: `${facts.bootId ?? 'unknown'}:${pid}:${ticks ?? 'unknown'}`,
      pid,
      startedAtMs:
        ticks === null || facts.bootAtMs === null
          ? null
          : facts.bootAtMs + (ticks / facts.ticksPerSec) * 1000,
      exe: of.exe,
      argsHash: args.length === 0 ? null : fnv1a(args.join('\0')),
    },
  }
}

/** A session's title tells what it does at the moment: its name must not, or each command would begin another history. */
function nameOf(comm: string, args: readonly string[]): string {
  const title = readTitle(args[0] ?? '')
  if (title === null) return processSubjectName(comm, args)
  return processSubjectName(comm, [`postgres: ${whoIs(title.role, title)}`])
}

/** What a table tells of a process; all that it does not tell was not collected. */
export function tableValues(told: Partial<Values<'process'>>): Values<'process'> {
  const nothing = Object.fromEntries(PROCESS_METRICS.map((name) => [name, null]))
  // Every metric is in the list of them: the record is whole.
  return { ...(nothing as Values<'process'>), ...told }
}

/** A sample at the instant and uptime of the reading that it rests on. */
export function sampleOf<K extends SampleKind>(
  kind: K,
  who: Who,
  clock: Reading1<unknown> | null,
  nowMs: number,
  values: Values<K>,
): Sample {
  const columns = METRICS[kind] as readonly Metric<K>[]
  // The union of samples is closed over its kind: the values were built for this very kind.
  return {
    kind,
    subject: subjectKey(who.subject),
    incarnation: who.incarnation.key,
    atMs: clock?.atMs ?? nowMs,
    hostUptimeSec: clock?.hostUptimeSec ?? null,
    values: Object.fromEntries(columns.map((name) => [name, values[name]])),
  } as unknown as Sample
}
