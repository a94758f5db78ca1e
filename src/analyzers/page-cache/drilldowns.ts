/** `cache`: what the cache consists of, what of it can go, and which open files fill it. */
import { formatBytes } from '../../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatNamed, type Phrase } from '../../domain/words.ts'
import { bindingGroup, levelsOf } from '../../parsers/cgroup/levels.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { type CachedFile, type CachedFiles, cachedFiles } from '../../parsers/fs/cached.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'
import { fileNames } from '../names.ts'
import { type CacheSplit, cacheSplitOf } from './split.ts'

const FILES_SHOWN = 15

export const L = {
  title: { en: 'Page cache: parts and files', zh: 'page cache：构成与文件' },
  split: {
    en: 'What tools call cache, {calledCacheBytes}, by whether it can go',
    zh: '工具所称的缓存共 {calledCacheBytes}，按能否释放划分',
  },
  part: { en: 'part', zh: '部分' },
  size: { en: 'size', zh: '大小' },
  goes: { en: 'can go', zh: '能否释放' },
  clean: { en: 'files, clean', zh: '文件页（干净）' },
  dirty: { en: 'files, dirty', zh: '文件页（脏）' },
  writeback: { en: 'files, being written', zh: '文件页（写回中）' },
  slab: { en: 'slab, reclaimable', zh: '可回收 slab' },
  shmem: { en: 'shared, tmpfs', zh: '共享内存与 tmpfs' },
  atOnce: { en: 'at once', zh: '随时' },
  written: { en: 'once written', zh: '写回之后' },
  mostly: { en: 'mostly', zh: '大部分' },
  no: { en: 'no', zh: '不能' },
  mapped: {
    en: '{mappedBytes} of files and shared memory are mapped by processes: programs and libraries among them, which would be read again at once.',
    zh: '文件页与共享内存中有 {mappedBytes} 被进程映射，其中包括程序与库本身，丢弃后会立即重新读入。',
  },
  three: {
    en: "Three things are called cache: this is the kernel's, which gives way to whoever needs memory. An application's own cache is anonymous memory ({anonBytes} in all) and only the application can free it. A container's page cache is part of this one, charged to its limit.",
    zh: '“缓存”有三种：这里是内核的，谁需要内存就让给谁；应用自己的缓存属于匿名内存（共 {anonBytes}），只有应用能释放；容器的 page cache 是这里的一部分，同时计入其上限。',
  },
  group: {
    en: 'Of it {fileBytes} are charged to its group {group}, beside {shmemBytes} of shared memory; its limit is {limitBytes}. The group loses cache before it loses anything else.',
    zh: '其中 {fileBytes} 计入该进程所在 cgroup {group}，另有共享内存 {shmemBytes}；其上限为 {limitBytes}。触及上限时最先让出的是缓存。',
  },
  noSplit: {
    en: 'This meminfo has no Cached line: the cache cannot be split.',
    zh: '该 meminfo 没有 Cached 行，无法划分缓存。',
  },
  files: {
    en: 'Of files that processes hold open, the {shown} with most in the cache; {sumBytes} in all {count} that were asked about',
    zh: '进程打开的文件中缓存最多的 {shown} 个；所查 {count} 个文件共缓存 {sumBytes}',
  },
  noFiles: {
    en: 'No process holds a file of 1 MiB or more open of which anything is cached.',
    zh: '没有进程打开 1 MiB 以上且有缓存的文件。',
  },
  unseen: {
    en: 'Files that nobody holds open any more are cached as well and cannot be listed.',
    zh: '已无人打开的文件同样可能在缓存中，但无法列出。',
  },
  untold: {
    en: '{untold} open files belong to others: the kernel tells their state only to their owner or root.',
    zh: '另有 {untold} 个打开的文件属于其他用户：内核只向属主或 root 提供其状态。',
  },
  onlyOwn: {
    en: 'Asked as user id {uid}: only files that processes of that user hold open were seen.',
    zh: '以用户 id {uid} 查询：只能看到该用户的进程打开的文件。',
  },
  noTool: {
    en: 'Which files fill it cannot be told: this host has no `fincore` (util-linux), or no `find` or `awk`.',
    zh: '无法列出占用缓存的文件：该主机没有 `fincore`（util-linux），或缺少 `find`、`awk`。',
  },
  file: { en: 'file', zh: '文件' },
  cached: { en: 'cached', zh: '已缓存' },
  share: { en: 'share', zh: '比例' },
  pid: { en: 'PID', zh: 'PID' },
  state: { en: 'note', zh: '备注' },
  deleted: { en: 'deleted', zh: '已删除' },
  memory: { en: 'in memory only', zh: '仅在内存中' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'cache',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo, cachedFiles],
    answer: (ctx) => [...parts(ctx), ...ofGroup(ctx), ...files(ctx)],
  },
]

