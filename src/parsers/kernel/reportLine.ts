/** One line as the readers of reports take it. */
import type { Stamp } from './events.ts'

/** A line: its message without prefixes, and the whole of it for quotes. */
export interface ReportLine {
  readonly message: string
  readonly raw: string
  readonly number: number
  readonly at: Stamp
}

const QUOTE_CHARS = 160

/** The line as evidence, bounded. */
export function quoteOf({ raw }: ReportLine): string {
  return raw.trim().slice(0, QUOTE_CHARS)
}
