/** `members`: who is in the group, the largest first. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { meantTarget } from '../../parsers/host/meant.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { type Holder, holdersOf } from '../high-usage/held.ts'
import { groupTitle } from '../names.ts'
import { peopledGroup } from './members.ts'

const SHOWN = 15

export const L = {
  title: { en: 'Members of the cgroup', zh: 'cgroup 的成员' },
  caption: {
    en: 'The largest {shown} of {count} in {group}, {heldBytes} of their own together',
    zh: '{group} 中占用最大的 {shown} 个（共 {count} 个），自身合计 {heldBytes}',
  },
  none: {
    en: 'The process is in the root cgroup: that is the whole host.',
    zh: '该进程位于根 cgroup，即整台主机。',
  },
  process: { en: 'process', zh: '进程' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'members',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'process',
    groups: true,
    wants: [processes, firstArgs],
    answer(ctx) {
      const rows = ctx.evidence.get(processes)?.processes ?? null
      if (rows === null) return [missing(ctx, processes)]
      const meant = ctx.evidence.get(meantTarget)
      const own = rows.find(({ pid }) => pid === ctx.pid)?.cgroup ?? '/'
      const path = meant?.kind === 'group' ? meant.path : own
      return path === '/' ? [text(ctx, L.none)] : [membersTable(path, ctx)]
    },
  },
]

function membersTable(path: string, ctx: DrilldownContext): Block {
  const rows = ctx.evidence.get(processes)?.processes ?? []
  const { members, heldBytes } = peopledGroup(path, rows)
  const shown = holdersOf(members, ctx.evidence.get(firstArgs)?.args ?? []).slice(0, SHOWN)
  return table<Holder>(
    ctx,
    L.caption,
    { shown: shown.length, count: members.length, group: groupTitle(path), heldBytes },
    [
      { title: asIs('PID'), align: 'right', cell: ({ row }) => String(row.pid) },
      textColumn(L.process, ({ label }) => label),
      bytesColumn(asIs('anon'), ({ row }) => row.anonBytes),
      rareBytesColumn(asIs('swap'), ({ row }) => row.swapBytes),
      bytesColumn(asIs('RSS'), ({ row }) => row.rssBytes),
    ],
    shown,
  )
}
