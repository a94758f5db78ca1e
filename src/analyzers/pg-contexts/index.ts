/** PostgreSQL's MemoryContexts: which holds the memory, whether that is usual, and which grows. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { postgresLog } from '../../parsers/postgres/log.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeContexts } from './judge.ts'
import { THRESHOLDS } from './thresholds.ts'
import { CONTEXT_FORMATS } from './trees.ts'
import { type ContextsCode, WORDS } from './words.ts'

const LIKES = { ...CONTEXT_FORMATS, memoryContexts, postgresLog, processStatus, cmdline, maps }

export const pgContexts = defineAnalyzer<Record<never, never>, typeof LIKES, ContextsCode>({
  id: 'pg-contexts',
  title: { en: 'MemoryContexts of PostgreSQL', zh: 'PostgreSQL 的 MemoryContext' },
  scope: 'process',
  needs: {},
  likes: LIKES,
  eitherOf: [memoryContexts, ...Object.values(CONTEXT_FORMATS)],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A session that touches thousands of partitions has a large CacheMemoryContext and leaks nothing.',
      zh: '访问数千个分区的会话，CacheMemoryContext 会很大，但并没有泄漏。',
    },
    {
      en: 'A query at work may hold much in ExecutorState and its children: that ends with the query.',
      zh: '正在执行的查询可能在 ExecutorState 及其子上下文中占用很多：查询结束即释放。',
    },
    {
      en: 'What malloc keeps free for later counts as held and is in no context.',
      zh: 'malloc 保留待用的空闲内存会计入占用，但不在任何上下文中。',
    },
  ],
  drilldowns: DRILLDOWNS,
  analyze: (_, ctx) => judgeContexts(ctx),
})
