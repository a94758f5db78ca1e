/** Words of the findings about recorded swap traffic. */
import type { FindingWords } from '../../domain/words.ts'

const WHO = {
  en: 'While it lasts, see who is swapped out: {swapCommand}',
  zh: '趁现象仍在，查看谁被换出：{swapCommand}',
} as const

const WHAT = {
  en: 'In {busyRows} of {allRows} rows {host} read pages back from swap while it pushed others out; at most {inMostBytesPerSec} in, with {outThenBytesPerSec} out.',
  zh: '{allRows} 行中有 {busyRows} 行显示 {host} 一边从 swap 换入、一边换出其他页；最高换入 {inMostBytesPerSec}，同时换出 {outThenBytesPerSec}。',
} as const

export const WORDS = {
  'swap.rows-both': {
    brief: {
      en: 'swapping in and out in {busyRows} of {allRows} rows: up to {inMostBytesPerSec} in',
      zh: '{allRows} 行中 {busyRows} 行换入换出：换入最高 {inMostBytesPerSec}',
    },
    what: WHAT,
    why: {
      en: 'What is pushed out is needed again soon. Whether anybody waited for it is not in these rows.',
      zh: '换出的页很快又要用。是否有任务在等，这些行里看不出来。',
    },
    next: WHO,
  },
  'swap.rows-in': {
    brief: {
      en: 'pages read back from swap in {busyRows} of {allRows} rows: up to {inMostBytesPerSec}',
      zh: '{allRows} 行中 {busyRows} 行有换入：最高 {inMostBytesPerSec}',
    },
    what: {
      en: 'In {busyRows} of {allRows} rows {host} read pages back from swap, at most {inMostBytesPerSec}, with {outThenBytesPerSec} pushed out.',
      zh: '{allRows} 行中有 {busyRows} 行显示 {host} 从 swap 换入，最高 {inMostBytesPerSec}，同时换出 {outThenBytesPerSec}。',
    },
    why: {
      en: 'Reading back alone is recovery: a program that was idle is used again. Only traffic both ways, again and again, is a shortage.',
      zh: '只有换入属于恢复：闲置的程序又被使用。反复双向换页才是内存不足。',
    },
    next: WHO,
  },
} as const satisfies Readonly<Record<string, FindingWords>>

export type HistoryCode = keyof typeof WORDS
