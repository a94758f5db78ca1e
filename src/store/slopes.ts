/** One figure of all subjects over some days: how fast what each holds rises, from the floors of its days. */
import { KIB } from '../domain/bytes.ts'
import type { SampleKind } from '../domain/sample.ts'
import type { Slope } from '../domain/store.ts'
import { DAY_MS } from '../domain/time.ts'
import type { Sqlite } from './database.ts'
import { statement } from './statements.ts'

interface Sums {
  readonly subject: string
  readonly days: number
  readonly lastAtMs: number
  readonly numerator: number
  readonly denominator: number
}

/**
 * Least squares over whole days' floors, each life by itself, and of each subject the life that was seen last. All
 * that is summed stands in the index of the days, so no row is read.
 */
export function slopes(reader: Sqlite, kind: SampleKind, fromMs: number): readonly Slope[] {
  const rows = statement<Sums>(
    reader,
    `
    select subject.key as subject, life.days, life.lastAtMs,
      life.days * life.tv - life.t * life.v as numerator, life.days * life.tt - life.t * life.t as denominator
    from (
      select subjectId, incarnationId, count(*) as days, max(atMs) as lastAtMs,
        sum(day) as t, sum(kib) as v, sum(day * kib) as tv, sum(day * day) as tt
      from (
        select subjectId, incarnationId, atMs, (atMs - @fromMs) / ${DAY_MS} as day, judgedFloorKib * 1.0 as kib
        from ${kind}_day where atMs >= @fromMs and judgedFloorKib is not null
      ) group by subjectId, incarnationId
    ) as life join subject on subject.id = life.subjectId`,
  ).all({ fromMs })
  const newest = new Map<string, Sums>()
  for (const row of rows) {
    const held = newest.get(row.subject)
    const later = held === undefined || row.lastAtMs > held.lastAtMs
    if (later || (row.lastAtMs === held.lastAtMs && row.days > held.days))
      newest.set(row.subject, row)
  }
  return [...newest.values()]
    .filter(({ denominator }) => denominator > 0)
    .map(({ subject, days, numerator, denominator }) => ({
      subject,
      days,
      slopeBytesPerDay: (numerator / denominator) * KIB,
    }))
}
