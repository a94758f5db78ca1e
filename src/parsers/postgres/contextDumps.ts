/** Dumps of MemoryContexts as every form of them gives: trees with their sums, whose they are, and what they lack. */
import type { ContextSums, ContextTree, MemoryContext } from '../../domain/contexts.ts'
import type { LossLog } from '../../domain/parsed.ts'
import type { Dated } from '../../domain/source.ts'
import type { Stamp } from '../kernel/events.ts'
import { NO_STAMP } from '../kernel/stamp.ts'

/**
 * `stderr`: MemoryContextStats. `log`: pg_log_backend_memory_contexts. `view`: pg_backend_memory_contexts. `gdb`: a
 * script's tree. `series`: one context again and again. `greenplum`: its `context:` lines. `print`: gdb's `p *context`.
 * `walk`: read out of the process's own memory.
 */
export type DumpForm = 'stderr' | 'log' | 'view' | 'gdb' | 'series' | 'greenplum' | 'print' | 'walk'

/**
 * What is missing of a dump. `top`: its beginning. `end`: its end. `rows`: its rows are not all that its own sum counts.
 * `folded`: contexts that the server told as "N more child contexts". `overflowed`: sizes beyond 32 bits.
 * `torn`: what a walk read contradicts itself.
 * `unsure`: the text does not tell whether it is whole.
 */
export type Lack = 'top' | 'end' | 'rows' | 'folded' | 'overflowed' | 'torn' | 'unsure'

export interface ContextDump {
  readonly form: DumpForm
  readonly pid: number | null
  readonly at: Stamp | null
  /** Line of its first row, from 1. */
  readonly line: number
  /** Contexts it speaks of, folded ones counted. */
  readonly contexts: number
  /** Its own sum where it has one, else that of its rows. */
  readonly totalBytes: number
  readonly freeBytes: number | null
  readonly usedBytes: number | null
  readonly freeChunks: number | null
  /** What its rows add up to; less than `totalBytes` where rows are missing. */
  readonly rowsBytes: number
  readonly largest: { readonly name: string; readonly totalBytes: number } | null
  readonly lacks: readonly Lack[]
  /** The allocation that failed, where the server dumped its contexts because of one. */
  readonly failed: { readonly requestBytes: number | null; readonly context: string | null } | null
  readonly tree: ContextTree
}

/** Of the last dump of the largest process first, so that a glance at the value tells. */
export interface ContextDumps {
  readonly contexts: number
  readonly totalBytes: number
  readonly freeBytes: number | null
  readonly usedBytes: number | null
  readonly largest: { readonly name: string; readonly totalBytes: number } | null
  readonly dumps: readonly ContextDump[]
  /** Greenplum's memory accounts, where its log has them. */
  readonly accounts?: readonly MemoryAccount[]
  /** Structures that gdb printed, where that is the form. */
  readonly prints?: readonly ContextPrint[]
  readonly chunks?: readonly ChunkPrint[]
}

/** Of Greenplum up to 6: who in the plan asked for memory. `Vmem` and `Peak` are the process's own sums. */
export interface MemoryAccount {
  readonly pid: number | null
  readonly name: string
  readonly id: number
  readonly parentId: number
  readonly peakBytes: number
  readonly currentBytes: number
}

/** A context as gdb prints it. */
export interface ContextPrint {
  readonly name: string | null
  readonly line: number
  /** Greenplum 6's counts since the process began, those of its descendants too. */
  readonly allocatedBytes: number | null
  readonly freedBytes: number | null
  /** mem_allocated (13 and later, without descendants), or allocated less freed. */
  readonly heldBytes: number | null
  readonly heldAtMostBytes: number | null
  /** What its shared chunk header says its own chunks hold (Greenplum 6). */
  readonly balanceBytes: number | null
}

/** A chunk's header as gdb prints it; `owner` is its shared header's or its context's address. */
export interface ChunkPrint {
  readonly at: string | null
  readonly sizeBytes: number
  readonly owner: string
}

/** Trees of one text that are kept; what comes after them is a loss. */
export const MOST_DUMPS = 500

export interface Told {
  readonly form: DumpForm
  readonly pid: number | null
  readonly at: Stamp | null
  readonly line: number
  readonly failed: ContextDump['failed']
  readonly grand: ContextSums | null
  /** What the form itself knows to be missing. */
  readonly lacks: readonly Lack[]
  readonly inclusive?: true
}

