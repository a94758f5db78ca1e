/** `limits`: what is used of each limit that makes the kernel refuse, the nearest first. */
import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { cgroupPids } from '../../parsers/cgroup/pids.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { fds } from '../../parsers/proc/fds.ts'
import { processLimits } from '../../parsers/proc/limits.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { missing, table, text, textColumn } from '../blocks.ts'
import { ownerName } from '../names.ts'
import { type LimitKind, ratioOf, type Use } from './use.ts'
import { usesOf } from './uses.ts'

export const L = {
  title: { en: 'Limits that refuse memory and threads', zh: '会拒绝分配的各类限制' },
  caption: {
    en: 'Used of each limit, the nearest first',
    zh: '各项限制的使用情况，最接近上限的在前',
  },
  none: {
    en: 'No limit is known of which both the use and the limit could be read.',
    zh: '没有任何一项限制能同时读到用量与上限。',
  },
  guess: {
    en: 'vm.overcommit_memory is 0: CommitLimit is no limit there; only a single request larger than all RAM and swap is refused.',
    zh: 'vm.overcommit_memory 为 0：CommitLimit 不起限制作用，只有单次申请超过全部内存与 swap 之和才会被拒绝。',
  },
  always: {
    en: 'vm.overcommit_memory is 1: CommitLimit is no limit there, no request is refused for lack of memory.',
    zh: 'vm.overcommit_memory 为 1：CommitLimit 不起限制作用，任何申请都不会因内存不足被拒绝。',
  },
  host: {
    en: "The process's own limits come with its pid: {limitsCommand}",
    zh: '进程自身的限制需带上 pid 查询：{limitsCommand}',
  },
  limit: { en: 'limit', zh: '限制' },
  of: { en: 'of what', zh: '对象' },
  used: { en: 'used', zh: '已用' },
  max: { en: 'allowed', zh: '上限' },
  share: { en: 'share', zh: '占比' },
  group: { en: 'group', zh: 'cgroup' },
} as const satisfies Record<string, Phrase>

const WHAT: Readonly<Record<LimitKind, Phrase>> = {
  commit: { en: 'promised memory', zh: '已承诺内存' },
  'address-space': { en: 'address space', zh: '地址空间' },
  data: { en: 'private memory', zh: '私有可写内存' },
  locked: { en: 'locked memory', zh: '锁定内存' },
  processes: { en: "user's threads", zh: '该用户线程数' },
  mappings: { en: 'mappings', zh: '内存映射数' },
  'cgroup-tasks': { en: 'tasks of the group', zh: '组内任务数' },
  'cgroup-memory': { en: 'unreclaimable of the group', zh: '组内不可回收内存' },
  tasks: { en: 'tasks of the host', zh: '整机任务数' },
  'file-table': { en: 'open files of the host', zh: '整机打开文件数' },
  'huge-pages': { en: 'huge pages', zh: '大页' },
  'open-files': { en: 'open files', zh: '打开文件数' },
  'shm-segments': { en: 'SysV segments', zh: 'SysV 共享内存段数' },
  'shm-pages': { en: 'SysV shared memory', zh: 'SysV 共享内存总量' },
}

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'limits',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [
      meminfo,
      hostSettings,
      processes,
      processStatus,
      processLimits,
      maps,
      cgroupPids,
      sysvShm,
      fds,
    ],
    answer(ctx) {
      const uses = usesOf(ctx.evidence)
      const mode = settingNumber(ctx.evidence.get(hostSettings), 'vmOvercommitMemory')
      return [
        uses.length === 0 ? nothing(ctx) : usesTable(uses, ctx),
        ...(mode === 0 ? [text(ctx, L.guess)] : []),
        ...(mode === 1 ? [text(ctx, L.always)] : []),
        ...(ctx.pid === null
          ? [text(ctx, L.host, { limitsCommand: `memcheck ${ctx.subject.host} PID limits` })]
          : []),
      ]
    },
  },
]

function nothing(ctx: DrilldownContext): Block {
  return ctx.evidence.has(hostSettings.id) ? text(ctx, L.none) : missing(ctx, hostSettings)
}

function usesTable(uses: readonly Use[], ctx: DrilldownContext): Block {
  const amount = (use: Use, of: number): string =>
    use.unit === 'bytes' ? formatBytes(of) : formatNamed('count', of)
  return table<Use>(
    ctx,
    L.caption,
    {},
    [
      textColumn(L.of, (use) => WHAT[use.kind][ctx.lang]),
      { title: L.used, align: 'right', cell: (use) => amount(use, use.used) },
      { title: L.max, align: 'right', cell: (use) => amount(use, use.limit) },
      {
        title: L.share,
        align: 'right',
        cell: (use) => formatNamed('shareRatio', ratioOf(use)),
      },
      textColumn(L.limit, (use) => use.name),
      { ...textColumn(L.group, (use) => (use.group === '' ? '' : ownerName(use.group))), idle: '' },
    ],
    uses,
  )
}
