/** Moments that people named: a thin line each, and its label where one finds a place. */
import { BOX, drawable, ellipsize, textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { ASCENT, type Box, crossings, overlaps, ROW } from './boxes.ts'
import type { History } from './history.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const GAP = 5
const LONGEST_LABEL_PX = 150
const DOT_PX = 2.5
const LINE_OPACITY = 0.55
/** Rows for labels at the bottom, where growth leaves room, and then at the top. */
const ROWS = 4

type Mark = History['marks'][number]

interface Placed {
  readonly text: string
  readonly box: Box
}

/** Gives the lines (under the data) and the labels (over them); `taken` are other labels, `strokes` what is better not covered. */
export function markMarks(
  marks: readonly Mark[],
  taken: readonly Box[],
  strokes: readonly (readonly Pixel[])[],
  plot: Plot,
  palette: Palette,
): { readonly lines: string; readonly labels: string } {
  if (marks.length === 0) return { lines: '', labels: '' }
  const xs = marks.map(({ atMs }) => plot.x(atMs))
  const placed: Placed[] = []
  // Where room is short the newest are named.
  for (const [at, mark] of [...marks.entries()].toReversed()) {
    const others = xs.filter((_, i) => i !== at)
    const full = [...taken, ...placed.map(({ box }) => box)]
    const place = placeOf(mark, xs[at] ?? 0, { others, taken: full, strokes, plot })
    if (place !== null) placed.push(place)
  }
  return {
    lines: element('g', { class: 'marks' }, ...xs.map((x) => line(x, plot, palette))),
    labels: placed.map((one) => word(one, palette)).join(''),
  }
}

function line(x: number, plot: Plot, palette: Palette): string {
  const style = { class: 'mark', 'stroke-opacity': LINE_OPACITY }
  return (
    rule([x, plot.top], [x, plot.bottom], palette.ink, style) +
    element('circle', { class: 'mark-dot', cx: x, cy: plot.bottom, r: DOT_PX, fill: palette.ink })
  )
}

function word({ text, box }: Placed, palette: Palette): string {
  return label(text, box.x, box.y + ASCENT, {
    class: 'mark-label',
    size: TEXT_PX,
    fill: palette.ink,
    halo: palette.card,
  })
}

interface Around {
  readonly others: readonly number[]
  readonly taken: readonly Box[]
  readonly strokes: readonly (readonly Pixel[])[]
  readonly plot: Plot
}

/** The label, or where that has no room the number alone; null where there is room for neither. */
function placeOf(mark: Mark, x: number, around: Around): Placed | null {
  const number = `#${mark.number}`
  // What the font lacks would be boxes: the number stands for it, as in the list.
  const readable = mark.label !== '' && !drawable(mark.label).includes(BOX)
  const full = readable ? ellipsize(mark.label, LONGEST_LABEL_PX, TEXT_PX) : number
  for (const text of new Set([full, number])) {
    const box = freest(x, textWidth(text, TEXT_PX), around)
    if (box !== null) return { text, box }
  }
  return null
}

/** Of the free places beside the line the one that covers least; the first of equals. */
function freest(x: number, width: number, { others, taken, strokes, plot }: Around): Box | null {
  let best: Box | null = null
  let least = Number.POSITIVE_INFINITY
  for (const box of boxes(x, width, plot)) {
    if (taken.some((one) => overlaps(one, box))) continue
    const crossed = others.filter((at) => at > box.x - GAP && at < box.x + width + GAP).length
    const covered = strokes.filter((stroke) => crossings(stroke, box) > 0).length
    if (crossed + covered >= least) continue
    least = crossed + covered
    best = box
  }
  return best
}

function boxes(x: number, width: number, plot: Plot): readonly Box[] {
  const rows = Array.from({ length: ROWS }, (_, row) => row)
  const ys = [
    ...rows.map((row) => plot.bottom - 4 - (row + 1) * ROW),
    ...rows.map((row) => plot.top + 2 + row * ROW),
  ]
  const sides = [x + GAP, x - GAP - width]
  return ys
    .flatMap((y) => sides.map((left) => ({ x: left, y, width, height: ROW })))
    .filter((box) => box.x >= plot.left && box.x + width <= plot.right)
}
