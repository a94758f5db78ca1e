/** The low level of each part of the time, which the verdict rests on: dots joined by a thin line, named once. */
import { drawable, textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { ASCENT, type Box, crossings, ROW } from './boxes.ts'
import type { History } from './history.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const DOT_PX = 1.8
/** More dots than this would be a line themselves. */
const MOST_DOTS = 60
/** So many floors are tried as the one that the name stands at, and how far from it. */
const MOST_PLACES = 20
const DISTANCES = [6, 12, 20]

/** Gives the markup of the floors and where their name stands, clear of what is `around` where that can be; nothing where there are too few to be seen as a line. */
export function floorMarks(
  history: History,
  word: string,
  around: readonly (readonly Pixel[])[],
  plot: Plot,
  palette: Palette,
): { readonly marks: string; readonly boxes: readonly Box[] } {
  const places = history.floors.map(([atMs, bytes]) => [plot.x(atMs), plot.y(bytes)] as const)
  const [first] = places
  if (first === undefined || places.length < 2) return { marks: '', boxes: [] }
  const line = element('path', {
    class: 'floors',
    d: polyline(places),
    fill: 'none',
    stroke: palette.ink,
    'stroke-width': 1.25,
    'stroke-dasharray': '1.5 3.5',
    'stroke-linecap': 'round',
  })
  const dots =
    places.length > MOST_DOTS
      ? ''
      : places
          .map(([cx, cy]) =>
            element('circle', { class: 'floor', cx, cy, r: DOT_PX, fill: palette.muted }),
          )
          .join('')
  const place = placeOf(places, word, around, plot)
  if (place === null) return { marks: element('g', {}, line, dots), boxes: [] }
  return {
    marks: element('g', {}, line, dots, name(place, word, palette)),
    boxes: [place],
  }
}

/** The place that covers least of what is drawn; where the floors rise that is below and right of one of them. */
function placeOf(
  places: readonly Pixel[],
  word: string,
  around: readonly (readonly Pixel[])[],
  plot: Plot,
): Box | null {
  const width = textWidth(drawable(word), TEXT_PX)
  const some = Math.ceil(places.length / MOST_PLACES)
  let best: Box | null = null
  let least = Number.POSITIVE_INFINITY
  for (const [x, y] of places.toReversed().filter((_, at) => at % some === 0)) {
    for (const box of boxesAt(x, y, width).filter((one) => within(one, plot))) {
      const hits = [places, ...around].reduce((sum, stroke) => sum + crossings(stroke, box), 0)
      if (hits >= least) continue
      best = box
      least = hits
    }
  }
  return best
}

/** Below and right of it, below it, and further off. */
function boxesAt(x: number, y: number, width: number): readonly Box[] {
  const height = ROW
  return DISTANCES.flatMap((away) => [
    { x: x + away, y: y + away / 2, width, height },
    { x: x - width / 2, y: y + away, width, height },
    { x: x + away, y: y + away * 2, width, height },
  ])
}

function within({ x, y, width, height }: Box, plot: Plot): boolean {
  return x >= plot.left && x + width <= plot.right && y >= plot.top && y + height <= plot.bottom
}

function name({ x, y }: Box, word: string, palette: Palette): string {
  return label(word, x, y + ASCENT, {
    class: 'floor-word',
    size: TEXT_PX,
    fill: palette.muted,
    halo: palette.card,
  })
}
