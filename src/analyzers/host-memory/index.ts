/** The host's memory: available, pressure, OOM kills. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeHost, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type HostMemoryCode, WORDS } from './words.ts'

export const hostMemory = defineAnalyzer<typeof NEEDS, typeof LIKES, HostMemoryCode>({
  id: 'host-memory',
  title: { en: 'Host memory', zh: '主机内存' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: "The host's pressure includes stalls inside cgroups: a container at its limit shows on a host that has plenty.",
      zh: '整机 PSI 包含 cgroup 内部的停顿：容器触及上限时，内存充裕的主机上也会有读数。',
    },
    {
      en: 'A database that takes nearly all memory on purpose (huge pages, shared buffers) stands low without harm; then nobody stalls and it is information.',
      zh: '数据库有意占用几乎全部内存（大页、shared buffers）时可用量低而无害；此时没有停顿，仅作提示。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeHost,
})
