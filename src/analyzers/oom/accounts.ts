/**
 * What the memory was, by the kernel's own accounts of the group or the host: anon + shared memory + files + kernel.
 * RSS is never summed here: shared pages stand in each task's RSS, and tmpfs and the kernel in none.
 */
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { HOLDER_RATIO } from './thresholds.ts'

export type Part = 'tasks' | 'shared' | 'files' | 'kernel' | 'hugepages' | 'free' | 'rest'

export interface Accounts {
  /** The limit that was full, or the memory of the host. */
  readonly wholeBytes: number
  readonly parts: Readonly<Partial<Record<Part, number>>>
}

/** Gives the accounts that the event shows; null when it shows none. */
export function accountsOf(event: OomEvent): Accounts | null {
  return event.memcg === null ? hostAccounts(event) : groupAccounts(event.memcg)
}

/** The part that is to blame: the largest of those that cannot go, if it is a good share of the whole. */
export function holderOf({ wholeBytes, parts }: Accounts): Part | null {
  const fixed = (['tasks', 'shared', 'kernel', 'hugepages', 'rest'] as const)
    .map((part) => ({ part, bytes: parts[part] ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes)[0]
  if (fixed === undefined || fixed.bytes < HOLDER_RATIO * wholeBytes) return null
  return fixed.part
}

function groupAccounts(memcg: NonNullable<OomEvent['memcg']>): Accounts | null {
  const { stat } = memcg
  const usage = memcg.usageBytes
  // A v1 group's total_* lines hold its children too, as its usage does; v2 knows no others.
  const of = (...names: readonly string[]): number | null =>
    names.map((name) => stat[name]).find((bytes) => bytes !== undefined) ?? null
  const anon = of('totalRss', 'rss', 'anon')
  const cache = of('totalCache', 'cache', 'file')
  if (usage === null || anon === null) return null
  const shared = of('totalShmem', 'shmem') ?? lruBeyond(anon, of)
  const files = Math.max(0, (cache ?? 0) - shared)
  const kernel = memcg.kmemUsageBytes ?? of('kernel') ?? kernelBefore518(of)
  const known = anon + shared + files + (kernel ?? 0)
  const rest = Math.max(0, usage - known)
  return {
    wholeBytes: memcg.limitBytes ?? usage,
    // Where the kernel's part is not told, it is what the others leave: usage counts it.
    parts: {
      tasks: anon,
      shared,
      files,
      kernel: kernel ?? rest,
      ...(kernel === null ? {} : { rest }),
    },
  }
}

type Lookup = (...names: readonly string[]) => number | null

/** Before 4.18 v1 has no shmem line: the anon lists hold rss and shared memory (memory.rst, 5.2). */
function lruBeyond(anon: number, of: Lookup): number {
  const active = of('totalActiveAnon', 'activeAnon')
  const inactive = of('totalInactiveAnon', 'inactiveAnon')
  return active === null || inactive === null ? 0 : Math.max(0, active + inactive - anon)
}

/** v2 before 5.18 tells the kernel's parts and not their sum; v1 tells none of them. */
function kernelBefore518(of: Lookup): number | null {
  const slab = of('slab')
  if (slab === null) return null
  const others = ['kernelStack', 'pagetables', 'percpu', 'sock', 'vmalloc']
  return slab + others.reduce((sum, name) => sum + (of(name) ?? 0), 0)
}

function hostAccounts(event: OomEvent): Accounts | null {
  const { memInfo } = event
  if (memInfo === null) return null
  const of = (name: string): number => memInfo[name] ?? 0
  const managed = event.zones.reduce((sum, zone) => sum + (zone.managedBytes ?? 0), 0)
  const told = event.zones.length > 0 && event.zones.every((zone) => zone.managedBytes !== null)
  const whole = told ? managed : event.totalRamBytes
  // Before 2.6.28 the lists are not split by kind.
  const split = memInfo.activeAnonBytes !== undefined
  if (whole === null || !split || memInfo.freeBytes === undefined) return null
  const shared = of('shmemBytes')
  const parts = {
    // Shared memory sits on the anon lists; what is locked sits on the unevictable one.
    tasks: Math.max(0, of('activeAnonBytes') + of('inactiveAnonBytes') - shared),
    shared,
    files:
      of('activeFileBytes') +
      of('inactiveFileBytes') +
      of('unevictableBytes') +
      of('slabReclaimableBytes'),
    kernel:
      // Before 2.6.3x slab is one number.
      (memInfo.slabUnreclaimableBytes ?? of('slabBytes')) +
      of('pagetablesBytes') +
      of('secPagetablesBytes') +
      of('kernelStackBytes'),
    hugepages: event.hugepages.reduce((sum, pool) => sum + pool.total * pool.sizeBytes, 0),
    free: of('freeBytes'),
  }
  const known = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  return { wholeBytes: whole, parts: { ...parts, rest: Math.max(0, whole - known) } }
}
