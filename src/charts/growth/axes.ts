/** Both axes with grid lines, labels and the zone that the times are in. */
import { formatBytes } from '../../domain/bytes.ts'
import { byteTicks } from '../byteTicks.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX, WIDTH } from '../frame.ts'
import { label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import { instantTick, type TimeTick, timeTicks } from '../timeTicks.ts'
import type { Zone } from '../zone.ts'
import type { History } from './history.ts'
import type { Horizon } from './horizon.ts'
import { AXIS_ROW, type Plot } from './plot.ts'

const LABEL_GAP = 8
const BASELINE = 4.5
const TIME_ROW = 20
const DATE_ROW = TIME_ROW + AXIS_ROW
const ZONE_GAP = 14

/** Gives the left side of the plot in px: where the widest label of the byte axis ends. */
export function leftOf(horizon: Pick<Horizon, 'topBytes'>): number {
  const widths = byteTicks(horizon.topBytes).map((bytes) => textWidth(sizeLabel(bytes), TEXT_PX))
  return MARGIN + Math.max(...widths) + LABEL_GAP
}

/** Gives the horizontal grid with the sizes beside it. */
export function byteAxis(plot: Plot, horizon: Pick<Horizon, 'topBytes'>, palette: Palette): string {
  const style = { class: 'size', size: TEXT_PX, fill: palette.muted, anchor: 'end' } as const
  return byteTicks(horizon.topBytes)
    .map((bytes) => {
      const y = plot.y(bytes)
      const line = rule([plot.left, y], [plot.right, y], bytes === 0 ? palette.axis : palette.grid)
      return line + label(sizeLabel(bytes), plot.left - LABEL_GAP, y + BASELINE, style)
    })
    .join('')
}

/** Gives the ticks of a time axis that is `widthPx` wide. */
export function ticksOf(
  history: Pick<History, 'fromMs' | 'toMs'>,
  horizon: Pick<Horizon, 'fromMs' | 'endMs'>,
  widthPx: number,
  zone: Zone,
): readonly TimeTick[] {
  return history.fromMs === history.toMs
    ? [instantTick(history.fromMs, zone)]
    : timeTicks(horizon.fromMs, horizon.endMs, widthPx, zone)
}

/** Gives the labels of the time axis, and at its end the name of the zone. */
export function timeAxis(
  plot: Plot,
  ticks: readonly TimeTick[],
  zone: Zone,
  palette: Palette,
): string {
  const labels = ticks.map((tick) => timeLabel(plot, tick, palette))
  return labels.join('') + zoneLabel(plot, ticks, zone, palette)
}

function timeLabel(plot: Plot, tick: TimeTick, palette: Palette): string {
  const x = plot.x(tick.atMs)
  const style = { size: TEXT_PX, anchor: 'middle' } as const
  const mark = rule([x, plot.bottom], [x, plot.bottom + 4], palette.axis)
  const time = label(tick.label, x, plot.bottom + TIME_ROW, {
    ...style,
    class: 'time',
    fill: palette.muted,
  })
  if (tick.under === null) return mark + time
  const date = label(tick.under, x, plot.bottom + DATE_ROW, {
    ...style,
    class: 'date',
    fill: palette.ink,
  })
  return mark + time + date
}

/** The zone stands after the dates, or after the times where there are no dates; its city alone where room is short. */
function zoneLabel(plot: Plot, ticks: readonly TimeTick[], zone: Zone, palette: Palette): string {
  const dated = ticks.findLast((tick) => tick.under !== null)
  const last = dated ?? ticks.at(-1)
  const lastX = last === undefined ? plot.left : plot.x(last.atMs)
  const taken = textWidth(last?.under ?? last?.label ?? '', TEXT_PX) / 2 + ZONE_GAP
  const room = WIDTH - MARGIN - lastX - taken
  const name = drawable(zone.name)
  const short = textWidth(name, TEXT_PX) > room ? (name.split('/').at(-1) ?? name) : name
  const row = dated === undefined ? TIME_ROW : DATE_ROW
  return label(ellipsize(short, room, TEXT_PX), WIDTH - MARGIN, plot.bottom + row, {
    class: 'zone',
    size: TEXT_PX,
    fill: palette.muted,
    anchor: 'end',
  })
}

function sizeLabel(bytes: number): string {
  return bytes === 0 ? '0' : formatBytes(bytes)
}
