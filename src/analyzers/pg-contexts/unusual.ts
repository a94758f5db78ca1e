/** One dump by itself: a context far beyond what is usual for its name, thousands of one name, memory that is free inside. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { coreFile } from '../../parsers/core/coreFile.ts'
import { isIdle, readTitle } from '../../parsers/postgres/title.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { askCommand } from '../asks.ts'
import { type KnownContext, knownContext } from './known.ts'
import type { ContextName } from './names.ts'
import { nameLine, quoteOf, rowLines } from './quotes.ts'
import { type ContextsFinding, errorsOf, means, processOf } from './said.ts'
import {
  FREE_CHUNKS_COUNT,
  FREE_CHUNKS_FLOOR_BYTES,
  FREE_FLOOR_BYTES,
  FREE_RATIO,
  HEAVY_BYTES,
  SIBLINGS_COUNT,
  SIBLINGS_FLOOR_BYTES,
  UNUSUAL_FLOOR_BYTES,
  UNUSUAL_RATIO,
} from './thresholds.ts'
import type { ContextLife } from './trees.ts'

/** Findings of one kind about one process; more would be a list. */
const MOST_OF_A_KIND = 2

export function unusual(
  life: ContextLife,
  names: readonly ContextName[],
  ctx: AnalyzeContext,
): readonly ContextsFinding[] {
  // What would not be told is not made: its quote is looked for in all of the text.
  const of = (each: (name: ContextName) => readonly ContextsFinding[]) => {
    const found: ContextsFinding[] = []
    for (const name of names) {
      found.push(...each(name))
      if (found.length >= MOST_OF_A_KIND) break
    }
    return found.slice(0, MOST_OF_A_KIND)
  }
  return [
    ...of((name) => large(life, name, ctx)),
    ...of((name) => siblings(life, name, ctx)),
    ...of((name) => fragmented(life, name, ctx)),
  ]
}

function large(
  life: ContextLife,
  of: ContextName,
  ctx: AnalyzeContext,
): readonly ContextsFinding[] {
  const known = knownContext(of.name)
  const { row, bytes } = of.largest
  if (known === null || known.usualBytes === null || row.contexts > 1) return []
  // Told by itself: it is a lower bound.
  if (row.overflowed === true) return []
  if (bytes < UNUSUAL_FLOOR_BYTES || bytes < UNUSUAL_RATIO * known.usualBytes) return []
  const idle = idleOf(known, ctx)
  const errors = errorsOf(life, ctx)
  return [
    {
      code: 'contexts.unusual',
      severity: bytes >= HEAVY_BYTES || idle !== null ? 'warning' : 'info',
      numbers: {
        process: processOf(life, ctx),
        context: of.name,
        contextBytes: bytes,
        usualBytes: known.usualBytes,
        ...lookAgain(ctx),
        ...means(of.name),
        ...(row.ident === null ? {} : { ident: row.ident.slice(0, IDENT_SHOWN) }),
        ...(known.lifetime === 'process' ? { causes: 1 } : {}),
        ...(idle === null ? {} : { [ctx.subject.kind === 'core' ? 'wasIdle' : 'idle']: idle }),
        ...(errors === 0 ? {} : { errors }),
      },
      evidence: [quoteOf(ctx, life.source, ...rowLines(life, of.name, row.totalBytes))],
    },
  ]
}

const IDENT_SHOWN = 100

/** A core is looked at once: what it holds is all there is to see. */
function lookAgain(ctx: AnalyzeContext): Readonly<Record<string, string>> {
  return ctx.subject.kind === 'core'
    ? { contextsCommand: askCommand(ctx, 'contexts') }
    : { diffCommand: askCommand(ctx, 'contexts diff') }
}

/** The title's word where the session is idle while a context of a statement or a transaction is full. */
function idleOf({ lifetime }: KnownContext, ctx: AnalyzeContext): string | null {
  if (lifetime !== 'statement' && lifetime !== 'transaction' && lifetime !== 'row') return null
  const { evidence } = ctx
  const told = evidence.get(cmdline)?.args[0] ?? evidence.get(coreFile)?.title
  const title = readTitle(told ?? '')
  if (title === null || title.activity === null || !isIdle(title)) return null
  return lifetime === 'transaction' && title.activity !== 'idle' ? null : title.activity
}

function siblings(
  life: ContextLife,
  { name, count, bytes }: ContextName,
  ctx: AnalyzeContext,
): readonly ContextsFinding[] {
  if (count < SIBLINGS_COUNT || bytes < SIBLINGS_FLOOR_BYTES) return []
  return [
    {
      code: 'contexts.siblings',
      severity: bytes >= HEAVY_BYTES ? 'warning' : 'info',
      numbers: {
        process: processOf(life, ctx),
        context: name,
        count,
        contextBytes: bytes,
        ...lookAgain(ctx),
        ...means(name),
      },
      evidence: [quoteOf(ctx, life.source, nameLine(name))],
    },
  ]
}

function fragmented(
  life: ContextLife,
  { name, largest: { row } }: ContextName,
  ctx: AnalyzeContext,
): readonly ContextsFinding[] {
  const { freeBytes, freeChunks, totalBytes, contexts } = row
  if (freeBytes === null || contexts > 1) return []
  const isHollow = freeBytes >= FREE_FLOOR_BYTES && freeBytes >= FREE_RATIO * totalBytes
  const isCrumbled = (freeChunks ?? 0) >= FREE_CHUNKS_COUNT && freeBytes >= FREE_CHUNKS_FLOOR_BYTES
  if (!isHollow && !isCrumbled) return []
  return [
    {
      code: 'contexts.fragmented',
      severity: 'info',
      numbers: {
        process: processOf(life, ctx),
        context: name,
        contextBytes: totalBytes,
        freeBytes,
        freeRatio: totalBytes <= 0 ? 0 : freeBytes / totalBytes,
        freeChunks: freeChunks ?? 0,
        contextsCommand: askCommand(ctx, 'contexts'),
      },
      evidence: [quoteOf(ctx, life.source, ...rowLines(life, name, totalBytes))],
    },
  ]
}
