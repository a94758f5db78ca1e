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
      en: 'Shared memory is counted in each process that maps it: the sum over processes is larger than what is used (Pss shares it out).',
      zh: '共享内存会计入每个映射它的进程：各进程相加会大于实际占用（Pss 才是分摊后的值）。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeProcess,
})
