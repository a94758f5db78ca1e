/**
 * A whole instance: what it holds, whether one process holds most of it, whether many idle sessions do, and whether it comes
 * near what it may hold. By RssAnon and VmSwap, never by PSS: the kernel would walk every shared page of each backend.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { WalkedContexts } from '../../domain/contexts.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { bindingGroup } from '../../parsers/cgroup/levels.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { instanceContexts } from '../../parsers/postgres/instanceContexts.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { askCommand } from '../asks.ts'
import { whoIs } from '../pg-who/who.ts'
import { heldBy, type Instance, instanceLedBy, type Member, sharedBy } from './instances.ts'
import { idleSessions, isTold, shareOf } from './sums.ts'
import {
  IDLE_COUNT,
  IDLE_FLOOR_BYTES,
  IDLE_HEAVY_RATIO,
  IDLE_LARGE_BYTES,
  MOST_FLOOR_BYTES,
  MOST_HEAVY_RATIO,
  MOST_RATIO,
  NEAR_FLOOR_BYTES,
  NEAR_RATIO,
} from './thresholds.ts'
import { bytesBelow, largestOf, totalOf } from './walked.ts'
import type { InstanceCode } from './words.ts'

export const NEEDS = { processes, firstArgs, meminfo }
export const LIKES = { cgroups: cgroupMemory, walked: instanceContexts }
type In = Inputs<typeof NEEDS, typeof LIKES>
type InstanceFinding = Finding & { readonly code: InstanceCode }

/** What all rules look at. */
interface Scene {
  readonly instance: Instance
  readonly privateBytes: number
  readonly shared: Member | null
  readonly limit: { readonly bytes: number; readonly name: string }
  readonly ctx: AnalyzeContext
}

export function judgeInstance(inputs: In, ctx: AnalyzeContext): readonly InstanceFinding[] {
  const instance = instanceLedBy(ctx.evidence, ctx.incarnation?.pid ?? null)
  if (instance === null || !isTold(instance)) return []
  const scene: Scene = {
    instance,
    privateBytes: heldBy(instance),
    shared: sharedBy(instance),
    limit: limitOf(inputs),
    ctx,
  }
  return [
    holds(scene),
    ...near(scene),
    ...most(scene),
    ...idle(scene, inputs),
    ...contexts(scene, inputs),
  ]
}

function limitOf({ meminfo: mem, cgroups }: In): Scene['limit'] {
  const ramBytes = mem.memTotalBytes
  const group = bindingGroup(cgroups?.groups ?? [])
  return group?.limitBytes == null || group.limitBytes >= ramBytes
    ? { bytes: ramBytes, name: 'MemTotal' }
    : { bytes: group.limitBytes, name: group.path }
}

function holds(scene: Scene): InstanceFinding {
  const { instance, shared } = scene
  const [largest] = instance.members
  const idleCount = idleSessions(instance).length
  return {
    code: 'instance.holds',
    severity: 'info',
    numbers: {
      ...common(scene),
      sessions: instance.members.filter(({ role }) => role === 'backend').length,
      idleSessions: idleCount,
      ...(largest === undefined
        ? {}
        : { largest: memberName(largest), largestBytes: largest.heldBytes ?? 0 }),
      ...(shared === null ? {} : { sharedPid: String(shared.row.pid) }),
    },
    evidence: quotesOf(scene, largest),
  }
}

function near(scene: Scene): readonly InstanceFinding[] {
  const { privateBytes, shared, limit } = scene
  const sumBytes = privateBytes + (shared?.row.shmemBytes ?? 0)
  if (sumBytes < NEAR_RATIO * limit.bytes || sumBytes < NEAR_FLOOR_BYTES) return []
  return [
    {
      code: 'instance.near-limit',
      severity: 'warning',
      numbers: { ...common(scene), sumBytes },
      evidence: quotesOf(scene, scene.instance.members[0]),
    },
  ]
}

