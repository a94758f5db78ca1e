/** Lines of a dump as evidence: the row of a context, whatever form it stands in. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import { lineWith } from '../../domain/evidence.ts'
import type { Quote } from '../../domain/finding.ts'
import type { ContextLife } from './trees.ts'

/** The first line of the dump that one of the patterns, in their order, knows; its first line where none does. */
export function quoteOf(
  ctx: AnalyzeContext,
  source: string,
  ...patterns: readonly RegExp[]
): Quote {
  const text = ctx.evidence.text(source) ?? ''
  for (const pattern of [...patterns, /\S/]) {
    const own = lineWith(text, pattern)
    if (own !== null) return { source, line: withoutRecord(own) }
    const quote = ctx.evidence.quote(source, pattern)
    if (quote.line !== '') return quote
  }
  return { source, line: source }
}

const QUOTE_CHARS = 160

/** A record of a log has its message behind a dozen columns, where a quote would end. */
function withoutRecord(line: string): string {
  return line
    .replace(/^.*?"(?=context: |memory: |level: \d)/, '')
    .trim()
    .slice(0, QUOTE_CHARS)
}

/** Rows of this name with this size: its process's own where lines tell theirs, else any. */
export function rowLines(life: ContextLife, name: string, bytes: number): readonly RegExp[] {
  const row = `${escaped(name)}.*(?<!\\d)${bytes}(?!\\d)`
  const own = life.pid === null ? [] : [new RegExp(`(?<!\\d)${life.pid}(?!\\d).*${row}`)]
  return [...own, new RegExp(row), new RegExp(`(?<!\\d)${bytes}(?!\\d)`)]
}

export function nameLine(name: string): RegExp {
  return new RegExp(escaped(name))
}

function escaped(name: string): string {
  return name.slice(0, 80).replace(/[.*+?^$()|[\]\\{}/-]/g, '\\$&')
}
