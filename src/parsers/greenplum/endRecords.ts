/** Records of a segment's CSV log as `memoryEnds` takes them: columns by their place (elog.c write_syslogger_in_csv). */
import { NO_STAMP } from '../kernel/stamp.ts'
import { lineTime } from '../log/lineTime.ts'
import { csvCells } from '../postgres/records.ts'
import { EndGatherer, type EndRecord, type MemoryEnd, mayEndMemory } from './memoryEnds.ts'

const [USER, DATABASE, PID, SESSION, SEGMENT, SLICE, MESSAGE, DETAIL] = [1, 2, 3, 9, 11, 12, 18, 19]

/** A record's cells as a record; null for another server's. */
export function endRecord(cells: readonly string[], line: number): EndRecord | null {
  const pid = /^p(\d{1,10})$/.exec(cells[PID] ?? '')?.[1]
  if (pid === undefined) return null
  return {
    line,
    at: lineTime(cells[0] ?? '') ?? NO_STAMP,
    pid: Number(pid),
    user: cells[USER] || null,
    database: cells[DATABASE] || null,
    session: numbered(cells[SESSION], 'con'),
    content: numbered(cells[SEGMENT], 'seg'),
    slice: numbered(cells[SLICE], 'slice'),
    message: cells[MESSAGE] ?? '',
    detail: cells[DETAIL] || null,
  }
}

/** Lines that were picked out of a log one by one: a record that goes on in lines that were not ends where it was cut. */
export function endsOfLines(lines: readonly string[]): readonly MemoryEnd[] {
  const gatherer = new EndGatherer()
  lines.forEach((text, i) => {
    const cells = csvCells(text) ?? csvCells(`${text}"`)
    const record = cells === null ? null : endRecord(cells, i + 1)
    if (record !== null && mayEndMemory(record.message)) gatherer.take(record)
  })
  return gatherer.end()
}

/** `con12`, `seg-1`; a postmaster's `seg-10000` is no segment. */
function numbered(cell: string | undefined, prefix: string): number | null {
  const digits = new RegExp(`^${prefix}(-1|\\d{1,10})$`).exec(cell ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
