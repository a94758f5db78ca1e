/** A picture as far as it may be shown: every text in it is judged, its figures are its matter. */
import type { ChartSpec } from '../../domain/chart.ts'
import { type Censor, shownText } from './spans.ts'

/** Words that choose a look, not words that are drawn. */
const LOOKS = new Set(['kind', 'tone', 'zone'])

/** The same picture with what may not be read in it marked. */
export function shownChart(censor: Censor, chart: ChartSpec): ChartSpec {
  return shownPart(censor, '', chart) as ChartSpec
}

function shownPart(censor: Censor, name: string, part: unknown): unknown {
  if (typeof part === 'string') return LOOKS.has(name) ? part : shownText(censor, part)
  if (Array.isArray(part)) return part.map((one) => shownPart(censor, name, one))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, shownPart(censor, key, value)]),
  )
}
