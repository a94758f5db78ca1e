import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { textWidth, type Weight } from '../../../src/charts/font.ts'
import type { FleetChart } from '../../../src/domain/chart.ts'
import { LIMITS } from '../../../src/domain/limits.ts'
import { type Element, numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

type Row = FleetChart['rows'][number]

function rowOf(parts: Partial<Row>): Row {
  return {
    ...{ host: 'db1', tone: 'calm', used: 0.5, note: '', past: [0.4, 0.5] },
    ...{ change: 'flat', grows: false, full: '–' },
    ...parts,
  }
}

function fleetOf(rows: readonly Row[], parts: Partial<FleetChart> = {}): FleetChart {
  return {
    kind: 'fleet',
    title: 'morning: 1 of 3 need a look',
    subtitle: '2026-11-20 08:00 UTC',
    alt: 'a round',
    tone: 'critical',
    columns: { host: 'host', used: 'used', past: '7 d', change: 'per day', full: 'full in' },
    rows,
    others: '',
    ...parts,
  }
}

describe('rows', () => {
  test('the bar is as long as the share, and its figure beside it', () => {
    const svg = drawChart(fleetOf([rowOf({ used: 0.25 })]), 'light')
    const [room, bar] = [only(svg, 'bar-room'), only(svg, 'bar-calm')]
    expect(numberOf(bar, 'width') / numberOf(room, 'width')).toBeCloseTo(0.25, 2)
    expect(textsOf(svg, 'share')).toEqual(['25 %'])
  })

  test('a tone has its shape and its colour, a calm host neither', () => {
    const rows = [
      rowOf({ tone: 'critical', grows: true, full: '1 d' }),
      rowOf({ tone: 'warning' }),
      rowOf({}),
    ]
    const elements = readSvg(drawChart(fleetOf(rows), 'light'))
    // One for the title, one for the row.
    expect(ofClass(elements, 'tone-critical')).toHaveLength(2)
    expect(ofClass(elements, 'tone-warning')).toHaveLength(1)
    const fills = ofClass(elements, 'full').map(({ attributes }) => attributes.fill)
    expect(fills[0]).toBe(ofClass(elements, 'bar-critical')[0]?.attributes.fill)
    expect(fills[0]).not.toBe(fills[2])
  })

  test('a host that was not read says so in place of figures', () => {
    const svg = drawChart(fleetOf([rowOf({ used: null, note: 'could not be checked' })]), 'light')
    expect(textsOf(svg, 'note')).toEqual(['could not be checked'])
    expect(textsOf(svg, 'share')).toEqual([])
  })

  test.each([
    ['a gap breaks the line', [0.5, 0.5, null, 0.5, 0.5], 2],
    ['without gaps it is one', [0.5, 0.6], 1],
    ['a value alone is a point', [0.5], 1],
  ])('%s', (_, past, strokes) => {
    const line = only(drawChart(fleetOf([rowOf({ past })]), 'light'), 'past')
    expect(line.attributes.d?.match(/M/g)).toHaveLength(strokes)
  })

  test('noise stays near the middle of its row, a real rise fills it', () => {
    const heightOf = (past: readonly number[]) => {
      const d = only(drawChart(fleetOf([rowOf({ past })]), 'light'), 'past').attributes.d ?? ''
      const ys = [...d.matchAll(/ (-?[\d.]+)/g)].map(([, y]) => Number(y))
      return Math.max(...ys) - Math.min(...ys)
    }
    expect(heightOf([0.5, 0.505])).toBeLessThan(1)
    expect(heightOf([0.5, 0.9])).toBeGreaterThan(14)
  })

  test('no more rows than the limit, the others in words', () => {
    const rows = Array.from({ length: 40 }, (_, i) => rowOf({ host: `web${i}` }))
    const svg = drawChart(fleetOf(rows, { others: '28 others' }), 'light')
    expect(textsOf(svg, 'host')).toHaveLength(LIMITS.fleetRows)
    expect(textsOf(svg, 'others')).toEqual(['28 others'])
  })
})

const words = fc.oneof(
  fc.constantFrom('db1', '', '内存', '<script>&"', 'W'.repeat(300), 'flat'),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double())
const tone = fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const)
const anyRow: fc.Arbitrary<Row> = fc.record({
  host: words,
  tone,
  used: fc.option(share, { freq: 8 }),
  note: words,
  past: fc.array(fc.option(share, { freq: 5 }), { maxLength: 60 }),
  change: words,
  grows: fc.boolean(),
  full: words,
})
const anyFleet: fc.Arbitrary<FleetChart> = fc.record({
  kind: fc.constant('fleet' as const),
  title: words,
  subtitle: words,
  alt: words,
  tone,
  columns: fc.record({ host: words, used: words, past: words, change: words, full: words }),
  rows: fc.array(anyRow, { maxLength: 20 }),
  others: words,
})

test('any fleet gives well-formed XML on its card, where no two texts of a row overlap', () => {
  fc.assert(
    fc.property(anyFleet, (spec) => {
      const svg = drawChart(spec, 'dark')
      expect(drawChart(spec, 'dark')).toBe(svg)
      const elements = readSvg(svg)
      const height = Number(elements[0]?.attributes.height)
      for (const { attributes } of elements) {
        for (const value of Object.values(attributes)) {
          expect(value).not.toMatch(/NaN|Infinity|undefined|null|\de[+-]?\d/)
        }
      }
      const texts = elements.filter(({ name, text }) => name === 'text' && text !== '')
      const lines = grouped(texts)
      for (const [y, line] of lines) {
        expect(y > 0 && y < height).toBe(true)
        const spans = line.map(spanOf).sort((a, b) => a[0] - b[0])
        spans.forEach(([from, to], at) => {
          expect(from).toBeGreaterThanOrEqual((spans[at - 1]?.[1] ?? 0) - 0.02)
          expect(to).toBeLessThanOrEqual(640)
        })
      }
      for (const rect of elements.filter(({ name }) => name === 'rect')) {
        const [x, y] = [numberOf(rect, 'x'), numberOf(rect, 'y')]
        expect(x >= 0 && x + numberOf(rect, 'width') <= 640).toBe(true)
        expect(y >= 0 && y + numberOf(rect, 'height') <= height).toBe(true)
      }
      for (const { attributes } of ofClass(elements, 'past')) {
        for (const [, x, y] of (attributes.d ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
          expect(Number(x) >= 0 && Number(x) <= 640).toBe(true)
          expect(Number(y) >= 0 && Number(y) <= height).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

function grouped(texts: readonly Element[]): ReadonlyMap<number, readonly Element[]> {
  const out = new Map<number, Element[]>()
  for (const text of texts) {
    const y = numberOf(text, 'y')
    out.set(y, [...(out.get(y) ?? []), text])
  }
  return out
}

function spanOf(element: Element): readonly [number, number] {
  const x = numberOf(element, 'x')
  const weight = numberOf(element, 'font-weight') as Weight
  const width = textWidth(element.text, numberOf(element, 'font-size'), weight)
  return element.attributes['text-anchor'] === 'end' ? [x - width, x] : [x, x + width]
}
