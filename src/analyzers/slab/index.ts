/** The kernel's own memory: slab that cannot be given back, slab that can, and groups that are charged for it. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { slabinfo } from '../../parsers/proc/slabinfo.ts'
import { hasGroup } from '../brought.ts'
import { hasLargeCache } from './alone.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { isLarge, isReclaimableLarge, judgeSlab, LIKES } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type SlabCode, WORDS } from './words.ts'

export const slab = defineAnalyzer<Record<never, never>, typeof LIKES, SlabCode>({
  id: 'slab',
  title: { en: 'Kernel objects (slab)', zh: '内核对象（slab）' },
  scope: 'host',
  needs: {},
  likes: LIKES,
  eitherOf: [meminfo, cgroupMemory, slabinfo],
  judges: (evidence) => evidence.has(meminfo.id) || hasGroup(evidence) || hasLargeCache(evidence),
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'File systems with a cache of their own (older ZFS) keep it in unreclaimable slab on purpose and give it back by themselves.',
      zh: '自带缓存的文件系统（较旧的 ZFS）会有意把缓存放在不可回收 slab 中，并自行归还。',
    },
    {
      en: 'Which cache is reclaimable is told by its name: slabinfo does not say, and caches of one size may be merged under the name of one of them.',
      zh: '缓存是否可回收按名称判断：slabinfo 不提供该信息，且同尺寸的缓存可能合并显示在其中一个名称下。',
    },
  ],
  drilldowns: DRILLDOWNS,
  deeper({ evidence }) {
    const mem = evidence.get(meminfo)
    return mem !== null && (isLarge(mem) || isReclaimableLarge(mem)) ? [slabinfo] : []
  },
  analyze: judgeSlab,
})
