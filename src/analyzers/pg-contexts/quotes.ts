/** Lines of a dump as evidence: the row of a context, whatever form it stands in. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Quote } from '../../domain/finding.ts'
import type { ContextLife } from './trees.ts'

/** The first line of the dump that one of the patterns, in their order, knows; its first line where none does. */
export function quoteOf(
  ctx: AnalyzeContext,
  source: string,
  ...patterns: readonly RegExp[]
): Quote {
  for (const pattern of [...patterns, /\S/]) {
    const quote = ctx.evidence.quote(source, pattern)
    if (quote.line !== '') return quote
  }
  return { source, line: source }
}

/** Rows of this name with this size: its process's own where lines tell theirs, else any. */
export function rowLines(life: ContextLife, name: string, bytes: number): readonly RegExp[] {
  const row = `${escaped(name)}.*(?<!\\d)${bytes}(?!\\d)`
  const own = life.pid === null ? [] : [new RegExp(`(?<!\\d)${life.pid}(?!\\d).*${row}`)]
  return [...own, new RegExp(row)]
}

export function nameLine(name: string): RegExp {
  return new RegExp(escaped(name))
}

function escaped(name: string): string {
  return name.slice(0, 80).replace(/[.*+?^$()|[\]\\{}/-]/g, '\\$&')
}
