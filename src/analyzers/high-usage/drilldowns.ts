/** `top`: who holds the memory, by role, and how each stands among its like. */
import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, rareBytesColumn, table, textColumn } from '../blocks.ts'
import { type Holder, holdersOf, whereOf } from './held.ts'

const TOP_SHOWN = 15
/** Roles with several processes that are told in a line each. */
const ROLES_SHOWN = 6

export const L = {
  title: { en: 'Largest processes', zh: '占用最大的进程' },
  top: {
    en: 'The largest {shown} of {count} by anon and swap; RSS counts shared memory in each process',
    zh: '按匿名 + swap 排序，前 {shown} 个（共 {count} 个）；RSS 中共享内存会重复计入',
  },
  process: { en: 'process', zh: '进程' },
  rank: { en: 'of alike', zh: '同类排名' },
  group: { en: 'group', zh: '归属' },
  roles: {
    en: 'Processes of one role: anon and swap, shared memory left out',
    zh: '同类进程汇总：匿名 + swap，不含共享内存',
  },
  role: { en: 'role', zh: '角色' },
  count: { en: 'count', zh: '数量' },
  together: { en: 'together', zh: '合计' },
  median: { en: 'median', zh: '中位数' },
  largest: { en: 'largest', zh: '最大' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'top',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [processes, firstArgs],
    answer(ctx) {
      const rows = ctx.evidence.get(processes)
      if (rows === null) return [missing(ctx, processes)]
      const holders = holdersOf(rows.processes, ctx.evidence.get(firstArgs)?.args ?? [])
      return [topTable(holders, ctx), ...rolesTable(holders, ctx)]
    },
  },
]

function topTable(holders: readonly Holder[], ctx: DrilldownContext): Block {
  const shown = holders.slice(0, TOP_SHOWN)
  return table<Holder>(
    ctx,
    L.top,
    { shown: shown.length, count: holders.length },
    [
      { title: asIs('PID'), align: 'right', cell: ({ row }) => String(row.pid) },
      textColumn(L.process, ({ label }) => label),
      bytesColumn(asIs('anon'), ({ row }) => row.anonBytes),
      rareBytesColumn(asIs('swap'), ({ row }) => row.swapBytes),
      bytesColumn(asIs('RSS'), ({ row }) => row.rssBytes),
      {
        title: L.rank,
        align: 'right',
        cell: ({ peers }) => (peers === null ? '' : `${peers.rank}/${peers.count}`),
        idle: '',
      },
      { ...textColumn(L.group, ({ row }) => whereOf(row)), idle: '' },
    ],
    shown,
  )
}

/** A line for each role of several processes, the one that holds most together first. */
function rolesTable(holders: readonly Holder[], ctx: DrilldownContext): readonly Block[] {
  const largest = holders
    .filter(({ peers }) => peers?.rank === 1)
    .sort((a, b) => (b.peers?.totalBytes ?? 0) - (a.peers?.totalBytes ?? 0))
    .slice(0, ROLES_SHOWN)
  if (largest.length === 0) return []
  return [
    table<Holder>(
      ctx,
      L.roles,
      {},
      [
        textColumn(L.role, ({ label }) => label),
        { title: L.count, align: 'right', cell: ({ peers }) => String(peers?.count ?? 0) },
        bytesColumn(L.together, ({ peers }) => peers?.totalBytes ?? null),
        bytesColumn(L.median, ({ peers }) => peers?.medianBytes ?? null),
        {
          title: L.largest,
          align: 'right',
          cell: ({ heldBytes, row }) => `${formatBytes(heldBytes)} (${row.pid})`,
        },
      ],
      largest,
    ),
  ]
}
