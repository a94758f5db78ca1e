/** Questions that fit any report: the raw evidence, the history, and what a finding's code means. */

import { rareBytesColumn, type TableColumn, table, utcColumn } from '../analyzers/blocks.ts'
import { formatBytes } from '../domain/bytes.ts'
import type { Drilldown, DrilldownContext } from '../domain/drilldown.ts'
import type { Block } from '../domain/report.ts'
import type { SampleRow } from '../domain/sample.ts'
import { say } from '../domain/words.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'
import { explain } from './explain.ts'
import { factsQuestion } from './facts.ts'
import { timeline } from './timeline/index.ts'
import { DRILL_WORDS } from './words/drill.ts'

/** Rows of history shown; the rest is in the graph. */
const HISTORY_ROWS = 12
/** Text of one source shown in a message; longer text goes out as a file. */
const RAW_CHARS = 1500

const raw: Drilldown = {
  name: 'raw',
  title: { en: 'The evidence as it came', zh: '原始证据' },
  class: 'look',
  args: 'optional-word',
  scope: 'host',
  wants: [],
  answer(ctx) {
    const wanted = ctx.args[0]
    if (wanted === undefined) return [listOf(ctx)]
    const id =
      ctx.evidence.ids().find((one) => one === wanted) ??
      ctx.evidence.ids().find((one) => one.endsWith(`/${wanted}`))
    const text = id === undefined ? null : ctx.evidence.text(id)
    if (id === undefined || text === null)
      return [
        { kind: 'text', text: say(DRILL_WORDS.noSource, { word: wanted }, ctx.lang) },
        listOf(ctx),
      ]
    const leaves = id === memoryContexts.id ? { leaves: 'samples' as const } : {}
    if (text.length <= RAW_CHARS)
      return [
        { kind: 'text', text: [{ code: id }] },
        { kind: 'code', text, ...leaves },
      ]
    const name = `${id.replaceAll('/', '-')}.txt`
    return [{ kind: 'file', name, title: [id], text, ...leaves }]
  },
}

function listOf(ctx: DrilldownContext): Block {
  const rows = ctx.evidence
    .ids()
    .map((id) => [id, formatBytes((ctx.evidence.text(id) ?? '').length)])
  return {
    kind: 'table',
    said: true,
    caption: [DRILL_WORDS.sources[ctx.lang]],
    columns: [
      { title: 'source', align: 'left' },
      { title: 'size', align: 'right' },
    ],
    rows,
  }
}

const history: Drilldown = {
  name: 'history',
  title: { en: 'Readings so far', zh: '历史读数' },
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [],
  answer(ctx) {
    const rows = ctx.history.slice(-HISTORY_ROWS).toReversed()
    const metrics = ctx.subject.kind === 'process' ? PROCESS_COLUMNS : HOST_COLUMNS
    const params = { shown: rows.length, total: ctx.history.length }
    const ofPid: TableColumn<SampleRow> = {
      title: { en: 'pid', zh: 'PID' },
      align: 'right',
      cell: (row) => (row.pid === null ? NO_PID : String(row.pid)),
      idle: NO_PID,
    }
    return [
      table<SampleRow>(
        ctx,
        DRILL_WORDS.newest,
        params,
        [
          utcColumn({ en: 'UTC', zh: 'UTC' }, (row) => row.atMs),
          ...metrics.map(([title, name]) =>
            rareBytesColumn<SampleRow>({ en: title, zh: title }, (row) => metricOf(row, name)),
          ),
          ofPid,
        ],
        rows,
      ),
    ]
  },
}

const NO_PID = '–'

function metricOf(row: SampleRow, name: string): number | null {
  return (row.values as Readonly<Record<string, number | null>>)[name] ?? null
}

const PROCESS_COLUMNS = [
  ['RSS', 'rssBytes'],
  ['anon', 'anonBytes'],
  ['PSS', 'pssBytes'],
  ['swap', 'swapBytes'],
] as const
const HOST_COLUMNS = [
  ['available', 'memAvailableBytes'],
  ['anon', 'anonBytes'],
  ['cache', 'cachedBytes'],
  ['swap free', 'swapFreeBytes'],
] as const

export const GENERAL_DRILLDOWNS: readonly Drilldown[] = [
  raw,
  history,
  timeline,
  explain,
  factsQuestion,
]