interface Part {
  readonly name: Phrase
  readonly bytes: number
  readonly goes: Phrase
}

function parts(ctx: DrilldownContext): readonly Block[] {
  const mem = ctx.evidence.get(meminfo)
  if (mem === null) return [missing(ctx, meminfo)]
  const split = cacheSplitOf(mem)
  if (split === null) return [text(ctx, L.noSplit)]
  const sum = table<Part>(
    ctx,
    L.split,
    { calledCacheBytes: split.calledCacheBytes },
    [
      textColumn(L.part, ({ name }) => name[ctx.lang]),
      bytesColumn(L.size, ({ bytes }) => bytes),
      textColumn(L.goes, ({ goes }) => goes[ctx.lang]),
    ],
    rowsOf(split),
  )
  const { mappedBytes } = split
  return [
    sum,
    ...(mappedBytes === null ? [] : [text(ctx, L.mapped, { mappedBytes })]),
    text(ctx, L.three, { anonBytes: mem['anonPagesBytes'] ?? null }),
  ]
}

/** For a process: what its tightest group is charged for files. */
function ofGroup(ctx: DrilldownContext): readonly Block[] {
  const group = bindingGroup(ctx.evidence.get(cgroupMemory)?.groups ?? [])
  if (group === null) return []
  const { fileBytes, shmemBytes, limitBytes } = levelsOf(group)
  return [text(ctx, L.group, { group: group.path, fileBytes, shmemBytes, limitBytes })]
}

function rowsOf(split: CacheSplit): readonly Part[] {
  return [
    { name: L.clean, bytes: split.cleanBytes, goes: L.atOnce },
    { name: L.dirty, bytes: split.dirtyBytes, goes: L.written },
    { name: L.writeback, bytes: split.writebackBytes, goes: L.written },
    { name: L.slab, bytes: split.slabReclaimableBytes, goes: L.mostly },
    { name: L.shmem, bytes: split.shmemBytes, goes: L.no },
  ]
}

function files(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(cachedFiles)
  if (of === null) {
    const noTool = ctx.evidence.gapOf(cachedFiles.id)?.reason === 'no-tool'
    return [noTool ? text(ctx, L.noTool) : missing(ctx, cachedFiles)]
  }
  const limits = [
    text(ctx, L.unseen),
    ...(of.uid === null || of.uid === 0 ? [] : [text(ctx, L.onlyOwn, { uid: String(of.uid) })]),
    ...(of.untold === 0 ? [] : [text(ctx, L.untold, { untold: of.untold })]),
  ]
  const cached = of.files.filter(({ residentBytes }) => residentBytes > 0)
  return [cached.length === 0 ? text(ctx, L.noFiles) : fileTable(cached, of, ctx), ...limits]
}

function fileTable(cached: readonly CachedFile[], all: CachedFiles, ctx: DrilldownContext): Block {
  const shown = [...cached].sort((a, b) => b.residentBytes - a.residentBytes).slice(0, FILES_SHOWN)
  const names = fileNames(shown.map(({ path }) => path))
  const sumBytes = cached.reduce((sum, { residentBytes }) => sum + residentBytes, 0)
  return table<CachedFile>(
    ctx,
    L.files,
    { shown: shown.length, count: all.files.length, sumBytes },
    [
      textColumn(L.file, ({ path }) => names.get(path) ?? path),
      bytesColumn(L.cached, ({ residentBytes }) => residentBytes),
      { title: L.share, align: 'right', cell: shareCell },
      { title: L.size, align: 'right', cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
      { title: L.pid, align: 'right', cell: ({ pid }) => String(pid) },
      { ...textColumn(L.state, (file) => noteOf(file)?.[ctx.lang] ?? ''), idle: '' },
    ],
    shown,
  )
}

function shareCell({ residentBytes, sizeBytes }: CachedFile): string {
  // The last page of a file is cached whole.
  return sizeBytes === 0 ? '' : formatNamed('shareRatio', Math.min(1, residentBytes / sizeBytes))
}

/** tmpfs and memfd have no other place: what is "cached" of them is all that there is. */
function noteOf({ path, deleted }: CachedFile): Phrase | null {
  if (/^\/(?:dev\/shm\/|memfd:|SYSV|run\/)/.test(path)) return L.memory
  return deleted ? L.deleted : null
}
