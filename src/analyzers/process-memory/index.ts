/** Where the process's memory is: by kind from status, by owner from smaps. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeProcess, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type ProcessMemoryCode, WORDS } from './words.ts'

export const processMemory = defineAnalyzer<typeof NEEDS, typeof LIKES, ProcessMemoryCode>({
  id: 'process-memory',
  title: { en: 'Where the memory is', zh: '内存分布' },
  scope: 'process',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Swap-in is counted for the whole host: another process may be the one that reads its pages back.',
      zh: '换入是整机计数：真正在换入的可能是其他进程。',
    },
    {
      en: 'Other allocators may reserve 64 MiB-aligned memory that looks like a glibc arena; a stack is told by the guard page below it.',
      zh: '其他分配器也可能预留 64 MiB 对齐的内存，看上去像 glibc arena；线程栈是根据其下方的保护页推断的。',
    },
    {
      en: 'Shared memory is counted in each process that maps it: the sum over processes is larger than what is used (Pss shares it out).',
      zh: '共享内存会计入每个映射它的进程：各进程相加会大于实际占用（Pss 才是分摊后的值）。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeProcess,
})
