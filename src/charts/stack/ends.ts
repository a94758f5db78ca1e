/** The column at the right: what each band is and explains, beside the band's end; the line above them all. */
import { drawable, ellipsize, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import type { Plot } from '../growth/plot.ts'
import { spread } from '../spread.ts'
import { element, label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { colourOf } from './layers.ts'
import { type Stack, topOf } from './stack.ts'

const LEADER_PX = 22
const SWATCH_PX = 4
const SWATCH_GAP = 9
const WIDEST_PX = 204
const NARROWEST_PX = 84
const ROW = 17
/** Six bands and the line above them fill the column. */
const HEIGHT = 2 * ROW + 2
const BASELINE = 4.5

interface End {
  readonly name: string
  readonly note: string
  readonly colour: string
  readonly opacity: number
  /** Where in the plot it is: null where it has no end. */
  readonly at: readonly [atMs: number, bytes: number]
}

/** Gives the right side of the plot in px. */
export function rightOf(stack: Stack): number {
  return WIDTH - MARGIN - widthOf(stack) - LEADER_PX
}

/** Gives the labels from the top down, moved apart, each with a leader to its band's middle. */
export function endMarks(stack: Stack, plot: Plot, palette: Palette): string {
  const ends = endsOf(stack, palette)
  const wants = ends.map(({ at }) => ({ want: plot.y(at[1]), height: HEIGHT }))
  const places = spread(wants, plot.top - 12, plot.bottom + 6)
  const width = widthOf(stack)
  return element(
    'g',
    { class: 'ends' },
    ...ends.map((end, i) => mark(end, places[i] ?? plot.top, width, plot, palette)),
  )
}

function endsOf(stack: Stack, palette: Palette): readonly End[] {
  const last = stack.runs.at(-1)?.at(-1)
  if (last === undefined) return []
  const bands = stack.bands.map((band, rank): End => {
    const below = rank === 0 ? 0 : (last.edges[rank - 1] ?? 0)
    return {
      name: band.label,
      note: band.note,
      colour: colourOf(band, rank, palette),
      opacity: band.rest ? 0.6 : 1,
      at: [last.atMs, (below + (last.edges[rank] ?? 0)) / 2],
    }
  })
  const { line, lineNote } = stack
  if (line?.last == null) return bands.toReversed()
  const at = line.last
  const own: End = { name: line.label, note: lineNote, colour: palette.ink, opacity: 1, at }
  // Below the bands' top edge is where malloc gave what nobody touched yet.
  return at[1] >= topOf(last) ? [own, ...bands.toReversed()] : [...bands.toReversed(), own]
}

function mark(end: End, middle: number, width: number, plot: Plot, palette: Palette): string {
  const x = WIDTH - MARGIN - width
  const from = [Math.min(plot.x(end.at[0]) + 4, plot.right + 4), plot.y(end.at[1])] as const
  const text = x + SWATCH_PX + SWATCH_GAP
  const room = WIDTH - MARGIN - text
  return (
    rule(from, [x - 4, middle], end.colour, { class: 'leader', 'stroke-opacity': 0.65 }) +
    element('rect', {
      class: 'swatch',
      x,
      y: middle - HEIGHT / 2 + 3,
      width: SWATCH_PX,
      height: HEIGHT - 6,
      rx: 2,
      fill: end.colour,
      'fill-opacity': end.opacity,
    }) +
    label(ellipsize(drawable(end.name), room, TEXT_PX, 600), text, middle - ROW / 2 + BASELINE, {
      class: 'end-name',
      size: TEXT_PX,
      weight: 600,
      fill: palette.ink,
    }) +
    label(ellipsize(drawable(end.note), room, TEXT_PX), text, middle + ROW / 2 + BASELINE, {
      class: 'end-note',
      size: TEXT_PX,
      fill: palette.muted,
    })
  )
}

function widthOf(stack: Stack): number {
  const line = stack.line === null ? [] : [{ label: stack.line.label, note: stack.lineNote }]
  const words = [...stack.bands, ...line].flatMap(({ label: name, note }) => [
    textWidth(drawable(name), TEXT_PX, 600),
    textWidth(drawable(note), TEXT_PX),
  ])
  const needs = Math.max(NARROWEST_PX, ...words) + SWATCH_PX + SWATCH_GAP
  return Math.min(needs, WIDEST_PX + SWATCH_PX + SWATCH_GAP)
}
