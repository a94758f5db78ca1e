/** The time line as a picture: the subject's memory above, one lane of events for each source below. */
import type { ChartSpec, TimelineChart } from '../../domain/chart.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { SampleRow } from '../../domain/sample.ts'
import { displayName } from '../../domain/subject.ts'
import type { Window } from '../../domain/window.ts'
import { plain, say } from '../../domain/words.ts'
import { LANES, laneName, type TimelineEvent } from './event.ts'
import { metricOf, pointsOf } from './readingEvents.ts'
import { TIMELINE_WORDS } from './words.ts'

/** Null when there is nothing to draw: one event alone is told better in a line of text. */
export function timelineChart(
  ctx: DrilldownContext,
  window: Window,
  events: readonly TimelineEvent[],
  rows: readonly SampleRow[],
): ChartSpec | null {
  const { drawnLang = 'en' } = ctx
  const metric = metricOf(rows)
  const points = pointsOf(rows, metric.name)
  if (events.length === 0 && points.length < 2) return null
  const kills = events.reduce((sum, event) => sum + event.kills, 0)
  const spanSeconds = (window.toMs - window.fromMs) / 1000
  const words = kills > 0 ? TIMELINE_WORDS.chartKills : TIMELINE_WORDS.chartCalm
  const params = { kills, count: events.length, spanSeconds }
  const title = plain(say(words, params, drawnLang))
  const numbered = events.map((event, i) => ({ ...event, number: i + 1 }))
  const chart: TimelineChart = {
    kind: 'timeline',
    title,
    subtitle: `${ctx.subject.host} · ${displayName(ctx.subject)}`,
    alt: altOf(plain(say(words, params, ctx.lang)), numbered),
    tone: kills > 0 ? 'critical' : 'calm',
    fromMs: window.fromMs,
    toMs: window.toMs,
    line: points.length < 2 ? null : { label: metric.label, points },
    lanes: LANES.map((lane) => ({
      label: laneName(lane, drawnLang),
      events: numbered
        .filter((event) => event.lane === lane)
        .map(({ atMs, number, tone }) => ({ atMs, number, tone })),
    })).filter((lane) => lane.events.length > 0),
    zone: ctx.zone,
  }
  return chart
}

function altOf(
  title: string,
  events: readonly (TimelineEvent & { readonly number: number })[],
): string {
  const told = events.map(({ number, what }) => `${number}: ${plain(what)}`)
  return [title, ...told].join('. ').slice(0, ALT_CHARS)
}

/** Slack's limit for the alt text of an image. */
const ALT_CHARS = 1900
