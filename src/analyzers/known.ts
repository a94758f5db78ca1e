/**
 * What is known of a process's mappings: from smaps with what they hold, from pmap where people brought it, else
 * from maps with their sizes alone.
 */
import type { Evidence } from '../domain/evidence.ts'
import { maps } from '../parsers/proc/maps.ts'
import { smaps } from '../parsers/proc/smaps.ts'
import { pmap } from '../parsers/tools/pmap.ts'
import type { PmapMapping } from '../parsers/tools/pmapRows.ts'
import { namedOwners } from './ownerNames.ts'
import { type Mapping, unread } from './owners.ts'
import type { OwnerName, Placed } from './placed.ts'

export interface Known {
  readonly mappings: readonly Mapping[]
  /** Of each mapping, in their order. */
  readonly owners: readonly OwnerName[]
  /** True when what they hold was read. */
  readonly held: boolean
  /** The source whose lines tell of them. */
  readonly source: string
  /** As the kernel counts against its limit. */
  readonly count: number
  /** The text was cut: there are at least so many. */
  readonly atLeast: boolean
}

/** Several analyzers ask the same of one evidence, which never changes. */
const CACHE = new WeakMap<Evidence, Known | null>()

/** Null when none was read. */
export function knownMappings(evidence: Evidence): Known | null {
  const cached = CACHE.get(evidence)
  if (cached !== undefined) return cached
  const known = readKnown(evidence)
  CACHE.set(evidence, known)
  return known
}

function readKnown(evidence: Evidence): Known | null {
  const [placed, full] = [evidence.get(maps)?.mappings, evidence.get(smaps)?.mappings]
  if (placed === undefined && full === undefined) return null
  const cut = (id: string): boolean =>
    evidence.losses.some(({ source, code }) => source === id && code === 'cut')
  // Of the two the whole one counts, and the one that tells more where both are whole.
  if (full !== undefined && (placed === undefined || !cut(smaps.id))) {
    return knownOf(full, true, smaps.id, cut(smaps.id), placed ?? full)
  }
  const pasted = pmapMappings(evidence)
  if (pasted !== null) return knownOf(pasted, true, pmap.id, cut(pmap.id), placed ?? pasted)
  const mappings = (placed ?? []).map(unread)
  return knownOf(mappings, false, maps.id, cut(maps.id), mappings)
}

/** The line of the mapping that begins there, as maps, smaps and pmap print it. */
export function lineOf(start: string): RegExp {
  return new RegExp(`^\\s*0*${start}[- ]`)
}

/** Of a pmap of one process that tells what is resident: -x and -X of procps do, busybox tells PSS alone. */
function pmapMappings(evidence: Evidence): readonly Mapping[] | null {
  const all = evidence.get(pmap)?.processes.filter(({ mappings }) => mappings.length > 0) ?? []
  const [only, ...others] = all
  if (only === undefined || others.length > 0) return null
  const mappings = only.mappings.map(heldOf)
  return mappings.every((mapping) => mapping !== null) ? mappings : null
}

function heldOf(mapping: PmapMapping): Mapping | null {
  const { start, end, sizeBytes, perms, path, sizes } = mapping
  const { rssBytes, pssBytes, anonymousBytes, swapBytes } = sizes
  if (rssBytes === undefined) return null
  return {
    start,
    end,
    sizeBytes,
    perms,
    path,
    rssBytes,
    pssBytes: pssBytes ?? 0,
    anonymousBytes: anonymousBytes ?? 0,
    swapBytes: swapBytes ?? 0,
  }
}

/** Listed with each process and belonging to none (fs/proc/task_mmu.c, get_gate_vma). */
const VSYSCALL_START = 'ffffffffff600000'

function knownOf(
  mappings: readonly Mapping[],
  held: boolean,
  source: string,
  atLeast: boolean,
  all: readonly Placed[],
): Known {
  const count = all.filter(({ start }) => start !== VSYSCALL_START).length
  return { mappings, owners: namedOwners(mappings), held, source, count, atLeast }
}
