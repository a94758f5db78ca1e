/** OOM kills: what was killed, by what limit, who really held the memory, and who is next. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeOom, LIKES, NEEDS } from './judge.ts'
import { scoresAfterKill } from './judgeNext.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type OomCode, WORDS } from './words.ts'

export const oom = defineAnalyzer<typeof NEEDS, typeof LIKES, OomCode>({
  id: 'oom',
  title: { en: 'OOM kills', zh: 'OOM kill' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  eitherOf: [LIKES.log, LIKES.vmstat],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A job that is meant to run into its limit (a test, a batch with retries) is killed on purpose.',
      zh: '有意跑到上限的任务（测试、可重试的批处理）被 kill 属于预期。',
    },
    {
      en: "The kernel's account is taken while other CPUs go on: parts may differ from the sum by a little.",
      zh: '内核打印账目时其他 CPU 仍在运行：各部分之和可能与总数略有出入。',
    },
    {
      en: 'The clock of dmesg stands still while a machine sleeps: times of a host that was suspended are too early.',
      zh: '机器休眠期间 dmesg 的时钟停走：休眠过的主机上，推算出的时间会偏早。',
    },
  ],
  drilldowns: DRILLDOWNS,
  deeper: scoresAfterKill,
  analyze: judgeOom,
})
