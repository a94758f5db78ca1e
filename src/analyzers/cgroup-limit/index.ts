/** The cgroup limit that binds a process: levels, hits, OOM kills, throttling. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { hasLevel, judgeCgroups, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type CgroupCode, WORDS } from './words.ts'

export const cgroupLimit = defineAnalyzer<typeof NEEDS, typeof LIKES, CgroupCode>({
  id: 'cgroup-limit',
  title: { en: 'cgroup limit', zh: 'cgroup 上限' },
  scope: 'process',
  instances: true,
  groups: true,
  needs: NEEDS,
  likes: LIKES,
  judges: hasLevel,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A runtime sized on purpose to nine tenths of its limit (-Xmx, shared_buffers) stands there for good; watch the growth, not the level.',
      zh: '有意把运行时配到上限的九成（-Xmx、shared_buffers）会长期停在高位；此时看增长，不看水位。',
    },
    {
      en: "Limits of groups outside a container's own mount cannot be seen from inside it.",
      zh: '在容器内部看不到其挂载点之外的上级 cgroup 上限。',
    },
    {
      en: 'On cgroup v1 the kernel memory of a group is not split into what can be reclaimed and what cannot.',
      zh: 'cgroup v1 不区分组内内核内存的可回收与不可回收部分。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeCgroups,
})
