/** Words of the swap findings. */
import type { FindingWords } from '../../domain/words.ts'

const WHO = {
  en: 'See who is swapped out, and the traffic: {swapCommand}',
  zh: '查看谁被换出以及换页流量：{swapCommand}',
} as const

export const WORDS = {
  'swap.thrashing': {
    brief: {
      en: 'thrashing: {inBytesPerSec} swapped in, tasks stalled {someStallPercent}',
      zh: '换页抖动：换入 {inBytesPerSec}，任务停顿 {someStallPercent}',
    },
    what: {
      en: '{host} reads {inBytesPerSec} back from swap and pushes {outBytesPerSec} out; tasks waited for memory {someStallPercent} of the last 10 s.',
      zh: '{host} 正从 swap 换入 {inBytesPerSec}，同时换出 {outBytesPerSec}；最近 10 秒有 {someStallPercent} 的时间任务在等内存。',
    },
    why: {
      en: 'More memory is in use than the host has: what is pushed out is needed again at once, and each page that comes back makes a task wait.',
      zh: '正在使用的内存超过了整机容量：刚换出的页很快又要用，每换入一页就有任务在等。',
    },
    next: WHO,
  },
  'swap.thrashing-group': {
    brief: {
      en: 'thrashing inside {group}: {inBytesPerSec} swapped in',
      zh: '{group} 内换页抖动：换入 {inBytesPerSec}',
    },
    what: {
      en: '{host} reads {inBytesPerSec} back from swap (out {outBytesPerSec}) and tasks waited for memory {someStallPercent} of the last 10 s, although {availableBytes} ({availableRatio}) are available.',
      zh: '{host} 正从 swap 换入 {inBytesPerSec}（换出 {outBytesPerSec}），最近 10 秒有 {someStallPercent} 的时间任务在等内存，而整机仍有 {availableBytes}（{availableRatio}）可用。',
    },
    why: {
      en: "A host with room does not swap by itself: a cgroup's own limit drives its pages out. Most of what is out belongs to {group}: {groupSwapBytes}, of it {holder} {holderSwapBytes}.",
      zh: '整机有余量时不会自行换页：是某个 cgroup 自身的上限把页挤了出去。换出最多的是 {group}，共 {groupSwapBytes}，其中 {holder} 占 {holderSwapBytes}。',
    },
    next: {
      en: 'Compare its limit with what it uses: {cgroupCommand}. Who else is swapped out: {swapCommand}',
      zh: '对比它的上限与用量：{cgroupCommand}。其他被换出的进程：{swapCommand}',
    },
  },
  'swap.thrashing-inside': {
    brief: {
      en: 'thrashing with room on the host: {inBytesPerSec} swapped in',
      zh: '整机有余量却换页抖动：换入 {inBytesPerSec}',
    },
    what: {
      en: '{host} reads {inBytesPerSec} back from swap (out {outBytesPerSec}) and tasks waited for memory {someStallPercent} of the last 10 s, although {availableBytes} ({availableRatio}) are available.',
      zh: '{host} 正从 swap 换入 {inBytesPerSec}（换出 {outBytesPerSec}），最近 10 秒有 {someStallPercent} 的时间任务在等内存，而整机仍有 {availableBytes}（{availableRatio}）可用。',
    },
    why: {
      en: "A host with room does not swap much by itself: most likely a cgroup's own limit drives its pages out. Which one could not be told from the process table.",
      zh: '整机有余量时很少自行换页：多半是某个 cgroup 自身的上限把页挤了出去，但从进程表看不出是哪一个。',
    },
    next: WHO,
  },
  'swap.in-and-out': {
    brief: {
      en: 'pages go to swap and come back: {inBytesPerSec} in, {outBytesPerSec} out',
      zh: '反复换页：换入 {inBytesPerSec}，换出 {outBytesPerSec}',
    },
    what: {
      en: '{host} reads {inBytesPerSec} back from swap while it pushes {outBytesPerSec} out.',
      zh: '{host} 正从 swap 换入 {inBytesPerSec}，同时换出 {outBytesPerSec}。',
    },
    why: {
      en: 'Traffic both ways is what thrashing looks like. How long tasks wait for it is not known here: memory pressure (PSI) was not told.',
      zh: '双向换页正是抖动的样子。任务为此等了多久无从得知：没有内存压力（PSI）数据。',
    },
    next: WHO,
  },
  'swap.in-some': {
    brief: {
      en: '{inBytesPerSec} swapped in, no stall seen',
      zh: '换入 {inBytesPerSec}，未见停顿',
    },
    what: {
      en: '{host} reads {inBytesPerSec} back from swap.',
      zh: '{host} 正从 swap 换入 {inBytesPerSec}。',
    },
    why: {
      en: 'No stall that matters was measured with it: a program that wakes up after a pause looks like this. It is worth a second look if it goes on.',
      zh: '未测得明显的停顿：程序闲置后重新运行就是这个样子。若持续存在，值得再看一次。',
    },
    next: WHO,
  },
  'swap.full': {
    brief: {
      en: 'swap nearly full, only {availableBytes} available',
      zh: 'swap 几乎用尽，可用内存仅 {availableBytes}',
    },
    what: {
      en: 'Swap on {host} is nearly full ({swapFreeBytes} free of {swapTotalBytes}) and only {availableBytes} ({availableRatio}) are available.',
      zh: '{host} 的 swap 几乎用尽（剩余 {swapFreeBytes}/{swapTotalBytes}），且可用内存仅 {availableBytes}（{availableRatio}）。',
    },
    why: {
      en: 'There is nowhere left to put anonymous memory: the next large demand ends in an OOM kill.',
      zh: '匿名内存已无处可换出：再来一次较大的申请就可能触发 OOM kill。',
    },
    next: WHO,
  },
} as const satisfies Record<string, FindingWords>

export type SwapCode = keyof typeof WORDS
