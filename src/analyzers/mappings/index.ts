/** A process's mappings: their number against the kernel's limit, series of equal ones, deleted files. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { fds } from '../../parsers/proc/fds.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { knownMappings } from '../known.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { FDS_DRILLDOWN } from './fdsDrilldown.ts'
import { judgeMappings, LIKES, largestDeleted } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type MappingsCode, WORDS } from './words.ts'

export const mappings = defineAnalyzer<Record<never, never>, typeof LIKES, MappingsCode>({
  id: 'mappings',
  title: { en: 'Mappings', zh: '内存映射' },
  scope: 'process',
  needs: {},
  likes: LIKES,
  // Only who may trace a process reads its mappings; smaps tells of them too.
  eitherOf: [maps],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'ZGC, V8, jemalloc without retain and databases that map many segments have thousands of mappings by design: the count is steady then.',
      zh: 'ZGC、V8、关闭 retain 的 jemalloc 以及映射大量段文件的数据库天生就有成千上万个映射，此时数量是稳定的。',
    },
    {
      en: 'A thread stack is told by the guard page below it; guarded spans of other allocators look the same.',
      zh: '线程栈是根据其下方的保护页推断的；其他分配器带保护页的区间看上去相同。',
    },
    {
      en: 'Neighbouring mappings of one kind are joined by the kernel: a leak by mmap may show as few large mappings.',
      zh: '内核会合并相邻的同类映射：mmap 泄漏也可能只表现为少数几个大映射。',
    },
  ],
  drilldowns: [...DRILLDOWNS, FDS_DRILLDOWN],
  // Who has the deleted file open, where there is one to speak of.
  deeper({ evidence, pid }) {
    const known = pid === null ? null : knownMappings(evidence)
    return known === null || largestDeleted(known) === null ? [] : [fds]
  },
  analyze: judgeMappings,
})
