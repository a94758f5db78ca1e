/** A host's past as a line in its row: no axis, its end a dot. */
import { element, polyline } from '../svg.ts'

/** A change below this share of the memory does not fill the row: what is noise looks like noise. */
const LEAST_SPAN = 0.1
const STROKE_PX = 1.6
const DOT_PX = 2.6

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

type Point = readonly [x: number, y: number]

/** Gives the markup inside of a box in px; nothing without a value. A part that was not read is a gap in the line. */
export function pastLine(past: readonly (number | null)[], box: Box, colour: string): string {
  const points = placed(past, {
    left: box.left + DOT_PX,
    right: box.right - DOT_PX,
    top: box.top + DOT_PX,
    bottom: box.bottom - DOT_PX,
  })
  const last = points.findLast((point) => point !== null)
  if (last === undefined) return ''
  const line = element('path', {
    class: 'past',
    d: strokesOf(points),
    fill: 'none',
    stroke: colour,
    'stroke-width': STROKE_PX,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  })
  const [cx, cy] = last
  return line + element('circle', { class: 'past-end', cx, cy, r: DOT_PX, fill: colour })
}

function placed(past: readonly (number | null)[], box: Box): readonly (Point | null)[] {
  const known = past.filter((value) => value !== null && Number.isFinite(value)) as number[]
  const shares = known.map(shareOf)
  const [low, high] = [Math.min(...shares), Math.max(...shares)]
  const span = Math.max(high - low, LEAST_SPAN)
  const bottom = low - (span - (high - low)) / 2
  const steps = Math.max(1, past.length - 1)
  return past.map((value, at) => {
    if (value === null || !Number.isFinite(value)) return null
    const x = past.length === 1 ? box.right : box.left + (at / steps) * (box.right - box.left)
    return [x, box.bottom - ((shareOf(value) - bottom) / span) * (box.bottom - box.top)] as const
  })
}

function shareOf(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** One path of several strokes; a value alone between gaps is a point, drawn by its round cap. */
function strokesOf(points: readonly (Point | null)[]): string {
  const strokes: Point[][] = []
  points.forEach((point, at) => {
    if (point === null) return
    if (at === 0 || points[at - 1] === null) strokes.push([])
    strokes.at(-1)?.push(point)
  })
  return strokes
    .map((stroke) => polyline(stroke.length === 1 ? [...stroke, ...stroke] : stroke))
    .join('')
}
