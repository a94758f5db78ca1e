/**
 * One line of a MemoryContext dump -> its figures. Source: src/backend/utils/mmgr of 9.0 to 18: mcxt.c prints name and
 * ident around what aset.c, generation.c, slab.c or bump.c says. The first `: N total in` is the figures' place: names
 * may hold colons, and an ident may hold anything, the whole of another dump's line too.
 */
import type { ContextKind, ContextSums } from '../../domain/contexts.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface ContextFigures extends ContextSums {
  readonly kind: ContextKind | null
  /** False where total less free is not what the line gives as used: a digit was lost on the way here. */
  readonly agrees: boolean
}

export interface ContextRow extends ContextFigures {
  readonly what: 'context'
  /** All before the figures, as it came: a log's prefix, indentation and the name. */
  readonly head: string
  /** As it came: it is masked where it is kept. */
  readonly ident: string | null
}

export interface FoldRow extends ContextFigures {
  readonly what: 'folded'
  readonly head: string
  readonly contexts: number
}

export interface GrandRow extends ContextFigures {
  readonly what: 'grand'
  readonly head: string
}

export type DumpRow = ContextRow | FoldRow | GrandRow

const MARK = / (?:total|bytes) in \d/
const FIGURES =
  /(: | containing )(\d{1,19}) (total|bytes) in (\d{1,19}) blocks(?: \((\d{1,19}) chunks\))?;(?: (\d{1,19}) empty blocks;)? (-?\d{1,19}) free(?: \((\d{1,19}) chunks\))?; (-?\d{1,19}) used/
const FOLDED = /^(.*?)(\d{1,9}) more child contexts$/s
/** The server prints 100 bytes of it; the view has it whole. */
export const IDENT_CHARS = 1000
/** Longer is no line of a dump: names have 63 bytes, idents 100, and a prefix some. */
const HEAD_CHARS = 1000

/** A cheap look whether a line may be one of a dump. */
export function mayBeRow(line: string): boolean {
  return MARK.test(line)
}

/** Null for a line that is none; `bad-number` for one whose figures no double holds. */
export function dumpRow(line: string): DumpRow | 'bad-number' | null {
  if (!mayBeRow(line)) return null
  const found = FIGURES.exec(line)
  if (found === null) return null
  const figures = figuresOf(found)
  if (figures === null) return 'bad-number'
  const head = line.slice(0, found.index)
  if (head.trimStart().length > HEAD_CHARS) return null
  if (found[3] === 'bytes')
    return /Grand total$/.test(head) ? { what: 'grand', head, ...figures } : null
  if (found[1] === ' containing ') {
    const [, before, count] = FOLDED.exec(head) ?? []
    if (count === undefined) return null
    return { what: 'folded', head: before ?? '', contexts: Number(count), ...figures }
  }
  return {
    what: 'context',
    head,
    ident: identOf(line.slice(found.index + found[0].length)),
    ...figures,
  }
}

function figuresOf(found: RegExpExecArray): ContextFigures | null {
  const [, , total = '', , blocks = '', inUse, empty, free = '', chunks, used = ''] = found
  const [totalBytes, usedBytes] = [sizeOf(total), sizeOf(used.replace('-', ''))]
  const freeBytes = sizeOf(free.replace('-', ''))
  if (totalBytes === null || usedBytes === null || freeBytes === null) return null
  return {
    totalBytes,
    blocks: sizeOf(blocks),
    freeBytes,
    freeChunks: chunks === undefined ? null : sizeOf(chunks),
    kind: kindOf(inUse, empty, chunks),
    agrees: !free.startsWith('-') && totalBytes - freeBytes === usedBytes,
  }
}

/** No process has more than its 47 bits of addresses; a larger figure is a damaged one, and would spoil all sums. */
const MOST_BYTES = 2 ** 47

/** Null for what no context can hold. */
export function sizeOf(digits: string): number | null {
  const size = wholeNumber(digits)
  return size === null || size > MOST_BYTES ? null : size
}

/** Only what each prints alone tells its kind: an AllocSet's line is also that of Slab before 16. */
function kindOf(
  inUse: string | undefined,
  empty: string | undefined,
  chunks: string | undefined,
): ContextKind | null {
  if (inUse !== undefined) return 'Generation'
  if (empty !== undefined) return 'Slab'
  return chunks === undefined ? 'Bump' : null
}

/** `used: select 1` since 11; an empty one leaves the colon alone. */
function identOf(rest: string): string | null {
  const said = /^:(?: (.*))?$/.exec(rest.trimEnd())?.[1]?.trim() ?? ''
  return said === '' ? null : said.slice(0, IDENT_CHARS)
}
