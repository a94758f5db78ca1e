/** Words of the findings about a whole instance. Private is anonymous memory and swap; what is shared is counted once. */
import type { FindingWords } from '../../domain/words.ts'

export const WORDS = {
  'instance.holds': {
    brief: {
      en: '{processes} processes hold {privateBytes} of their own, {sharedBytes} shared',
      zh: '{processes} 个进程私有合计 {privateBytes}，共享 {sharedBytes}',
    },
    what: {
      en: 'The {processes} processes of this instance hold {privateBytes} of their own (anonymous and swap) and {sharedBytes} shared; together that is {ofLimitRatio} of {limitBytes} ({limit}). Sessions: {sessions}, idle of them {idleSessions}. The largest is {largest} with {largestBytes}.',
      zh: '该实例的 {processes} 个进程私有合计 {privateBytes}（匿名 + swap），共享内存 {sharedBytes}；合计占 {limitBytes}（{limit}）的 {ofLimitRatio}。会话 {sessions} 个，其中空闲 {idleSessions} 个。占用最大的是 {largest}，{largestBytes}。',
    },
    why: {
      en: 'Shared memory is one segment and counted once, by the process that touched most of it; parts that no living process touched are missing. RSS of the processes must not be summed: it counts that segment in each.',
      zh: '共享内存是同一段，只计一次，取触及最多的那个进程的值；当前没有任何进程触及过的部分不在内。各进程的 RSS 不能相加：每个都含这一段。',
    },
    next: {
      en: 'All processes by size and by role: {backendsCommand}',
      zh: '按占用和角色列出全部进程：{backendsCommand}',
    },
  },
  'instance.near-limit': {
    brief: {
      en: 'holds {sumBytes}, {ofLimitRatio} of what it may',
      zh: '共占用 {sumBytes}，达到上限的 {ofLimitRatio}',
    },
    what: {
      en: 'Private {privateBytes} and shared {sharedBytes} are {sumBytes}: {ofLimitRatio} of {limitBytes} ({limit}).',
      zh: '私有 {privateBytes} 加共享 {sharedBytes} 共 {sumBytes}：占 {limitBytes}（{limit}）的 {ofLimitRatio}。',
    },
    why: {
      en: 'None of this can be dropped, only swapped: what is left is all that the kernel has for caching files, and one large query more can lead to a kill.',
      zh: '这些都不能直接回收，只能换出：剩下的才是内核可用来缓存文件的全部，再来一个大查询就可能触发 OOM。',
    },
    next: {
      en: 'See who holds it: {backendsCommand}',
      zh: '看是谁占用的：{backendsCommand}',
    },
  },
  'instance.one-holds-most': {
    brief: {
      en: '{largest} holds {largestBytes}, {largestRatio} of all private memory',
      zh: '{largest} 占用 {largestBytes}，为全部私有内存的 {largestRatio}',
    },
    what: {
      en: '{largest} holds {largestBytes} of its own: {largestRatio} of the {privateBytes} of all {processes} processes, {limitRatio} of {limitBytes} ({limit}).',
      zh: '{largest} 私有占用 {largestBytes}：占全部 {processes} 个进程 {privateBytes} 的 {largestRatio}，占 {limitBytes}（{limit}）的 {limitRatio}。',
    },
    more: {
      doing: { en: 'It says of itself: {doing}.', zh: '它当前的状态：{doing}。' },
    },
    why: {
      en: 'One process is a large query, a cache that grew, or a leak; its contexts tell which. It is not the settings of the whole instance.',
      zh: '单个进程偏大，要么是大查询，要么是缓存变大，要么是泄漏；看它的 MemoryContext 即可区分。这不是整个实例的配置问题。',
    },
    next: {
      en: 'What it holds the memory in, and whether it grows: {checkCommand}',
      zh: '看它的内存在哪里、是否在增长：{checkCommand}',
    },
  },
  'instance.idle-hold': {
    brief: {
      en: '{idleSessions} idle sessions hold {idleBytes}',
      zh: '{idleSessions} 个空闲会话占用 {idleBytes}',
    },
    what: {
      en: '{idleSessions} sessions that wait for their client hold {eachBytes} or more each, {idleBytes} together: {idleRatio} of all private memory.',
      zh: '{idleSessions} 个等待客户端的会话各占用 {eachBytes} 以上，合计 {idleBytes}：为全部私有内存的 {idleRatio}。',
    },
    why: {
      en: 'A session keeps its caches (relations, plans, prepared statements) until it ends; with many tables or partitions each pooled connection holds them again.',
      zh: '会话的缓存（表、计划、预备语句）要到会话结束才释放；表或分区很多时，连接池里的每个连接都会各占一份。',
    },
    more: {
      cacheBytes: {
        en: 'Of the {looked} that were looked into, {cacheBytes} lie in CacheMemoryContext and below it.',
        zh: '其中已查看的 {looked} 个，有 {cacheBytes} 位于 CacheMemoryContext 及其下级。',
      },
    },
    next: {
      en: 'Look at one: {contextsCommand}. If it is caches or plans: fewer connections, or a maximum age of pooled ones.',
      zh: '先看其中一个：{contextsCommand}。若是缓存或计划：减少连接数，或给连接池设最长存活时间。',
    },
  },
  'instance.contexts': {
    brief: {
      en: 'in {process} {largest} holds {largestBytes}',
      zh: '{process} 中 {largest} 占 {largestBytes}',
    },
    what: {
      en: 'The contexts of {process} hold {totalBytes} of its {heldBytes}; the largest is {largest} with {largestBytes} ({largestRatio}).',
      zh: '{process} 的 MemoryContext 共占 {totalBytes}（它私有 {heldBytes}）；最大的是 {largest}，{largestBytes}（{largestRatio}）。',
    },
    why: {
      en: 'Only the {looked} processes that hold most were looked into; one look tells who holds, not who grows.',
      zh: '只查看了占用最大的 {looked} 个进程；单次查看只说明谁占着，不说明谁在增长。',
    },
    next: {
      en: 'The contexts of all that were looked into: {contextsCommand}',
      zh: '已查看的各进程的上下文：{contextsCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type InstanceCode = keyof typeof WORDS
