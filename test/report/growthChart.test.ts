/** What the picture of a subject's past claims beside its words. */
import { expect, test } from 'vitest'
import { HOUR_MS } from '../../src/domain/time.ts'
import { growthChart } from '../../src/report/growthChart.ts'
import { NOW_MS, rows } from '../growth/rows.ts'
import { reportOf } from './reports.ts'

const MIB = 2 ** 20

function toneOf(verdict: 'critical' | 'warning' | 'ok', readings: number): string | undefined {
  const report = reportOf({ verdict, atMs: NOW_MS, incarnation: null }, 'process')
  const past = rows(readings, HOUR_MS, () => 7 * MIB)
  const rest = { imported: null, limit: null, marks: [], lang: 'en' } as const
  return growthChart({ report, rows: past, ...rest })?.tone
}

test('one reading wears no fault of the run; a course wears the verdict', () => {
  expect(toneOf('critical', 1)).toBe('calm')
  expect(toneOf('critical', 2)).toBe('critical')
  expect(toneOf('warning', 2)).toBe('warning')
  expect(toneOf('ok', 2)).toBe('calm')
})
