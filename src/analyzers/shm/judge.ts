/**
 * Shared memory: it is counted as page cache and cannot be dropped; part of it outlives its processes. A process's
 * share is told by kind, the rest of a group or host is looked for where no process is.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { bindingGroup, levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { tmpfs } from '../../parsers/tools/df.ts'
import { askCommand, whom } from '../asks.ts'
import { type Known, knownMappings, lineOf } from '../known.ts'
import { heldBy } from '../owners.ts'
import { orphans, tmpfsHolds } from './host.ts'
import { type ShmKind, shmParts } from './kinds.ts'
import { SHARED_FLOOR_BYTES, SHARED_RATIO } from './thresholds.ts'
import type { ShmCode } from './words.ts'

export const LIKES = { sysvShm, tmpfs, maps, smaps, status: processStatus, cgroups: cgroupMemory }
type In = Inputs<Record<never, never>, typeof LIKES>
type ShmFinding = Finding & { readonly code: ShmCode }

export function judgeShm(inputs: In, ctx: AnalyzeContext): readonly ShmFinding[] {
  const known = knownMappings(ctx.evidence)
  return [
    ...orphans(inputs.sysvShm, ctx),
    ...tmpfsHolds(inputs.tmpfs, ctx),
    ...(known?.held === true ? ofProcess(known, inputs, ctx) : []),
    ...ofGroup(inputs, ctx),
  ]
}

function ofProcess(known: Known, { status }: In, ctx: AnalyzeContext): readonly ShmFinding[] {
  const parts = shmParts(known)
  const sharedBytes = parts.reduce((sum, { heldBytes }) => sum + heldBytes, 0)
  const heldBytes = known.mappings.reduce((sum, mapping) => sum + heldBy(mapping), 0)
  const [largest] = parts
  if (largest === undefined || sharedBytes < SHARED_FLOOR_BYTES) return []
  if (sharedBytes < SHARED_RATIO * heldBytes) return []
  const of = (kind: ShmKind): number => parts.find((part) => part.kind === kind)?.heldBytes ?? 0
  const numbers = {
    ...whom(ctx),
    sharedBytes,
    heldBytes,
    sysvBytes: of('sysv'),
    memfdBytes: of('memfd'),
    anonymousBytes: of('anonymous'),
    tmpfsBytes: of('tmpfs') + of('tmpfs-deleted'),
    shmCommand: askCommand(ctx, 'shm'),
  }
  const evidence = [
    ...(status?.rssShmemBytes == null ? [] : [ctx.evidence.quote(processStatus.id, /^RssShmem:/)]),
    ctx.evidence.quote(known.source, lineOf(largest.start)),
  ]
  return [{ code: 'shm.process', severity: 'info', numbers, evidence }]
}

/** The innermost group, or the one whose limit binds: what its own processes do not show is in it all the same. */
function ofGroup({ cgroups }: In, ctx: AnalyzeContext): readonly ShmFinding[] {
  const group = bindingGroup(cgroups?.groups ?? []) ?? cgroups?.groups[0] ?? null
  if (group === null || group.path === '/') return []
  const { shmemBytes, chargedBytes } = levelsOf(group)
  if (shmemBytes === null || shmemBytes < SHARED_FLOOR_BYTES) return []
  if (shmemBytes < SHARED_RATIO * chargedBytes) return []
  const numbers = {
    ...whom(ctx),
    group: group.path,
    shmemBytes,
    chargedBytes,
    shmemRatio: shmemBytes / chargedBytes,
    shmCommand: askCommand(ctx, 'shm'),
  }
  const evidence = [ctx.evidence.quote(cgroupMemory.id, shmemLine(group))]
  return [{ code: 'shm.group', severity: 'info', numbers, evidence }]
}

function shmemLine({ version, path }: CgroupMemory): RegExp {
  const dir = path.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const name = version === 'v2' ? 'shmem' : '(?:total_)?shmem'
  return new RegExp(`${dir}\\/memory\\.stat:${name} `)
}
