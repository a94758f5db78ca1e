/** A watch: one message with its graph, updated in place; a new post when the verdict changes, and one at the end. */
import type { GrowthChart } from '../domain/chart.ts'
import type { UserError } from '../domain/errors.ts'
import { type Verdict, verdictRank } from '../domain/finding.ts'
import type { Order, Tick } from '../domain/order.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import { typed } from '../domain/target.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { fieldsOf } from './fields.ts'
import { withoutGrowth } from './heldBack.ts'
import { gist, headline } from './message.ts'
import { inParts, sparkline } from './sparkline.ts'
import { ERROR_WORDS } from './words/errors.ts'
import { ORDER_WORDS, UI_WORDS, VERDICT_WORDS } from './words/ui.ts'

/** What a watch remembers between ticks; flat, so that it can be stored as it is. */
export type WatchMemo = Readonly<Record<string, string | number | null>>

export interface WatchState {
  readonly order: Order
  readonly tick: Tick
  readonly report: Report | null
  readonly error: UserError | null
  /** Whether growth is sure here (growth/notify.ts); the report is held to it already. */
  readonly holds: boolean
  readonly memo: WatchMemo
}

interface Counts {
  readonly readings: number
  readonly misses: number
  readonly restarts: number
}

export function watchMessage(state: WatchState): {
  readonly message: Message
  readonly memo: WatchMemo
} {
  const { report, order } = state
  const counts = countsOf(state)
  const verdict = decided(report)
  const memo: WatchMemo = {
    ...state.memo,
    ...counts,
    life: report?.incarnation?.key ?? state.memo['life'] ?? null,
    verdict: verdict ?? state.memo['verdict'] ?? null,
    shown: known(report) ?? state.memo['shown'] ?? null,
    muted: verdict === null ? (state.memo['muted'] ?? null) : mutedIn(report).join(','),
  }
  const { lang } = order
  const head: Text = report === null ? missText(state, lang) : headline(report, lang)
  const chart = report?.charts[0]
  const blocks: readonly Block[] = [
    { kind: 'headline', mark: report?.verdict ?? 'unknown', text: head },
    ...(report === null ? [] : [fieldsOf(report, lang)]),
    ...(chart === undefined ? [] : [{ kind: 'chart', chart } as const]),
    {
      kind: 'buttons',
      buttons: [{ action: 'watch-stop', label: [UI_WORDS.stopWatch[lang]], value: order.id }],
    },
    {
      kind: 'context',
      items: [
        watchingText(order, lang),
        say(ORDER_WORDS.readings, { ...counts }, lang),
        ...(chart?.kind === 'growth' ? lineOf(chart, lang) : []),
      ],
    },
  ]
  return { message: { text: plain(head), blocks }, memo }
}

/** The graph's first line in signs, between its numbers: for lists of messages and phones, which show no picture. */
function lineOf({ series }: GrowthChart, lang: Lang): readonly Text[] {
  const read = series[0]?.points.filter(([, bytes]) => bytes !== null) ?? []
  const [first, last] = [read[0], read.at(-1)]
  if (first === undefined || last === undefined || read.length < LEAST_READINGS) return []
  const line = sparkline(inParts(read, first[0], last[0], WATCH_SIGNS))
  const params = {
    figure: series[0]?.label ?? '',
    firstBytes: first[1],
    lastBytes: last[1],
    spanMs: last[0] - first[0],
    line,
  }
  return [say(ORDER_WORDS.lately, params, lang)]
}

/** Fewer readings are told by two numbers. */
const LEAST_READINGS = 3
const WATCH_SIGNS = 16

/**
 * A post of its own when the verdict of all but growth is another one than was told last; null when there is nothing
 * new. Growth has posts of its own, at its beginning and its end.
 */
export function watchChange(state: WatchState): Message | null {
  const before = (state.memo['verdict'] ?? null) as Verdict | null
  const after = decided(state.report)
  if (state.report === null || before === null || after === null || before === after) return null
  const better = verdictRank(after) > verdictRank(before)
  // One fault less is no all-clear while a leak stands, and a mute is silence, not health.
  if (better && (state.holds || mutedSince(state.report, state.memo))) return null
  const { lang } = state.order
  const text: Text = [
    ...say(
      ORDER_WORDS.changed,
      {
        target: typed(targetOf(state.order)),
        before: VERDICT_WORDS[before][lang],
        after: VERDICT_WORDS[after][lang],
      },
      lang,
    ),
    ' · ',
    ...gist(better ? state.report : withoutGrowth(state.report), lang),
  ]
  return { text: plain(text), blocks: [{ kind: 'headline', mark: after, text }] }
}

