/** The memory line of a time line, with its own byte axis. */
import { formatBytes } from '../../domain/bytes.ts'
import type { TimelineChart } from '../../domain/chart.ts'
import { LIMITS } from '../../domain/limits.ts'
import { byteTicks } from '../byteTicks.ts'
import { downsample } from '../downsample.ts'
import { textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { element, label, polyline, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { Area } from './area.ts'

type Line = NonNullable<TimelineChart['line']>

const HEADROOM = 1.12
const STROKE_PX = 2.5

/** Gives the room in px that the sizes beside the line take; 0 without a line. */
export function lineLeft(line: Line | null): number {
  if (line === null) return 0
  return Math.max(...byteTicks(topOf(line)).map((bytes) => textWidth(sizeLabel(bytes), TEXT_PX)))
}

/** Gives the grid, the line and its name. */
export function lineMarks(
  line: Line,
  area: Area,
  top: number,
  bottom: number,
  palette: Palette,
): string {
  const most = topOf(line)
  const y = (bytes: number): number => bottom - (bytes / most) * (bottom - top)
  const points = downsample(line.points, LIMITS.chartPoints).map(
    ([atMs, bytes]) => [area.x(atMs), y(bytes)] as const,
  )
  const sizes = byteTicks(most).map((bytes) => {
    const style = { class: 'size', size: TEXT_PX, fill: palette.muted, anchor: 'end' } as const
    const ruled = rule([area.left, y(bytes)], [area.right, y(bytes)], palette.grid)
    return ruled + label(sizeLabel(bytes), area.left - 8, y(bytes) + 4.5, style)
  })
  const path = element('path', {
    class: 'line',
    d: polyline(points),
    fill: 'none',
    stroke: palette.series[0],
    'stroke-width': STROKE_PX,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  })
  const end = points.at(-1)
  const last = line.points.at(-1)?.[1] ?? 0
  const name =
    end === undefined
      ? ''
      : label(`${line.label} ${formatBytes(last)}`, end[0], end[1] - 8, {
          class: 'name',
          size: TEXT_PX,
          weight: 600,
          fill: palette.series[0],
          anchor: 'end',
          halo: palette.card,
        })
  return sizes.join('') + path + name
}

function topOf(line: Line): number {
  return Math.max(1, ...line.points.map(([, bytes]) => bytes)) * HEADROOM
}

function sizeLabel(bytes: number): string {
  return bytes === 0 ? '0' : formatBytes(bytes)
}
