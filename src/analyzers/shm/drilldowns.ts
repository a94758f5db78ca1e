/** `shm`: where the host's shared memory is, as far as it has a name: segments, tmpfs, and a process's by kind. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { type ShmSegment, sysvShm } from '../../parsers/proc/sysvipcShm.ts'
import { type FileSystem, tmpfs } from '../../parsers/tools/df.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { knownMappings } from '../known.ts'
import { heldBySegment, tmpfsOf } from './host.ts'
import { type ShmKind, type ShmPart, shmParts } from './kinds.ts'

const ROWS_SHOWN = 15

export const L = {
  title: { en: 'Shared memory', zh: '共享内存' },
  sum: {
    en: 'Shmem is {shmemBytes}: files on tmpfs {tmpfsBytes}, System V segments {sysvBytes}; the rest, {restBytes}, is memfd, shared anonymous memory, other namespaces or graphics.',
    zh: 'Shmem 为 {shmemBytes}：tmpfs 文件 {tmpfsBytes}，System V 段 {sysvBytes}；其余 {restBytes} 是 memfd、共享匿名内存、其他命名空间或显存。',
  },
  segments: {
    en: 'System V segments, {shown} of {count}; 0 attached: nobody uses it',
    zh: 'System V 共享内存段（{shown}/{count}）；连接数为 0 表示无人使用',
  },
  noSegments: { en: 'No System V segments.', zh: '没有 System V 共享内存段。' },
  mounts: { en: 'tmpfs mounts that hold something', zh: '有内容的 tmpfs 挂载点' },
  noMounts: { en: 'No file on tmpfs.', zh: 'tmpfs 上没有文件。' },
  process: { en: 'Shared memory of this process by kind', zh: '该进程的共享内存（按类型）' },
  size: { en: 'size', zh: '大小' },
  held: { en: 'held', zh: '占用' },
  attached: { en: 'attached', zh: '连接数' },
  maker: { en: 'made by', zh: '创建者' },
  used: { en: 'used', zh: '已用' },
  mount: { en: 'mount', zh: '挂载点' },
  kind: { en: 'kind', zh: '类型' },
  count: { en: 'maps', zh: '映射数' },
} as const satisfies Record<string, Phrase>

const KINDS: Readonly<Record<ShmKind, Phrase>> = {
  sysv: { en: 'System V', zh: 'System V' },
  memfd: { en: 'memfd', zh: 'memfd' },
  anonymous: { en: 'shared anonymous', zh: '共享匿名' },
  tmpfs: { en: 'file in /dev/shm', zh: '/dev/shm 文件' },
  'tmpfs-deleted': { en: 'deleted file in /dev/shm', zh: '已删除的 /dev/shm 文件' },
}

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'shm',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo, sysvShm, tmpfs, maps, smaps],
    answer(ctx) {
      return [...sum(ctx), ...segments(ctx), ...mounts(ctx), ...ofProcess(ctx)]
    },
  },
]

function sum(ctx: DrilldownContext): readonly Block[] {
  const shmemBytes = ctx.evidence.get(meminfo)?.['shmemBytes']
  const [ipc, df] = [ctx.evidence.get(sysvShm), ctx.evidence.get(tmpfs)]
  if (shmemBytes === undefined || ipc === null || df === null) return []
  const tmpfsBytes = tmpfsOf(df).reduce((total, { usedBytes }) => total + usedBytes, 0)
  const sysvBytes = ipc.segments.reduce((total, { rssBytes }) => total + (rssBytes ?? 0), 0)
  const restBytes = Math.max(0, shmemBytes - tmpfsBytes - sysvBytes)
  return [text(ctx, L.sum, { shmemBytes, tmpfsBytes, sysvBytes, restBytes })]
}

function segments(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(sysvShm)
  if (of === null) return [missing(ctx, sysvShm)]
  if (of.segments.length === 0) return [text(ctx, L.noSegments)]
  const shown = [...of.segments]
    .sort((a, b) => heldBySegment(b) - heldBySegment(a))
    .slice(0, ROWS_SHOWN)
  return [
    table<ShmSegment>(
      ctx,
      L.segments,
      { shown: shown.length, count: of.segments.length },
      [
        textColumn(asIs('shmid'), ({ shmid }) => String(shmid)),
        textColumn(asIs('key'), ({ key }) => key),
        bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
        bytesColumn(L.held, heldBySegment),
        { title: L.attached, align: 'right', cell: ({ nattch }) => String(nattch) },
        textColumn(L.maker, ({ cpid, owner }) => String(cpid ?? owner ?? '')),
      ],
      shown,
    ),
  ]
}

function mounts(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(tmpfs)
  if (of === null) return [missing(ctx, tmpfs)]
  const used = tmpfsOf(of).filter(({ usedBytes }) => usedBytes > 0)
  if (used.length === 0) return [text(ctx, L.noMounts)]
  return [
    table<FileSystem>(
      ctx,
      L.mounts,
      {},
      [
        textColumn(L.mount, ({ mountedOn }) => mountedOn),
        bytesColumn(L.used, ({ usedBytes }) => usedBytes),
        bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
      ],
      used.slice(0, ROWS_SHOWN),
    ),
  ]
}

function ofProcess(ctx: DrilldownContext): readonly Block[] {
  const known = knownMappings(ctx.evidence)
  const parts = known === null ? [] : shmParts(known)
  if (parts.length === 0) return []
  return [
    table<ShmPart>(
      ctx,
      L.process,
      {},
      [
        textColumn(L.kind, ({ kind }) => KINDS[kind][ctx.lang]),
        { title: L.count, align: 'right', cell: ({ mappings }) => String(mappings) },
        bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
        rareBytesColumn(L.held, ({ heldBytes }) => heldBytes),
      ],
      parts,
    ),
  ]
}
