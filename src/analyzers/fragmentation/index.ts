/** Physical fragmentation: whether free memory is to be had in the sizes that are asked for. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeFragmentation, LIKES } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type FragmentationCode, WORDS } from './words.ts'

export const fragmentation = defineAnalyzer<Record<never, never>, typeof LIKES, FragmentationCode>({
  id: 'fragmentation',
  title: { en: 'Physical fragmentation', zh: '物理内存碎片' },
  scope: 'host',
  needs: {},
  likes: LIKES,
  eitherOf: Object.values(LIKES),
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Pages in the per-CPU lists are free and not in buddyinfo: just after much was freed, it shows less than there is.',
      zh: 'per-CPU 列表中的页也是空闲页，但不在 buddyinfo 中：刚释放大量内存时，读数会偏小。',
    },
    {
      en: 'A cgroup or cpuset may be bound to one node: then blocks of another node do not help it, and this rule sees them.',
      zh: 'cgroup 或 cpuset 可能绑定在某个节点：其他节点的空闲块帮不上它，而本规则会把它们算进去。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeFragmentation,
})
