/** Words of the fragmentation findings. Physical fragmentation is meant; a heap's is another thing. */
import type { FindingWords } from '../../domain/words.ts'

const BUDDY = {
  en: 'What is free in which size: {buddyCommand}',
  zh: '按块大小查看空闲内存：{buddyCommand}',
} as const

export const WORDS = {
  'fragmentation.allocation-failed': {
    brief: {
      en: '{name} was refused {blockBytes} in one piece though {freeBytes} were free',
      zh: '{name} 申请 {blockBytes} 连续内存被拒，当时空闲 {freeBytes}',
    },
    what: {
      en: 'The kernel refused {name} a block of {blockBytes} (order {order})[ at {when}], with {freeBytes} free in {zone}; {failures} such failure(s) in the log.',
      zh: '[{when} ]内核拒绝了 {name} 的 {blockBytes}（order {order}）连续内存申请，当时 {zone} 空闲 {freeBytes}；日志中此类失败共 {failures} 次。',
    },
    why: {
      en: 'The free memory lay in smaller pieces: fragmentation index {index} (above 0.5 is fragmentation, towards 0 lack of memory). Who asks for pieces of that size is a driver or the network more often than a program.',
      zh: '当时的空闲内存都是更小的块：碎片指数 {index}（大于 0.5 为碎片，趋近 0 为内存不足）。申请这么大连续块的多为驱动或网络，而不是应用程序。',
    },
    next: BUDDY,
  },
  'fragmentation.allocation-short': {
    brief: {
      en: '{name} was refused {blockBytes} for lack of free memory',
      zh: '空闲内存不足，{name} 申请 {blockBytes} 被拒',
    },
    what: {
      en: 'The kernel refused {name} {blockBytes} (order {order})[ at {when}]: {freeBytes} were free in {zone}, whose reserve is {minBytes}; {failures} such failure(s) in the log.',
      zh: '[{when} ]内核拒绝了 {name} 的 {blockBytes}（order {order}）申请：当时 {zone} 空闲 {freeBytes}，保留水位 {minBytes}；日志中此类失败共 {failures} 次。',
    },
    why: {
      en: 'That is lack of free memory at that moment, not fragmentation. Requests that may not wait (network, interrupts) fail first, while others reclaim: packets are dropped, most callers try again.',
      zh: '这是当时空闲内存不足，而不是碎片。不能等待的申请（网络、中断）最先失败，其他申请会先回收：可能丢包，多数调用者会重试。',
    },
    next: BUDDY,
  },
  'fragmentation.allocation-refused': {
    brief: {
      en: '{name} was refused {blockBytes} in one piece',
      zh: '{name} 申请 {blockBytes} 连续内存被拒',
    },
    what: {
      en: 'The kernel refused {name} a block of {blockBytes} (order {order})[ at {when}]; {failures} such failure(s) in the log.',
      zh: '[{when} ]内核拒绝了 {name} 的 {blockBytes}（order {order}）连续内存申请；日志中此类失败共 {failures} 次。',
    },
    why: {
      en: 'The log does not show why: its lists of free blocks are missing, or show a block of that size that this request could not have (kept for another purpose or node).',
      zh: '日志没有给出原因：缺少空闲块列表，或列表中有该大小的块但该申请不能使用（为其他用途或节点保留）。',
    },
    next: BUDDY,
  },
  'fragmentation.compaction-failing': {
    brief: {
      en: 'no free block of {blockBytes} though {freeBytes} are free, compaction fails {failsPerSec}',
      zh: '空闲 {freeBytes} 却没有 {blockBytes} 的连续块，内存规整失败 {failsPerSec}',
    },
    what: {
      en: '{host} compacts memory and fails {failsPerSec}: no zone has a free block of {blockBytes} (order {order}), though {freeBytes} are free in {zone}.',
      zh: '{host} 正在做内存规整且失败 {failsPerSec}：没有任何 zone 有 {blockBytes}（order {order}）的空闲块，而 {zone} 仍有 {freeBytes} 空闲。',
    },
    why: {
      en: 'Fragmentation index {index} (above 0.5 is fragmentation, towards 0 lack of memory). Whoever asks for a larger block moves pages about first ({stallsPerSec}), then goes without: huge pages fall back to small ones, drivers and network buffers may fail.',
      zh: '碎片指数 {index}（大于 0.5 为碎片，趋近 0 为内存不足）。申请大块的任务要先搬移页面（{stallsPerSec}），最后仍然拿不到：大页退化为小页，驱动与网络缓冲可能申请失败。',
    },
    next: BUDDY,
  },
  'fragmentation.no-room': {
    brief: {
      en: 'compaction fails {failsPerSec} for lack of memory, {freeBytes} free',
      zh: '内存不足，规整失败 {failsPerSec}，空闲 {freeBytes}',
    },
    what: {
      en: '{host} compacts memory and fails {failsPerSec}, with {freeBytes} free in {zone} and no block of {blockBytes} (order {order}).',
      zh: '{host} 的内存规整失败 {failsPerSec}：{zone} 空闲 {freeBytes}，没有 {blockBytes}（order {order}）的块。',
    },
    why: {
      en: 'Fragmentation index {index}: it is lack of free memory rather than fragmentation. {stallsPerSec} tasks try before they go on.',
      zh: '碎片指数 {index}：原因是空闲内存不足，而不是碎片。期间有任务（{stallsPerSec}）先尝试规整再继续。',
    },
    next: BUDDY,
  },
  'fragmentation.reclaiming': {
    brief: {
      en: 'tasks reclaim {stallsPerSec} with {freeBytes} free, in pieces too small',
      zh: '空闲 {freeBytes} 但块太小，任务直接回收 {stallsPerSec}',
    },
    what: {
      en: 'Tasks on {host} reclaim memory themselves {stallsPerSec} while {freeBytes} ({freeRatio} of the memory) are free in {zone}, none of it in blocks of {blockBytes} (order {order}).',
      zh: '{host} 上的任务在直接回收内存（{stallsPerSec}），而 {zone} 空闲 {freeBytes}（占内存 {freeRatio}），其中没有 {blockBytes}（order {order}）的块。',
    },
    why: {
      en: 'With so much free no one reclaims for single pages: larger blocks are asked for, and memory is given up to make them. Fragmentation index {index} (above 0.5 is fragmentation).',
      zh: '空闲这么多时不会为单页而回收：是在申请更大的连续块，内核为了凑出它们而释放内存。碎片指数 {index}（大于 0.5 为碎片）。',
    },
    next: BUDDY,
  },
  'fragmentation.huge-fallback': {
    brief: {
      en: 'huge pages fall back to small ones, {fallbacksPerSec}',
      zh: '大页退化为小页 {fallbacksPerSec}',
    },
    what: {
      en: '{fallbacksPerSec} huge pages were asked for and became small ones: no free block of {hugeBytes}, with {freeBytes} free in {zone}.',
      zh: '大页申请退化为小页 {fallbacksPerSec}：{zone} 空闲 {freeBytes}，但没有 {hugeBytes} 的连续块。',
    },
    why: {
      en: 'Index {index}: memory is free, in pieces that are too small (the largest order that is to be had is below {order}). Programs run on with small pages, a little slower; nothing fails.',
      zh: '碎片指数 {index}：有空闲内存，但块太小（可用的最大 order 小于 {order}）。程序改用小页继续运行，略慢，不会失败。',
    },
    next: BUDDY,
  },
  'fragmentation.compaction-failed-before': {
    brief: {
      en: 'compaction failed {fails} times since boot, whether now is not known',
      zh: '开机以来规整失败 {fails} 次，现在是否仍在发生未知',
    },
    what: {
      en: 'Compaction failed {fails} times of {stalls} since boot, and no zone has a free block of {blockBytes} (order {order}) with {freeBytes} free in {zone}.',
      zh: '开机以来内存规整 {stalls} 次、失败 {fails} 次；目前没有 {blockBytes}（order {order}）的空闲块，而 {zone} 空闲 {freeBytes}。',
    },
    why: {
      en: 'Index {index} says fragmentation. There is one reading only: whether it still goes on cannot be told from it.',
      zh: '碎片指数 {index}，属于碎片。只有一次采样，无法判断现在是否仍在发生。',
    },
    next: {
      en: 'Two readings tell whether the counters rise: `memcheck {host}`',
      zh: '两次采样即可看出计数是否仍在上升：`memcheck {host}`',
    },
  },
} as const satisfies Record<string, FindingWords>

export type FragmentationCode = keyof typeof WORDS
