/** Which MemoryContext holds the memory, and whether that is usual. One look never proves a leak. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { coreFile } from '../../parsers/core/coreFile.ts'
import type { Lack } from '../../parsers/postgres/contextDumps.ts'
import { askCommand } from '../asks.ts'
import { accounts, balances, overcounted, walkedBalances } from './greenplum.ts'
import { grown } from './growth.ts'
import { heldBeside, unaccounted } from './held.ts'
import { foldedIn, namesOf } from './names.ts'
import { quoteOf, rowLines } from './quotes.ts'
import { type ContextsFinding, means, processOf } from './said.ts'
import { FOLDED_RATIO } from './thresholds.ts'
import { type ContextLife, livesIn } from './trees.ts'
import { unusual } from './unusual.ts'
import { isStill, walked } from './walked.ts'

/** Processes of one text that are spoken of, the largest first. */
const MOST_LIVES = 3

export function judgeContexts(ctx: AnalyzeContext): readonly ContextsFinding[] {
  const lives = livesIn(ctx.evidence).slice(0, MOST_LIVES)
  const told = lives.flatMap((life) => {
    const names = namesOf(life.last)
    return [
      ...unusual(life, names, ctx),
      ...grown(life, ctx),
      ...unaccounted(life, ctx),
      ...held(life, ctx),
      ...partial(life, ctx),
      ...folded(life, ctx),
      ...overcounted(life, ctx),
    ]
  })
  return [...told, ...walked(ctx), ...walkedBalances(ctx), ...balances(ctx), ...accounts(ctx)]
}

function held(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { last, source } = life
  if (last.largest === null) return []
  if (last.lacks.includes('overflowed')) return overflowed(life, ctx)
  const { contexts, totalBytes, freeBytes, largest, failed } = last
  const beside = heldBeside(life, ctx)
  return [
    {
      code: 'contexts.held',
      severity: 'info',
      numbers: {
        process: processOf(life, ctx),
        contexts,
        totalBytes,
        largest: largest.name,
        largestBytes: largest.totalBytes,
        largestRatio: ratio(largest.totalBytes, totalBytes),
        contextsCommand: askCommand(ctx, 'contexts'),
        ...(freeBytes === null ? {} : { freeBytes }),
        ...(beside === null
          ? {}
          : { anonBytes: beside, explainedRatio: Math.min(1, ratio(totalBytes, beside)) }),
        ...(failed?.requestBytes == null ? {} : { requestBytes: failed.requestBytes }),
        ...(failed?.context == null ? {} : { failedContext: failed.context }),
        ...ofCore(ctx),
      },
      evidence: [quoteOf(ctx, source, ...rowLines(life, largest.name, largest.totalBytes))],
    },
  ]
}

/** For what was read out of a core file: of whom it is and of when. */
function ofCore({ evidence }: AnalyzeContext): Readonly<Record<string, string | number>> {
  const core = evidence.get(coreFile)
  if (core === null) return {}
  const { program, writtenAtMs } = core
  return {
    coreProgram: program ?? '?',
    ...(writtenAtMs === null ? {} : { writtenAtMs }),
  }
}

/** A script's 32 bits: the largest is known from below alone, and the sum is that of the others. */
function overflowed(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { last, source } = life
  const gone = last.tree.contexts.filter((row) => row.overflowed === true)
  const [first] = gone.toSorted((a, b) => b.totalBytes - a.totalBytes)
  if (first === undefined) return []
  return [
    {
      code: 'contexts.overflowed',
      severity: 'warning',
      numbers: {
        process: processOf(life, ctx),
        contexts: last.contexts,
        context: first.name,
        leastBytes: first.totalBytes,
        overflowed: gone.length,
        restBytes: last.totalBytes,
        contextsCommand: askCommand(ctx, 'contexts'),
        ...means(first.name),
      },
      evidence: [quoteOf(ctx, source, new RegExp(`: -${2 ** 32 - first.totalBytes}\\b`))],
    },
  ]
}

/** What is missing without the dump telling so: folded rows stand in it, and a choice of columns was somebody's wish. */
const SAID: readonly Lack[] = ['top', 'end', 'rows', 'torn']

function partial(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { last, source } = life
  const { lacks, rowsBytes, totalBytes, contexts } = last
  if (!lacks.some((lack) => SAID.includes(lack)) || last.form === 'series') return []
  const missing = totalBytes - rowsBytes
  const has = (lack: Lack): boolean => lacks.includes(lack)
  return [
    {
      code: 'contexts.partial',
      severity: 'info',
      numbers: {
        process: processOf(life, ctx),
        contexts,
        rowsBytes,
        grandBytes: totalBytes,
        contextsCommand: askCommand(ctx, 'contexts'),
        ...(missing > 0 ? { missingBytes: missing } : {}),
        ...(missing < 0 ? { surplusBytes: -missing } : {}),
        ...(has('top') ? { lacksTop: 1 } : {}),
        ...(has('end') ? { lacksEnd: 1 } : {}),
        ...(has('torn') ? { [isStill(ctx.evidence) ? 'lacksStill' : 'lacksTorn']: 1 } : {}),
        ...(has('rows') && missing === 0 ? { lacksRows: 1 } : {}),
      },
      evidence: [quoteOf(ctx, source, /Grand total: /, /TopMemoryContext/)],
    },
  ]
}

function folded(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { count, bytes } = foldedIn(life.last)
  const foldedRatio = ratio(bytes, life.last.totalBytes)
  if (count === 0 || foldedRatio < FOLDED_RATIO) return []
  return [
    {
      code: 'contexts.folded',
      severity: 'info',
      numbers: {
        process: processOf(life, ctx),
        folded: count,
        foldedBytes: bytes,
        foldedRatio,
        contextsCommand: askCommand(ctx, 'contexts'),
      },
      evidence: [quoteOf(ctx, life.source, /more child contexts containing \d/)],
    },
  ]
}

function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole
}
