import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawChart } from '../../src/charts/draw.ts'
import { textWidth, type Weight } from '../../src/charts/font.ts'
import { GIB } from '../../src/domain/bytes.ts'
import type { GrowthChart } from '../../src/domain/chart.ts'
import { DAY_MS } from '../../src/domain/time.ts'
import { NOW_MS, points, specOf } from './specs.ts'
import { type Element, numberOf, ofClass, readSvg } from './svgReader.ts'

/** Labels may lean over the edge by what kerning changes, strokes by half their width. */
const TOLERANCE_PX = 2

const words: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('RSS', 'anon', 'CacheMemoryContext', '', '内存', 'W'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 60 }),
  // Any 16-bit units: lone surrogates too.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
)
const bytes: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 64 * GIB, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 0.25, 2 ** 53, 2 ** 63, 2 ** 64) },
  { weight: 1, arbitrary: fc.double() },
)
/** From a watch of seconds to decades around now, and nonsense. */
const instants = fc
  .constantFrom(1, 5000, 300_000, DAY_MS / 24, DAY_MS, 14 * DAY_MS, 400 * DAY_MS, 20_000 * DAY_MS)
  .map((spanMs) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: spanMs }).map((ms) => NOW_MS - ms) },
      { weight: 1, arbitrary: fc.double() },
    ),
  )
const anyRate = fc.oneof(fc.double({ min: -1e9, max: 1e9 }), fc.double())
const specs: fc.Arbitrary<GrowthChart> = instants.chain((instant) =>
  fc.record({
    kind: fc.constant('growth' as const),
    title: words,
    subtitle: words,
    alt: words,
    tone: fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const),
    series: fc.array(
      fc.record({
        label: words,
        points: fc.array(fc.tuple(instant, fc.option(bytes, { freq: 6, nil: null })), {
          maxLength: 40,
        }),
      }),
      { maxLength: 6 },
    ),
    limit: fc.option(fc.record({ label: words, bytes })),
    restarts: fc.oneof(fc.array(instant, { maxLength: 5 }), fc.array(instant, { maxLength: 80 })),
    restartLabel: words,
    floors: fc.array(fc.tuple(instant, bytes), { maxLength: 60 }),
    floorLabel: words,
    marks: fc.array(fc.record({ number: fc.nat(), atMs: instant, label: words }), {
      maxLength: 30,
    }),
    forecast: fc.option(
      fc.record({
        fromMs: instant,
        fromBytes: bytes,
        bytesPerDay: fc.oneof(fc.double({ min: -1e9, max: 1e9 }), fc.double()),
        band: fc.option(fc.record({ lowPerDay: anyRate, highPerDay: anyRate })),
        limitAtMs: fc.option(
          fc.oneof(
            fc.integer({ min: 0, max: 400 * DAY_MS }).map((ms) => NOW_MS + ms),
            fc.integer({ min: 0, max: 400_000 }).map((ms) => NOW_MS + ms),
            fc.double(),
          ),
        ),
      }),
    ),
    zone: fc.oneof(
      fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'Asia/Kathmandu',
        'America/Argentina/ComodRivadavia',
        'Pacific/Apia',
      ),
      words,
    ),
  }),
)

/** Divided by so small a maximum, the start of the forecast was no number. */
const SUBNORMAL = specOf({
  series: [{ label: 'RSS', points: points(NOW_MS, 1, [null, 5e-324]) }],
  forecast: { fromMs: 0, fromBytes: 7.6e-18, bytesPerDay: 0, band: null, limitAtMs: null },
})

test('any spec gives well-formed XML with finite numbers, and the same text again', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const svg = drawChart(spec, 'dark')
      for (const { attributes } of readSvg(svg)) {
        for (const value of Object.values(attributes)) {
          expect(value).not.toMatch(/NaN|Infinity|undefined|null|\de[+-]?\d/)
        }
      }
      expect(drawChart(spec, 'dark')).toBe(svg)
    }),
    { numRuns: 400, examples: [[SUBNORMAL]] },
  )
})

