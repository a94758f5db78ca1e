/** Does the process's memory grow? From its history alone; one snapshot never proves or clears a leak. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeLeak, THRESHOLDS } from './judge.ts'
import { SO_FAR_THRESHOLDS } from './soFar.ts'
import { type LeakCode, WORDS } from './words.ts'

const NEEDS = { status: processStatus }
const LIKES = { processes, args: firstArgs }

export const leak = defineAnalyzer<typeof NEEDS, typeof LIKES, LeakCode>({
  id: 'leak',
  title: { en: 'Growth', zh: '内存增长' },
  scope: 'process',
  instances: true,
  needs: NEEDS,
  likes: LIKES,
  words: WORDS,
  thresholds: [...THRESHOLDS, ...SO_FAR_THRESHOLDS],
  falseAlarms: [
    {
      en: 'A cache that fills (shared_buffers, maxmemory, -Xmx, a warm-up) rises like a leak until it reaches its cap.',
      zh: '正在填充的缓存（shared_buffers、maxmemory、-Xmx、预热阶段）在达到上限前与泄漏的上升曲线相同。',
    },
    {
      en: 'A span under 1.5 days cannot see the daily swing: a morning rise may be load.',
      zh: '不足 1.5 天的数据看不到日周期：早高峰的上升可能只是负载。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeLeak,
})
