/** A legend: what each colour means, in as many rows as the measured words need. */
import { drawable, ellipsize, textWidth } from './font.ts'
import { MARGIN, TEXT_PX, WIDTH } from './frame.ts'
import { element, label } from './svg.ts'
import type { Palette } from './theme.ts'

const ROW = 19
const SWATCH_PX = 11
const SWATCH_GAP = 6
const ITEM_GAP = 16
const BASELINE = 14

export interface LegendMark {
  readonly text: string
  readonly colour: string
}

/** Gives the markup from a top in px down, and its height; 0 where there is nothing to tell. */
export function legend(
  marks: readonly LegendMark[],
  top: number,
  palette: Palette,
): { readonly markup: string; readonly height: number } {
  const room = WIDTH - 2 * MARGIN
  let [x, row] = [0, 0]
  const items = marks.map(({ text, colour }) => {
    const fitted = ellipsize(drawable(text), room - SWATCH_PX - SWATCH_GAP, TEXT_PX)
    const width = SWATCH_PX + SWATCH_GAP + textWidth(fitted, TEXT_PX)
    if (x > 0 && x + width > room) [x, row] = [0, row + 1]
    const item = itemOf(fitted, colour, MARGIN + x, top + row * ROW, palette)
    x += width + ITEM_GAP
    return item
  })
  const markup = element('g', { class: 'legend' }, ...items)
  return { markup, height: marks.length === 0 ? 0 : (row + 1) * ROW }
}

function itemOf(text: string, colour: string, x: number, y: number, palette: Palette): string {
  const swatch = element('rect', {
    class: 'legend-swatch',
    x,
    y: y + BASELINE - SWATCH_PX + 1,
    width: SWATCH_PX,
    height: SWATCH_PX,
    rx: 2,
    fill: colour,
  })
  const words = { class: 'legend-text', size: TEXT_PX, fill: palette.muted }
  return swatch + label(text, x + SWATCH_PX + SWATCH_GAP, y + BASELINE, words)
}
