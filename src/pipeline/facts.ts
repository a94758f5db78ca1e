/** Evidence -> what the host is. Pure. */
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import { cgroupMemory } from '../parsers/cgroup/memory.ts'
import { hostSystem } from '../parsers/host/system.ts'
import { hostTools } from '../parsers/host/tools.ts'
import { bootId } from '../parsers/proc/bootId.ts'
import { meminfo } from '../parsers/proc/meminfo.ts'
import { osrelease } from '../parsers/proc/osrelease.ts'
import { pageSize } from '../parsers/proc/pageSize.ts'
import { uptime } from '../parsers/proc/uptime.ts'
import { hostDate } from '../parsers/tools/date.ts'
import { containerOf, virtualisationOf } from './virtualisation.ts'

/** USER_HZ: the unit of /proc/PID/stat times, 100 on every Linux port in use (proc_pid_stat(5)). */
const USER_HZ = 100

export function factsOf(evidence: Evidence): Facts {
  const up = evidence.reading(uptime, 1)
  const groups = evidence.get(cgroupMemory)?.groups ?? []
  const versions = new Set(groups.map((group) => group.version))
  const system = evidence.get(hostSystem)
  const tools = evidence.get(hostTools)
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
    distribution: system?.distribution ?? null,
    architecture: system?.architecture ?? tools?.architecture ?? null,
    virtualisation: virtualisationOf(system),
    container: containerOf(system, tools?.marks ?? null),
    containerLimitBytes: system?.rootLimitBytes ?? null,
    clockSkewMs: skewOf(evidence),
    tools: tools?.tools ?? null,
  }
}

/** The host writes whole seconds: half of one is added, so that no skew is told of it in the middle. */
const HALF_SECOND_MS = 500

function skewOf(evidence: Evidence): number | null {
  const date = evidence.reading(hostDate, 1)
  return date === null ? null : Math.round(date.value.atMs + HALF_SECOND_MS - date.atMs)
}
