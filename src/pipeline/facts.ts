/** Evidence -> what the host is. Pure. */
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { cgroupMemory } from '../parsers/cgroup/memory.ts'
import { bootId } from '../parsers/proc/bootId.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { osrelease } from '../parsers/proc/osrelease.ts'
import { pageSize } from '../parsers/proc/pageSize.ts'
import { uptime } from '../parsers/proc/uptime.ts'
import { hostDate } from '../parsers/tools/date.ts'

/** USER_HZ: the unit of /proc/PID/stat times, 100 on every Linux port in use (proc_pid_stat(5)). */
const USER_HZ = 100

export function factsOf(evidence: Evidence): Facts {
  const up = evidence.reading(uptime, 1)
  const groups = evidence.get(cgroupMemory)?.groups ?? []
  const versions = new Set(groups.map((group) => group.version))
  return {
    kernel: evidence.get(osrelease)?.osrelease ?? null,
    bootId: evidence.get(bootId)?.bootId ?? null,
    bootAtMs: up === null ? null : Math.round(up.atMs - up.value.uptimeSeconds * 1000),
    zoneOffsetSec: evidence.get(hostDate)?.offsetSeconds ?? null,
    pageBytes: evidence.get(pageSize)?.pageBytes ?? null,
    ticksPerSec: USER_HZ,
    memTotalBytes: evidence.get(meminfo)?.memTotalBytes ?? null,
    cgroup:
      versions.size === 2 ? 'hybrid' : versions.has('v2') ? 'v2' : versions.has('v1') ? 'v1' : null,
  }
}
