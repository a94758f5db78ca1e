/** A cgroup as a subject with samples: the one that was asked for, else the one whose limit binds the process. Pure. */
import { peopledGroup } from '../analyzers/group/members.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Facts } from '../domain/facts.ts'
import type { Values } from '../domain/sample.ts'
import type { Who } from '../domain/subject.ts'
import { cgroupInodes } from '../parsers/cgroup/inodes.ts'
import { bindingGroup, levelsOf } from '../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../parsers/cgroup/memory.ts'
import { meantTarget } from '../parsers/host/meant.ts'
import { processes } from '../parsers/proc/processes.ts'
import { type Part, sampleOf } from './who.ts'

/** The path of the group that was asked for; null where the report is of anything else. */
export function meantGroup(evidence: Evidence): string | null {
  const meant = evidence.get(meantTarget)
  return meant?.kind === 'group' ? meant.path : null
}

/** Null where no group was asked for and none binds. */
export function cgroupPart(
  host: string,
  evidence: Evidence,
  facts: Facts,
  nowMs: number,
): Part | null {
  const groups = evidence.get(cgroupMemory)?.groups ?? []
  const path = meantGroup(evidence)
  const group =
    path === null ? bindingGroup(groups) : (groups.find((one) => one.path === path) ?? null)
  if (group === null) return path === null ? null : uncounted(host, path, evidence, facts, nowMs)
  const inode = inodeOf(group, evidence)
  const who = whoOf(host, group.path, `${group.version}${inode === null ? '' : `:${inode}`}`, facts)
  const clock = evidence.reading(cgroupMemory, 1)
  return { who, sample: sampleOf('cgroup', who, clock, nowMs, cgroupValues(group)) }
}

/** A group whose memory the kernel does not count (or does not show): what its processes hold is all that is known. */
function uncounted(
  host: string,
  path: string,
  evidence: Evidence,
  facts: Facts,
  nowMs: number,
): Part {
  const who = whoOf(host, path, 'uncounted', facts)
  const table = evidence.reading(processes, 1)
  const { members } = peopledGroup(path, table?.value.processes ?? [])
  const values = {
    ...NO_VALUES,
    anonBytes: sumOf(members.map(({ anonBytes }) => anonBytes)),
    swapBytes: sumOf(members.map(({ swapBytes }) => swapBytes)),
  }
  return { who, sample: sampleOf('cgroup', who, table, nowMs, values) }
}

/** Another inode at the same path is another life of the group. */
function inodeOf({ path, version }: CgroupMemory, evidence: Evidence): string | null {
  const inodes = evidence.get(cgroupInodes)?.inodes
  const mounts = version === 'v1' ? ['/memory'] : ['', '/unified']
  const own = path === '/' ? '' : path
  const found = mounts.map((mount) => inodes?.get(`/sys/fs/cgroup${mount}${own}`))
  return found.find((inode) => inode !== undefined) ?? null
}

function whoOf(host: string, path: string, life: string, facts: Facts): Who {
  return {
    subject: { kind: 'cgroup', host, name: path },
    incarnation: {
      key: `${facts.bootId ?? 'unknown'}:${life}:${path}`,
      pid: null,
      startedAtMs: null,
      exe: null,
      argsHash: null,
    },
  }
}

/** A cgroup's levels and counters by our names. */
export function cgroupValues(group: CgroupMemory): Values<'cgroup'> {
  const levels = levelsOf(group)
  return {
    chargedBytes: levels.chargedBytes,
    limitBytes: levels.limitBytes,
    unreclaimableBytes: levels.unreclaimableBytes,
    workingSetBytes: levels.workingSetBytes,
    anonBytes: levels.anonBytes,
    fileBytes: levels.fileBytes,
    shmemBytes: levels.shmemBytes,
    kernelBytes: levels.kernelBytes,
    swapBytes: group.swapUsageBytes,
    limitHits: levels.limitHits,
    highHits: group.events?.['high'] ?? null,
    ooms: levels.ooms,
    oomKills: levels.oomKills,
    inactiveAnonBytes: levels.inactiveAnonBytes,
    activeFileBytes: levels.activeFileBytes,
    inactiveFileBytes: levels.inactiveFileBytes,
  }
}

const NO_VALUES: Values<'cgroup'> = {
  chargedBytes: null,
  limitBytes: null,
  unreclaimableBytes: null,
  workingSetBytes: null,
  anonBytes: null,
  fileBytes: null,
  shmemBytes: null,
  kernelBytes: null,
  swapBytes: null,
  limitHits: null,
  highHits: null,
  ooms: null,
  oomKills: null,
  inactiveAnonBytes: null,
  activeFileBytes: null,
  inactiveFileBytes: null,
}

/** Null where none is known or one is not: a sum of some is no sum. */
function sumOf(parts: readonly (number | null)[]): number | null {
  if (parts.length === 0) return null
  return parts.reduce<number | null>(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    0,
  )
}
