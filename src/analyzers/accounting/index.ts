/** Where all of the host's memory is, and what of it is in no line. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { deeperAccounting, judgeAccounting, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type AccountingCode, WORDS } from './words.ts'

export const accounting = defineAnalyzer<typeof NEEDS, typeof LIKES, AccountingCode>({
  id: 'accounting',
  title: { en: 'Where all the memory is', zh: '内存构成' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Before 5.3 the kernel counts no vmalloc memory: on such hosts it is in what is not accounted for.',
      zh: '5.3 之前的内核不统计 vmalloc：在这些主机上它会落入“未计入”。',
    },
    {
      en: 'A balloon lowers MemTotal on most hypervisors; then it is not part of what is missing here.',
      zh: '多数虚拟化平台的 balloon 会下调 MemTotal，此时它不在“未计入”之内。',
    },
    {
      en: 'In a container that sees the memory of its host the sum is that of the host, or of a file that was made up.',
      zh: '在能看到宿主机内存的容器里，合计是宿主机的，或来自虚构的文件。',
    },
  ],
  drilldowns: DRILLDOWNS,
  deeper: deeperAccounting,
  analyze: judgeAccounting,
})