/** The end: the message as it last stood, with its graph, under one line of counts and without its button. */
export function watchEnd(
  order: Order,
  memo: WatchMemo,
  last: Message | null,
): { readonly main: Message; readonly notice: Message } {
  const { lang } = order
  const readings = Number(memo['readings'] ?? 0)
  // A life too young for a verdict was read all the same: that is not "could not check".
  const verdict = (memo['shown'] ??
    memo['verdict'] ??
    (readings > 0 ? 'info' : 'unknown')) as Verdict
  const params = {
    target: typed(targetOf(order)),
    readings,
    misses: Number(memo['misses'] ?? 0),
    restarts: Number(memo['restarts'] ?? 0),
  }
  const text = say(
    order.state === 'stopped' ? ORDER_WORDS.stopped : ORDER_WORDS.ended,
    params,
    lang,
  )
  const notice: Message = { text: plain(text), blocks: [{ kind: 'headline', mark: verdict, text }] }
  const kept = (last?.blocks ?? []).filter(
    (block) => block.kind !== 'buttons' && block.kind !== 'context',
  )
  return { main: { text: notice.text, blocks: [...notice.blocks, ...kept] }, notice }
}

/**
 * The verdict of all but growth, as far as it may be announced. After a restart what a new life comes to is not known
 * yet: that is no all-clear, so it changes nothing.
 */
function decided(report: Report | null): Verdict | null {
  const of = report === null ? null : withoutGrowth(report)
  if (of === null || of.verdict === 'unknown') return null
  const undecided = of.growth?.verdict === 'insufficient-data'
  if (undecided && (of.verdict === 'ok' || of.verdict === 'info')) return null
  return of.verdict
}

/** Whether something that counted in the verdict that was kept last was muted since. */
function mutedSince(report: Report, memo: WatchMemo): boolean {
  const before = String(memo['muted'] ?? '').split(',')
  return mutedIn(report).some((code) => !before.includes(code))
}

/** Codes of what is muted, each once. */
function mutedIn(report: Report | null): readonly string[] {
  const muted = (report?.findings ?? []).filter(({ mutedUntilMs }) => mutedUntilMs !== undefined)
  return [...new Set(muted.map(({ code }) => code))].sort()
}

/** The report's own verdict, growth included where it is sure; what could not be checked changes nothing. */
function known(report: Report | null): Verdict | null {
  return report === null || report.verdict === 'unknown' ? null : report.verdict
}

function countsOf(state: WatchState): Counts {
  const of = (name: string): number => Number(state.memo[name] ?? 0)
  const life = state.report?.incarnation?.key ?? null
  const before = state.memo['life'] ?? null
  const restarted = life !== null && before !== null && life !== before
  return {
    readings: of('readings') + (state.report === null ? 0 : 1),
    misses: of('misses') + (state.report === null ? 1 : 0),
    restarts: of('restarts') + (restarted ? 1 : 0),
  }
}

function missText(state: WatchState, lang: Lang): Text {
  const why =
    state.error === null
      ? ''
      : plain(say(ERROR_WORDS[state.error.code].what, state.error.params, lang))
  return [
    { strong: typed(targetOf(state.order)), isData: true },
    ' · ',
    ...say(ORDER_WORDS.missedNow, { dueAtMs: state.tick.dueAtMs, why }, lang),
  ]
}

function watchingText(order: Order, lang: Lang): Text {
  const everyMs = order.when.kind === 'interval' ? order.when.everyMs : null
  const phrase = order.untilMs === null ? ORDER_WORDS.watchingOpen : ORDER_WORDS.watching
  return say(phrase, { everyMs, untilAtMs: order.untilMs }, lang)
}

function targetOf(order: Order): Order['targets'][number] {
  return order.targets[0] ?? { kind: 'host', host: order.name }
}
