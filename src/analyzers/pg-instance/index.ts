/** A PostgreSQL instance as a whole: its postmaster with all the processes that it made. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeInstance, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type InstanceCode, WORDS } from './words.ts'

export const pgInstance = defineAnalyzer<typeof NEEDS, typeof LIKES, InstanceCode>({
  id: 'pg-instance',
  title: { en: 'PostgreSQL instance', zh: 'PostgreSQL 实例' },
  scope: 'instance',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A report or a maintenance job at work may hold most of the private memory: that ends with it.',
      zh: '正在执行的报表或维护任务可能占用大部分私有内存：任务结束即释放。',
    },
    {
      en: 'Shared memory in huge pages is in no process’s RssShmem and is missing in the sum.',
      zh: '使用大页的共享内存不计入任何进程的 RssShmem，因此不在合计内。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeInstance,
})
