/** Mappings by owner: who in the process holds the memory. Pure. */
import { NO_OWNER, namedOwners } from './ownerNames.ts'
import type { OwnerKind, Placed } from './placed.ts'

/** What smaps says that a mapping holds. */
export interface Mapping extends Placed {
  readonly rssBytes: number
  readonly pssBytes: number
  readonly anonymousBytes: number
  readonly swapBytes: number
}

export interface Owner {
  readonly kind: OwnerKind
  readonly name: string
  readonly mappings: number
  readonly sizeBytes: number
  readonly rssBytes: number
  readonly pssBytes: number
  readonly anonymousBytes: number
  readonly swapBytes: number
}

/** Owners by what they hold (resident and swapped), the largest first. */
export function ownersOf(mappings: readonly Mapping[]): readonly Owner[] {
  const owners = new Map<string, Owner>()
  const named = namedOwners(mappings)
  mappings.forEach((mapping, i) => {
    const { kind, name } = named[i] ?? NO_OWNER
    const key = `${kind} ${name}`
    const held = owners.get(key) ?? { ...NOTHING, kind, name }
    owners.set(key, {
      kind,
      name,
      mappings: held.mappings + 1,
      sizeBytes: held.sizeBytes + mapping.sizeBytes,
      rssBytes: held.rssBytes + mapping.rssBytes,
      pssBytes: held.pssBytes + mapping.pssBytes,
      anonymousBytes: held.anonymousBytes + mapping.anonymousBytes,
      swapBytes: held.swapBytes + mapping.swapBytes,
    })
  })
  return [...owners.values()].sort((a, b) => heldBy(b) - heldBy(a) || (a.name < b.name ? -1 : 1))
}

const NOTHING = {
  mappings: 0,
  sizeBytes: 0,
  rssBytes: 0,
  pssBytes: 0,
  anonymousBytes: 0,
  swapBytes: 0,
}

/**
 * A mapping of /proc/PID/maps: its place is known, what it holds is not read. Spelled out: spreading makes slow
 * objects, and a process may have 65,000 of these.
 */
export function unread({ start, end, sizeBytes, perms, path }: Placed): Mapping {
  return {
    start,
    end,
    sizeBytes,
    perms,
    path,
    rssBytes: 0,
    pssBytes: 0,
    anonymousBytes: 0,
    swapBytes: 0,
  }
}

/** What an owner holds: resident and swapped out. */
export function heldBy(owner: Pick<Owner, 'rssBytes' | 'swapBytes'>): number {
  return owner.rssBytes + owner.swapBytes
}
