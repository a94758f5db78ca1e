/** A process's dumps -> snapshots of its parts, for the ranking of what grows. Pure. */
import type { ComponentPart, ComponentSnapshot } from '../../domain/components.ts'
import type { MemoryContext } from '../../domain/contexts.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { MINUTE_MS } from '../../domain/time.ts'
import { type ContextDump, FOLDED_NAME, ownBytes } from '../../parsers/postgres/contextDumps.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { type ContextLife, walkDump } from './trees.ts'

/** Paths of one snapshot; a tree has some hundred. */
const MOST_PARTS = 5000
const MOST_LEVELS = 12

export interface ContextSnapshots {
  readonly snapshots: readonly ComponentSnapshot[]
  /** False where not every dump tells its time: then only their order is known, and no rate is told. */
  readonly timed: boolean
}

/** Contexts of one path (names from the top down) are one part. */
function snapshotsOf(dumps: readonly ContextDump[]): ContextSnapshots {
  const times = dumps.map(({ at }) => (at === null ? null : at.atMs))
  const rises = times.every((atMs, i) => atMs !== null && atMs > (times[i - 1] ?? -1))
  return {
    timed: rises,
    snapshots: dumps.map((dump, i) => componentsOf(dump, rises ? (times[i] ?? 0) : i * MINUTE_MS)),
  }
}

/** What a walk over the process's memory gives now; null where none was made. */
export function walkedSnapshot(evidence: Evidence): ComponentSnapshot | null {
  const walked = evidence.reading(memoryContexts, 1)
  return walked === null ? null : componentsOf(walkDump(walked.value), walked.atMs)
}

/** Of a process whose memory was walked its kept looks, of pasted dumps these. */
export function snapshotsFor(
  life: ContextLife,
  kept: readonly ComponentSnapshot[],
): ContextSnapshots {
  return life.source === memoryContexts.id
    ? { snapshots: kept, timed: true }
    : snapshotsOf(life.dumps)
}

function componentsOf(dump: ContextDump, atMs: number): ComponentSnapshot {
  const { tree, totalBytes } = dump
  const rows = tree.contexts
  const own = tree.inclusive === true ? ownBytes(rows) : null
  const parts = new Map<string, { path: readonly string[]; bytes: number; count: number }>()
  for (const [i, row] of rows.entries()) {
    // What is folded has no name: it is a part of what no part explains.
    if (row.name === FOLDED_NAME || row.overflowed === true) continue
    const path = pathOf(row, rows)
    const key = path.join('\n')
    const known = parts.get(key)
    const bytes = own?.[i] ?? row.totalBytes
    if (known === undefined) {
      if (parts.size < MOST_PARTS) parts.set(key, { path, bytes, count: row.contexts })
      continue
    }
    known.bytes += bytes
    known.count += row.contexts
  }
  // One context by itself, as grepped, says nothing of the whole.
  const isWhole = dump.form !== 'series'
  return {
    atMs,
    complete: tree.complete,
    totalBytes: isWhole ? totalBytes : null,
    parts: [...parts.values()] satisfies readonly ComponentPart[],
  }
}

function pathOf(row: MemoryContext, rows: readonly MemoryContext[]): readonly string[] {
  const path = [row.name]
  let { parent } = row
  while (parent !== null && path.length < MOST_LEVELS) {
    const above: MemoryContext | undefined = rows[parent]
    if (above === undefined) break
    path.unshift(above.name)
    parent = above.parent
  }
  return path
}
