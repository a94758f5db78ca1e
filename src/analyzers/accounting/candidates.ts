/** What may hold memory that /proc/meminfo has no line for. */
import type { Evidence } from '../../domain/evidence.ts'
import type { Facts } from '../../domain/facts.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { arcstats } from '../../parsers/zfs/arcstats.ts'
import { pageBytesOf } from '../pageBytes.ts'
import type { Beside } from './parts.ts'

export interface Candidates {
  /** The ARC of ZFS on Linux, its floor left in; null where it was not read or there is no ZFS. */
  readonly arcBytes: number | null
  /** What a hypervisor's balloon has taken since boot and not given back; null where the kernel does not count it. */
  readonly balloonBytes: number | null
}

export function candidatesOf(evidence: Evidence, facts: Facts): Candidates {
  const counters = evidence.get(vmstat)
  const { balloonInflate, balloonDeflate } = counters ?? {}
  const pages =
    balloonInflate === undefined || balloonDeflate === undefined
      ? null
      : Math.max(0, balloonInflate - balloonDeflate)
  return {
    arcBytes: evidence.get(arcstats)?.size ?? null,
    balloonBytes: pages === null ? null : pages * pageBytesOf(facts, evidence),
  }
}

/** What /proc/vmstat tells beside /proc/meminfo. */
export function besideOf(evidence: Evidence, facts: Facts): Beside {
  const pages = evidence.get(vmstat)?.['nrZspages']
  return { zsmallocBytes: pages === undefined ? null : pages * pageBytesOf(facts, evidence) }
}
