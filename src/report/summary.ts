/** The summary of an order: one message, a line a target, worst first, and what could not be reached. */
import type { FleetChart } from '../domain/chart.ts'
import type { UserError } from '../domain/errors.ts'
import type { Verdict } from '../domain/finding.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Message, Report } from '../domain/report.ts'
import type { SampleRow } from '../domain/sample.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import type { FleetGrowth } from '../growth/fleet.ts'
import { fleetChart } from './fleetChart.ts'
import { lateText } from './hostPast.ts'
import { gist } from './message.ts'
import { type NoticeOf, noticeLine } from './notice.ts'
import { ERROR_WORDS } from './words/errors.ts'
import { ORDER_WORDS, UI_WORDS, VERDICT_WORDS } from './words/ui.ts'

export interface SummaryLine {
  readonly target: string
  /** Its name where all of a host was asked for. */
  readonly host: string | null
  readonly verdict: Verdict
  readonly report: Report | null
  /** The subject's readings that the report rests on, oldest first. */
  readonly rows: readonly SampleRow[]
  readonly error: UserError | null
  readonly runId: string | null
}

export interface Summary {
  readonly name: string
  readonly dueAtMs: number
  readonly late: boolean
  /** Worst first. */
  readonly lines: readonly SummaryLine[]
  /** Growth that is told, or over, since the last time. */
  readonly told: readonly NoticeOf[]
  /** What all hosts together show; null where nothing does. */
  readonly fleet: FleetGrowth | null
  readonly lang: Lang
  /** The language of what is drawn. */
  readonly drawnLang: Lang
}

/** Lines in the message; more are counted, never dropped in silence. */
const SHOWN_LINES = 30
const SHOWN_TOLD = 10
/** Hosts named in the line about the fleet. */
const SHOWN_HOSTS = 8
const LINES_A_BLOCK = 6

export function summaryMessage(of: Summary): Message {
  const { lang } = of
  const head = headOf(of, lang)
  const mark: Verdict = of.lines[0]?.verdict ?? 'unknown'
  const chart = chartOf(of)
  const shown = of.lines.slice(0, SHOWN_LINES).map((line) => lineText(line, lang))
  const more = of.lines.length - shown.length
  const items = more > 0 ? [...shown, say(UI_WORDS.more, { count: more }, lang)] : shown
  const foot: readonly Text[] = [
    say(ORDER_WORDS.due, { dueAtMs: of.dueAtMs }, lang),
    ...(of.late ? [[ORDER_WORDS.late[lang]]] : []),
  ]
  return {
    text: plain(head),
    blocks: [
      { kind: 'headline', mark, text: head },
      ...bulletBlocks(toldItems(of)),
      ...bulletBlocks(fleetItems(of)),
      ...(chart === null ? [] : [{ kind: 'chart', chart } as const]),
      ...bulletBlocks(items),
      { kind: 'context', items: foot },
    ],
  }
}

function headOf(of: Summary, lang: Lang): Text {
  const bad = of.lines.filter(
    (line) => line.verdict === 'critical' || line.verdict === 'warning',
  ).length
  const unreached = of.lines.filter((line) => line.verdict === 'unknown').length
  const phrase =
    bad > 0 && unreached > 0
      ? ORDER_WORDS.summaryBoth
      : bad > 0
        ? ORDER_WORDS.summaryHead
        : unreached > 0
          ? ORDER_WORDS.summaryUnreached
          : ORDER_WORDS.summaryCalm
  return say(phrase, { name: of.name, bad, total: of.lines.length, unreached }, lang)
}

/** The hosts of the round as a picture; null where they are too few for one. */
function chartOf(of: Summary): FleetChart | null {
  return fleetChart({
    hosts: of.lines.flatMap(({ host, ...line }) => (host === null ? [] : [{ ...line, host }])),
    title: { en: plain(headOf(of, 'en')), zh: plain(headOf(of, 'zh')) },
    dueAtMs: of.dueAtMs,
    lang: of.lang,
    drawnLang: of.drawnLang,
  })
}

function toldItems({ told, lang }: Summary): readonly Text[] {
  const shown = told.slice(0, SHOWN_TOLD).map((notice) => noticeLine(notice, lang))
  const more = told.length - shown.length
  return more > 0 ? [...shown, say(UI_WORDS.more, { count: more }, lang)] : shown
}

/** `7 of 40 hosts moved more than 6 % of their memory above the fleet's median …`. */
function fleetItems({ fleet, lang }: Summary): readonly Text[] {
  if (fleet === null) return []
  const more = fleet.risen.length - SHOWN_HOSTS
  const names = fleet.risen.slice(0, SHOWN_HOSTS).join(', ')
  const params = {
    hosts: fleet.hosts,
    edgeRatio: fleet.edge,
    firstCount: fleet.firstCount,
    lastCount: fleet.lastCount,
    sinceAtMs: fleet.sinceMs,
    names: more > 0 ? `${names} +${more}` : names,
  }
  return [say(ORDER_WORDS.fleetGrows, params, lang)]
}

/** `db1 · warning · only 4 % of the host's memory available · 62 % → 96 % used in 7 d ▁▂▃▅▇`. */
function lineText(line: SummaryLine, lang: Lang): Text {
  const head: Text = [
    { strong: line.target, isData: true },
    ' · ',
    VERDICT_WORDS[line.verdict][lang],
    ' · ',
  ]
  if (line.error !== null)
    return [...head, ...say(ERROR_WORDS[line.error.code].what, line.error.params, lang)]
  if (line.report === null) return head
  const late = lateText(line.rows, line.report.atMs, lang)
  return [...head, ...gist(line.report, lang), ...(late.length === 0 ? [] : [' · ', ...late])]
}

function bulletBlocks(items: readonly Text[]): readonly Block[] {
  const blocks: Block[] = []
  for (let i = 0; i < items.length; i += LINES_A_BLOCK)
    blocks.push({ kind: 'bullets', items: items.slice(i, i + LINES_A_BLOCK) })
  return blocks.slice(0, LIMITS.messageBlocks - 2)
}
