/** Which malloc a process uses, and what it holds: arenas from outside, free memory by malloc's own reports. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { mallocInfo } from '../../parsers/tools/mallocInfo.ts'
import { mallocStats } from '../../parsers/tools/mallocStats.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeArenas, LIKES } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type ArenasCode, WORDS } from './words.ts'

export const mallocArenas = defineAnalyzer<Record<never, never>, typeof LIKES, ArenasCode>({
  id: 'malloc-arenas',
  title: { en: 'malloc and its arenas', zh: 'malloc 与 arena' },
  scope: 'process',
  needs: {},
  likes: LIKES,
  eitherOf: [maps, mallocStats, mallocInfo],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Other allocators and small JVM heaps may reserve 64 MiB-aligned memory that looks like a glibc arena.',
      zh: '其他分配器或较小的 JVM 堆也可能预留 64 MiB 对齐的内存，看上去像 glibc arena。',
    },
    {
      en: 'An allocator that is linked into the program itself (jemalloc in redis or MariaDB builds) is not seen among its libraries.',
      zh: '静态链接进程序的分配器（如 redis、MariaDB 自带的 jemalloc）不会出现在其动态库中。',
    },
    {
      en: "Free chunks in a thread's own cache (tcache) count as in use in malloc's reports.",
      zh: 'malloc 报告会把线程缓存（tcache）中的空闲块计为使用中。',
    },
    {
      en: 'malloc_stats prints 32 bits: an arena of more than 4 GiB is shown too small.',
      zh: 'malloc_stats 按 32 位打印：超过 4 GiB 的 arena 会显示偏小。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeArenas,
})
