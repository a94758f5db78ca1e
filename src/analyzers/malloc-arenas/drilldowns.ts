/** `arenas`: which malloc a process uses, its brk heap, and the heaps of its arenas. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { ARENA_BYTES, arenaHeaps } from '../arenaHeaps.ts'
import { bytesColumn, missing, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { type Known, knownMappings } from '../known.ts'
import { heldBy, type Mapping } from '../owners.ts'
import { allocationOf, type Told } from './allocator.ts'

const HEAPS_SHOWN = 16

export const L = {
  title: { en: 'malloc and its arenas', zh: 'malloc 与 arena' },
  allocator: {
    en: 'Its malloc is {allocator}, as its libraries tell.',
    zh: '根据其动态库，malloc 为 {allocator}。',
  },
  unknown: {
    en: 'None of its libraries tells which malloc it uses: it may be linked into the program.',
    zh: '动态库中看不出使用哪种 malloc：可能静态链接在程序内。',
  },
  runtimes: {
    en: 'Beside it keeps a heap of its own: {runtimes}.',
    zh: '另有自行管理堆的运行时：{runtimes}。',
  },
  heap: {
    en: 'The brk heap, which the main arena uses: {heapBytes} reserved, {heldBytes} held.',
    zh: 'brk 堆（主 arena 使用）：预留 {heapBytes}，占用 {heldBytes}。',
  },
  heapSize: {
    en: 'The brk heap, which the main arena uses: {heapBytes} reserved; what is held was not read.',
    zh: 'brk 堆（主 arena 使用）：预留 {heapBytes}；未读取实际占用。',
  },
  heaps: {
    en: 'Heaps of glibc arenas, 64 MiB each, {shown} of {count}. How much of them is free inside, only malloc_info(3) or malloc_stats(3) of the program tells.',
    zh: 'glibc arena 的 heap，每个 64 MiB（{shown}/{count}）。其中有多少是内部空闲，只有程序内的 malloc_info(3) 或 malloc_stats(3) 能说明。',
  },
  none: {
    en: 'No glibc arena beside the main one can be seen.',
    zh: '除主 arena 外没有发现其他 glibc arena。',
  },
  start: { en: 'address', zh: '地址' },
  writable: { en: 'writable', zh: '可写' },
  held: { en: 'held', zh: '占用' },
  reserved: { en: 'reserved', zh: '预留' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'arenas',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'process',
    wants: [maps, smaps],
    answer(ctx) {
      const known = knownMappings(ctx.evidence)
      if (known === null) return [missing(ctx, maps)]
      return [...allocatorText(known, ctx), ...heapText(known, ctx), heapsTable(known, ctx)]
    },
  },
]

function allocatorText(known: Known, ctx: DrilldownContext): readonly Block[] {
  const { allocator, runtimes } = allocationOf(known)
  const named = ({ name, version }: Told): string =>
    version === null ? name : `${name} ${version}`
  return [
    allocator === null
      ? text(ctx, L.unknown)
      : text(ctx, L.allocator, { allocator: named(allocator) }),
    ...(runtimes.length === 0
      ? []
      : [text(ctx, L.runtimes, { runtimes: runtimes.map(named).join(', ') })]),
  ]
}

function heapText({ mappings, owners, held }: Known, ctx: DrilldownContext): readonly Block[] {
  const heap = mappings.filter((_, i) => owners[i]?.kind === 'heap')
  if (heap.length === 0) return []
  const heapBytes = heap.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const heldBytes = heap.reduce((sum, mapping) => sum + heldBy(mapping), 0)
  return [held ? text(ctx, L.heap, { heapBytes, heldBytes }) : text(ctx, L.heapSize, { heapBytes })]
}

function heapsTable({ mappings, owners }: Known, ctx: DrilldownContext): Block {
  const heaps = mappings
    .filter((mapping, i) => arenaHeaps(mapping, owners[i]) > 0)
    .sort((a, b) => heldBy(b) - heldBy(a) || b.sizeBytes - a.sizeBytes)
  if (heaps.length === 0) return text(ctx, L.none)
  const shown = heaps.slice(0, HEAPS_SHOWN)
  return table<Mapping>(
    ctx,
    L.heaps,
    { shown: shown.length, count: heaps.length },
    [
      textColumn(L.start, ({ start }) => start),
      bytesColumn(L.writable, ({ sizeBytes }) => sizeBytes),
      rareBytesColumn(L.held, heldBy),
      bytesColumn(L.reserved, ({ sizeBytes }) => Math.ceil(sizeBytes / ARENA_BYTES) * ARENA_BYTES),
    ],
    shown,
  )
}
