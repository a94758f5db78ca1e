/** The line above a stack: what is counted of the whole from outside, so that what no band holds can be seen. */
import type { StackChart } from '../domain/chart.ts'
import type { ComponentSnapshot } from '../domain/components.ts'
import type { SampleRow } from '../domain/sample.ts'
import { type Lang, plain, say } from '../domain/words.ts'
import type { GrowthBands } from '../growth/components/bands.ts'
import { STACK_WORDS as W } from './stackWords.ts'

type Points = NonNullable<StackChart['line']>['points']

export interface Outer {
  readonly of: 'contexts' | 'programs'
  readonly snapshots: readonly ComponentSnapshot[]
  /** Readings of the same life: what the kernel counts of it. */
  readonly rows: readonly SampleRow[]
}

/** Of a process its anonymous memory (with swap where it has some), of a host what is in use; null where not known. */
export function outerLine(of: Outer, bands: GrowthBands, lang: Lang): StackChart['line'] {
  const [label, points] = of.of === 'programs' ? inUse(of) : anon(of, bands)
  const last = points.findLast(([, bytes]) => bytes !== null)?.[1] ?? null
  if (last === null) return null
  const outerBytes = last - topAtEnd(bands)
  // Contexts hold pages that nobody touched yet: a line among the bands would be read as a part of them.
  if (outerBytes < 0) return null
  const phrase = of.of === 'programs' ? W.outOfPrograms : W.outOfContexts
  return {
    label,
    note: plain(say(phrase, { outerBytes }, lang)),
    points,
  }
}

function inUse({ snapshots }: Outer): readonly [string, Points] {
  return ['in use', snapshots.map(({ atMs, totalBytes }) => [atMs, totalBytes])]
}

function anon({ rows }: Outer, { atMs }: GrowthBands): readonly [string, Points] {
  const [fromMs, toMs] = [atMs[0] ?? 0, atMs.at(-1) ?? 0]
  const points = rows
    .filter((row) => row.atMs >= fromMs - SLACK_MS && row.atMs <= toMs + SLACK_MS)
    .map((row): Points[number] => {
      const { anonBytes = null, swapBytes = null } = row.values as Values
      const bytes = anonBytes === null ? null : anonBytes + (swapBytes ?? 0)
      return [Math.min(Math.max(row.atMs, fromMs), toMs), bytes]
    })
  const swaps = rows.some((row) => ((row.values as Values)['swapBytes'] ?? 0) > 0)
  return [swaps ? 'anon + swap' : 'anon', points]
}

type Values = Readonly<Record<string, number | null | undefined>>

/** The process is read a moment before its contexts are walked: both belong to one look. */
const SLACK_MS = 30_000

function topAtEnd(bands: GrowthBands): number {
  const all = [...bands.named, ...(bands.rest === null ? [] : [bands.rest])]
  return all.reduce((sum, { bytes }) => sum + (bytes.findLast((own) => own !== null) ?? 0), 0)
}