function most(scene: Scene): readonly InstanceFinding[] {
  const [largest] = scene.instance.members
  const bytes = largest?.heldBytes ?? 0
  if (largest === undefined || bytes < MOST_FLOOR_BYTES) return []
  const share = shareOf(largest, scene.instance)
  if (share < MOST_RATIO) return []
  return [
    {
      code: 'instance.one-holds-most',
      severity: bytes >= MOST_HEAVY_RATIO * scene.limit.bytes ? 'warning' : 'info',
      numbers: {
        ...common(scene),
        largest: memberName(largest),
        largestBytes: bytes,
        largestRatio: share,
        limitRatio: bytes / scene.limit.bytes,
        ...(largest.title?.activity == null ? {} : { doing: largest.title.activity }),
        checkCommand: `memcheck ${scene.ctx.subject.host} ${largest.row.pid}`,
      },
      evidence: quotesOf(scene, largest),
    },
  ]
}

function idle(scene: Scene, { walked }: In): readonly InstanceFinding[] {
  const large = idleSessions(scene.instance).filter(
    ({ heldBytes }) => (heldBytes ?? 0) >= IDLE_LARGE_BYTES,
  )
  const [first] = large
  const idleBytes = large.reduce((sum, { heldBytes }) => sum + (heldBytes ?? 0), 0)
  if (first === undefined || large.length < IDLE_COUNT || idleBytes < IDLE_FLOOR_BYTES) return []
  return [
    {
      code: 'instance.idle-hold',
      severity: idleBytes >= IDLE_HEAVY_RATIO * scene.limit.bytes ? 'warning' : 'info',
      numbers: {
        ...common(scene),
        idleSessions: large.length,
        idleBytes,
        idleRatio: idleBytes / Math.max(1, scene.privateBytes),
        eachBytes: IDLE_LARGE_BYTES,
        ...cachesOf(large, walked?.trees ?? []),
        contextsCommand: `memcheck ${scene.ctx.subject.host} ${first.row.pid} contexts`,
      },
      evidence: quotesOf(scene, first),
    },
  ]
}

/** What of the idle sessions that were looked into lies in their caches. */
function cachesOf(large: readonly Member[], trees: readonly WalkedContexts[]): Finding['numbers'] {
  const pids = new Set(large.map(({ row }) => row.pid))
  const seen = trees.filter(({ pid }) => pids.has(pid))
  if (seen.length === 0) return {}
  const cacheBytes = seen.reduce((sum, tree) => sum + bytesBelow(tree, 'CacheMemoryContext'), 0)
  return { looked: seen.length, cacheBytes }
}

/** The first of those that were looked into. */
function contexts(scene: Scene, { walked }: In): readonly InstanceFinding[] {
  const { instance, ctx } = scene
  const [tree] = walked?.trees ?? []
  const member = instance.members.find(({ row }) => row.pid === tree?.pid)
  const largest = tree === undefined ? null : largestOf(tree)
  if (tree === undefined || member === undefined || largest === null) return []
  const totalBytes = totalOf(tree)
  return [
    {
      code: 'instance.contexts',
      severity: 'info',
      numbers: {
        process: memberName(member),
        looked: walked?.trees.length ?? 0,
        totalBytes,
        heldBytes: member.heldBytes ?? 0,
        largest: largest.name,
        largestBytes: largest.totalBytes,
        largestRatio: largest.totalBytes / Math.max(1, totalBytes),
        contextsCommand: askCommand(ctx, 'contexts'),
      },
      evidence: [ctx.evidence.quote(instanceContexts.id, /^\["TopMemoryContext"/)],
    },
  ]
}

function common({ instance, privateBytes, shared, limit, ctx }: Scene): Finding['numbers'] {
  const sharedBytes = shared?.row.shmemBytes ?? 0
  return {
    processes: instance.members.length,
    privateBytes,
    sharedBytes,
    limit: limit.name,
    limitBytes: limit.bytes,
    ofLimitRatio: (privateBytes + sharedBytes) / Math.max(1, limit.bytes),
    backendsCommand: askCommand(ctx, 'backends'),
  }
}

function memberName(member: Member): string {
  return `${whoIs(member.role, member.title)} (PID ${member.row.pid})`
}

function quotesOf({ ctx, shared }: Scene, member: Member | undefined): readonly Quote[] {
  const quote = (of: Member | undefined | null, field: string): readonly Quote[] =>
    of == null
      ? []
      : [ctx.evidence.quote(processes.id, new RegExp(`^${of.row.pid}/status:${field}:`))]
  return [...quote(member, 'RssAnon'), ...quote(shared, 'RssShmem')].filter(
    ({ line }) => line !== '',
  )
}
