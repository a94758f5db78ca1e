/** What well-known MemoryContexts hold, what it means when they grow, and what empties them: for whom it is news at night. */
import type { Phrase } from '../../domain/words.ts'

/** By `means` of known.ts. */
export const KNOWN_WORDS = {
  top: {
    en: 'It lives as long as the process and nothing resets it: what grows here was allocated in the wrong context or is never freed. It ends with the session.',
    zh: '它与进程同寿命，不会被重置：在这里增长，说明内存分配在了错误的上下文，或从未释放。只有会话结束才会归还。',
  },
  postmaster: {
    en: 'It holds the postmaster’s own lists (pg_hba, idents, children) and is dropped in a backend.',
    zh: '保存 postmaster 自己的列表（pg_hba、ident、子进程），后端进程启动后会释放。',
  },
  cache: {
    en: 'Catalog and relation caches: it grows with the number of tables, partitions, indexes and functions that this session has touched, and gives nothing back before the session ends. Shorter sessions or a pooler bound it.',
    zh: '系统表与关系缓存：随本会话访问过的表、分区、索引、函数数量增长，会话结束前不归还。缩短会话寿命或使用连接池可以限制它。',
  },
  relcache: {
    en: 'One entry for each relation this session has touched: many partitions make it large.',
    zh: '本会话访问过的每个关系占一项：分区很多时会变大。',
  },
  relations: {
    en: 'One for each index or view this session has touched: many partitions or schemas make many of them. They go when the session ends.',
    zh: '本会话访问过的每个索引或视图占一个：分区或 schema 多时数量就多。会话结束时释放。',
  },
  smgr: {
    en: 'One entry for each relation file that was opened: many tables make it large.',
    zh: '每个打开过的关系文件占一项：表多时会变大。',
  },
  types: {
    en: 'One entry for each type that was looked up: temporary tables made again and again fill it.',
    zh: '每个查询过的类型占一项：反复创建临时表会使它增长。',
  },
  foreignKeys: {
    en: 'Plans of foreign key checks, kept for the session: many partitioned foreign keys make it large.',
    zh: '外键检查的计划缓存，会话期间一直保留：分区外键很多时会变大。',
  },
  locks: {
    en: 'Locks that this session holds or held: a transaction over many tables makes it large, and the table never shrinks.',
    zh: '本会话持有或持有过的锁：事务涉及大量表时会变大，且不会缩小。',
  },
  timezones: {
    en: 'Time zones that were loaded; about 100 KiB for each process.',
    zh: '已加载的时区，每个进程约 100 KiB。',
  },
  pgstat: {
    en: 'Statistics of each table that this session has touched, not yet or no longer sent: many tables make it large.',
    zh: '本会话访问过的每个表的统计信息：表多时会变大。',
  },
  walRecord: {
    en: 'A buffer of fixed size for WAL records; it should not grow.',
    zh: 'WAL 记录的固定缓冲，正常情况下不会增长。',
  },
  error: {
    en: 'Kept empty for the time when an error must be told; it should not grow. Errors that come while an error is told leave memory here.',
    zh: '为报告错误预留，正常情况下不增长；报告错误时又出错会在此留下内存。',
  },
  message: {
    en: 'The message that the client sent and its parse tree: a huge query text, thousands of bound values or a very long IN list make it large. It is reset when the next message comes, so an idle session keeps it.',
    zh: '客户端发来的消息及其语法树：超长 SQL、成千上万的绑定参数或很长的 IN 列表会使它变大。收到下一条消息时重置，所以空闲会话会一直占着。',
  },
  transaction: {
    en: 'It lives until the transaction ends: what grows here does so within one transaction (many subtransactions, invalidations, a loop in one DO block). In a session without a transaction it should be empty.',
    zh: '它存活到事务结束：在这里增长说明是单个事务内的累积（大量子事务、失效消息、一个 DO 块里的循环）。没有事务的会话中它应当是空的。',
  },
  comboCids: {
    en: 'Rows that one transaction changed several times; it goes with the transaction.',
    zh: '同一事务内多次修改的行；事务结束时释放。',
  },
  triggers: {
    en: 'Events of deferred and AFTER triggers, foreign keys too, kept until the statement or the transaction ends: a large UPDATE or DELETE fills it. Smaller batches bound it.',
    zh: '延迟触发器与 AFTER 触发器（含外键）的事件，保留到语句或事务结束：大批量 UPDATE 或 DELETE 会使它变大。分批执行可以限制它。',
  },
  portals: {
    en: 'It holds the cursors; it should not grow by itself.',
    zh: '存放游标，本身不应增长。',
  },
  portal: {
    en: 'What one running query or open cursor holds; it goes when that ends or the cursor is closed.',
    zh: '一个正在执行的查询或打开的游标所占内存；查询结束或关闭游标时释放。',
  },
  heldCursor: {
    en: 'Rows of a cursor WITH HOLD, kept after its transaction until the cursor is closed.',
    zh: 'WITH HOLD 游标的结果行，事务结束后仍保留，直到关闭游标。',
  },
  prepared: {
    en: 'Names of prepared statements of this session: a client that prepares and never deallocates fills it.',
    zh: '本会话预备语句的名称表：客户端只 PREPARE 不 DEALLOCATE 会使它增长。',
  },
  plans: {
    en: 'Plans kept for prepared statements and functions: a driver or an ORM that prepares a new text for each query, and never deallocates, makes thousands of them. DEALLOCATE ALL or DISCARD PLANS of that session empties them.',
    zh: '预备语句与函数的计划缓存：驱动或 ORM 为每条 SQL 新建预备语句且从不 DEALLOCATE，会产生成千上万个。该会话执行 DEALLOCATE ALL 或 DISCARD PLANS 可清空。',
  },
  spiPlans: {
    en: 'Plans that functions and triggers keep for the session: many functions, or one that makes new SQL texts and saves their plans.',
    zh: '函数与触发器在会话内保留的计划：函数很多，或某个函数不断生成新 SQL 并保存其计划。',
  },
  spiProc: {
    en: 'Memory of one running function: a loop within a single call fills it, and it goes when the function returns.',
    zh: '一个正在运行的函数的内存：单次调用内的循环会使它变大，函数返回时释放。',
  },
  spiTable: {
    en: 'All rows of a query that a function ran at once; a cursor or a LIMIT bounds it.',
    zh: '函数一次性取回的全部结果行；使用游标或 LIMIT 可以限制。',
  },
  functions: {
    en: 'Compiled functions, kept for the session: one for each function and each set of argument types.',
    zh: '已编译的函数，会话期间保留：每个函数、每组参数类型各一份。',
  },
  executor: {
    en: 'What one running query holds for itself: many partitions or nodes, a function that leaks for each row, or (before 16) a hash join with very many batches, which work_mem does not bound. It goes when the query ends.',
    zh: '一个正在执行的查询自身的内存：分区或计划节点很多、函数逐行泄漏，或（16 以前）批次极多的 hash join，不受 work_mem 限制。查询结束时释放。',
  },
  row: {
    en: 'It is reset for every row: if it is large, one value is (a long text, a big array or aggregate state), or a function leaks within one row.',
    zh: '每行都会重置：它变大，说明单个值很大（长文本、大数组、聚合状态），或某个函数在一行之内泄漏。',
  },
  hashTable: {
    en: 'Control data of a hash join: very many batches make it large, and work_mem does not bound that. Better estimates (ANALYZE, extended statistics) or more work_mem for this query make fewer batches.',
    zh: 'hash join 的控制数据：批次极多时会变大，且不受 work_mem 限制。更准的统计信息（ANALYZE、扩展统计）或为该查询调大 work_mem 可减少批次。',
  },
  hashBatch: {
    en: 'The hash table of a join, up to work_mem x hash_mem_multiplier for each; many equal keys go beyond it.',
    zh: 'join 的哈希表，每个至多 work_mem x hash_mem_multiplier；大量重复键会超出。',
  },
  hashAgg: {
    en: 'The hash table of an aggregate; before 13 a wrong estimate lets it go beyond work_mem.',
    zh: '聚合的哈希表；13 以前估算错误会使它超出 work_mem。',
  },
  sort: {
    en: 'A sort or a materialised result, up to work_mem for each node of each query.',
    zh: '排序或物化结果，每个查询的每个节点至多 work_mem。',
  },
  decoding: {
    en: 'Logical decoding keeps transactions until they commit: large or long ones fill it up to logical_decoding_work_mem (13), before that without a bound.',
    zh: '逻辑解码会保留未提交的事务：大事务或长事务会占到 logical_decoding_work_mem（13 起），更早版本没有上限。',
  },
  apply: {
    en: 'A subscription’s worker keeps its relations and plans here as long as it runs.',
    zh: '订阅 worker 在运行期间把关系与计划保存在这里。',
  },
  autovacuum: {
    en: 'Lists of databases and tables: many tables make it large; it is built anew at each round.',
    zh: '数据库与表的列表：表多时会变大，每轮重建。',
  },
  pendingOps: {
    en: 'Files to be synced at the next checkpoint: very many files, or checkpoints that do not come through, fill it.',
    zh: '等待下次 checkpoint 刷盘的文件：文件极多或 checkpoint 无法完成时会增长。',
  },
  gdd: {
    en: 'Greenplum’s global deadlock detector: it should be emptied after each round. A build that does not (gpdb#17369) grows until the master has no memory.',
    zh: 'Greenplum 的全局死锁检测：每轮之后应当清空。有缺陷的版本（gpdb#17369）会一直增长，直到 master 内存耗尽。',
  },
  copy: {
    en: 'State of a COPY; memory for each row should be freed at each row.',
    zh: 'COPY 的状态；逐行内存应在每行之后释放。',
  },
} as const satisfies Record<string, Phrase>

export type Meaning = keyof typeof KNOWN_WORDS
