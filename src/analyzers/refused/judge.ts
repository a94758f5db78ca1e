/**
 * Memory, threads or files are refused (ENOMEM, EAGAIN, ENFILE) by a limit while the host has room. A finding where
 * a limit is near and little is left of it. The commit limit is spoken of by `overcommit`, mappings by `mappings`,
 * memory of a cgroup by `cgroup-limit`: here they are rows of the question `limits` alone.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Severity } from '../../domain/finding.ts'
import { cgroupPids } from '../../parsers/cgroup/pids.ts'
import { hostSettings } from '../../parsers/host/settings.ts'
import { fds } from '../../parsers/proc/fds.ts'
import { processLimits } from '../../parsers/proc/limits.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { askCommand, whom } from '../asks.ts'
import { availableOf } from '../host-memory/available.ts'
import { ownerName } from '../names.ts'
import {
  LOCKED_FLOOR_BYTES,
  NEAR_RATIO,
  NEAR_ROOM_BYTES,
  NEAR_ROOM_COUNT,
  REACHED_RATIO,
  REACHED_ROOM_BYTES,
  REACHED_ROOM_COUNT,
} from './thresholds.ts'
import { type LimitKind, ratioOf, type Use } from './use.ts'
import { usesOf } from './uses.ts'
import type { RefusedCode } from './words.ts'

export const NEEDS = {}
export const LIKES = {
  meminfo,
  settings: hostSettings,
  processes,
  status: processStatus,
  limits: processLimits,
  pids: cgroupPids,
  shm: sysvShm,
  fds,
}
type RefusedFinding = Finding & { readonly code: RefusedCode }

/** Kinds that have a finding of their own here. */
const CODES: Readonly<Partial<Record<LimitKind, RefusedCode>>> = {
  'address-space': 'refused.address-space',
  data: 'refused.data',
  locked: 'refused.locked',
  processes: 'refused.processes',
  tasks: 'refused.tasks',
  'file-table': 'refused.files',
  'cgroup-tasks': 'refused.cgroup-tasks',
  'open-files': 'refused.open-files',
  'shm-segments': 'refused.shm-segments',
  'shm-pages': 'refused.shm-pages',
}

/** The nearest limit of each kind, where it is near, and forks that a cgroup has refused. */
export function judgeRefused(
  { meminfo: mem }: Inputs<typeof NEEDS, typeof LIKES>,
  ctx: AnalyzeContext,
): readonly RefusedFinding[] {
  const uses = usesOf(ctx.evidence)
  const available = mem === null ? null : availableOf(mem)
  // Left out where it is not known, and so written as a dash.
  const room = available === null ? {} : { availableBytes: available.availableBytes }
  const nearest = uses.filter((use, i) => uses.findIndex(({ kind }) => kind === use.kind) === i)
  return [
    ...nearest.flatMap((use) => near(use, room, ctx)),
    ...uses.flatMap((use) => refusedForks(use, room, ctx)),
  ]
}

function near(use: Use, room: Finding['numbers'], ctx: AnalyzeContext): readonly RefusedFinding[] {
  const code = CODES[use.kind]
  const severity = severityOf(use)
  if (code === undefined || severity === null) return []
  return [
    {
      code,
      severity,
      numbers: { ...numbersOf(use, ctx), ...room },
      evidence: use.evidence,
    },
  ]
}

/** Null where there is room. */
function severityOf(use: Use): Severity | null {
  const ratio = ratioOf(use)
  const room = use.limit - use.used
  const [nearRoom, reachedRoom] =
    use.unit === 'bytes'
      ? [NEAR_ROOM_BYTES, REACHED_ROOM_BYTES]
      : [NEAR_ROOM_COUNT, REACHED_ROOM_COUNT]
  if (ratio < NEAR_RATIO || room >= nearRoom) return null
  const reached = ratio >= REACHED_RATIO && room < reachedRoom
  if (use.kind === 'locked') return reached && use.used >= LOCKED_FLOOR_BYTES ? 'info' : null
  // Set to what the database was given, as its installation guide says: full is how it should be.
  if (use.kind === 'shm-pages') return reached ? 'info' : null
  // A group may be made for exactly the tasks it has: full is a fault where something was refused.
  if (use.kind === 'cgroup-tasks') return reached && (use.refused ?? 0) > 0 ? 'critical' : 'warning'
  return reached ? 'critical' : 'warning'
}

/** A group that has room now and refused forks before; when is not known. */
function refusedForks(
  use: Use,
  room: Finding['numbers'],
  ctx: AnalyzeContext,
): readonly RefusedFinding[] {
  if (use.kind !== 'cgroup-tasks' || (use.refused ?? 0) === 0 || severityOf(use) !== null) return []
  return [
    {
      code: 'refused.forks-before',
      severity: 'info',
      numbers: { ...numbersOf(use, ctx), refusals: use.refused ?? 0, ...room },
      evidence: use.evidence,
    },
  ]
}

function numbersOf(use: Use, ctx: AnalyzeContext): Finding['numbers'] {
  const room = Math.max(0, use.limit - use.used)
  const amounts =
    use.unit === 'bytes'
      ? { usedBytes: use.used, limitBytes: use.limit, roomBytes: room }
      : { used: use.used, limit: use.limit, room }
  return {
    ...whom(ctx),
    ...amounts,
    name: use.name,
    group: use.group === '' ? '' : ownerName(use.group),
    usedRatio: ratioOf(use),
    limitsCommand: askCommand(ctx, 'limits'),
  }
}
