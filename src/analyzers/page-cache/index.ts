/** Page cache: full is fine; missed, not written out or no cache at all is a finding. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeCache, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type CacheCode, WORDS } from './words.ts'

export const pageCache = defineAnalyzer<typeof NEEDS, typeof LIKES, CacheCode>({
  id: 'page-cache',
  title: { en: 'Page cache', zh: 'page cache' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: "The host's pressure includes stalls inside groups: refaults of one and the wait of another may meet by chance.",
      zh: '整机 PSI 包含各 cgroup 内的停顿：一处的重读与另一处的等待可能只是巧合。',
    },
    {
      en: 'MemAvailable takes all file pages and half the slab for reclaimable; pages that are mapped and in use by everybody are worth keeping all the same.',
      zh: 'MemAvailable 把文件页和一半 slab 视为可回收；被广泛映射、正在使用的页仍然值得保留。',
    },
    {
      en: 'A shared_buffers or in-memory table in shared memory is there on purpose: it is named, not blamed.',
      zh: '共享内存中的 shared_buffers 或内存表是有意为之：这里只是指出，不是归咎。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeCache,
})
