/** What no font at hand has, in the words of a picture. */
import type { ChartSpec } from '../domain/chart.ts'
import { BOX } from './font.ts'
import { WIDE } from './wide.ts'

const EACH_WIDE = new RegExp(WIDE.source, 'gu')

/** Gives the spec with a box for each of these characters that no font at hand has: it is seen, and keeps its place. */
export function withBoxes(spec: ChartSpec, has: (code: number) => boolean): ChartSpec {
  return boxed(spec, has) as ChartSpec
}

function boxed(value: unknown, has: (code: number) => boolean): unknown {
  if (typeof value === 'string')
    return value.replace(EACH_WIDE, (char) => (has(char.codePointAt(0) ?? 0) ? char : BOX))
  if (Array.isArray(value)) return value.map((one) => boxed(one, has))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, boxed(one, has)]))
}
