/**
 * MemoryContexts that everybody meets: how long they live and what is usual. Sources: src/backend/utils/mmgr/README, and
 * where each is made (grep AllocSetContextCreate, 9.4 to 18). Their words stand in knownWords.ts.
 */
import { MIB } from '../../domain/bytes.ts'
import type { Meaning } from './knownWords.ts'

/**
 * How long what is in it lives by itself: as long as the process, a transaction, a statement (or what runs in it), a
 * row, or as long as somebody keeps an object (a plan, a cursor, a cache entry).
 */
export type Lifetime = 'process' | 'transaction' | 'statement' | 'row' | 'object'

export interface KnownContext {
  readonly lifetime: Lifetime
  /** What such a context stays under on healthy servers; null where it is as large as its work. */
  readonly usualBytes: number | null
  /** The entry of knownWords.ts. */
  readonly means: Meaning
}

function of(lifetime: Lifetime, usualBytes: number | null, means: Meaning): KnownContext {
  return { lifetime, usualBytes, means }
}

const CONTEXTS: Readonly<Record<string, KnownContext>> = {
  TopMemoryContext: of('process', 4 * MIB, 'top'),
  PostmasterContext: of('process', 8 * MIB, 'postmaster'),
  CacheMemoryContext: of('process', 128 * MIB, 'cache'),
  'Relcache by OID': of('process', 16 * MIB, 'relcache'),
  'index info': of('object', MIB, 'relations'),
  'relation rules': of('object', 16 * MIB, 'relations'),
  'smgr relation table': of('process', 32 * MIB, 'smgr'),
  'Type information cache': of('process', 16 * MIB, 'types'),
  'RI query cache': of('process', 8 * MIB, 'foreignKeys'),
  'RI constraint cache': of('process', 8 * MIB, 'foreignKeys'),
  'LOCALLOCK hash': of('process', 32 * MIB, 'locks'),
  Timezones: of('process', MIB, 'timezones'),
  'pgstat TabStatusArray lookup hash table': of('process', 32 * MIB, 'pgstat'),
  'PgStat Shared Ref': of('process', 32 * MIB, 'pgstat'),
  'PgStat Shared Ref Hash': of('process', 32 * MIB, 'pgstat'),
  'PgStat Pending': of('process', 32 * MIB, 'pgstat'),
  'WAL record construction': of('process', MIB, 'walRecord'),
  ErrorContext: of('statement', MIB, 'error'),
  TransactionAbortContext: of('process', MIB, 'error'),
  MessageContext: of('statement', 64 * MIB, 'message'),
  RowDescriptionContext: of('statement', MIB, 'message'),
  TopTransactionContext: of('transaction', 16 * MIB, 'transaction'),
  CurTransactionContext: of('transaction', 16 * MIB, 'transaction'),
  'Combo CIDs': of('transaction', 32 * MIB, 'comboCids'),
  AfterTriggerEvents: of('transaction', 64 * MIB, 'triggers'),
  AfterTriggerTupleContext: of('transaction', 64 * MIB, 'triggers'),
  TopPortalContext: of('process', 4 * MIB, 'portals'),
  PortalMemory: of('process', 4 * MIB, 'portals'),
  'Portal hash': of('process', 4 * MIB, 'portals'),
  PortalContext: of('object', 64 * MIB, 'portal'),
  PortalHeapMemory: of('object', 64 * MIB, 'portal'),
  PortalHoldContext: of('object', 64 * MIB, 'heldCursor'),
  'Prepared Queries': of('process', 4 * MIB, 'prepared'),
  CachedPlanSource: of('object', 16 * MIB, 'plans'),
  CachedPlanQuery: of('object', 16 * MIB, 'plans'),
  CachedPlan: of('object', 16 * MIB, 'plans'),
  'SPI Plan': of('object', 16 * MIB, 'spiPlans'),
  'SPI Proc': of('statement', 64 * MIB, 'spiProc'),
  'SPI Exec': of('statement', 64 * MIB, 'spiProc'),
  'SPI TupTable': of('statement', null, 'spiTable'),
  'PL/pgSQL function': of('object', 16 * MIB, 'functions'),
  'PL/pgSQL function context': of('object', 16 * MIB, 'functions'),
  ExecutorState: of('statement', 256 * MIB, 'executor'),
  ExprContext: of('row', 8 * MIB, 'row'),
  'Per-tuple': of('row', 8 * MIB, 'row'),
  printtup: of('row', 8 * MIB, 'row'),
  HashTableContext: of('statement', 64 * MIB, 'hashTable'),
  HashBatchContext: of('statement', null, 'hashBatch'),
  'HashAgg meta context': of('statement', null, 'hashAgg'),
  'HashAgg hash table': of('statement', null, 'hashAgg'),
  'HashAgg table context': of('statement', null, 'hashAgg'),
  'Caller tuples': of('statement', null, 'sort'),
  'TupleSort main': of('statement', null, 'sort'),
  'TupleSort sort': of('statement', null, 'sort'),
  ReorderBuffer: of('process', 64 * MIB, 'decoding'),
  ReorderBufferByXid: of('process', 64 * MIB, 'decoding'),
  Change: of('transaction', null, 'decoding'),
  Tuples: of('transaction', null, 'decoding'),
  'Logical decoding context': of('process', 64 * MIB, 'decoding'),
  ApplyContext: of('process', 32 * MIB, 'apply'),
  'Autovacuum database list': of('process', 16 * MIB, 'autovacuum'),
  'Autovacuum Launcher': of('process', 16 * MIB, 'autovacuum'),
  'AV worker': of('process', 64 * MIB, 'autovacuum'),
  'Pending ops context': of('process', 64 * MIB, 'pendingOps'),
  MdSmgr: of('process', 16 * MIB, 'smgr'),
  GddContext: of('statement', 16 * MIB, 'gdd'),
  COPY: of('statement', 64 * MIB, 'copy'),
  'COPY TO': of('statement', 64 * MIB, 'copy'),
}

/** Null for one that is not in the table: an extension's, or a rare one. */
export function knownContext(name: string): KnownContext | null {
  return Object.hasOwn(CONTEXTS, name) ? (CONTEXTS[name] ?? null) : null
}
