/** Swap traffic in the records of sysstat that people bring. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { judgeHistory } from './judge.ts'
import { hasTraffic, LIKES } from './rows.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type HistoryCode, WORDS } from './words.ts'

export const swapHistory = defineAnalyzer<Record<never, never>, typeof LIKES, HistoryCode>({
  id: 'swap-history',
  title: { en: 'Swap traffic in records', zh: '历史记录中的换页流量' },
  scope: 'host',
  needs: {},
  likes: LIKES,
  eitherOf: Object.values(LIKES),
  judges: hasTraffic,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Swap on zram lies in memory: a page that comes back costs microseconds of a processor, not a disk read.',
      zh: 'zram 上的 swap 就在内存里：换入只花微秒级的 CPU，不读磁盘。',
    },
    {
      en: 'sysstat does not record who waited: a nightly job that reads its pages back looks the same as a shortage.',
      zh: 'sysstat 不记录谁在等待：夜间任务读回自己的页，与内存不足看起来一样。',
    },
  ],
  drilldowns: [],
  analyze: judgeHistory,
})
