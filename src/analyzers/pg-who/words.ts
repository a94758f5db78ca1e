/** Words of who a process of PostgreSQL is. What it holds of its own is anonymous memory and swap. */
import type { FindingWords, Phrase } from '../../domain/words.ts'

const NEXT = {
  en: 'All processes of its instance: {backendsCommand}',
  zh: '该实例的全部进程：{backendsCommand}',
} as const satisfies Phrase

const WHY = {
  en: 'Of its own it holds {heldBytes}; what it shares belongs to the instance.',
  zh: '它私有占用 {heldBytes}；共享部分属于整个实例。',
} as const satisfies Phrase

const MORE = {
  leader: { en: 'It works for PID {leader}.', zh: '它为 PID {leader} 工作。' },
  usualHighBytes: {
    en: 'By our measure of PostgreSQL 13 to 18 such a process holds {usualLowBytes} soon after its start, up to {usualHighBytes} in ordinary use.',
    zh: '据我们在 PostgreSQL 13 至 18 上的实测，此类进程刚启动时约 {usualLowBytes}，日常使用中可到 {usualHighBytes}。',
  },
  rank: {
    en: 'By size it is number {rank} of {count} of its role on this host; the median of the others is {medianBytes}, the largest is PID {largest} with {largestBytes}.',
    zh: '在该主机 {count} 个同角色进程中按占用排第 {rank}；其余的中位数为 {medianBytes}，最大的是 PID {largest}，{largestBytes}。',
  },
  query: {
    en: 'The largest plan that it keeps ({plans} in all) is of: {query}',
    zh: '它保留的计划（共 {plans} 个）中最大的来自：{query}',
  },
} as const

export const WORDS = {
  'who.session': {
    brief: { en: '{doing}, {heldBytes} of its own', zh: '{doing}，私有 {heldBytes}' },
    what: {
      en: 'PID {pid} is a {process}, its client {client}. It says of itself: {doing}.',
      zh: 'PID {pid} 是 {process}，客户端 {client}。它当前的状态：{doing}。',
    },
    why: WHY,
    more: MORE,
    next: NEXT,
  },
  'who.server': {
    brief: { en: '{heldBytes} of its own', zh: '私有 {heldBytes}' },
    what: {
      en: 'PID {pid} is the server’s own {process}, no session.',
      zh: 'PID {pid} 是服务器自身的 {process}，不是会话。',
    },
    why: WHY,
    more: { doing: { en: 'It says of itself: {doing}.', zh: '它当前的状态：{doing}。' }, ...MORE },
    next: NEXT,
  },
} as const satisfies Record<string, FindingWords>

export type WhoCode = keyof typeof WORDS
