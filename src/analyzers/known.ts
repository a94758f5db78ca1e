/** What is known of a process's mappings: from smaps with what they hold, else from maps with their sizes alone. */
import type { Evidence } from '../domain/evidence.ts'
import { maps } from '../parsers/proc/maps.ts'
import { smaps } from '../parsers/proc/smaps.ts'
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

/** Null when neither was read. */
export function knownMappings(evidence: Evidence): Known | null {
  const [placed, full] = [evidence.get(maps)?.mappings, evidence.get(smaps)?.mappings]
  if (placed === undefined && full === undefined) return null
  const cut = (id: string): boolean =>
    evidence.losses.some(({ source, code }) => source === id && code === 'cut')
  // Of the two the whole one counts, and the one that tells more where both are whole.
  if (full !== undefined && (placed === undefined || !cut(smaps.id))) {
    return knownOf(full, smaps.id, cut(smaps.id), placed ?? full)
  }
  const mappings = (placed ?? []).map(unread)
  return knownOf(mappings, maps.id, cut(maps.id), mappings)
}

function knownOf(
  mappings: readonly Mapping[],
  source: string,
  atLeast: boolean,
  all: readonly Placed[],
): Known {
  // The gate page of vsyscall is listed with each process and belongs to none (fs/proc/task_mmu.c, get_gate_vma).
  const count = all.filter(({ path }) => path !== '[vsyscall]').length
  const held = source === smaps.id
  return { mappings, owners: namedOwners(mappings), held, source, count, atLeast }
}
