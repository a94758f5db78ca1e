/** Trees of the processes of an instance that were looked into: sums, and `contexts` of them as a table. */
import type { MemoryContext, WalkedContexts } from '../../domain/contexts.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { instanceContexts } from '../../parsers/postgres/instanceContexts.ts'
import { bytesColumn, table, text, textColumn } from '../blocks.ts'
import { whoIs } from '../pg-who/who.ts'
import { instanceLedBy } from './instances.ts'

export function totalOf({ contexts }: WalkedContexts): number {
  return contexts.reduce((sum, { totalBytes }) => sum + totalBytes, 0)
}

export function largestOf({ contexts }: WalkedContexts): MemoryContext | null {
  return contexts.toSorted((a, b) => b.totalBytes - a.totalBytes)[0] ?? null
}

/** What contexts of a name hold with all below them. A parent stands before its children. */
export function bytesBelow({ contexts }: WalkedContexts, name: string): number {
  const within = new Set<number>()
  let bytes = 0
  for (const [i, one] of contexts.entries()) {
    if (one.name !== name && (one.parent === null || !within.has(one.parent))) continue
    within.add(i)
    bytes += one.totalBytes
  }
  return bytes
}

export const L = {
  looked: {
    en: 'MemoryContexts of the {count} processes that hold most',
    zh: '占用最大的 {count} 个进程的 MemoryContext',
  },
  who: { en: 'who', zh: '身份' },
  all: { en: 'contexts', zh: '合计' },
  largest: { en: 'the largest', zh: '最大的上下文' },
  held: { en: 'held', zh: '占用' },
  more: {
    en: 'All contexts of one: {contextsCommand}',
    zh: '查看其中一个的全部上下文：{contextsCommand}',
  },
} as const satisfies Record<string, Phrase>

/** Null where the report is of no instance, or none of its processes was looked into. */
export function lookedInto(ctx: DrilldownContext): readonly Block[] | null {
  const instance = instanceLedBy(ctx.evidence, ctx.pid)
  const trees = ctx.evidence.get(instanceContexts)?.trees ?? []
  const [first] = trees
  if (instance === null || first === undefined) return null
  const byPid = new Map(instance.members.map((member) => [member.row.pid, member]))
  const contextsCommand = `memcheck ${ctx.subject.host} ${first.pid} contexts`
  return [
    table<WalkedContexts>(
      ctx,
      L.looked,
      { count: trees.length },
      [
        { title: { en: 'PID', zh: 'PID' }, align: 'right', cell: ({ pid }) => String(pid) },
        textColumn(L.who, ({ pid }) => {
          const member = byPid.get(pid)
          return member === undefined ? '' : whoIs(member.role, member.title).slice(0, 40)
        }),
        bytesColumn(L.all, totalOf),
        textColumn(L.largest, (tree) => largestOf(tree)?.name.slice(0, 40) ?? ''),
        bytesColumn(L.held, (tree) => largestOf(tree)?.totalBytes ?? null),
      ],
      trees,
    ),
    text(ctx, L.more, { contextsCommand }),
  ]
}
