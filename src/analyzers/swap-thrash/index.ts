/** Swap: whether what was swapped out is needed again, whose it is, and which limit drives it out. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { EITHER_OF, hasLevelsOrTraffic, judgeSwap, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type SwapCode, WORDS } from './words.ts'

export const swapThrash = defineAnalyzer<typeof NEEDS, typeof LIKES, SwapCode>({
  id: 'swap-thrash',
  title: { en: 'Swap', zh: 'swap 换页' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  eitherOf: EITHER_OF,
  judges: hasLevelsOrTraffic,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'Rates are those of two seconds: a program that wakes up after a night reads its pages back once, and that is all.',
      zh: '速率只取自两秒：闲置一夜的程序醒来会一次性换入，仅此而已。',
    },
    {
      en: 'Swap on zram lies in memory: a page that comes back costs microseconds of a processor, not a disk read.',
      zh: 'zram 上的 swap 就在内存里：换入只花微秒级的 CPU，不读磁盘。',
    },
    {
      en: "The group with most in swap is likely the one that thrashes, not surely: the kernel's rate is the whole host's.",
      zh: '换出最多的 cgroup 多半是抖动的那个，但不一定：内核给出的速率是整机的。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeSwap,
})
