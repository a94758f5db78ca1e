/**
 * Which parts are of one instant: by the time that content or name tells, or by what their names order (`.1 .2`,
 * before and after). A number in a name orders only where another file of the same stem bears another one. Pure.
 */
import { SECOND_MS } from '../../domain/time.ts'
import { type Order, orderOf } from './names.ts'
import type { RawPart } from './parts.ts'

export interface Labelled {
  readonly part: RawPart
  /** The folder without what orders it: parts of one scope are of one host. */
  readonly scope: string
  /** Parts of one scope and label are of one instant. */
  readonly label: string
  readonly rank: number
}

/** Files of one round of collecting are seldom further apart than this. */
const TOGETHER_MS = 30 * SECOND_MS

export function labelled(parts: readonly RawPart[]): readonly Labelled[] {
  const folders = new Map(parts.map((part) => [folderOf(part.name), orderOf(folderOf(part.name))]))
  const folderSeries = seriesOf([...folders.values()].map((order) => ({ scope: '', order })))
  const scoped = parts.map((part) => {
    const folder = folders.get(folderOf(part.name)) ?? NO_ORDER
    const counts = folderSeries.has(`\n${folder.rank}`) || folder.atMs !== null
    return { part, folder: counts ? folder : { ...folder, rank: 0 }, scope: folder.stem }
  })
  const series = seriesOf(scoped.map(({ part, scope }) => ({ scope, order: part.order })))
  const clusters = clustersOf(scoped)
  return scoped.map(({ part, scope, folder }) => {
    const rank = series.has(`${scope}\n${part.order.rank}`) ? part.order.rank : 0
    const time = clusters.get(part) ?? ''
    return {
      part,
      scope,
      label: `${folder.rank}:${folder.atMs}:${rank}:${time}`,
      rank: folder.rank * FOLDER_WEIGHT + rank,
    }
  })
}

const FOLDER_WEIGHT = 1e7
const NO_ORDER: Order = { stem: '', atMs: null, rank: 0 }

function folderOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : ''
}

/** `scope\nrank` of every rank that stands beside another one under the same stem. */
function seriesOf(
  all: readonly { readonly scope: string; readonly order: Order }[],
): ReadonlySet<string> {
  const ranks = new Map<string, Set<number>>()
  for (const { scope, order } of all) {
    const key = `${scope}\n${order.stem}`
    ranks.set(key, (ranks.get(key) ?? new Set()).add(order.rank))
  }
  return new Set(
    [...ranks].flatMap(([key, of]) =>
      of.size < 2 ? [] : [...of].map((rank) => `${key.split('\n')[0]}\n${rank}`),
    ),
  )
}

/** Parts with a told time, by the beginning of their round: near in time, and no stem twice. */
function clustersOf(
  all: readonly { readonly part: RawPart; readonly scope: string }[],
): ReadonlyMap<RawPart, string> {
  const told = all
    .filter(({ part }) => part.timeFrom === 'content' || part.timeFrom === 'name')
    .sort((a, b) => a.scope.localeCompare(b.scope) || (a.part.atMs ?? 0) - (b.part.atMs ?? 0))
  const out = new Map<RawPart, string>()
  let open = { scope: '', fromMs: 0, seen: new Map<string, number>() }
  for (const { part, scope } of told) {
    const atMs = part.atMs ?? 0
    const stem = part.timeFrom === 'name' ? part.order.stem : `${part.name} ${part.kind}`
    const before = open.seen.get(stem)
    const again = before !== undefined && before !== atMs
    if (open.scope !== scope || atMs - open.fromMs > TOGETHER_MS || again)
      open = { scope, fromMs: atMs, seen: new Map() }
    open.seen.set(stem, atMs)
    out.set(part, String(open.fromMs))
  }
  return out
}
