/** Who a process of PostgreSQL is: role, user, database, client and what it does, from its title and its contexts. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { readTitle } from '../../parsers/postgres/title.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { judgeWho, LIKES, NEEDS } from './judge.ts'
import { type WhoCode, WORDS } from './words.ts'

export const pgWho = defineAnalyzer<typeof NEEDS, typeof LIKES, WhoCode>({
  id: 'pg-who',
  title: { en: 'Who a PostgreSQL process is', zh: 'PostgreSQL 进程的身份' },
  scope: 'process',
  needs: NEEDS,
  likes: LIKES,
  judges: (evidence) => readTitle(evidence.get(cmdline)?.args[0] ?? '') !== null,
  words: WORDS,
  thresholds: [],
  falseAlarms: [
    {
      en: 'With update_process_title off a title keeps the word that it began with.',
      zh: 'update_process_title 关闭时，标题停留在最初的状态。',
    },
    {
      en: 'Names with blanks leave open where the user ends and the database begins: both are shown as they stand.',
      zh: '名称含空格时无法区分用户与数据库：两者按原样显示。',
    },
  ],
  drilldowns: [],
  analyze: judgeWho,
})
