/** One entry of a PostgreSQL server's log, whatever form it was written in. */
import type { Stamp } from '../kernel/events.ts'

export const LEVELS = [
  'DEBUG',
  'INFO',
  'NOTICE',
  'LOG',
  'WARNING',
  'ERROR',
  'FATAL',
  'PANIC',
] as const
export type Level = (typeof LEVELS)[number]

export interface PostgresEntry {
  /** Line of the input with which it begins, from 1. */
  readonly line: number
  readonly at: Stamp
  readonly pid: number | null
  readonly user: string | null
  readonly database: string | null
  readonly level: Level
  readonly sqlState: string | null
  readonly message: string
  readonly detail: string | null
  readonly hint: string | null
  readonly statement: string | null
}

/** What an entry tells of memory. */
export interface MemoryTold {
  /**
   * `out-of-memory`: the server itself got none (palloc, error 53200). `refused`: the kernel refused a fork or a
   * segment (ENOMEM). `killed`: a process of it ended by signal 9, which the kernel's OOM killer sends, and others.
   */
  readonly what: 'out-of-memory' | 'refused' | 'killed'
  readonly entry: PostgresEntry
  /** `Failed on request of size N`. */
  readonly requestBytes: number | null
  /** `in memory context "ExecutorState"` (since 11). */
  readonly context: string | null
  /** The process that was killed, and what it was: `server process`, `autovacuum worker`. */
  readonly killedPid: number | null
  readonly killedKind: string | null
  /** `Failed process was running: …`, with its values masked. */
  readonly running: string | null
}

/** 53200 is out_of_memory. */
const OUT_OF_MEMORY_STATE = '53200'
const KILLED = /^(.{1,120}?) ?\(PID (\d{1,10})\).{0,60}?(?:signal|Signal|信号|シグナル)\D{0,12}9\b/
const OUT_OF_MEMORY =
  /^(?:out of memory|Speicher aufgebraucht|内存溢出|内存用尽|mémoire épuisée|メモリ不足)/i
const REFUSED = /Cannot allocate memory|could not fork .*memory/

/** Words of which one is in every message that tells of memory. */
const MARKS = ['(PID', 'emory', 'Speicher', '内存', 'mémoire', 'メモリ'] as const

/** True when the message may tell of memory: a look at each of a long log's messages. */
export function maySayMemory({
  message,
  sqlState,
}: Pick<PostgresEntry, 'message' | 'sqlState'>): boolean {
  return sqlState === OUT_OF_MEMORY_STATE || MARKS.some((mark) => message.includes(mark))
}

/** Reads what an entry tells of memory; null for all others. */
export function memoryTold(entry: PostgresEntry): MemoryTold | null {
  const { message, detail, sqlState } = entry
  const told = { entry, requestBytes: null, context: null, killedPid: null, killedKind: null }
  const [, kind, pid] = KILLED.exec(message) ?? []
  if (pid !== undefined) {
    const running = /:\s+([\s\S]*)$/.exec(detail ?? '')?.[1] ?? null
    return { ...told, what: 'killed', killedPid: Number(pid), killedKind: kind ?? null, running }
  }
  if (sqlState === OUT_OF_MEMORY_STATE || OUT_OF_MEMORY.test(message)) {
    const [, size, context] =
      /size (\d{1,15})(?: in memory context "([^"]{1,200})")?/.exec(detail ?? '') ?? []
    return {
      ...told,
      what: 'out-of-memory',
      requestBytes: size === undefined ? null : Number(size),
      context: context ?? null,
      running: entry.statement,
    }
  }
  return REFUSED.test(message) ? { ...told, what: 'refused', running: entry.statement } : null
}
