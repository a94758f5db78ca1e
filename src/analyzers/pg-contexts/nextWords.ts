/** What to do next, the same for many findings of contexts. */

export const ALL = {
  en: 'See all of them by size: {contextsCommand}',
  zh: '按大小查看全部上下文：{contextsCommand}',
} as const

export const COMPARE = {
  en: 'Look again after some work and compare: {diffCommand}',
  zh: '运行一段时间后再看一次并对比：{diffCommand}',
} as const
