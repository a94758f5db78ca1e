/** Words of the high-usage findings: who, how much, against what it is measured. Held is anonymous memory and swap. */
import type { FindingWords } from '../../domain/words.ts'

const CHECK = {
  en: 'Where in it the memory is, and whether it grows: {checkCommand}. All processes by size: {topCommand}',
  zh: '看它内部的内存分布及是否在增长：{checkCommand}。所有进程按占用排序：{topCommand}',
} as const

export const WORDS = {
  'usage.above-role': {
    brief: {
      en: '{who} holds {heldBytes}; usual is under {usualBytes}',
      zh: '{who} 占用 {heldBytes}，通常不超过 {usualBytes}',
    },
    what: {
      en: '{who} holds {heldBytes} of its own ({ramRatio} of the RAM); a process of this role usually stays under {usualBytes}.',
      zh: '{who} 私有占用 {heldBytes}（物理内存的 {ramRatio}）；此类进程通常不超过 {usualBytes}。',
    },
    why: {
      en: 'The size of this role does not follow the load, so one look is enough to call it unusual; shared memory is not counted. Whether it still grows, only further readings can tell.',
      zh: '这类进程的大小与负载无关，因此单次采样即可判定异常；共享内存不计在内。是否仍在增长，需要更多采样才能判断。',
    },
    next: CHECK,
  },
  'usage.above-peers': {
    brief: {
      en: '{who} holds {heldBytes}, the median of {count} alike is {medianBytes}',
      zh: '{who} 占用 {heldBytes}，同类 {count} 个的中位数为 {medianBytes}',
    },
    what: {
      en: '{who} holds {heldBytes} of its own; it is number {rank} of {count} processes of this role, the median of the others is {medianBytes}.',
      zh: '{who} 私有占用 {heldBytes}，在 {count} 个同类进程中排第 {rank}，其余进程的中位数为 {medianBytes}。',
    },
    why: {
      en: 'Processes alike share the program and its settings: what differs is the work of this one (a large query, request or session), or how long it has lived.',
      zh: '同类进程的程序与配置相同，差异来自它自身的工作（大查询、大请求、长会话）或存活时间。',
    },
    next: CHECK,
  },
  'usage.above-heap': {
    brief: {
      en: 'holds {heldBytes} with a heap of at most {heapBytes}',
      zh: '占用 {heldBytes}，而堆上限只有 {heapBytes}',
    },
    what: {
      en: '{who} holds {heldBytes}; its heap may be {heapBytes} (-Xmx): at least {outsideBytes} are outside the heap.',
      zh: '{who} 占用 {heldBytes}，堆上限为 {heapBytes}（-Xmx）：至少 {outsideBytes} 在堆外。',
    },
    why: {
      en: 'Direct buffers may take as much as the heap again; what is beyond that is native: threads, metaspace, malloc arenas, libraries. A heap dump shows none of it.',
      zh: '直接内存默认最多与堆同样大；再超出的部分属于 native：线程、metaspace、malloc arena、JNI 库等。heap dump 里看不到这些。',
    },
    next: {
      en: 'See what it is in: {smapsCommand}. Then whether it grows: {checkCommand}',
      zh: '先看内存在哪些映射里：{smapsCommand}；再确认是否增长：{checkCommand}',
    },
  },
  'usage.dominant-short': {
    brief: {
      en: '{who} holds {heldBytes}, {ramRatio} of a host that is short',
      zh: '主机内存紧张，{who} 占用 {heldBytes}（{ramRatio}）',
    },
    what: {
      en: '{who} holds {heldBytes} ({ramRatio} of {ramBytes}), more than all other processes together, on a host that is short of memory.',
      zh: '主机内存紧张，{who} 占用 {heldBytes}（{ramBytes} 的 {ramRatio}），超过其余所有进程之和。',
    },
    why: {
      en: 'If memory runs out, it is the likely one to be killed. Whether it is too large or the host too small for its settings, its role decides: what is set to a size is as large as it was told to be.',
      zh: '若内存耗尽，它最可能被 kill。究竟是它太大还是主机相对配置太小，要看其角色：按配置定大小的进程本就会用到设定值。',
    },
    next: CHECK,
  },
  'usage.dominant': {
    brief: {
      en: '{who} holds {heldBytes}, {ramRatio} of the RAM',
      zh: '{who} 占用 {heldBytes}，为物理内存的 {ramRatio}',
    },
    what: {
      en: '{who} holds {heldBytes} ({ramRatio} of {ramBytes}), more than all other processes together.',
      zh: '{who} 占用 {heldBytes}（{ramBytes} 的 {ramRatio}），超过其余所有进程之和。',
    },
    why: {
      en: 'The host is not short of memory, so this is no fault by itself. What grows on this host is most likely to be seen here.',
      zh: '主机目前并不缺内存，这本身不是故障。若有增长，最可能首先体现在它身上。',
    },
    next: CHECK,
  },
} as const satisfies Record<string, FindingWords>

export type UsageCode = keyof typeof WORDS