test('all that is drawn lies on the card', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      for (const element of readSvg(drawChart(spec, 'light'))) {
        for (const [x, y] of corners(element)) {
          const where = `${element.name} ${JSON.stringify(element)} at ${x} ${y}`
          expect(x >= -TOLERANCE_PX && x <= 640 + TOLERANCE_PX, where).toBe(true)
          expect(y >= -TOLERANCE_PX && y <= 380 + TOLERANCE_PX, where).toBe(true)
        }
      }
    }),
    { numRuns: 400 },
  )
})

test('no two labels of marks overlap', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const labels = ofClass(readSvg(drawChart(spec, 'light')), 'mark-label')
      labels.forEach((one, at) => {
        for (const other of labels.slice(at + 1)) {
          const apart = Math.abs(numberOf(one, 'y') - numberOf(other, 'y')) >= 17.9
          expect(
            apart || endOf(one) <= numberOf(other, 'x') || endOf(other) <= numberOf(one, 'x'),
          ).toBe(true)
        }
      })
    }),
    { numRuns: 400 },
  )
})

/** Where a text that begins at its x ends, less what rounding to hundredths of a px may add. */
function endOf(text: Element): number {
  return numberOf(text, 'x') + textWidth(text.text, numberOf(text, 'font-size')) - 0.02
}

test('no two labels of the right column overlap', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const elements = readSvg(drawChart(spec, 'light'))
      // Names and values of one row share it; where they are stacked each has a row of its own.
      const rows = ['end-name', 'end-value', 'eta-date']
        .flatMap((name) => ofClass(elements, name))
        .map((element) => numberOf(element, 'y'))
      const distinct = [...new Set(rows)].sort((a, b) => a - b)
      distinct.slice(1).forEach((y, at) => {
        expect(y - (distinct[at] ?? 0)).toBeGreaterThanOrEqual(16)
      })
      const names = ofClass(elements, 'end-name').map((element) => element.attributes.y)
      expect(new Set(names).size).toBe(names.length)
    }),
    { numRuns: 400 },
  )
})

test('times under the axis do not overlap, and the zone stands clear of them', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const elements = readSvg(drawChart(spec, 'light'))
      for (const name of ['time', 'date']) {
        const labels = [...ofClass(elements, name), ...ofClass(elements, 'zone')]
        const row = labels.filter((one) => one.attributes.y === labels[0]?.attributes.y)
        const spans = row.map(spanOf).sort((a, b) => a[0] - b[0])
        spans.slice(1).forEach(([start], at) => {
          expect(start).toBeGreaterThanOrEqual((spans[at]?.[1] ?? 0) + 4)
        })
      }
    }),
    { numRuns: 300 },
  )
})

function corners(element: Element): readonly (readonly [number, number])[] {
  const get = (name: string) => numberOf(element, name)
  switch (element.name) {
    case 'rect':
      return [
        [get('x'), get('y')],
        [get('x') + get('width'), get('y') + get('height')],
      ]
    case 'circle':
      return [
        [get('cx') - get('r'), get('cy') - get('r')],
        [get('cx') + get('r'), get('cy') + get('r')],
      ]
    case 'line':
      return [
        [get('x1'), get('y1')],
        [get('x2'), get('y2')],
      ]
    case 'text':
      return spanOf(element).map((x) => [x, get('y')] as const)
    case 'path':
      return [...(element.attributes.d ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      )
    default:
      return []
  }
}

function spanOf(element: Element): readonly [number, number] {
  const x = numberOf(element, 'x')
  const weight = numberOf(element, 'font-weight') as Weight
  const width = textWidth(element.text, numberOf(element, 'font-size'), weight)
  const before =
    { start: 0, middle: 0.5, end: 1 }[element.attributes['text-anchor'] ?? 'start'] ?? 0
  return [x - before * width, x + (1 - before) * width]
}