/** Sums up and checks itself: rows and folded rows are the grand total. */
export function dumpOf(rows: readonly MemoryContext[], told: Told, losses: LossLog): ContextDump {
  const { form, pid, at, line, failed, grand, inclusive } = told
  const sums = inclusive === true ? rootSums(rows) : sumsOf(rows)
  const lacks = new Set<Lack>(told.lacks)
  if (rows.some(({ overflowed }) => overflowed === true)) lacks.add('overflowed')
  if (grand !== null && !isSame(grand, sums)) {
    lacks.add('rows')
    losses.add('missing-field', line, `rows ${sums.totalBytes} of Grand total ${grand.totalBytes}`)
  }
  const whole = grand ?? sums
  return {
    form,
    pid,
    at,
    line,
    contexts: rows.reduce((count, row) => count + row.contexts, 0),
    totalBytes: whole.totalBytes,
    freeBytes: whole.freeBytes,
    usedBytes: whole.freeBytes === null ? null : whole.totalBytes - whole.freeBytes,
    freeChunks: whole.freeChunks,
    rowsBytes: sums.totalBytes,
    largest: largestOf(rows, inclusive === true),
    lacks: [...lacks],
    failed,
    tree: {
      contexts: rows,
      grand,
      complete: lacks.size === 0,
      ...(inclusive === true ? { inclusive } : {}),
    },
  }
}

/** Null without any dump. The glance is at the largest of each process's last dumps. */
export function dumpsOf(dumps: readonly ContextDump[]): ContextDumps | null {
  const lasts = [...new Map(dumps.map((dump) => [dump.pid, dump])).values()]
  const [first] = lasts.toSorted((a, b) => b.totalBytes - a.totalBytes)
  if (first === undefined) return null
  const { contexts, totalBytes, freeBytes, usedBytes, largest } = first
  return { contexts, totalBytes, freeBytes, usedBytes, largest, dumps }
}

/** Dumps of several texts as one value: each takes its text's instant where it tells none itself. */
export function joinedDumps(all: readonly Dated<ContextDumps>[]): ContextDumps {
  const dumps = all.flatMap(({ value, atMs }) =>
    value.dumps.map((dump) =>
      dump.at === null && atMs !== null ? { ...dump, at: { ...NO_STAMP, atMs } } : dump,
    ),
  )
  const last = all.at(-1)?.value ?? EMPTY
  return { ...last, dumps: dumps.slice(-MOST_DUMPS) }
}

const EMPTY: ContextDumps = {
  contexts: 0,
  totalBytes: 0,
  freeBytes: null,
  usedBytes: null,
  largest: null,
  dumps: [],
}

/** Rows whose size is only a lower bound are left out: a sum with one of them would be wrong without saying so. */
export function sumsOf(rows: readonly MemoryContext[]): ContextSums {
  let [totalBytes, blocks, freeBytes, freeChunks] = [0, 0, 0, 0]
  let [hasBlocks, hasFree, hasChunks] = [false, false, false]
  for (const row of rows) {
    if (row.overflowed !== true) totalBytes += row.totalBytes
    blocks += row.blocks ?? 0
    freeBytes += row.freeBytes ?? 0
    freeChunks += row.freeChunks ?? 0
    hasBlocks ||= row.blocks !== null
    hasFree ||= row.freeBytes !== null
    hasChunks ||= row.freeChunks !== null
  }
  return {
    totalBytes,
    blocks: hasBlocks ? blocks : null,
    freeBytes: hasFree ? freeBytes : null,
    freeChunks: hasChunks ? freeChunks : null,
  }
}

/** Where each holds its descendants, those without a parent hold all. */
function rootSums(rows: readonly MemoryContext[]): ContextSums {
  const roots = sumsOf(rows.filter(({ parent }) => parent === null))
  return { ...roots, freeBytes: sumsOf(rows).freeBytes, freeChunks: null }
}

function isSame(a: ContextSums, b: ContextSums): boolean {
  return a.totalBytes === b.totalBytes && (a.blocks === null || a.blocks === b.blocks)
}

/** By its own bytes; a row of many (folded, or equal siblings) is none, and so not the largest. */
function largestOf(rows: readonly MemoryContext[], inclusive: boolean): ContextDump['largest'] {
  let [name, totalBytes] = ['', -1]
  const own = inclusive ? ownBytes(rows) : null
  for (const [i, row] of rows.entries()) {
    const bytes = own?.[i] ?? row.totalBytes
    if (row.contexts > 1) continue
    if (bytes > totalBytes) [name, totalBytes] = [row.name, bytes]
  }
  return totalBytes < 0 ? null : { name, totalBytes }
}

/** The name of a row that stands for contexts whose names the server did not print. */
export const FOLDED_NAME = '(folded)'

/** Bytes of each context without its descendants', where the dump counts them in; never less than nothing. */
export function ownBytes(rows: readonly MemoryContext[]): readonly number[] {
  const own = rows.map(({ totalBytes }) => totalBytes)
  for (const { parent, totalBytes } of rows) {
    if (parent !== null) own[parent] = Math.max(0, (own[parent] ?? 0) - totalBytes)
  }
  return own
}
