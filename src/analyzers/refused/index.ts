/** Refused though there is room: rlimits, task limits, the table of open files. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeRefused, LIKES, NEEDS } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type RefusedCode, WORDS } from './words.ts'

export const refused = defineAnalyzer<typeof NEEDS, typeof LIKES, RefusedCode>({
  id: 'refused',
  title: { en: 'Limits that refuse', zh: '拒绝分配的限制' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  // Limits and uses come from many places: what is there is judged, a lone text too.
  eitherOf: Object.values(LIKES),
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A pool that starts all its threads at once and no more stands near its limit without harm.',
      zh: '启动时就建满线程、之后不再增加的线程池会长期贴近上限而无害。',
    },
    {
      en: 'Tasks are counted in the table of processes: where other users are hidden (hidepid) fewer are seen than there are.',
      zh: '任务数来自进程表：若隐藏了其他用户的进程（hidepid），看到的会偏少。',
    },
    {
      en: 'RLIMIT_NPROC counts by user and user namespace: processes of other namespaces are counted here too.',
      zh: 'RLIMIT_NPROC 按用户与用户命名空间计数：此处会把其他命名空间的进程也算进来。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: judgeRefused,
})
