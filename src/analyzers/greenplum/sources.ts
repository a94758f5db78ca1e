/** What is read of a host once Greenplum was seen there: arguments of its postmasters, settings and ends of logs. */
import type { DeeperContext } from '../../domain/deeper.ts'
import type { AnySource } from '../../domain/source.ts'
import { dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { hasGreenplum, segmentsOf } from './segments.ts'

/** Segments whose directories are looked at; a host has some dozens at most, mirrors included. */
const MOST_SEGMENTS = 48

/** Of a process only whose it is: settings and logs are the host's. */
export function segmentSources({
  evidence,
  pid,
}: Pick<DeeperContext, 'evidence' | 'pid'>): readonly AnySource[] {
  if (!hasGreenplum(evidence)) return []
  const pids = segmentsOf(evidence).flatMap(({ postmasterPid }) => postmasterPid ?? [])
  if (pids.length === 0 || pid !== null) return [allArgs]
  return [allArgs, { ...dataDirs, at: { kind: 'data-dirs', pids: pids.slice(0, MOST_SEGMENTS) } }]
}
