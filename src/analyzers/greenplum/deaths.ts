/**
 * Memory that ended, from the logs of this host's segments and from logs that people bring: which limit, who crossed it,
 * and who held the most then. Pure.
 */
import type { Evidence } from '../../domain/evidence.ts'
import { dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { endedMemory } from '../../parsers/greenplum/ended.ts'
import { endsOfLines } from '../../parsers/greenplum/endRecords.ts'
import type { MemoryEnd, MemoryEndKind, SessionVmem } from '../../parsers/greenplum/memoryEnds.ts'
import { type Segment, segmentName, segmentsOf } from './segments.ts'

/** An end with where it was written. */
export interface Death {
  readonly end: MemoryEnd
  /** Null for a log that people brought. */
  readonly segment: Segment | null
  /** Id of the text that told it. */
  readonly source: string
}

/** All that is known, the oldest first as far as each log tells. */
export function deathsOf(evidence: Evidence): readonly Death[] {
  const segments = new Map(segmentsOf(evidence).map((of) => [of.postmasterPid, of]))
  const read = (evidence.get(dataDirs)?.dirs ?? []).flatMap(({ pid, logs }) =>
    endsOfLines(logs.flatMap(({ lines }) => lines)).map((end) => ({
      end,
      segment: segments.get(pid) ?? null,
      source: dataDirs.id,
    })),
  )
  const brought = (evidence.get(endedMemory)?.ends ?? []).map((end) => ({
    end,
    segment: null,
    source: endedMemory.id,
  }))
  return [...read, ...brought]
}

/** The last of a kind, with how many there were and over how many segments. */
export interface DeathsOfKind {
  readonly last: Death
  readonly count: number
  readonly segments: number
}

export function byKind(deaths: readonly Death[]): ReadonlyMap<MemoryEndKind, DeathsOfKind> {
  const kinds = new Map<MemoryEndKind, Death[]>()
  for (const death of deaths) {
    const own = kinds.get(death.end.kind)
    if (own === undefined) kinds.set(death.end.kind, [death])
    else own.push(death)
  }
  return new Map(
    [...kinds].flatMap(([kind, own]) => {
      const last = own.toSorted(older).at(-1)
      return last === undefined
        ? []
        : [[kind, { last, count: own.length, segments: new Set(own.map(placeOf)).size }] as const]
    }),
  )
}

/** `seg3`, by the segment or by what the record says itself. */
export function placeOf({ segment, end }: Death): string {
  if (segment !== null) return segmentName(segment)
  // Greenplum's word, in every language.
  if (end.content === null) return 'segment'
  return end.content === -1 ? 'coordinator' : `seg${end.content}`
}

/** The session that held most, and what all held; null where the log does not list them. */
export function mostOf({
  holders,
}: MemoryEnd): { readonly most: SessionVmem; readonly sumBytes: number } | null {
  const [most] = holders
  if (most === undefined) return null
  return { most, sumBytes: holders.reduce((sum, { vmemBytes }) => sum + vmemBytes, 0) }
}

/** Records of one log stand in its order; of several, the clock they share tells, where they tell it alike. */
function older(a: Death, b: Death): number {
  return secondsOf(a) - secondsOf(b)
}

function secondsOf({ end: { at } }: Death): number {
  if (at.atMs !== null) return at.atMs / 1000
  if (at.wall === null) return 0
  const { year, month, day, secondOfDay } = at.wall
  return Date.UTC(year ?? 0, month - 1, day) / 1000 + secondOfDay
}
