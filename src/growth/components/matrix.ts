/** Snapshots of parts -> one series a part. What a whole snapshot does not name is zero; of half a one it is unknown. */
import type { ComponentPart, ComponentSnapshot } from '../../domain/components.ts'
import { keysOf } from './keys.ts'

export interface ComponentSeries {
  readonly key: string
  /** As it was called last. */
  readonly path: readonly string[]
  readonly atMs: readonly number[]
  readonly bytes: readonly number[]
  /** How many parts of this key each snapshot had. */
  readonly counts: readonly number[]
}

/** Oldest first; parts of one key are summed, and counted. */
export function componentSeries(all: readonly ComponentSnapshot[]): readonly ComponentSeries[] {
  const snapshots = [...all].sort((a, b) => a.atMs - b.atMs)
  const keyOf = keysOf(snapshots.map(({ parts }) => parts.map(({ path }) => path)))
  const sums = snapshots.map(({ parts }) => summed(parts, keyOf))
  const paths = new Map<string, readonly string[]>()
  for (const sum of sums) for (const [key, { path }] of sum) paths.set(key, path)
  return [...paths].map(([key, path]) => {
    const [atMs, bytes, counts]: [number[], number[], number[]] = [[], [], []]
    for (const [i, snapshot] of snapshots.entries()) {
      const of = sums[i]?.get(key)
      if (of === undefined && !snapshot.complete) continue
      atMs.push(snapshot.atMs)
      bytes.push(of?.bytes ?? 0)
      counts.push(of?.count ?? 0)
    }
    return { key, path, atMs, bytes, counts }
  })
}

interface Sum {
  path: readonly string[]
  bytes: number
  count: number
}

function summed(
  parts: readonly ComponentPart[],
  keyOf: (path: readonly string[]) => string,
): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const { path, bytes, count } of parts) {
    const key = keyOf(path)
    const held = sums.get(key)
    if (held === undefined) sums.set(key, { path, bytes, count })
    else {
      held.bytes += bytes
      held.count += count
    }
  }
  return sums
}
