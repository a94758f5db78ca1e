/** What only a walk over the process's own memory tells: damaged chunks, and a layout that nobody verified. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { coreFile } from '../../parsers/core/coreFile.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { askCommand } from '../asks.ts'
import { quoteOf } from './quotes.ts'
import { type ContextsFinding, nameOf } from './said.ts'

/** True for a walk over a core file, which nothing changes while it is read. */
export function isStill(evidence: Evidence): boolean {
  return evidence.has(coreFile.id) || evidence.get(memoryContexts)?.way === 'local'
}

export function walked(ctx: AnalyzeContext): readonly ContextsFinding[] {
  const of = ctx.evidence.get(memoryContexts)
  if (of === null) return []
  const common = {
    process: nameOf(ctx.evidence, of.pid),
    contextsCommand: askCommand(ctx, 'contexts'),
  }
  const evidence = [quoteOf(ctx, memoryContexts.id)]
  const [first] = of.damaged
  const context = first === undefined ? undefined : of.contexts[first.context]
  const damaged: readonly ContextsFinding[] =
    first === undefined
      ? []
      : [
          {
            code: 'contexts.damaged',
            severity: 'warning',
            numbers: {
              ...common,
              context: context?.name ?? '?',
              damaged: of.damaged.length,
              address: `0x${first.at.replace(/^0x/, '')}`,
            },
            evidence,
          },
        ]
  const unverified: readonly ContextsFinding[] = of.layout.verified
    ? []
    : [
        {
          code: 'contexts.unverified',
          severity: 'info',
          numbers: { ...common, layout: of.layout.id },
          evidence,
        },
      ]
  return [...damaged, ...unverified]
}
