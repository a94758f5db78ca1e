/** The limit: a dashed line, or where it is out of reach an arrow at the top edge. */
import { formatBytes } from '../../domain/bytes.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, px, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { History } from './history.ts'
import type { Horizon } from './horizon.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const INDENT = 6
const ROW = 18
/** From the top of a label's row to its baseline. */
const ASCENT = 13.5
/** The longest label as a share of the plot's width. */
const LABEL_SHARE = 0.6

/** Gives the markup of the limit; the strokes are what its label should not cover. */
export function limitMarks(
  history: History,
  horizon: Horizon,
  plot: Plot,
  strokes: readonly (readonly Pixel[])[],
  palette: Palette,
): { readonly line: string; readonly label: string } {
  if (history.limit === null) return { line: '', label: '' }
  const { bytes } = history.limit
  const size = ` ${formatBytes(bytes)}`
  const room = (plot.right - plot.left) * LABEL_SHARE - textWidth(size, TEXT_PX, 600)
  const text = ellipsize(drawable(history.limit.label), room, TEXT_PX, 600) + size
  const style = {
    class: 'limit-label',
    size: TEXT_PX,
    weight: 600,
    fill: palette.critical,
    halo: palette.card,
  } as const
  if (horizon.limit === 'note') {
    return {
      line: arrow(plot.left + INDENT + 5, plot.top, palette),
      label: label(text, plot.left + INDENT + 16, plot.top + ASCENT + 1, style),
    }
  }
  const y = plot.y(bytes)
  const box = freest(boxes(plot, y, textWidth(text, TEXT_PX, 600), plot.x(history.toMs)), strokes)
  return {
    line: rule([plot.left, y], [plot.right, y], palette.critical, {
      class: 'limit',
      'stroke-width': 1.75,
      'stroke-dasharray': '7 4',
    }),
    label: label(text, box.x, box.y + ASCENT, style),
  }
}

function arrow(x: number, top: number, palette: Palette): string {
  return element('path', {
    class: 'limit-arrow',
    d: `M${px(x)} ${px(top + 16)}V${px(top + 3)}m-4.5 4.5l4.5 -4.5l4.5 4.5`,
    fill: 'none',
    stroke: palette.critical,
    'stroke-width': 2,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  })
}

/** Where the label may stand, best first: under and over the line, at its start, then before the newest value. */
function boxes(plot: Plot, lineY: number, width: number, nowX: number): readonly Box[] {
  const ends = [plot.left + INDENT, Math.max(plot.left + INDENT, nowX - width - INDENT)]
  const rows = [lineY + 3, lineY - ROW - 3].filter(
    (y) => y >= plot.top - 4 && y + ROW <= plot.bottom,
  )
  return ends.flatMap((x) => rows.map((y) => ({ x, y, width, height: ROW })))
}

function freest(candidates: readonly Box[], strokes: readonly (readonly Pixel[])[]): Box {
  let best = candidates[0] ?? { x: 0, y: 0, width: 0, height: 0 }
  let fewest = Number.POSITIVE_INFINITY
  for (const box of candidates) {
    const hits = strokes.reduce((sum, stroke) => sum + crossings(stroke, box), 0)
    if (hits < fewest) {
      fewest = hits
      best = box
    }
  }
  return best
}

/** Counts the pieces of a stroke that touch a box, by the extent of each piece: near enough for choosing. */
function crossings(stroke: readonly Pixel[], box: Box): number {
  let count = 0
  stroke.forEach(([x, y], at) => {
    const [x0, y0] = stroke[at - 1] ?? [x, y]
    const across = x >= box.x && x0 <= box.x + box.width
    const along = Math.max(y, y0) >= box.y && Math.min(y, y0) <= box.y + box.height
    if (across && along) count += 1
  })
  return count
}
