/** A series as strokes: never across a gap, never from one life of a process into the next. */
import { LIMITS } from '../../domain/limits.ts'
import { downsample, type Sampled } from '../downsample.ts'
import { element, polyline } from '../svg.ts'
import type { Line } from './history.ts'
import type { Plot } from './plot.ts'

export type Pixel = readonly [x: number, y: number]

const FIRST_STROKE_PX = 2.75
const STROKE_PX = 2
/** A value with a gap on both sides is a dot, or it would not be seen. */
const LONE_DOT_PX = 2.2
const END_DOT_PX = 3.6

/** Gives the unbroken runs of a series in px, thinned to what a chart may hold. */
export function strokesOf(
  line: Line,
  restarts: readonly number[],
  plot: Plot,
): readonly (readonly Pixel[])[] {
  const runs = runsOf(line, restarts)
  const count = runs.reduce((sum, run) => sum + run.length, 0)
  const share = Math.min(1, LIMITS.chartPoints / count)
  return runs.map((run) =>
    downsample(run, Math.max(2, Math.floor(run.length * share))).map(
      ([atMs, bytes]) => [plot.x(atMs), plot.y(bytes)] as const,
    ),
  )
}

/** Gives the markup of a series; its rank in the spec gives its weight. */
export function lineMarks(
  strokes: readonly (readonly Pixel[])[],
  rank: number,
  colour: string,
): string {
  const long = strokes.filter((stroke) => stroke.length > 1)
  const path = element('path', {
    class: 'line',
    d: long.map(polyline).join(''),
    fill: 'none',
    stroke: colour,
    'stroke-width': rank === 0 ? FIRST_STROKE_PX : STROKE_PX,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  })
  const dots = loneDots(strokes, colour)
  const end = strokes.at(-1)?.at(-1)
  return (
    (long.length > 0 ? path : '') +
    dots +
    (end === undefined ? '' : dot(end, END_DOT_PX, colour, 'end'))
  )
}

function loneDots(strokes: readonly (readonly Pixel[])[], colour: string): string {
  // Thousands of lone values would lie on the same pixels: one dot each is enough.
  const seen = new Map<string, Pixel>()
  for (const [only, second] of strokes) {
    if (only !== undefined && second === undefined) seen.set(only.map(Math.round).join(), only)
  }
  return [...seen.values()].map((at) => dot(at, LONE_DOT_PX, colour, 'lone')).join('')
}

function dot([cx, cy]: Pixel, r: number, fill: string, name: string): string {
  return element('circle', { class: name, cx, cy, r, fill })
}

function runsOf(line: Line, restarts: readonly number[]): readonly (readonly Sampled[])[] {
  const runs: Sampled[][] = []
  let run: Sampled[] = []
  let life = 0
  for (const [atMs, bytes] of line.points) {
    const before = life
    while (life < restarts.length && (restarts[life] ?? atMs) <= atMs) life += 1
    if ((bytes === null || life !== before) && run.length > 0) {
      runs.push(run)
      run = []
    }
    if (bytes !== null) run.push([atMs, bytes])
  }
  return run.length > 0 ? [...runs, run] : runs
}
