/** The low level of each part of the time, which the verdict rests on: dots joined by a thin line, named once. */
import { textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { ASCENT, type Box, ROW } from './boxes.ts'
import type { History } from './history.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const DOT_PX = 1.8
/** More dots than this would be a line themselves. */
const MOST_DOTS = 60
const LABEL_BELOW = 24

/** Gives the markup of the floors and where their name stands; nothing where there are too few to be seen as a line. */
export function floorMarks(
  history: History,
  word: string,
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
  const place = placeOf(places, word, plot)
  if (place === null) return { marks: element('g', {}, line, dots), boxes: [] }
  return {
    marks: element('g', {}, line, dots, name(place, word, palette)),
    boxes: [boxOf(place, word)],
  }
}

/** Under the floors, where the line is furthest from the bottom axis. */
function placeOf(places: readonly Pixel[], word: string, plot: Plot): Pixel | null {
  const half = textWidth(word, TEXT_PX) / 2
  const fitting = places.filter(([x, y]) => {
    const inside = x - half >= plot.left && x + half <= plot.right
    return inside && y + LABEL_BELOW + 4 <= plot.bottom
  })
  const [x, y] = fitting[fitting.length >> 1] ?? []
  return x === undefined || y === undefined ? null : [x, y + LABEL_BELOW]
}

function boxOf([x, y]: Pixel, word: string): Box {
  const width = textWidth(word, TEXT_PX)
  return { x: x - width / 2, y: y - ASCENT, width, height: ROW }
}

function name([x, y]: Pixel, word: string, palette: Palette): string {
  return label(word, x, y, {
    class: 'floor-word',
    size: TEXT_PX,
    fill: palette.muted,
    anchor: 'middle',
    halo: palette.card,
  })
}
