/** Words of the process-memory findings. */
import type { FindingWords } from '../../domain/words.ts'

const LOOK = {
  en: 'List its largest mappings: {smapsCommand}',
  zh: '查看占用最大的映射：{smapsCommand}',
} as const

export const WORDS = {
  'process.where': {
    brief: { en: 'holds {heldBytes}', zh: '占用 {heldBytes}' },
    what: {
      en: 'The largest part of {heldBytes} is {holder} with {holderBytes} ({holderRatio}).',
      zh: '共占用 {heldBytes}，其中 {holder} 最大，为 {holderBytes}（{holderRatio}）。',
    },
    why: {
      en: 'Anonymous {anonBytes}, file {fileBytes}, shared {shmemBytes}, in swap {swapBytes}; only file pages can be dropped.',
      zh: '匿名 {anonBytes}、文件 {fileBytes}、共享内存 {shmemBytes}、已换出 {swapBytes}。文件页可回收，其余不可。',
    },
    next: LOOK,
  },
  'process.where-by-kind': {
    brief: { en: 'holds {heldBytes}', zh: '占用 {heldBytes}' },
    what: {
      en: '{subject} holds {heldBytes}: anonymous {anonBytes}, file {fileBytes}, shared memory {shmemBytes}, swapped out {swapBytes}.',
      zh: '{subject} 共占用 {heldBytes}：匿名 {anonBytes}、文件 {fileBytes}、共享内存 {shmemBytes}、已换出 {swapBytes}。',
    },
    why: {
      en: 'File pages can be dropped, the others cannot. Mappings were not read, so no owner is named.',
      zh: '文件页可回收，其余不可。本次未读取映射明细，因此无法指出具体归属。',
    },
    next: LOOK,
  },
  'process.where-rss': {
    brief: { en: '{rssBytes} resident', zh: 'RSS {rssBytes}' },
    what: {
      en: '{subject} has {rssBytes} resident.',
      zh: '{subject} 的 RSS 为 {rssBytes}。',
    },
    why: {
      en: 'This kernel (before 4.5) does not tell anonymous, file and shared memory apart, so what can be dropped is not known.',
      zh: '该内核早于 4.5，不区分匿名、文件与共享内存，因此无法得知其中有多少可回收。',
    },
    next: LOOK,
  },
  'process.swapped': {
    brief: { en: '{swapBytes} of it in swap, at rest', zh: '{swapBytes} 在 swap 中，未见换入' },
    what: {
      en: '{swapBytes} of {subject} ({swapRatio} of {heldBytes}) are swapped out.',
      zh: '{subject} 有 {swapBytes} 在 swap 中（占其 {heldBytes} 的 {swapRatio}）。',
    },
    why: {
      en: 'Nothing was seen coming back in: pages that stay out cost nothing. It matters when they are read again.',
      zh: '未观察到换入：一直留在 swap 中的页面没有开销，只有被重新访问时才有影响。',
    },
    next: {
      en: 'See how it goes on: {watchCommand}',
      zh: '继续观察：{watchCommand}',
    },
  },
  'process.swapping': {
    brief: {
      en: '{swapBytes} of it in swap, being read back',
      zh: '{swapBytes} 在 swap 中，正在换入',
    },
    what: {
      en: '{swapBytes} of {subject} ({swapRatio} of {heldBytes}) are swapped out while the host reads {pagesInPerSec} pages back in.',
      zh: '{subject} 有 {swapBytes} 在 swap 中（占其 {heldBytes} 的 {swapRatio}），同时主机正以 {pagesInPerSec} 页的速度换入。',
    },
    why: {
      en: "Each page that comes back makes a task wait for the disk. The rate is the whole host's: this process is a likely part of it, not surely all.",
      zh: '每次换入都要等磁盘。该速率是整机的，本进程很可能是来源之一，但未必是全部。',
    },
    next: {
      en: 'See which limit it runs against: {cgroupCommand}',
      zh: '先看它受哪个上限约束：{cgroupCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type ProcessMemoryCode = keyof typeof WORDS
