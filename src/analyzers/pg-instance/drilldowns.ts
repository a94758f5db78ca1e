/** `backends [N]`: the processes of an instance by what each holds of its own, and their sums by role. */
import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { whoIs } from '../pg-who/who.ts'
import { heldBy, type Instance, instanceWith, type Member, sharedBy } from './instances.ts'
import { type RoleSum, roleSums } from './sums.ts'

const SHOWN = 15
const MOST = 200
const WHO_CHARS = 40
const DOING_CHARS = 32

export const L = {
  title: { en: 'Processes of the instance', zh: '实例的进程' },
  largest: {
    en: 'The largest {shown} of {count} by what each holds of its own: anon and swap, {privateBytes} together',
    zh: '按私有内存（匿名 + swap）排序，前 {shown} 个（共 {count} 个），合计 {privateBytes}',
  },
  shared: {
    en: 'Shared memory beside it, counted once: {sharedBytes}, as far as PID {pid} touched it.',
    zh: '另有共享内存，只计一次：{sharedBytes}（PID {pid} 触及过的部分）。',
  },
  byRole: { en: 'By role, private memory alone', zh: '按角色汇总，仅私有内存' },
  who: { en: 'who', zh: '身份' },
  doing: { en: 'does', zh: '状态' },
  role: { en: 'role', zh: '角色' },
  count: { en: 'count', zh: '数量' },
  together: { en: 'together', zh: '合计' },
  median: { en: 'median', zh: '中位数' },
  most: { en: 'largest', zh: '最大' },
  none: {
    en: 'PID {pid} leads or is in no PostgreSQL instance.',
    zh: 'PID {pid} 不属于任何 PostgreSQL 实例。',
  },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'backends',
    title: L.title,
    class: 'look',
    args: 'words',
    usage: '[N]',
    takes: (args) => args.length === 1 && /^[1-9]\d{0,2}$/.test(args[0] ?? ''),
    scope: 'process',
    wants: [processes, firstArgs],
    answer(ctx) {
      if (ctx.evidence.get(processes) === null) return [missing(ctx, processes)]
      const instance = instanceWith(ctx.evidence, ctx.pid)
      if (instance === null) return [text(ctx, L.none, { pid: String(ctx.pid ?? '?') })]
      const count = Math.min(MOST, Number(ctx.args[0] ?? SHOWN))
      return [largest(instance, count, ctx), ...shared(instance, ctx), byRole(instance, ctx)]
    },
  },
]

function largest(instance: Instance, count: number, ctx: DrilldownContext): Block {
  const shown = instance.members.slice(0, count)
  return table<Member>(
    ctx,
    L.largest,
    {
      shown: shown.length,
      count: instance.members.length,
      privateBytes: heldBy(instance),
    },
    [
      { title: asIs('PID'), align: 'right', cell: ({ row }) => String(row.pid) },
      textColumn(L.who, ({ role, title }) => whoIs(role, title).slice(0, WHO_CHARS)),
      { ...textColumn(L.doing, ({ title }) => doingOf(title)), idle: '' },
      bytesColumn(asIs('anon'), ({ row }) => row.anonBytes),
      rareBytesColumn(asIs('swap'), ({ row }) => row.swapBytes),
    ],
    shown,
  )
}

function doingOf(title: Member['title']): string {
  return (title?.activity ?? '').slice(0, DOING_CHARS)
}

function shared(instance: Instance, ctx: DrilldownContext): readonly Block[] {
  const of = sharedBy(instance)
  if (of === null) return []
  return [text(ctx, L.shared, { sharedBytes: of.row.shmemBytes ?? 0, pid: String(of.row.pid) })]
}

function byRole(instance: Instance, ctx: DrilldownContext): Block {
  return table<RoleSum>(
    ctx,
    L.byRole,
    {},
    [
      textColumn(L.role, ({ role }) => role),
      { title: L.count, align: 'right', cell: ({ count }) => String(count) },
      bytesColumn(L.together, ({ totalBytes }) => totalBytes),
      bytesColumn(L.median, ({ medianBytes }) => medianBytes),
      {
        title: L.most,
        align: 'right',
        cell: ({ largest: { heldBytes, row } }) => `${formatBytes(heldBytes ?? 0)} (${row.pid})`,
      },
    ],
    roleSums(instance),
  )
}
