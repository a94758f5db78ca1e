/** Growth of the cgroup whose limit binds a process, where the process itself does not explain it. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { hasGroup } from '../brought.ts'
import { judgeGroupGrowth, NEEDS, THRESHOLDS } from './judge.ts'
import { type GroupGrowthCode, WORDS } from './words.ts'

export const groupGrowth = defineAnalyzer<typeof NEEDS, Record<never, never>, GroupGrowthCode>({
  id: 'group-growth',
  title: { en: 'Growth of the cgroup', zh: 'cgroup 的增长' },
  scope: 'process',
  instances: true,
  groups: true,
  needs: NEEDS,
  likes: {},
  // A lone number of a group names no group: there is nothing that could be seen to grow.
  judges: hasGroup,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A group that more workers are started in grows without any of them leaking.',
      zh: '组内启动更多 worker 会使占用增长，但并没有哪个 worker 泄漏。',
    },
  ],
  drilldowns: [],
  analyze: judgeGroupGrowth,
})
