/** `fds`: what a process has open, by kind, and the deleted files among it. */
import type { DeeperContext } from '../../domain/deeper.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { AnySource } from '../../domain/source.ts'
import type { Phrase } from '../../domain/words.ts'
import { type Descriptor, type FdKind, fds } from '../../parsers/proc/fds.ts'
import { processLimits } from '../../parsers/proc/limits.ts'
import { missing, table, text, textColumn } from '../blocks.ts'

const ROWS_SHOWN = 15

export const L = {
  title: { en: 'Open files', zh: '打开的文件' },
  count: {
    en: '{count} descriptors are open, of {limit} allowed.',
    zh: '已打开 {count} 个描述符，上限 {limit}。',
  },
  countAlone: { en: '{count} descriptors are open.', zh: '已打开 {count} 个描述符。' },
  kinds: { en: 'Descriptors by kind', zh: '按类型统计描述符' },
  deleted: {
    en: 'Deleted files that are open, {shown} of {total}: their space and cache stay until they are closed',
    zh: '已删除但仍打开的文件（{shown}/{total}）：关闭之前空间与缓存不会释放',
  },
  none: { en: 'No deleted file is open.', zh: '没有已删除但仍打开的文件。' },
  kind: { en: 'kind', zh: '类型' },
  number: { en: 'open', zh: '数量' },
  fd: { en: 'fd', zh: 'fd' },
  file: { en: 'file', zh: '文件' },
} as const satisfies Record<string, Phrase>

const KINDS: Readonly<Record<FdKind, Phrase>> = {
  file: { en: 'file', zh: '文件' },
  socket: { en: 'socket', zh: 'socket' },
  pipe: { en: 'pipe', zh: '管道' },
  device: { en: 'device', zh: '设备' },
  memfd: { en: 'memfd', zh: 'memfd' },
  shm: { en: 'shared memory', zh: '共享内存' },
  'anon-inode': { en: 'kernel object', zh: '内核对象' },
  other: { en: 'other', zh: '其他' },
}

/** busybox knows no -q, and writes what cannot be printed as a question mark without it. */
export function plainFds({ evidence }: Pick<DeeperContext, 'evidence'>): readonly AnySource[] {
  if (evidence.gapOf(fds.id)?.reason !== 'no-tool') return []
  return [{ ...fds, at: { kind: 'argv', argv: ['ls', '-l', '/proc/PID/fd'] } }]
}

export const FDS_DRILLDOWN: Drilldown = {
  name: 'fds',
  title: L.title,
  class: 'look',
  args: 'none',
  scope: 'process',
  wants: [fds, processLimits],
  deeper: plainFds,
  answer(ctx) {
    const of = ctx.evidence.get(fds)
    if (of === null) return [missing(ctx, fds)]
    return [
      countText(of.descriptors, ctx),
      kindTable(of.descriptors, ctx),
      deletedTable(of.descriptors, ctx),
    ]
  },
}

function countText({ length: count }: readonly Descriptor[], ctx: DrilldownContext): Block {
  const limits = ctx.evidence.get(processLimits)?.limits ?? []
  const limit = limits.find(({ name }) => name === 'Max open files')?.softLimit ?? null
  return limit === null ? text(ctx, L.countAlone, { count }) : text(ctx, L.count, { count, limit })
}

function kindTable(descriptors: readonly Descriptor[], ctx: DrilldownContext): Block {
  const counts = new Map<FdKind, number>()
  for (const { kind } of descriptors) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return table<readonly [FdKind, number]>(
    ctx,
    L.kinds,
    {},
    [
      textColumn(L.kind, ([kind]) => KINDS[kind][ctx.lang]),
      { title: L.number, align: 'right', cell: ([, count]) => String(count) },
    ],
    [...counts].sort((a, b) => b[1] - a[1]),
  )
}

function deletedTable(descriptors: readonly Descriptor[], ctx: DrilldownContext): Block {
  const files = descriptors.filter(({ deleted }) => deleted)
  if (files.length === 0) return text(ctx, L.none)
  const shown = files.slice(0, ROWS_SHOWN)
  return table<Descriptor>(
    ctx,
    L.deleted,
    { shown: shown.length, total: files.length },
    [
      { title: L.fd, align: 'right', cell: ({ fd }) => String(fd) },
      textColumn(L.file, ({ target }) => target.replace(/ \(deleted\)$/, '')),
    ],
    shown,
  )
}
