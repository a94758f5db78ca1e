/** `cgroup`: every group above the process, leaf first: what is charged, what of it cannot go, what is allowed. */
import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { bindingGroup, levelsOf } from '../../parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import {
  bytesColumn,
  bytesOrDash,
  missing,
  rareBytesColumn,
  type TableColumn,
  table,
  text,
  textColumn,
} from '../blocks.ts'
import { groupName } from '../names.ts'
import { limitName } from './group.ts'

export const L = {
  title: { en: 'Limits of its cgroups', zh: 'cgroup 上限' },
  caption: {
    en: 'Its memory groups ({version}), the innermost first; – is not told by this kernel',
    zh: '其所属的各级内存 cgroup（{version}，最内层在前）；“–” 表示内核未提供',
  },
  binding: {
    en: 'The limit with the least room left: {name} ({limitBytes}).',
    zh: '余量最小的上限：{name}（{limitBytes}）。',
  },
  unlimited: {
    en: "None of these groups has a hard limit: the host's memory is the limit.",
    zh: '各级均未设置硬上限：上限即整机内存。',
  },
  group: { en: 'group', zh: 'cgroup' },
  charged: { en: 'charged', zh: '已计费' },
  unreclaimable: { en: 'unreclaimable', zh: '不可回收' },
  workingSet: { en: 'working set', zh: '工作集' },
  kernel: { en: 'kernel', zh: '内核' },
  swap: { en: 'swap', zh: 'swap' },
  limit: { en: 'limit', zh: '上限' },
  high: { en: 'memory.high', zh: 'memory.high' },
  hits: { en: 'limit hits', zh: '触限次数' },
  kills: { en: 'OOM kills', zh: 'OOM kill' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'cgroup',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'process',
    groups: true,
    wants: [cgroupMemory],
    answer(ctx) {
      const of = ctx.evidence.get(cgroupMemory)
      return of === null
        ? [missing(ctx, cgroupMemory)]
        : [bindingText(of.groups, ctx), groupTable(of.groups, ctx)]
    },
  },
]

function bindingText(groups: readonly CgroupMemory[], ctx: DrilldownContext): Block {
  const binding = bindingGroup(groups)
  if (binding === null) return text(ctx, L.unlimited)
  return text(ctx, L.binding, { name: limitName(binding), limitBytes: binding.limitBytes })
}

function groupTable(groups: readonly CgroupMemory[], ctx: DrilldownContext): Block {
  return table<CgroupMemory>(
    ctx,
    L.caption,
    { version: [...new Set(groups.map((group) => group.version))].join(' + ') },
    [
      textColumn(L.group, (group) => groupName(group.path)),
      bytesColumn(L.charged, (group) => levelsOf(group).chargedBytes),
      bytesColumn(L.unreclaimable, (group) => levelsOf(group).unreclaimableBytes),
      { title: L.limit, align: 'right', cell: (group) => limitCell(group.limitBytes) },
      rare(L.high, (group) => limitCell(group.highBytes), NO_LIMIT),
      rareBytesColumn(L.swap, (group) => group.swapUsageBytes),
      rare(L.hits, (group) => countCell(levelsOf(group).limitHits), '0'),
      rare(L.kills, (group) => countCell(levelsOf(group).oomKills), '0'),
      bytesColumn(L.workingSet, (group) => levelsOf(group).workingSetBytes),
      rare(L.kernel, (group) => bytesOrDash(group.kernelBytes), NOT_TOLD),
    ],
    groups,
  )
}

type GroupColumn = TableColumn<CgroupMemory>

function rare(title: Phrase, cell: GroupColumn['cell'], idle: string): GroupColumn {
  return { title, align: 'right', cell, idle }
}

/** As the kernel says it. */
const NO_LIMIT = 'max'
const NOT_TOLD = bytesOrDash(null)

/** Null is no limit here; it is not a gap. */
function limitCell(bytes: number | null): string {
  return bytes === null ? NO_LIMIT : formatBytes(bytes)
}

function countCell(count: number | null): string {
  return count === null ? NOT_TOLD : String(count)
}
