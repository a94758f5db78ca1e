/** Words of `contexts`, `context` and `tree`. */
import type { Phrase } from '../../domain/words.ts'

export const L = {
  contexts: { en: 'MemoryContexts by size, or what grew', zh: 'MemoryContext：按大小，或看增长' },
  context: { en: 'One MemoryContext by name', zh: '按名称查看一个 MemoryContext' },
  tree: { en: 'The tree of MemoryContexts', zh: 'MemoryContext 树' },
  none: {
    en: 'There is no tree of MemoryContexts of {process} here.',
    zh: '这里没有 {process} 的 MemoryContext 树。',
  },
  other: {
    en: '{process} is no process of PostgreSQL: it has no MemoryContexts.',
    zh: '{process} 不是 PostgreSQL 的进程，没有 MemoryContext。',
  },
  ways: {
    en: 'Ways to one that memcheck does not take by itself, with what each costs. First: no stop, but superuser (or granted), 14 or later, and it writes some hundred lines to the server’s log; the process answers at its next interrupt check. Second: it stops the process while its memory is written out (2.5 s for 400 MB, measured) and needs that much disk. Read what comes of either with memcheck.',
    zh: '以下方法 memcheck 不会自行执行，请看清代价再用。第一种：不停顿，但需要超级用户（或授权）、14 及以上版本，会向服务器日志写入数百行；进程到下一次中断检查时才响应。第二种：写出内存期间进程会停住（实测 400 MB 约 2.5 秒），并占用同样大的磁盘。结果都可以交给 memcheck 读取。',
  },
  list: {
    en: '{contexts} MemoryContexts of {process} hold {totalBytes}; by name, the largest first',
    zh: '{process} 的 {contexts} 个 MemoryContext 共占 {totalBytes}；按名称，从大到小',
  },
  under: {
    en: 'Below {under} of {process}: {totalBytes} in {contexts} contexts, the largest first',
    zh: '{process} 的 {under} 之下：{contexts} 个上下文共 {totalBytes}，从大到小',
  },
  noSuch: {
    en: 'There is no context named {name} in {process}. Names that come near: {near}',
    zh: '{process} 中没有名为 {name} 的上下文。相近的名称：{near}',
  },
  name: { en: 'context', zh: '上下文' },
  count: { en: 'count', zh: '数量' },
  held: { en: 'held', zh: '占用' },
  free: { en: 'free inside', zh: '内部空闲' },
  chunks: { en: 'free chunks', zh: '空闲块' },
  share: { en: 'share', zh: '占比' },
  ident: { en: 'belongs to', zh: '属于' },
  under1: { en: 'below it', zh: '其下' },
  of: {
    en: '{count} of {name} in {process}: {totalBytes}, the largest first',
    zh: '{process} 中有 {count} 个 {name}：共 {totalBytes}，从大到小',
  },
  usual: {
    en: 'Usual for one is at most {usualBytes}.',
    zh: '单个通常不超过 {usualBytes}。',
  },
  incomplete: {
    en: 'The tree is not whole: rows are missing or folded.',
    zh: '这棵树不完整：有缺失或折叠的行。',
  },
  one: {
    en: 'There is one tree of {process} here: what grew is told from the second on.',
    zh: '这里只有 {process} 的一棵树，从第二棵起才能看出增长。',
  },
  oneCore: {
    en: 'A core file is one moment of {process}: it tells no growth.',
    zh: 'core 文件只是 {process} 的某一时刻，不能说明增长。',
  },
  ofCore: {
    en: 'Out of the core file {path} of {program}, PID {pid}, written {writtenAtMs}: what the process held then. What it holds now, and growth, it cannot tell.',
    zh: '来自 core 文件 {path}（{program}，PID {pid}，写入于 {writtenAtMs}）：进程当时占用的内存。不能说明现在占用多少，也不能说明增长。',
  },
  still: {
    en: 'In {snapshots} trees of {process} no context grew.',
    zh: '{process} 的 {snapshots} 棵树之间没有上下文增长。',
  },
  differ: {
    en: 'Between {snapshots} trees of {process}: candidates, the likeliest first. So few name no culprit.',
    zh: '{process} 的 {snapshots} 棵树之间：候选按可能性排列。次数太少，不能认定。',
  },
  fromTo: {
    en: 'From {fromAtMs} to {toAtMs}: {spanSeconds}, {snapshots} looks. All contexts together: {firstBytes} then, {lastBytes} now.',
    zh: '从 {fromAtMs} 到 {toAtMs}：{spanSeconds}，{snapshots} 次查看。所有上下文合计：当时 {firstBytes}，现在 {lastBytes}。',
  },
  reach: {
    en: 'Asked were {askedSeconds}; the looks kept of the present life of {process} in that time reach back {reachSeconds}, to {fromAtMs}.',
    zh: '要求比较 {askedSeconds}；{process} 本次运行在此期间保留的查看只能追溯 {reachSeconds}，到 {fromAtMs}。',
  },
  nothingKept: {
    en: 'Asked were {askedSeconds}; no earlier look of the present life of {process} is kept of that time.',
    zh: '要求比较 {askedSeconds}；{process} 本次运行在此期间没有保留更早的查看。',
  },
  untimed: {
    en: 'These trees do not tell their times: all are compared, whatever span was asked for.',
    zh: '这些树没有时间，无法按时间段选取，因此全部参与比较。',
  },
  trend: {
    en: 'In {snapshots} trees of {process}, the likeliest first',
    zh: '{process} 的 {snapshots} 棵树中，按可能性排列',
  },
  first: { en: 'then', zh: '当时' },
  last: { en: 'now', zh: '现在' },
  rise: { en: 'grew by', zh: '增加' },
  treeOf: {
    en: '{contexts} MemoryContexts of {process}; equal siblings stand together, and what holds less than {leastBytes} with all below it is left out.',
    zh: '{process} 的 {contexts} 个 MemoryContext；同名的并列上下文合并显示，连同其下不足 {leastBytes} 的省略。',
  },
} as const satisfies Record<string, Phrase>
