/** The limit: a dashed line, or where it is out of reach an arrow at the top edge. */
import { formatBytes } from '../../domain/bytes.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, px, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { ASCENT, type Box, crossings, ROW } from './boxes.ts'
import type { History } from './history.ts'
import type { Horizon } from './horizon.ts'
import type { Plot } from './plot.ts'
import type { Pixel } from './strokes.ts'

const INDENT = 6
/** The longest label as a share of the plot's width. */
const LABEL_SHARE = 0.6

interface LimitMarks {
  readonly line: string
  readonly label: string
  /** Where line and label stand: no place for other labels. */
  readonly boxes: readonly Box[]
}

/** Gives the markup of the limit; the strokes are what that should not cover. */
export function limitMarks(
  history: History,
  horizon: Horizon,
  plot: Plot,
  strokes: readonly (readonly Pixel[])[],
  palette: Palette,
): LimitMarks {
  if (history.limit === null) return { line: '', label: '', boxes: [] }
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
  const width = textWidth(text, TEXT_PX, 600)
  if (horizon.limit === 'note') {
    return {
      line: arrow(plot.left + INDENT + 5, plot.top, palette),
      label: label(text, plot.left + INDENT + 16, plot.top + ASCENT + 1, style),
      boxes: [{ x: plot.left, y: plot.top, width: INDENT + 16 + width, height: ROW + 1 }],
    }
  }
  const y = plot.y(bytes)
  const box = freest(boxes(plot, y, width, plot.x(history.toMs)), strokes)
  return {
    line: rule([plot.left, y], [plot.right, y], palette.critical, {
      class: 'limit',
      'stroke-width': 1.75,
      'stroke-dasharray': '7 4',
    }),
    label: label(text, box.x, box.y + ASCENT, style),
    boxes: [box, { x: plot.left, y: y - 1, width: plot.right - plot.left, height: 2 }],
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
