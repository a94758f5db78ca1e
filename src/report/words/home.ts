/** Words of the page that each person has of the bot. */
import type { Phrase } from '../../domain/words.ts'

export const HOME_WORDS = {
  health: {
    en: 'memcheck {version} · {hosts} host(s) · {storeBytes} of history',
    zh: 'memcheck {version} · {hosts} 台主机 · 历史数据 {storeBytes}',
  },
  healthEmbedded: {
    en: 'memcheck {version} · no host in memcheck.yaml: this machine itself is the one host · {storeBytes} of history',
    zh: 'memcheck {version} · memcheck.yaml 中没有主机：唯一的主机是本机 · 历史数据 {storeBytes}',
  },
  paused: {
    en: ' · paused, nothing is read: {paused} host(s)',
    zh: ' · 已暂停、不读取：{paused} 台主机',
  },
  runs: { en: 'Last results', zh: '最近结果' },
  noRuns: { en: 'Nothing was checked yet.', zh: '尚未检查过。' },
  orders: { en: 'Standing orders and watches', zh: '定时任务与监视' },
  noOrders: { en: 'No order and no watch is set.', zh: '没有定时任务，也没有监视。' },
  every: { en: 'every {everyMs}', zh: '每 {everyMs}' },
  next: { en: ' · next {nextAtMs}', zh: ' · 下次 {nextAtMs}' },
  targets: { en: '{count} targets', zh: '{count} 个目标' },
  moreOrders: {
    en: '{count} more: `memcheck watch list`',
    zh: '另有 {count} 个：`memcheck watch list`',
  },
  failed: { en: 'could not be checked', zh: '未能检查' },
  interrupted: { en: 'was interrupted', zh: '被中断' },
  asOf: {
    en: 'As of {asOfAtMs}; no host was asked for this page',
    zh: '截至 {asOfAtMs}；此页未访问任何主机',
  },
  refresh: { en: 'Refresh', zh: '刷新' },
} as const satisfies Readonly<Record<string, Phrase>>
