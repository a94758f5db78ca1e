/**
 * The MemoryContext tree of a process by its memory alone, nothing stopped. Two walks: `contextWalk` gives the tree with
 * totals and names, `contextDetails` goes on from it to blocks, free space and free chunks, in numbers that equal the rows
 * of MemoryContextStats. A busy backend changes what is read: a walk that is not clean is done anew (the driver's part).
 */
import type { Walk } from '../../domain/memory.ts'
import { u64 } from '../bytes.ts'
import { alone } from '../crew.ts'
import { type ElfRefusal, readProgram, symbolAt } from '../elf.ts'
import { programStart, type Region } from '../regions.ts'
import { transactionCounter, transactionsAt } from '../transactions.ts'
import { PAGE_BYTES, View } from '../view.ts'
import { detectLayout, TOP_NAME } from './detect.ts'
import type { ContextWalk, KnownProgram } from './result.ts'
import { settle } from './settle.ts'

/** So much of [heap] is read at one instant before the walk; contexts beyond it are read page by page. */
export const HEAP_AT_ONCE_BYTES = 16 * 1024 * 1024

/** Why there is no tree. */
export type ContextRefusal =
  | ElfRefusal
  /** The program is not among the mappings. */
  | 'no-program'
  /** No TopMemoryContext among its symbols. */
  | 'not-postgres'
  /** It has not set its contexts up yet. */
  | 'not-started'
  /** No known layout fits what lies there. */
  | 'unknown-layout'

export interface ContextWalkInput {
  readonly regions: readonly Region[]
  /** What /proc/PID/exe leads to. */
  readonly program: string
  /** PG_VERSION of the data directory: `15`, `9.4`. */
  readonly versionHint: string | null
  /** From an earlier try's result. */
  readonly known?: KnownProgram | null
  readonly heapAtOnceBytes?: number
}

export type ContextWalkResult = ContextWalk | { readonly refused: ContextRefusal }

export function* contextWalk(input: ContextWalkInput): Walk<ContextWalkResult> {
  const view = new View(input.regions)
  const known = input.known ?? (yield* look(view, input))
  if ('refused' in known) return known
  yield* readHeap(view, input.heapAtOnceBytes ?? HEAP_AT_ONCE_BYTES)
  const pointer = yield* alone(view, word(known.symbol))
  if (pointer === null) return { refused: 'unreadable' }
  if (pointer === 0) return { refused: 'not-started' }
  const detected = yield* alone(view, detectLayout(pointer, input.versionHint))
  if (detected === null) return { refused: 'unknown-layout' }
  const transactions =
    known.transactions === null ? null : yield* alone(view, transactionsAt(known.transactions))
  return yield* settle({ view, known, detected, top: pointer, transactions })
}

function* look(
  view: View,
  { regions, program: path }: ContextWalkInput,
): Walk<KnownProgram | { readonly refused: ContextRefusal }> {
  const start = programStart(regions, path)
  if (start === null) return { refused: 'no-program' }
  const program = yield* alone(view, readProgram(start))
  if ('refused' in program) return program
  const symbol = yield* alone(view, symbolAt(program, TOP_NAME))
  if (symbol === null) return { refused: 'not-postgres' }
  return { program, symbol, transactions: yield* alone(view, transactionCounter(program)) }
}

/** All [heap] mappings in one batch: what is read at one moment seldom contradicts itself. */
function* readHeap(view: View, atOnceBytes: number): Walk<void> {
  let left = Math.floor(atOnceBytes / PAGE_BYTES) * PAGE_BYTES
  const ranges: { at: number; bytes: number }[] = []
  for (const { at, end } of view.regions.filter(({ path }) => path === '[heap]')) {
    const bytes = Math.min(end - at, left)
    for (let page = at; page < at + bytes; page += PAGE_BYTES)
      ranges.push({ at: page, bytes: PAGE_BYTES })
    left -= bytes
  }
  if (ranges.length > 0) view.add(ranges, yield ranges)
}

function* word(
  at: number,
): Generator<{ at: number; bytes: number }, number | null, Uint8Array | null> {
  const bytes = yield { at, bytes: 8 }
  return bytes === null ? null : u64(bytes, 0)
}
