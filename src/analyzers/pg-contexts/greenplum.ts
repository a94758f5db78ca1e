/** What only Greenplum up to 6 tells: counts with descendants in them, balances of shared headers, memory accounts. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { ownBytes } from '../../parsers/postgres/contextDumps.ts'
import { contextsGreenplum } from '../../parsers/postgres/contextsGreenplum.ts'
import { gdbPrints } from '../../parsers/postgres/gdbPrints.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { askCommand, whom } from '../asks.ts'
import { quoteOf } from './quotes.ts'
import { type ContextsFinding, processOf } from './said.ts'
import { AGREES_RATIO, BALANCE_FLOOR_BYTES, OWN_FLOOR_BYTES, OWN_RATIO } from './thresholds.ts'
import type { ContextLife } from './trees.ts'

/** Prints of one text that are spoken of. */
const MOST_PRINTS = 3
/** Sums of the process among the accounts, and the account that has no parent. */
const NO_ACCOUNT = /^(?:Vmem|Vmem reserved|Reserved Vmem|Max Vmem|Peak|Root)$/i

/** Only whole trees: a lone print has no children to be compared with. */
export function overcounted(life: ContextLife, ctx: AnalyzeContext): readonly ContextsFinding[] {
  const { tree, form } = life.last
  if (tree.inclusive !== true || form !== 'greenplum') return []
  const own = ownBytes(tree.contexts)
  return tree.contexts.flatMap((row, i): readonly ContextsFinding[] => {
    const bytes = own[i] ?? 0
    if (row.parent !== null || bytes < OWN_FLOOR_BYTES || bytes < OWN_RATIO * row.totalBytes)
      return []
    return [
      {
        code: 'contexts.overcounted',
        severity: 'info',
        numbers: {
          process: processOf(life, ctx),
          context: row.name,
          ownBytes: bytes,
          contextsCommand: askCommand(ctx, 'contexts'),
        },
        evidence: [quoteOf(ctx, life.source, new RegExp(`context: \\d+, ${row.totalBytes}\\b`))],
      },
    ]
  })
}

/** Shared headers that gdb printed, beside what the context's own accounting says. */
export function balances(ctx: AnalyzeContext): readonly ContextsFinding[] {
  const prints = ctx.evidence.get(gdbPrints)?.prints ?? []
  return prints.slice(0, MOST_PRINTS).flatMap(({ name, balanceBytes, heldBytes }) => {
    if (balanceBytes === null) return []
    const finding: ContextsFinding = {
      code: 'contexts.balance',
      severity: 'info',
      numbers: {
        context: name ?? '0x…',
        balanceBytes,
        contextsCommand: askCommand(ctx, 'contexts'),
        ...(heldBytes === null ? {} : { heldBytes }),
        ...agreement(balanceBytes, heldBytes),
      },
      evidence: [quoteOf(ctx, gdbPrints.id, new RegExp(`balance = ${balanceBytes}\\b`))],
    }
    return [finding]
  })
}

/**
 * The same from a walk over the process's own memory: balance, blocks and allocated less freed of one context stand side
 * by side. Seed 001: 12214020216 by the balance, which 84812936 chunks of 144 bytes explain to 99.99 %; allocated less
 * freed says 12703691872 and counts too much (gpdb#14520).
 */
export function walkedBalances(ctx: AnalyzeContext): readonly ContextsFinding[] {
  const walked = ctx.evidence.get(memoryContexts)
  if (walked === null) return []
  return walked.accounting
    .filter(({ balanceBytes }) => balanceBytes >= BALANCE_FLOOR_BYTES)
    .toSorted((a, b) => b.balanceBytes - a.balanceBytes)
    .slice(0, MOST_PRINTS)
    .map(({ context, allocatedBytes, freedBytes, balanceBytes }) => {
      const row = walked.contexts[context]
      const heldBytes = Math.max(0, allocatedBytes - freedBytes)
      return {
        code: 'contexts.balance',
        severity: 'info',
        numbers: {
          context: row?.name ?? '?',
          balanceBytes,
          heldBytes,
          contextsCommand: askCommand(ctx, 'contexts'),
          ...agreement(balanceBytes, heldBytes),
          ...(row === undefined ? {} : { blocksBytes: row.totalBytes }),
          ...(walked.layout.verified ? {} : { fromSource: 1 }),
        },
        evidence: [quoteOf(ctx, memoryContexts.id, new RegExp(`:${balanceBytes}\\b`))],
      }
    })
}

/** The balance is of the context alone, the other of all below it too: only from below may they meet. */
function agreement(
  balanceBytes: number,
  heldBytes: number | null,
): Readonly<Record<string, number>> {
  const agreesRatio = heldBytes === null || heldBytes <= 0 ? 0 : balanceBytes / heldBytes
  return agreesRatio >= AGREES_RATIO && agreesRatio <= 1 ? { agreesRatio } : {}
}

export function accounts(ctx: AnalyzeContext): readonly ContextsFinding[] {
  const all = ctx.evidence.get(contextsGreenplum)?.accounts ?? []
  const parts = all.filter(({ name }) => !NO_ACCOUNT.test(name))
  const [first] = parts.toSorted((a, b) => b.currentBytes - a.currentBytes)
  if (first === undefined || first.currentBytes === 0) return []
  const vmem = all.find(({ name, pid }) => /vmem/i.test(name) && pid === first.pid)
  return [
    {
      code: 'contexts.accounts',
      severity: 'info',
      numbers: {
        process: first.pid === null ? whom(ctx).subject : `PID ${first.pid}`,
        account: first.name,
        accountBytes: first.currentBytes,
        peakBytes: first.peakBytes,
        contextsCommand: askCommand(ctx, 'contexts'),
        ...(vmem === undefined ? {} : { vmemBytes: vmem.currentBytes }),
      },
      evidence: [
        quoteOf(
          ctx,
          contextsGreenplum.id,
          new RegExp(`memory: .*, ${first.peakBytes}, .*\\b${first.currentBytes}\\b`),
        ),
      ],
    },
  ]
}
