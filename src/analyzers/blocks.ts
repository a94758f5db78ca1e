/** Small helpers for drilldown answers: phrases, tables and gaps as neutral blocks. */
import { formatBytes } from '../domain/bytes.ts'
import type { Gap } from '../domain/capture.ts'
import type { DrilldownContext } from '../domain/drilldown.ts'
import type { Block, Column } from '../domain/report.ts'
import type { AnyFormat } from '../domain/source.ts'
import { isoUtc } from '../domain/time.ts'
import { type Params, type Phrase, say } from '../domain/words.ts'

/**
 * A column of a table: its title in words, and how a row is written in it. Numbers stand right. A thread is about
 * 55 fixed-width characters wide: a column that says nothing in any row costs the others their place.
 */
export interface TableColumn<R> {
  readonly title: Phrase
  readonly align: Column['align']
  readonly cell: (row: R) => string
  /** What says nothing when it stands in every row; the column is left out then. */
  readonly idle?: string
}

export function bytesColumn<R>(title: Phrase, of: (row: R) => number | null): TableColumn<R> {
  return { title, align: 'right', cell: (row) => bytesOrDash(of(row)) }
}

/** A column that is left out where it is 0 in all rows, as swap is on most hosts. */
export function rareBytesColumn<R>(title: Phrase, of: (row: R) => number | null): TableColumn<R> {
  return { ...bytesColumn(title, of), idle: formatBytes(0) }
}

/** An instant without its year, in UTC as the title must say: `11-21 04:13:37`. */
export function utcColumn<R>(title: Phrase, of: (row: R) => number): TableColumn<R> {
  return textColumn(title, (row) => isoUtc(of(row)).slice(5, 19).replace('T', ' '))
}

export function textColumn<R>(title: Phrase, cell: (row: R) => string): TableColumn<R> {
  return { title, align: 'left', cell }
}

export function table<R>(
  ctx: DrilldownContext,
  caption: Phrase,
  params: Params,
  columns: readonly TableColumn<R>[],
  rows: readonly R[],
): Block {
  const shown = columns.filter(
    ({ idle, cell }) => idle === undefined || rows.some((row) => cell(row) !== idle),
  )
  return {
    kind: 'table',
    caption: say(caption, params, ctx.lang),
    columns: shown.map(({ title, align }) => ({ title: title[ctx.lang], align })),
    rows: rows.map((row) => shown.map((column) => column.cell(row))),
    said: true,
  }
}

export function text(ctx: DrilldownContext, phrase: Phrase, params: Params = {}): Block {
  return { kind: 'text', text: say(phrase, params, ctx.lang) }
}

/** A missing value is written as a dash: a gap must be seen, not hidden as zero. */
export function bytesOrDash(bytes: number | null): string {
  return bytes === null ? '–' : formatBytes(bytes)
}

const MISSING: Phrase = {
  en: 'Could not read {source}: {reason}. {detail}',
  zh: '未能读取 {source}：{reason}。{detail}',
}

/** Says that a source is not there and why; the report's own words for gaps stand with the report. */
export function missing(ctx: DrilldownContext, source: AnyFormat): Block {
  const gap: Gap = ctx.evidence.gapOf(source.id) ?? {
    source: source.id,
    reason: 'not-asked',
    detail: '',
  }
  return text(ctx, MISSING, { ...gap })
}
