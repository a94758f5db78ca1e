/** Memory that is promised to processes, against what may be promised. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { judgeOvercommit, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type OvercommitCode, WORDS } from './words.ts'

export const overcommit = defineAnalyzer<typeof NEEDS, typeof LIKES, OvercommitCode>({
  id: 'overcommit',
  title: { en: 'Promised memory', zh: '内存承诺（overcommit）' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A database that sets mode 2 on purpose and was sized to the limit stands near it all day; it is a fault when allocations fail.',
      zh: '有意使用模式 2 并按上限规划的数据库会长期贴近上限；只有出现分配失败才算故障。',
    },
    {
      en: 'A sysctl.conf tells what is set at boot, not the mode that holds now.',
      zh: 'sysctl.conf 给出的是开机时的设置，不一定是当前生效的模式。',
    },
  ],
  drilldowns: [],
  analyze: judgeOvercommit,
})
