/** The low level of each part of the time, which the verdict rests on: dots joined by a thin line, named once. */
import { textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { History } from './history.ts'
import type { Plot } from './plot.ts'

const DOT_PX = 1.8
/** More dots than this would be a line themselves. */
const MOST_DOTS = 60
const LABEL_BELOW = 24

/** Gives the markup of the floors; nothing where there are too few to be seen as a line. */
export function floorMarks(history: History, word: string, plot: Plot, palette: Palette): string {
  const places = history.floors.map(([atMs, bytes]) => [plot.x(atMs), plot.y(bytes)] as const)
  const [first] = places
  if (first === undefined || places.length < 2) return ''
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
  return element('g', {}, line, dots, name(places, word, plot, palette))
}

/** Under the floors, where the line is furthest from the bottom axis. */
function name(
  places: readonly (readonly [number, number])[],
  word: string,
  plot: Plot,
  palette: Palette,
): string {
  const half = textWidth(word, TEXT_PX) / 2
  const fitting = places.filter(([x, y]) => {
    const inside = x - half >= plot.left && x + half <= plot.right
    return inside && y + LABEL_BELOW + 4 <= plot.bottom
  })
  const place = fitting[fitting.length >> 1]
  if (place === undefined) return ''
  return label(word, place[0], place[1] + LABEL_BELOW, {
    class: 'floor-word',
    size: TEXT_PX,
    fill: palette.muted,
    anchor: 'middle',
    halo: palette.card,
  })
}
