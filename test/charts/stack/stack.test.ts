import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { textWidth, type Weight } from '../../../src/charts/font.ts'
import { GIB, MIB } from '../../../src/domain/bytes.ts'
import type { StackChart } from '../../../src/domain/chart.ts'
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts'
import { NOW_MS, stackOf } from '../specs.ts'
import { type Element, numberOf, ofClass, readSvg, textsOf } from '../svgReader.ts'

const CACHE = 'CacheMemoryContext'
const rising = (looks: number): readonly number[] =>
  Array.from({ length: looks }, (_, i) => (i + 1) * 100 * MIB)

/** The corners of a band, stroke by stroke. */
function strokes(svg: string, name = 'band'): readonly (readonly (readonly [number, number])[])[] {
  const d = ofClass(readSvg(svg), name)[0]?.attributes['d'] ?? ''
  return d
    .split('Z')
    .filter((part) => part !== '')
    .map((part) =>
      [...part.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      ),
    )
}

describe('a stack', () => {
  test('a band begins where the one below it ends', () => {
    const rest = rising(5).map(() => 50 * MIB)
    const spec = stackOf(
      [
        [CACHE, '', rising(5)],
        ['other (41)', '', rest],
      ],
      HOUR_MS,
    )
    const svg = drawChart(spec, 'light')
    const [below] = strokes(svg)
    const [above] = strokes(svg, 'band-rest')
    expect(above?.slice(5).toReversed()).toEqual(below?.slice(0, 5))
    expect(below?.slice(5).every(([, y]) => y === below[5]?.[1])).toBe(true)
  })

  test('names and what each explains stand at the right, the top one first, under the line', () => {
    const spec = stackOf(
      [
        [CACHE, '+400 MiB, 100 % of the growth', rising(5)],
        ['other (41)', 'unchanged', rising(5).map(() => MIB)],
      ],
      HOUR_MS,
      { line: { label: 'anon', note: '1 GiB outside contexts', points: [[NOW_MS, 2 * GIB]] } },
    )
    const svg = drawChart(spec, 'dark')
    expect(textsOf(svg, 'end-name')).toEqual(['anon', 'other (41)', CACHE])
    expect(textsOf(svg, 'end-note')[2]).toBe('+400 MiB, 100 % of the growth')
    expect(ofClass(readSvg(svg), 'outer-end').length).toBeGreaterThan(0)
  })

  test('a look that is not known is a gap, and a lone look a bar', () => {
    const sizes = [MIB, 2 * MIB, null, 4 * MIB, null, 6 * MIB, 7 * MIB]
    const drawn = strokes(drawChart(stackOf([[CACHE, '', sizes]], HOUR_MS), 'light'))
    expect(drawn.map((one) => one.length)).toEqual([4, 4, 4])
    const xs = drawn[1]?.map(([x]) => x) ?? []
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(5)
  })

  test('no band leads from one life into the next, and the restart is named', () => {
    const svg = drawChart(
      stackOf([[CACHE, '', rising(8)]], HOUR_MS, { restarts: [NOW_MS - 3.5 * HOUR_MS] }),
      'light',
    )
    expect(strokes(svg)).toHaveLength(2)
    expect(textsOf(svg, 'restart-word')).toEqual(['restart'])
  })

  test('few looks are shown each, many are not; of many whole looks are left out and the peak stays', () => {
    const looks = (count: number): number =>
      ofClass(readSvg(drawChart(stackOf([[CACHE, '', rising(count)]], HOUR_MS), 'light')), 'look')
        .length
    expect([looks(2), looks(4), looks(13)]).toEqual([2, 4, 0])
    const sizes = Array.from({ length: 1500 }, (_, i) => (i === 777 ? 9 * GIB : GIB))
    const rest = sizes.map(() => MIB)
    const svg = drawChart(
      stackOf(
        [
          [CACHE, '', sizes],
          ['other (2)', '', rest],
        ],
        DAY_MS / 200,
      ),
      'light',
    )
    const [band] = strokes(svg)
    expect(band?.length).toBeLessThanOrEqual(2 * 240)
    expect(Math.min(...(band ?? []).map(([, y]) => y))).toBeLessThan(120)
  })

  test('without one look the title says the rest', () => {
    const svg = drawChart(stackOf([[CACHE, '', [null, null]]], HOUR_MS), 'light')
    expect(ofClass(readSvg(svg), 'band')).toEqual([])
    expect(textsOf(svg, 'title')).toHaveLength(1)
  })
})

const words = fc.oneof(
  fc.constantFrom(CACHE, '', '内存', 'W'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const bytes = fc.option(
  fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 64 * GIB, noNaN: true }) },
    { weight: 2, arbitrary: fc.constantFrom(0, 1, -GIB, 2 ** 64, 5e-324) },
    { weight: 1, arbitrary: fc.double() },
  ),
  { freq: 8, nil: null },
)
const instant = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9 * DAY_MS }).map((ms) => NOW_MS - ms) },
  { weight: 1, arbitrary: fc.double() },
)
const specs: fc.Arbitrary<StackChart> = fc.record({
  kind: fc.constant('stack' as const),
  title: words,
  subtitle: words,
  alt: words,
  tone: fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const),
  atMs: fc.array(instant, { maxLength: 30 }),
  bands: fc.array(
    fc.record({
      label: words,
      note: words,
      bytes: fc.array(bytes, { maxLength: 32 }),
      rest: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  line: fc.option(
    fc.record({
      label: words,
      note: words,
      points: fc.array(fc.tuple(instant, bytes), { maxLength: 20 }),
    }),
  ),
  restarts: fc.array(instant, { maxLength: 40 }),
  restartLabel: words,
  zone: fc.oneof(fc.constantFrom('UTC', 'Asia/Kathmandu'), words),
})

test('any spec gives well-formed XML on the card, whose labels do not overlap', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const elements = readSvg(drawChart(spec, 'light'))
      for (const { attributes } of elements)
        for (const value of Object.values(attributes))
          expect(value).not.toMatch(/NaN|Infinity|undefined|null|\de[+-]?\d/)
      for (const element of elements.filter(({ name }) => name === 'path')) inside(element)
      const names = ofClass(elements, 'end-name')
      const ys = names.map((one) => numberOf(one, 'y')).sort((a, b) => a - b)
      ys.slice(1).forEach((y, i) => {
        expect(y - (ys[i] ?? 0)).toBeGreaterThanOrEqual(30)
      })
      for (const one of [...names, ...ofClass(elements, 'end-note')]) {
        const width = textWidth(one.text, 13, numberOf(one, 'font-weight') as Weight)
        expect(numberOf(one, 'x') + width).toBeLessThanOrEqual(621)
      }
    }),
    { numRuns: 400 },
  )
})

function inside({ attributes }: Element): void {
  for (const [, x, y] of (attributes['d'] ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0)
    expect(Number(x)).toBeLessThanOrEqual(640)
    expect(Number(y)).toBeGreaterThanOrEqual(0)
    expect(Number(y)).toBeLessThanOrEqual(380)
  }
}
