/** What is kept of a subject, as a message: the verdict over the span with its figures, the graph, the runs. */
import { formatBytes, formatRate } from '../domain/bytes.ts'
import type { GrowthChart } from '../domain/chart.ts'
import type { Growth } from '../domain/growth.ts'
import type { Mark } from '../domain/mark.ts'
import type { Block, Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import type { Subject } from '../domain/subject.ts'
import { type Target, typed } from '../domain/target.ts'
import { isoUtc } from '../domain/time.ts'
import { type Lang, type Params, type Phrase, plain, say, type Text } from '../domain/words.ts'
import { foretold } from '../growth/foretold.ts'
import { etaText } from './fields.ts'
import { growthNotes } from './growthNotes.ts'
import { figuresTable } from './historyFigures.ts'
import { chartJson, growthJson } from './json.ts'
import { markJson, marksOfSpan } from './marks.ts'
import { HISTORY_WORDS } from './words/history.ts'
import { GROWTH_WORDS, VERDICT_WORDS } from './words/ui.ts'

export interface ShownHistory {
  readonly target: Target
  readonly subject: Subject | null
  readonly fromMs: number
  readonly untilMs: number
  readonly runs: readonly Run[]
  /** What people marked on the host in this span, the newest first. */
  readonly marks: readonly Mark[]
  readonly growth: Growth | null
  readonly restarts: readonly number[]
  readonly readings: number
  readonly lastAtMs: number | null
  readonly chart: GrowthChart | null
}

export function historyMessage(of: ShownHistory, mostMs: number, lang: Lang): Message {
  const { target, growth, chart, fromMs, untilMs } = of
  const params = { target: typed(target), spanMs: untilMs - fromMs }
  const verdict = growth === null ? '' : GROWTH_WORDS[growth.verdict][lang]
  const head = say(
    growth === null ? HISTORY_WORDS.headNone : HISTORY_WORDS.head,
    { ...params, verdict },
    lang,
  )
  const notes = growth === null ? [] : growthNotes(growth, lang)
  const next = { mostMs, checkCommand: `memcheck ${typed(asGroup(target))}` }
  const blocks: readonly Block[] = [
    { kind: 'headline', mark: markOf(growth), text: head },
    growth === null
      ? { kind: 'text', text: say(HISTORY_WORDS.noneNext, next, lang) }
      : { kind: 'fields', fields: fieldsOf(of, growth, lang) },
    ...(notes.length === 0 ? [] : [{ kind: 'context', items: notes } as const]),
    ...(chart === null ? [] : [{ kind: 'chart', chart } as const, ...figuresTable(chart, lang)]),
    ...marksOfSpan(of.marks, lang),
    ...runsTable(of.runs, lang),
  ]
  return { text: plain(head), blocks }
}

/** A path alone is a group's in a history; a check would take it for a process's name. */
function asGroup(target: Target): Target {
  if (target.kind !== 'name' || !target.name.startsWith('/')) return target
  return { kind: 'group', host: target.host, by: 'cgroup', word: target.name }
}

/** For programs: growth and chart as in a report. */
export function historyJson(of: ShownHistory): unknown {
  return {
    target: of.target,
    subject: of.subject,
    from: isoUtc(of.fromMs),
    until: isoUtc(of.untilMs),
    growth: of.growth === null ? null : growthJson(of.growth),
    restarts: of.restarts.map(isoUtc),
    readings: of.readings,
    lastAt: of.lastAtMs === null ? null : isoUtc(of.lastAtMs),
    runs: of.runs.map((run) => ({
      id: run.id,
      verdict: run.verdict,
      at: isoUtc(run.openedAtMs),
    })),
    marks: of.marks.map(markJson),
    charts: of.chart === null ? [] : [chartJson(of.chart)],
  }
}

function markOf(growth: Growth | null): 'unknown' | 'warning' | 'info' | 'ok' {
  if (growth === null || growth.verdict === 'insufficient-data') return 'unknown'
  if (growth.verdict === 'leaking') return 'warning'
  return growth.verdict === 'growing-not-yet-proved' ? 'info' : 'ok'
}

type Field = { readonly label: Text; readonly value: Text }

function fieldsOf(of: ShownHistory, growth: Growth, lang: Lang): readonly Field[] {
  const field = (label: Phrase, value: Text): Field => ({ label: [label[lang]], value })
  const text = (phrase: Phrase, params: Params): Text => say(phrase, params, lang)
  const grows = growth.verdict === 'leaking' || growth.verdict === 'growing-not-yet-proved'
  const eta = foretold(growth)
  const counted = (count: number, lastAtMs: number | null): Text =>
    count === 0
      ? text(HISTORY_WORDS.noRestart, {})
      : text(HISTORY_WORDS.lastOf, { count, lastAtMs })
  const verdict = GROWTH_WORDS[growth.verdict][lang]
  return [
    field(
      HISTORY_WORDS.verdict,
      growth.score === null
        ? [verdict]
        : text(HISTORY_WORDS.score, { verdict, score: growth.score.toFixed(2) }),
    ),
    ...rateOf(growth, text).map((value) => field(HISTORY_WORDS.rate, value)),
    ...(grows && growth.risenBytes !== null
      ? [field(HISTORY_WORDS.risen, [formatBytes(growth.risenBytes)])]
      : []),
    ...(grows && growth.since !== null
      ? [field(HISTORY_WORDS.since, [{ timeMs: growth.since }])]
      : []),
    ...(growth.until === null ? [] : [field(HISTORY_WORDS.until, [{ timeMs: growth.until }])]),
    ...(eta === null ? [] : [field(HISTORY_WORDS.timeToLimit, etaText(eta, lang))]),
    field(
      of.subject?.kind === 'host' ? HISTORY_WORDS.reboots : HISTORY_WORDS.restarts,
      counted(of.restarts.length, of.restarts.at(-1) ?? null),
    ),
    field(HISTORY_WORDS.readings, counted(of.readings, of.lastAtMs)),
  ]
}

/** With its interval where it grows; of too few readings a difference over time; of what is flat nothing. */
function rateOf(growth: Growth, text: (phrase: Phrase, params: Params) => Text): readonly Text[] {
  const { slopeBytesPerDay, slopeLo, slopeHi, verdict } = growth
  if (slopeBytesPerDay === null) return []
  const rate = formatRate(slopeBytesPerDay)
  if (verdict === 'insufficient-data') return [text(HISTORY_WORDS.soFar, { rate })]
  if (slopeLo === null || slopeHi === null) return []
  return [text(HISTORY_WORDS.about, { rate, low: formatRate(slopeLo), high: formatRate(slopeHi) })]
}

function runsTable(runs: readonly Run[], lang: Lang): readonly Block[] {
  if (runs.length === 0) return []
  return [
    {
      kind: 'table',
      said: true,
      caption: say(HISTORY_WORDS.runs, {}, lang),
      columns: HISTORY_WORDS.columns[lang]
        .split(' | ')
        .map((title) => ({ title, align: 'left' }) as const),
      rows: runs.map((run) => [
        isoUtc(run.openedAtMs).slice(0, 16).replace('T', ' '),
        run.id,
        run.typed,
        run.verdict === null ? run.state : VERDICT_WORDS[run.verdict][lang],
      ]),
    },
  ]
}
