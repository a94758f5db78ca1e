/**
 * One context again and again, as people grep it out of dumps taken over time: a series, not siblings. Told by times
 * before the rows, else by sizes that never fall and are too large to be told of many at once.
 */
import { MIB } from '../../domain/bytes.ts'
import type { MemoryContext } from '../../domain/contexts.ts'
import type { LossLog } from '../../domain/parsed.ts'
import type { Stamp } from '../kernel/events.ts'
import { type ContextDump, dumpOf, type Told } from './contextDumps.ts'

/** Two rows that rise may be two siblings. */
const LEAST_ROWS = 3
/** Siblings of one name are many and small (relations, plans); what is worth grepping is not. */
const LEAST_BYTES = MIB

export function isSeries(
  rows: readonly MemoryContext[],
  stamps: readonly (Stamp | null)[],
): boolean {
  const name = rows[0]?.name
  if (rows.length < 2 || rows.some((row) => row.name !== name || row.contexts > 1)) return false
  const times = new Set(stamps.map((at) => (at === null ? '' : JSON.stringify(at))))
  if (times.size === rows.length) return true
  const rises = rows.every(
    ({ totalBytes }, i) =>
      totalBytes >= LEAST_BYTES && totalBytes >= (rows[i - 1]?.totalBytes ?? 0),
  )
  return (
    rows.length >= LEAST_ROWS &&
    rises &&
    (rows.at(-1)?.totalBytes ?? 0) > (rows[0]?.totalBytes ?? 0)
  )
}

/** A dump of one row for each. */
export function seriesDumps(
  rows: readonly MemoryContext[],
  stamps: readonly (Stamp | null)[],
  told: Omit<Told, 'lacks' | 'form'>,
  losses: LossLog,
): readonly ContextDump[] {
  return rows.map((row, i) =>
    dumpOf(
      [{ ...row, parent: null }],
      {
        ...told,
        form: 'series',
        line: told.line + i,
        at: stamps[i] ?? null,
        lacks: ['top', 'end'],
      },
      losses,
    ),
  )
}
