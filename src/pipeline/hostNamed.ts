/** A host by the word that a person typed for it. */
import { UserError } from '../domain/errors.ts'
import { findHost, type HostEntry } from '../domain/inventory.ts'
import type { House } from './house.ts'
import { likeness } from './likeness.ts'

const NEAR_SCORE = 0.4
const NEAR_SHOWN = 5

/** The inventory's host by this word. Throws UserError `unknown-host` with the names that are near. */
export function hostNamed(house: Pick<House, 'inventory'>, word: string): HostEntry {
  const host = findHost(house.inventory, word)
  if (host !== null) return host
  const names = house.inventory.hosts.map((entry) => entry.name)
  const scored = names.map((name) => ({
    name,
    score: likeness(name.toLowerCase(), word.toLowerCase()),
  }))
  const near = scored.filter((row) => row.score > NEAR_SCORE).sort((a, b) => b.score - a.score)
  throw new UserError('unknown-host', {
    word: word.slice(0, 80),
    near: (near.length > 0 ? near.map((row) => row.name) : names).slice(0, NEAR_SHOWN).join(', '),
  })
}
