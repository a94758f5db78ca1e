/** Pools of huge pages: set aside and idle, or used up. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeHugepages, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type HugepagesCode, WORDS } from './words.ts'

export const hugePages = defineAnalyzer<typeof NEEDS, typeof LIKES, HugepagesCode>({
  id: 'hugepages',
  title: { en: 'Huge pages set aside', zh: '预留大页' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A pool may wait for a program that is about to start, or for the other host of a pair to fail over.',
      zh: '大页池可能是为即将启动的程序，或主备切换预留的。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeHugepages,
})
