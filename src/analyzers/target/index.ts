/** What the target is, where it is not a process with memory of its own under the number that was typed. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { meantTarget } from '../../parsers/host/meant.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { isOdd, judgeTarget, LIKES, NEEDS } from './judge.ts'
import { type TargetCode, WORDS } from './words.ts'

export const target = defineAnalyzer<typeof NEEDS, typeof LIKES, TargetCode>({
  id: 'target',
  title: { en: 'What the target is', zh: '目标是什么' },
  scope: 'process',
  needs: NEEDS,
  likes: LIKES,
  eitherOf: [meantTarget, processStatus],
  judges: isOdd,
  words: WORDS,
  thresholds: [],
  falseAlarms: [
    {
      en: 'A process that ends just now is a zombie for an instant, until its parent has asked.',
      zh: '刚结束的进程在父进程读取其状态之前，会短暂成为僵尸进程。',
    },
  ],
  drilldowns: [],
  analyze: judgeTarget,
})
