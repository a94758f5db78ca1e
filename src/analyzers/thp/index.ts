/** Transparent huge pages of a process: what they hold, and whether program or host asked for them. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { smapsRollup } from '../../parsers/proc/smapsRollup.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeThp, LIKES } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type ThpCode, WORDS } from './words.ts'

export const transparentHugePages = defineAnalyzer<Record<never, never>, typeof LIKES, ThpCode>({
  id: 'thp',
  title: { en: 'Transparent huge pages', zh: '透明大页' },
  scope: 'process',
  needs: {},
  likes: LIKES,
  eitherOf: [smapsRollup, smaps],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A heap that is used densely (a JVM, a database) is better off in huge pages: that they hold most of it is then as it should be.',
      zh: '使用密集的堆（JVM、数据库）放在大页中更好：此时大页占多数是正常的。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeThp,
})
