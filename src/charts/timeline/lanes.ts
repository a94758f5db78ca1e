/** Lanes of numbered events. Events that would lie on each other share one mark with the numbers of all. */
import type { TimelineChart } from '../../domain/chart.ts'
import { drawable, textWidth } from '../font.ts'
import { MARGIN, TEXT_PX } from '../frame.ts'
import { element, label, rule } from '../svg.ts'
import type { Palette } from '../theme.ts'
import type { Area } from './area.ts'

type Lane = TimelineChart['lanes'][number]
type Tone = Lane['events'][number]['tone']

interface Cluster {
  x: number
  readonly first: number
  last: number
  tone: Tone
}

export interface LanePlace {
  readonly top: number
  readonly height: number
  /** Where the memory line begins: what is grave is drawn up to there. */
  readonly lineTop: number
}

const PAD = 7
const MARK_HEIGHT = 20
const TONES: readonly Tone[] = ['calm', 'warning', 'critical']

/** Gives the markup of all lanes, and a line through the picture at each grave event. */
export function laneMarks(
  spec: TimelineChart,
  area: Area,
  place: LanePlace,
  palette: Palette,
): string {
  const bottom = place.top + spec.lanes.length * place.height
  const middle = (i: number): number => place.top + i * place.height + place.height / 2
  const backs = spec.lanes.map((lane, i) => {
    const y = middle(i)
    const name = label(lane.label, MARGIN, y + 4.5, {
      class: 'lane',
      size: TEXT_PX,
      fill: palette.muted,
    })
    const track = rule([area.left, y], [area.right, y], palette.grid)
    const grave = lane.events
      .filter(({ tone }) => tone === 'critical')
      .map(({ atMs }) =>
        rule([area.x(atMs), place.lineTop], [area.x(atMs), bottom], palette.critical, {
          class: 'grave',
          'stroke-dasharray': '2 3',
        }),
      )
    return name + track + grave.join('')
  })
  // Above all lines: that of a grave event in one lane goes through the others' marks.
  const marks = spec.lanes.flatMap((lane, i) =>
    clustersOf(lane, area).map((cluster) => mark(cluster, middle(i), area, palette)),
  )
  return [...backs, ...marks].join('')
}

function clustersOf(lane: Lane, area: Area): readonly Cluster[] {
  const clusters: Cluster[] = []
  for (const { atMs, number, tone } of lane.events) {
    const x = area.x(atMs)
    const before = clusters.at(-1)
    if (before !== undefined && x - before.x < widthOf(before) / 2 + MARK_HEIGHT) {
      before.last = number
      before.tone = TONES.indexOf(tone) > TONES.indexOf(before.tone) ? tone : before.tone
    } else clusters.push({ x, first: number, last: number, tone })
  }
  return clusters
}

function textOf({ first, last }: Cluster): string {
  return first === last ? String(first) : `${first}–${last}`
}

function widthOf(cluster: Cluster): number {
  return Math.max(MARK_HEIGHT, textWidth(textOf(cluster), TEXT_PX, 600) + 2 * PAD)
}

function mark(cluster: Cluster, y: number, area: Area, palette: Palette): string {
  const width = widthOf(cluster)
  const x = Math.min(Math.max(cluster.x, area.left + width / 2), area.right + 8 - width / 2)
  const fill = cluster.tone === 'calm' ? palette.series[3] : palette[cluster.tone]
  const pill = element('rect', {
    class: `event-${cluster.tone}`,
    x: x - width / 2,
    y: y - MARK_HEIGHT / 2,
    width,
    height: MARK_HEIGHT,
    rx: MARK_HEIGHT / 2,
    fill,
    stroke: palette.card,
    'stroke-width': 1.5,
  })
  const text = label(drawable(textOf(cluster)), x, y + 4.5, {
    class: 'number',
    size: TEXT_PX,
    weight: 600,
    fill: palette.card,
    anchor: 'middle',
  })
  return pill + text
}
