/** The card: its background, its title in the colour of its tone, its subtitle. */
import type { ChartSpec } from '../domain/chart.ts'
import { drawable, ellipsize } from './font.ts'
import { MARGIN, WIDTH } from './frame.ts'
import { element, label, px } from './svg.ts'
import type { Palette } from './theme.ts'

const TITLE_PX = 18
const SUBTITLE_PX = 13.5
const TITLE_Y = 34
const SUBTITLE_Y = 56
const MARK_WIDTH = 26

/** What the head of every picture says. */
type Heading = Pick<ChartSpec, 'title' | 'subtitle' | 'tone'>

/** Gives the whole SVG text of a card of some height in px around a content of markup. */
export function card(
  spec: Heading,
  height: number,
  palette: Palette,
  content: readonly string[],
): string {
  const background = element('rect', {
    x: 0.5,
    y: 0.5,
    width: WIDTH - 1,
    height: height - 1,
    rx: 8,
    fill: palette.card,
    stroke: palette.border,
  })
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      'font-family': 'Inter',
      // Runs of spaces keep their width, as they were measured.
      'xml:space': 'preserve',
    },
    background,
    heading(spec, palette),
    ...content,
  )
}

function heading(spec: Heading, palette: Palette): string {
  const mark = toneMark(spec.tone, palette)
  const x = MARGIN + (mark === '' ? 0 : MARK_WIDTH)
  const title = ellipsize(drawable(spec.title), WIDTH - MARGIN - x, TITLE_PX, 600)
  const subtitle = ellipsize(drawable(spec.subtitle), WIDTH - 2 * MARGIN, SUBTITLE_PX)
  return (
    mark +
    label(title, x, TITLE_Y, {
      class: 'title',
      size: TITLE_PX,
      weight: 600,
      fill: spec.tone === 'calm' ? palette.ink : palette[spec.tone],
    }) +
    label(subtitle, MARGIN, SUBTITLE_Y, {
      class: 'subtitle',
      size: SUBTITLE_PX,
      fill: palette.muted,
    })
  )
}

/** The same shapes in the size of a row's text, from x on, by its middle; nothing where it is calm. */
export function smallMark(tone: Heading['tone'], x: number, y: number, palette: Palette): string {
  if (tone === 'calm') return ''
  const scale = 0.6
  const [left, middle] = [MARGIN, 28]
  const move = `translate(${px(x - left * scale)} ${px(y - middle * scale)}) scale(${scale})`
  return element('g', { transform: move }, toneMark(tone, palette))
}

/** A shape beside the coloured title, for who does not see its colour: an octagon stops, a triangle warns. */
function toneMark(tone: Heading['tone'], palette: Palette): string {
  if (tone === 'calm') return ''
  const d =
    tone === 'critical'
      ? 'M25.3 19h7.4l5.3 5.3v7.4l-5.3 5.3h-7.4l-5.3-5.3v-7.4z'
      : 'M29 19.5l9.5 17h-19z'
  const fill = palette[tone]
  const shape = element('path', {
    d,
    fill,
    stroke: fill,
    'stroke-width': 1,
    'stroke-linejoin': 'round',
  })
  const y = tone === 'critical' ? 23 : 25
  const bang = element('path', {
    d: `M29 ${y}v5.5m0 3.2v.1`,
    stroke: palette.card,
    'stroke-width': 2.2,
    'stroke-linecap': 'round',
    fill: 'none',
  })
  return element('g', { class: `tone-${tone}` }, shape, bang)
}
