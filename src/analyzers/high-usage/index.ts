/** Who holds the memory: by role, by peers, by share of the host. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeUsage, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type UsageCode, WORDS } from './words.ts'

export const highUsage = defineAnalyzer<typeof NEEDS, typeof LIKES, UsageCode>({
  id: 'high-usage',
  title: { en: 'Who holds the memory', zh: '谁在占用内存' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A role is told by its name and title: a program that carries another’s name is measured by the wrong role.',
      zh: '角色按进程名与标题识别：冒用同名的程序会套用错误的标准。',
    },
    {
      en: 'Pages shared copy-on-write after a fork count in parent and child: workers of a preloading server seem larger than they are (Pss tells).',
      zh: 'fork 后写时复制共享的页会同时计入父子进程：预加载型服务的 worker 看上去偏大（以 Pss 为准）。',
    },
    {
      en: 'A logging or metrics agent that buffers while its receiver is away is large for that long.',
      zh: '日志或监控 agent 在下游不可用期间会因缓冲而变大。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeUsage,
})
