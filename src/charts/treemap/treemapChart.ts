/** The treemap: what a process's memory is in, each owner an area, its kind a colour, name and size inside. */
import { formatBytes } from '../../domain/bytes.ts'
import type { TileKind, TreemapChart } from '../../domain/chart.ts'
import { card } from '../card.ts'
import { MARGIN, WIDTH } from '../frame.ts'
import { type LegendMark, legend } from '../legend.ts'
import { element, label } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { type Tile, tilesOf } from './tiles.ts'

const LEGEND_Y = 72
const MAP_GAP = 10
const MAP_PX = 292
/** Between two tiles, in px: half of it is taken from each. */
const SEAM_PX = 2
const CORNER_PX = 3

/** Gives the SVG text of a treemap; without one owner to draw the title says the rest. */
export function treemapChart(spec: TreemapChart, palette: Palette): string {
  // Half a seam outside, so that the outer tiles end on the margin.
  const edge = SEAM_PX / 2
  const width = WIDTH - 2 * MARGIN + SEAM_PX
  const tiles = tilesOf(spec, { x: MARGIN - edge, y: 0, width, height: MAP_PX + SEAM_PX })
  const { markup, height } = legend(marksOf(spec, tiles, palette), LEGEND_Y, palette)
  const top = LEGEND_Y + height + MAP_GAP
  return card(spec, top + MAP_PX + MARGIN, palette, [
    markup,
    ...tiles.map((tile) => tileOf(tile, top - edge, palette)),
  ])
}

/** The kinds that are seen, with the sums of all their owners, and the others where they have no room for words. */
function marksOf(
  spec: TreemapChart,
  tiles: readonly Tile[],
  palette: Palette,
): readonly LegendMark[] {
  const seen = new Set(tiles.map(({ kind }) => kind))
  const kinds = spec.kinds
    .filter(({ kind }) => seen.has(kind))
    .map(({ kind, label: name, bytes }) => ({
      text: `${name} ${formatBytes(bytes)}`,
      colour: colourOf(kind, palette),
    }))
  const silent = tiles
    .filter(({ kind, lines }) => kind === null && lines.length === 0)
    .map(({ name, bytes }) => ({ text: `${name} ${formatBytes(bytes)}`, colour: palette.axis }))
  return [...kinds, ...silent]
}

function tileOf({ box, kind, lines }: Tile, top: number, palette: Palette): string {
  const at = { x: box.x, y: top + box.y }
  const [width, height] = [Math.max(0, box.width - SEAM_PX), Math.max(0, box.height - SEAM_PX)]
  const look =
    kind === null
      ? { fill: palette.zone, stroke: palette.axis, 'stroke-width': 1 }
      : { fill: colourOf(kind, palette) }
  const rect = element('rect', {
    class: kind === null ? 'tile-others' : `tile-${kind}`,
    x: at.x + SEAM_PX / 2,
    y: at.y + SEAM_PX / 2,
    width,
    height,
    rx: Math.min(CORNER_PX, width / 2, height / 2),
    ...look,
  })
  const words = lines.map(({ text, size, weight, x, y }) =>
    label(text, at.x + x, at.y + y, {
      class: weight === 600 ? 'tile-name' : 'tile-size',
      size,
      weight,
      fill: kind === null ? palette.ink : palette.card,
    }),
  )
  return rect + words.join('')
}

/** What nobody else has is of the first colour and its kin; what is shared and what files give as in the other pictures. */
function colourOf(kind: TileKind, palette: Palette): string {
  const [heap, file, shared, stack] = palette.series
  return { heap, anonymous: palette.kin, file, shared, stack, other: palette.muted }[kind]
}
