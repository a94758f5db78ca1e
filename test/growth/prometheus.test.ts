import { expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { SampleRow } from '../../src/domain/sample.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../src/domain/time.ts'
import { processWithImported } from '../../src/growth/imported.ts'
import { metricValue } from '../../src/growth/metric.ts'
import { prometheusPast } from '../../src/growth/prometheus.ts'
import { prometheusMemory } from '../../src/parsers/prometheus/memory.ts'
import { CUT, faultOf, read } from '../parsers/helpers.ts'
import { row } from './rows.ts'

const NOW_MS = Date.UTC(2026, 10, 20)
const NOW = {
  subject: 'db1',
  metric: 'unavailableBytes',
  incarnation: 'boot:b',
  startedAtMs: NOW_MS - 2 * DAY_MS,
  nowMs: NOW_MS,
}

const matrix = (result: unknown, more: object = {}): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, ...more })
const series = (kind: string, values: unknown, instance = 'db1:9100') => ({
  metric: { instance, memcheck: kind },
  values,
})
const at = (hours: number): number => NOW_MS / SECOND_MS + hours * 3600

test('levels in lives that end where the start changes', () => {
  const boots = [NOW_MS - 9 * DAY_MS, NOW_MS - 5 * DAY_MS, NOW_MS - 2 * DAY_MS].map(
    (ms) => ms / 1000,
  )
  const text = matrix([
    series(
      'level',
      [-200, -100, -60, -40, -1].map((h, i) => [at(h), String((i + 1) * GIB)]),
    ),
    // Clocks are set: a start wanders by seconds.
    series('start', [
      [at(-200), `${boots[0]}`],
      [at(-100), `${boots[1]}`],
      [at(-90), `${(boots[1] ?? 0) + 3}`],
      [at(-1), `${boots[2]}`],
    ]),
    series('start', [[at(-200), '5']], 'other:1'),
  ])
  const past = prometheusPast(read(prometheusMemory, text).value, NOW)
  expect(
    past?.points.map(({ atMs, value, life }) => [(atMs - NOW_MS) / HOUR_MS, value / GIB, life]),
  ).toEqual([
    [-200, 1, `until:${boots[1]}`],
    [-100, 2, `until:${boots[2]}`],
    [-60, 3, `until:${boots[2]}`],
    [-40, 4, 'boot:b'],
    [-1, 5, 'boot:b'],
  ])
})

test('without a start the life that we know is one, and what was before it another', () => {
  const text = matrix([
    series('level', [
      [at(-60), '10'],
      [at(-10), '20'],
    ]),
  ])
  const past = prometheusPast(read(prometheusMemory, text).value, NOW)
  expect(past?.points.map(({ life }) => life)).toEqual(['before:boot:b', 'boot:b'])
})

test('of several series the longest; nothing of the future, nothing below zero', () => {
  const text = matrix([
    series('level', [[at(-1), '1']]),
    series(
      'level',
      [
        [at(-3), '-5'],
        [at(-2), '7'],
        [at(9), '8'],
      ],
      'b',
    ),
  ])
  expect(
    prometheusPast(read(prometheusMemory, text).value, NOW)?.points.map(({ value }) => value),
  ).toEqual([7])
  expect(prometheusPast({ levels: [], starts: [] }, NOW)).toBeNull()
})

test('NaN is no reading, junk is a loss, a warning is one too', () => {
  const values = [[1, 'NaN'], [2, '+Inf'], [3, '4.5e3'], [4, ''], ['5', '6'], null, [7, 8]]
  const { value, losses } = read(
    prometheusMemory,
    matrix([series('level', values)], { warnings: ['store down'] }),
  )
  expect(value.levels[0]?.points).toEqual([[3000, 4500]])
  expect(losses.map(({ code, count }) => [code, count])).toEqual([
    ['skipped', 1],
    ['bad-number', 4],
  ])
})

test('what is no matrix has no value', () => {
  for (const text of [
    '',
    '[]',
    '<html>',
    '{"status":"error","error":"x"}',
    '{"status":"success","data":{"resultType":"vector","result":[]}}',
  ])
    expect(faultOf(prometheusMemory, text)).toMatch(/^(?:empty|not-this-format)$/)
  expect(faultOf(prometheusMemory, matrix([]).slice(0, -3), CUT)).toBe('cut-before-value')
})

test('more series and points than are looked at', () => {
  const many = matrix(Array.from({ length: 30 }, (_, i) => series('level', [[i, '1']], String(i))))
  expect(read(prometheusMemory, many).value.levels).toHaveLength(20)
  const long = matrix([
    series(
      'level',
      Array.from({ length: 11_002 }, (_, i) => [i, '1']),
    ),
  ])
  const { value, losses } = read(prometheusMemory, long)
  expect(value.levels[0]?.points[0]?.[0]).toBe(2000)
  expect(losses.map(({ code }) => code)).toEqual(['too-many'])
})

test('a process that was seen a few times is judged with its past, by RSS', () => {
  const own = [row(NOW_MS, GIB, { values: { rssBytes: 2 * GIB } })]
  const past = {
    subject: 'db1/process:leaky',
    source: 'prometheus',
    metric: 'rssBytes',
    points: [{ atMs: NOW_MS - DAY_MS, value: GIB, life: 'life-1' }],
  } as const
  const { rows, share } = processWithImported(own, [past], NOW_MS)
  expect(rows.map((one: SampleRow) => metricValue(one, 'rssBytes'))).toEqual([GIB, 2 * GIB])
  expect(rows[0]).toMatchObject({
    incarnation: 'life-1',
    kind: 'process',
    values: { anonBytes: null },
  })
  expect(share).toMatchObject({ source: 'prometheus', points: 1 })
  const often = Array.from({ length: 12 }, (_, i) => row(NOW_MS - i * HOUR_MS, MIB))
  expect(processWithImported(often, [past], NOW_MS)).toEqual({ rows: often, share: null })
})
