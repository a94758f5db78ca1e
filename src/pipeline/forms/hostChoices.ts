/** Hosts for a field that completes: those whose names begin so, hold it, or are like it, in this order. Pure. */
import type { Choice } from '../../domain/form.ts'
import { type HostEntry, namesOf } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import { likeness } from '../likeness.ts'

/** Below it two words are alike by chance. */
const LIKE = 0.4
/** Ranks from here on hold what was typed; below it they are only like it. */
const WRITTEN = 1

/** Gives at most LIMITS.formChoices; for nothing typed the inventory's own order. */
export function hostChoices(hosts: readonly HostEntry[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase()
  const ranked = hosts
    .map((host, order) => ({ host, order, rank: rankOf(host, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.order - b.order)
  // A slip of the hand is looked for only where nothing is written so.
  const written = ranked.filter(({ rank }) => rank >= WRITTEN)
  return (written.length > 0 ? written : ranked)
    .slice(0, LIMITS.formChoices)
    .map(({ host }) => hostChoice(host))
}

/** A host as one chooses it: by its name, with whatever else it answers to. */
export function hostChoice(host: HostEntry): Choice {
  const others = namesOf(host)
    .slice(1)
    .filter((name) => name !== host.name.toLowerCase())
  const also = [...new Set(others)].join(', ')
  return { value: host.name, label: also === '' ? host.name : `${host.name} (${also})` }
}

function rankOf(host: HostEntry, wanted: string): number {
  if (wanted === '') return 1
  return Math.max(...namesOf(host).map((name) => rankOfName(name, wanted)))
}

function rankOfName(name: string, wanted: string): number {
  if (name === wanted) return WRITTEN + 2
  if (name.startsWith(wanted)) return WRITTEN + 1
  if (name.includes(wanted)) return WRITTEN
  const like = likeness(name, wanted)
  return like > LIKE ? like : 0
}
