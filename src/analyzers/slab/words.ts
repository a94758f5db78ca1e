/** Words of the slab findings. */
import type { FindingWords } from '../../domain/words.ts'

const SLAB = {
  en: 'The caches by size (root is needed to read them): {slabCommand}',
  zh: '按大小查看各 slab 缓存（读取需 root）：{slabCommand}',
} as const

const NO_OWNER = {
  en: 'It belongs to no process and is in no RSS: drivers, network, file systems, or very many threads, sockets or cgroups. One reading tells a level, not a leak.',
  zh: '它不属于任何进程，也不计入 RSS：可能来自驱动、网络、文件系统，或大量线程、socket、cgroup。一次采样只能说明水位，不能说明泄漏。',
} as const

const CACHE = {
  en: 'Names and inodes of files that were looked at. The kernel gives it back when memory is asked for; it counts as available.',
  zh: '这是访问过的文件的名字与 inode 缓存。需要内存时内核会回收，它已计入可用内存。',
} as const

const SHARE = {
  en: 'How much of the host that is, /proc/meminfo tells (SUnreclaim, SReclaimable, MemTotal); whether it grows, a second reading.',
  zh: '占整机多少请看 /proc/meminfo（SUnreclaim、SReclaimable、MemTotal）；是否增长需再读一次。',
} as const

export const WORDS = {
  'slab.unreclaimable-large': {
    brief: {
      en: 'unreclaimable slab {unreclaimableBytes} ({unreclaimableRatio})',
      zh: '不可回收 slab {unreclaimableBytes}（{unreclaimableRatio}）',
    },
    what: {
      en: 'The kernel of {host} holds {unreclaimableBytes} of {totalBytes} ({unreclaimableRatio}) in slab that it cannot give back.',
      zh: '{host} 的内核在不可回收 slab 中占用 {unreclaimableBytes}/{totalBytes}（{unreclaimableRatio}）。',
    },
    why: NO_OWNER,
    next: SLAB,
  },
  'slab.cache-unreclaimable': {
    brief: {
      en: 'kernel cache {cache} {cacheBytes}, cannot be given back',
      zh: '内核缓存 {cache} {cacheBytes}，不可回收',
    },
    what: {
      en: 'The largest kernel cache that cannot be given back is {cache}: {cacheBytes} in {objects} objects, {cacheRatio} of the caches listed.',
      zh: '最大的不可回收内核缓存是 {cache}：{cacheBytes}，{objects} 个对象，占所列缓存的 {cacheRatio}。',
    },
    why: NO_OWNER,
    next: SHARE,
  },
  'slab.cache-reclaimable': {
    brief: {
      en: 'kernel cache {cache} {cacheBytes}, given back on demand',
      zh: '内核缓存 {cache} {cacheBytes}，可按需回收',
    },
    what: {
      en: 'The largest kernel cache is {cache}: {cacheBytes} in {objects} objects, {cacheRatio} of the caches listed.',
      zh: '最大的内核缓存是 {cache}：{cacheBytes}，{objects} 个对象，占所列缓存的 {cacheRatio}。',
    },
    why: CACHE,
    next: SHARE,
  },
  'slab.unreclaimable-named': {
    brief: {
      en: 'unreclaimable slab {unreclaimableBytes} ({unreclaimableRatio}), most in {cache}',
      zh: '不可回收 slab {unreclaimableBytes}（{unreclaimableRatio}），主要是 {cache}',
    },
    what: {
      en: 'The kernel of {host} holds {unreclaimableBytes} of {totalBytes} ({unreclaimableRatio}) in slab that it cannot give back; its largest such cache is {cache}: {cacheBytes} in {objects} objects.',
      zh: '{host} 的内核在不可回收 slab 中占用 {unreclaimableBytes}/{totalBytes}（{unreclaimableRatio}）；其中最大的缓存是 {cache}：{cacheBytes}，{objects} 个对象。',
    },
    why: NO_OWNER,
    next: SLAB,
  },
  'slab.growing': {
    brief: {
      en: 'unreclaimable slab grew {growthBytes} in {overSeconds}',
      zh: '不可回收 slab 在 {overSeconds} 内增长 {growthBytes}',
    },
    what: {
      en: 'Unreclaimable slab of {host} grew by {growthBytes} in {overSeconds} to {unreclaimableBytes} ({growthBytesPerDay}).',
      zh: '{host} 的不可回收 slab 在 {overSeconds} 内增长 {growthBytes}，达到 {unreclaimableBytes}（{growthBytesPerDay}）。',
    },
    why: {
      en: 'It is the difference of two readings: load may explain it (threads, sockets, containers), or the kernel leaks. A cache that grows at every reading without more load is the one to report.',
      zh: '这是两次采样之差：可能由负载引起（线程、socket、容器），也可能是内核泄漏。若负载不变而某个缓存每次都在增长，它就是要上报的对象。',
    },
    next: SLAB,
  },
  'slab.reclaimable-large': {
    brief: {
      en: 'reclaimable slab {reclaimableBytes} ({reclaimableRatio}), given back on demand',
      zh: '可回收 slab {reclaimableBytes}（{reclaimableRatio}），需要时会回收',
    },
    what: {
      en: 'The kernel of {host} keeps {reclaimableBytes} of {totalBytes} ({reclaimableRatio}) in reclaimable slab.',
      zh: '{host} 的可回收 slab 为 {reclaimableBytes}/{totalBytes}（{reclaimableRatio}）。',
    },
    why: CACHE,
    next: {
      en: 'Nothing to do. The caches by size: {slabCommand}',
      zh: '无需处理。按大小查看各缓存：{slabCommand}',
    },
  },
  'slab.reclaimable-named': {
    brief: {
      en: 'reclaimable slab {reclaimableBytes} ({reclaimableRatio}), most in {cache}',
      zh: '可回收 slab {reclaimableBytes}（{reclaimableRatio}），主要是 {cache}',
    },
    what: {
      en: 'The kernel of {host} keeps {reclaimableBytes} of {totalBytes} ({reclaimableRatio}) in reclaimable slab, most of it in {cache}: {cacheBytes} in {objects} objects.',
      zh: '{host} 的可回收 slab 为 {reclaimableBytes}/{totalBytes}（{reclaimableRatio}），主要是 {cache}：{cacheBytes}，{objects} 个对象。',
    },
    why: CACHE,
    next: {
      en: 'Nothing to do. The caches by size: {slabCommand}',
      zh: '无需处理。按大小查看各缓存：{slabCommand}',
    },
  },
  'slab.group-kernel': {
    brief: {
      en: '{kernelRatio} of its group is kernel memory, {kernelBytes}',
      zh: '所在组 {kernelRatio} 是内核内存（{kernelBytes}）',
    },
    what: {
      en: '{kernelBytes} of the {chargedBytes} charged to {group} ({kernelRatio}) are kernel memory; no process owns it.',
      zh: '{group} 已计费 {chargedBytes}，其中 {kernelBytes}（{kernelRatio}）是内核内存，不属于任何进程。',
    },
    why: {
      en: 'Mostly slab: names and inodes of files that the group looked at (also of files that do not exist), sockets, threads. Names and inodes are given back when the group meets its limit; cgroup v1 does not tell how much of it that is.',
      zh: '主要是 slab：该组访问过的文件名与 inode（包括不存在的文件）、socket、线程等。文件名与 inode 在组触及上限时会回收；cgroup v1 不提供其中可回收的比例。',
    },
    next: {
      en: 'Which caches are large on the host ({host}): {slabCommand}',
      zh: '查看主机 {host} 上较大的缓存：{slabCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type SlabCode = keyof typeof WORDS
