/** A walk's tree made for a test: names, bytes and parents. */
import type { WalkedContexts } from '../../src/domain/contexts.ts'

type Row = readonly [name: string, bytes: number, parent: number | null, ident?: string]

export function treeOf(pid: number, rows: readonly Row[]): WalkedContexts {
  const levels: number[] = []
  const contexts = rows.map(([name, totalBytes, parent, ident = null]) => {
    const level = parent === null ? 0 : (levels[parent] ?? 0) + 1
    levels.push(level)
    const sizes = { totalBytes, blocks: 1, freeBytes: 0, freeChunks: 0, contexts: 1 }
    return { name, ident, level, parent, kind: 'AllocSet', ...sizes } as const
  })
  return {
    pid,
    way: 'local',
    tries: 1,
    layout: { id: 'pg13-15', version: '15', greenplum: false, verified: true },
    torn: [],
    tornDetails: [],
    damaged: [],
    accounting: [],
    swappedPages: 0,
    transactions: null,
    spent: null,
    contexts,
    grand: null,
    complete: true,
  }
}
