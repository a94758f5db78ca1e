/** A whole cgroup that was asked for: its members. Its levels and limits are judged as those above a process are. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { meantTarget } from '../../parsers/host/meant.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { isOfGroup, judgeGroup, LIKES, NEEDS } from './judge.ts'
import { type GroupCode, WORDS } from './words.ts'

export const group = defineAnalyzer<typeof NEEDS, typeof LIKES, GroupCode>({
  id: 'group',
  title: { en: 'Members of a cgroup', zh: 'cgroup 的成员' },
  scope: 'process',
  groups: true,
  needs: NEEDS,
  likes: LIKES,
  eitherOf: [meantTarget],
  judges: isOfGroup,
  words: WORDS,
  thresholds: [],
  falseAlarms: [
    {
      en: 'Before kernel 4.5 what a process holds is its RSS, in which shared memory counts once for each process.',
      zh: '内核早于 4.5 时进程占用取 RSS，共享内存会在每个进程中重复计入。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeGroup,
})
