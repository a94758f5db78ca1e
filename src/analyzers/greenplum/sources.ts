/** What is read of a host once Greenplum was seen there: arguments of its postmasters, settings and ends of logs. */
import type { DeeperContext } from '../../domain/deeper.ts'
import type { AnySource } from '../../domain/source.ts'
import { dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { hasGreenplum, segmentsOf } from './segments.ts'

/** Segments whose directories are looked at; a host has some dozens at most, mirrors included. */
const MOST_SEGMENTS = 48

export function segmentSources({
  evidence,
}: Pick<DeeperContext, 'evidence'>): readonly AnySource[] {
  if (!hasGreenplum(evidence)) return []
  const pids = segmentsOf(evidence).flatMap(({ postmasterPid }) => postmasterPid ?? [])
  if (pids.length === 0) return [allArgs]
  return [allArgs, { ...dataDirs, at: { kind: 'data-dirs', pids: pids.slice(0, MOST_SEGMENTS) } }]
}
