/** Swap traffic row by row, out of what sar and sadf printed. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Quote } from '../../domain/finding.ts'
import { sadf } from '../../parsers/tools/sadf.ts'
import { sadfJson } from '../../parsers/tools/sadfJson.ts'
import { sar } from '../../parsers/tools/sar.ts'
import { pageBytesOf } from '../pageBytes.ts'

export const LIKES = { sar, sadf, sadfJson }
type In = Inputs<Record<never, never>, typeof LIKES>

export interface TrafficRow {
  readonly inBytesPerSec: number
  readonly outBytesPerSec: number
  /** Finds the row in its text. */
  readonly source: string
  readonly line: RegExp
}

/** Whether any of the records is about swap traffic; one about memory alone is not judged here. */
export function hasTraffic(evidence: Evidence): boolean {
  const rows = [
    ...(evidence.get(sar)?.tables ?? []).flatMap((table) => table.rows),
    ...[sadf, sadfJson].flatMap((format) => evidence.get(format)?.rows ?? []),
  ]
  return rows.some(({ values }) => values['pswpinPerSec'] !== undefined)
}

/** All rows that say what is swapped in and out; sar's own averages are none. */
export function trafficOf(inputs: In, ctx: AnalyzeContext): readonly TrafficRow[] {
  const pageBytes = pageBytesOf(ctx.facts, ctx.evidence)
  const tables = inputs.sar?.tables ?? []
  const printed = [
    ...tables.flatMap(({ rows }) => rows).map((row) => ({ ...row, source: sar.id })),
    ...(inputs.sadf?.rows ?? []).map((row) => ({ ...row, source: sadf.id })),
    ...(inputs.sadfJson?.rows ?? []).map((row) => ({ ...row, source: sadfJson.id })),
  ]
  return printed.flatMap(({ at, values, source }): readonly TrafficRow[] => {
    const { pswpinPerSec, pswpoutPerSec } = values
    if (pswpinPerSec === undefined || pswpoutPerSec === undefined) return []
    return [
      {
        inBytesPerSec: pswpinPerSec * pageBytes,
        outBytesPerSec: pswpoutPerSec * pageBytes,
        source,
        line: lineAt(at, pswpinPerSec),
      },
    ]
  })
}

/** One time stands in several tables: the row has the figure too. In JSON date and time stand apart. */
function lineAt(at: string, figure: number): RegExp {
  const time = at.split(' ').find((word) => /\d:\d|\d\D\d/.test(word)) ?? at
  const escaped = time.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')
  return new RegExp(`${escaped}.*\\b${String(figure).replace('.', '[.,]')}|"pswpin": ?${figure}`)
}

/** The row as it was printed; where it cannot be found again, the text's first line. */
export function quoteOf({ source, line }: TrafficRow, ctx: AnalyzeContext): Quote {
  const quote = ctx.evidence.quote(source, line)
  return quote.line === '' ? ctx.evidence.quote(source, /\S/) : quote
}
