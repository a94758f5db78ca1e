/** Reads a text as `read --as series` does, bytes and all. */
import type { Loss } from '../../../src/domain/parsed.ts'
import type { FoundSeries } from '../../../src/parsers/series/found.ts'
import { LineCutter } from '../../../src/parsers/series/lines.ts'
import { SeriesReader } from '../../../src/parsers/series/reader.ts'

export interface Read {
  readonly series: readonly FoundSeries[]
  readonly losses: readonly Loss[]
  readonly zoneless: boolean
}

export function readSeriesText(text: string | Uint8Array, chunkBytes = 7): Read {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const reader = new SeriesReader('file.txt')
  const cutter = new LineCutter(reader.losses)
  const series: FoundSeries[] = []
  const take = (lines: ReturnType<LineCutter['take']>): void => {
    for (const { text: line, number } of lines) series.push(...reader.line(line, number))
  }
  for (let at = 0; at < bytes.length; at += chunkBytes)
    take(cutter.take(bytes.subarray(at, at + chunkBytes)))
  take(cutter.end())
  series.push(...reader.end())
  return { series, losses: reader.losses.all(), zoneless: reader.zoneless }
}

/** Ids with their points as seconds and values. */
export function pointsOf(text: string | Uint8Array) {
  return Object.fromEntries(
    readSeriesText(text).series.map(({ id, atMs, values }) => [
      id,
      atMs.map((at, i) => [at / 1000, values[i]]),
    ]),
  )
}
