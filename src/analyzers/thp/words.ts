/** Words of the transparent huge page findings: what they hold is known, what of it is used is not. */
import type { FindingWords } from '../../domain/words.ts'

const WHAT = {
  en: 'Huge pages hold {hugeBytes} of the {anonBytes} of anonymous memory of {subject} ({hugeRatio}).',
  zh: '{subject} 的匿名内存 {anonBytes} 中，有 {hugeBytes}（{hugeRatio}）由透明大页占用。',
} as const

const BRIEF = {
  en: '{hugeBytes} of it in huge pages ({hugeRatio}), how much of them is used is not known',
  zh: '其中 {hugeBytes}（{hugeRatio}）为透明大页，实际用了多少未知',
} as const

const NEXT = {
  en: 'Which mappings, and the settings: {thpCommand}. What the program itself counts as allocated tells how much of it is used.',
  zh: '查看涉及的映射与设置：{thpCommand}。与程序自身统计的分配量对比，才能知道实际用了多少。',
} as const

export const WORDS = {
  'thp.held': {
    brief: BRIEF,
    what: WHAT,
    why: {
      en: 'A huge page is held whole once a byte of it is touched: a program that uses memory thinly holds more than it uses. One look at smaps cannot tell how much of a huge page is used.',
      zh: '只要触碰其中一个字节，整张大页就会被占用：分散使用内存的程序占用会多于实际使用。仅凭一次 smaps 无法判断大页中实际用了多少。',
    },
    next: NEXT,
  },
  'thp.held-asked': {
    brief: BRIEF,
    what: {
      en: 'Huge pages hold {hugeBytes} of the {anonBytes} of anonymous memory of {subject} ({hugeRatio}); the program asked for them itself (madvise) for {askedBytes}.',
      zh: '{subject} 的匿名内存 {anonBytes} 中，有 {hugeBytes}（{hugeRatio}）由透明大页占用；其中 {askedBytes} 是程序自己用 madvise 申请的。',
    },
    why: {
      en: 'A huge page is held whole once a byte of it is touched: a program that uses memory thinly holds more than it uses, up to 512 times. One look at smaps cannot tell how much of a huge page is used. The setting is in the program or its allocator, not on the host.',
      zh: '只要触碰其中一个字节，整张大页就会被占用：分散使用内存的程序，占用最多可达实际使用的 512 倍。仅凭一次 smaps 无法判断大页中实际用了多少。开关在程序或其分配器中，而不在主机上。',
    },
    next: NEXT,
  },
  'thp.held-always': {
    brief: BRIEF,
    what: WHAT,
    why: {
      en: 'The host gives huge pages to everybody unasked (enabled=always). A huge page is held whole once a byte of it is touched, and khugepaged makes one where up to {emptyPages} of 512 small pages are empty (max_ptes_none): a program that uses memory thinly grows by that. One look at smaps cannot tell how much of a huge page is used.',
      zh: '主机默认给所有程序分配大页（enabled=always）。只要触碰其中一个字节，整张大页就会被占用；khugepaged 在 512 个小页中最多 {emptyPages} 个为空时也会合并成大页（max_ptes_none）：分散使用内存的程序会因此变大。仅凭一次 smaps 无法判断大页中实际用了多少。',
    },
    next: NEXT,
  },
} as const satisfies Record<string, FindingWords>

export type ThpCode = keyof typeof WORDS
