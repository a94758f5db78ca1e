/** The bands themselves, and the looks they rest on where these are few. */
import type { Plot } from '../growth/plot.ts'
import type { Pixel } from '../growth/strokes.ts'
import { element, polyline } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { type Band, type Look, type Stack, topOf } from './stack.ts'

const REST_OPACITY = 0.5
const SEAM_PX = 1
/** Of more looks a seam would cover a spike of one. */
const SEAM_LOOKS = 120
/** A look with a gap on both sides is a bar, or it would not be seen. */
const LONE_HALF_PX = 2.5
/** The only look there is has the picture for itself. */
const ONLY_HALF_PX = 14
/** So few looks are shown each: what lies between them nobody has seen. */
const FEW_LOOKS = 12
const LOOK_PX = 2.6

/** Of two that lie on each other never the same colour's tones. */
function bandsOf({ series, leaf, kin }: Palette): readonly string[] {
  return [...series.slice(0, 3), leaf, kin]
}

/** Gives a band's colour; what has no band of its own is grey. */
export function colourOf(band: Band, rank: number, palette: Palette): string {
  return (band.rest ? palette.series[3] : bandsOf(palette)[rank]) ?? palette.ink
}

/** Gives the areas from the bottom up, a seam between each two, and dots at few looks. */
export function layers(stack: Stack, plot: Plot, palette: Palette): readonly string[] {
  const half = stack.looks === 1 ? ONLY_HALF_PX : LONE_HALF_PX
  const areas = stack.bands.map((band, rank) =>
    element('path', {
      class: band.rest ? 'band-rest' : 'band',
      d: stack.runs.map((run) => areaOf(run, rank, half, plot)).join(''),
      fill: colourOf(band, rank, palette),
      'fill-opacity': band.rest ? REST_OPACITY : 1,
    }),
  )
  const inner = stack.looks > SEAM_LOOKS ? [] : stack.bands.slice(0, -1)
  const seams = inner.map((_, rank) =>
    element('path', {
      class: 'seam',
      d: stack.runs.map((run) => polyline(edgeOf(run, rank, plot))).join(''),
      fill: 'none',
      stroke: palette.card,
      'stroke-width': SEAM_PX,
      'stroke-linejoin': 'round',
    }),
  )
  return [...areas, ...seams, ...dots(stack, plot, palette)]
}

function edgeOf(run: readonly Look[], rank: number, plot: Plot): readonly Pixel[] {
  return run.map((look) => [plot.x(look.atMs), plot.y(rank < 0 ? 0 : (look.edges[rank] ?? 0))])
}

function areaOf(run: readonly Look[], rank: number, half: number, plot: Plot): string {
  const [upper, lower] = [edgeOf(run, rank, plot), edgeOf(run, rank - 1, plot)]
  const [only, second] = upper
  if (only !== undefined && second === undefined) {
    const [left, right] = [
      Math.max(plot.left, only[0] - half),
      Math.min(plot.right, only[0] + half),
    ]
    const foot = lower[0]?.[1] ?? plot.bottom
    return `${polyline([
      [left, only[1]],
      [right, only[1]],
      [right, foot],
      [left, foot],
    ])}Z`
  }
  return `${polyline([...upper, ...lower.toReversed()])}Z`
}

function dots(stack: Stack, plot: Plot, palette: Palette): readonly string[] {
  if (stack.looks > FEW_LOOKS) return []
  return stack.runs.flat().map((look) =>
    element('circle', {
      class: 'look',
      cx: plot.x(look.atMs),
      cy: plot.y(topOf(look)),
      r: LOOK_PX,
      fill: palette.muted,
      stroke: palette.card,
      'stroke-width': 1,
    }),
  )
}
