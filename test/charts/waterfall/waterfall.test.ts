import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { textWidth, type Weight } from '../../../src/charts/font.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import type { StepKind, WaterfallChart } from '../../../src/domain/chart.ts'
import { type Element, numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

type Row = readonly [label: string, bytes: number, kind: StepKind, strong?: boolean]

function waterfall(rows: readonly Row[], parts: Partial<WaterfallChart> = {}): WaterfallChart {
  return {
    kind: 'waterfall',
    title: 'Processes 148 GiB (58 %) of 256 GiB',
    subtitle: 'gp-seg-03 · /proc/meminfo',
    alt: 'parts',
    tone: 'calm',
    steps: rows.map(([label, bytes, kind, strong = false]) => ({ label, bytes, kind, strong })),
    total: { label: 'MemTotal', bytes: rows.reduce((sum, [, bytes]) => sum + bytes, 0) },
    ...parts,
  }
}

const HOST = waterfall([
  ['processes', 148 * GIB, 'held', true],
  ['page cache', 64 * GIB, 'cache'],
  ['slab, unreclaimable', 16 * GIB, 'kernel'],
  ['not accounted for', 4 * GIB, 'unknown'],
  ['free', 24 * GIB, 'free'],
])

const bars = (svg: string): readonly Element[] =>
  readSvg(svg).filter(({ attributes }) => attributes.class?.startsWith('bar-'))
const span = (bar: Element | undefined) =>
  bar === undefined ? [0, 0] : [numberOf(bar, 'x'), numberOf(bar, 'x') + numberOf(bar, 'width')]

describe('waterfall', () => {
  test('each bar begins where the last one ended, and the last ends where the total does', () => {
    const drawn = bars(drawChart(HOST, 'light')).map(span)
    const total = drawn.at(-1) ?? []
    drawn.slice(1, -1).forEach(([from], at) => {
      expect(from).toBeCloseTo(drawn[at]?.[1] ?? 0, 1)
    })
    expect(drawn.at(-2)?.[1]).toBeCloseTo(total[1] ?? 0, 1)
    expect(drawn[0]?.[0]).toBeCloseTo(total[0] ?? 0, 1)
  })

  test('names and sizes stand beside each row, and the total under them', () => {
    const svg = drawChart(HOST, 'dark')
    expect(textsOf(svg, 'name').at(-1)).toBe('MemTotal')
    expect(textsOf(svg, 'value')).toEqual([
      '148 GiB',
      '64 GiB',
      '16 GiB',
      '4 GiB',
      '24 GiB',
      '256 GiB',
    ])
  })

  test('a sum that is overdrawn goes back', () => {
    const svg = drawChart(
      waterfall([
        ['processes', 3 * GIB, 'held'],
        ['counted twice', -GIB, 'unknown'],
        ['free', GIB, 'free'],
      ]),
      'light',
    )
    const [, back, free, total] = bars(svg).map(span)
    expect(back?.[0]).toBeCloseTo(free?.[0] ?? 0, 1)
    expect(back?.[1]).toBeGreaterThan(free?.[0] ?? 0)
    expect(free?.[1]).toBeCloseTo(total?.[1] ?? 0, 1)
  })

  test('the part that the title names has the colour of the tone, unless all is calm', () => {
    const fill = (tone: WaterfallChart['tone']) =>
      only(drawChart({ ...HOST, tone }, 'light'), 'bar-held').attributes.fill
    expect([fill('calm'), fill('warning'), fill('critical')]).toEqual([
      '#2563EB',
      '#B45309',
      '#C8102E',
    ])
  })

  test('the card is as high as its rows need', () => {
    const height = (rows: number) =>
      numberOf(
        readSvg(drawChart({ ...HOST, steps: HOST.steps.slice(0, rows) }, 'light'))[0] as Element,
        'height',
      )
    expect(height(5) - height(3)).toBe(56)
  })
})

const words = fc.oneof(
  fc.constantFrom('processes', '', '内存', 'W'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 64 * GIB, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, -GIB, 2 ** 64, 5e-324) },
  { weight: 1, arbitrary: fc.double() },
)
const specs: fc.Arbitrary<WaterfallChart> = fc.record({
  kind: fc.constant('waterfall' as const),
  title: words,
  subtitle: words,
  alt: words,
  tone: fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const),
  steps: fc.array(
    fc.record({
      label: words,
      bytes,
      kind: fc.constantFrom('held', 'cache', 'kernel', 'unknown', 'free'),
      strong: fc.boolean(),
    }),
    { maxLength: 16 },
  ),
  total: fc.record({ label: words, bytes }),
})

test('any spec gives well-formed XML whose parts lie on the card and do not overlap their names', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const svg = drawChart(spec, 'light')
      const elements = readSvg(svg)
      const height = numberOf(elements[0] as Element, 'height')
      for (const bar of bars(svg)) {
        const [from = 0, to = 0] = span(bar)
        expect(numberOf(bar, 'width')).toBeGreaterThanOrEqual(0)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(640)
        expect(numberOf(bar, 'y')).toBeGreaterThan(60)
        expect(numberOf(bar, 'y') + numberOf(bar, 'height')).toBeLessThan(height - 30)
      }
      const left = Math.min(...bars(svg).map((bar) => numberOf(bar, 'x')))
      for (const name of ofClass(elements, 'name')) {
        const end = numberOf(name, 'x')
        expect(end).toBeLessThan(left + 1)
        const width = textWidth(name.text, 13, numberOf(name, 'font-weight') as Weight)
        expect(end - width).toBeGreaterThan(0)
      }
    }),
    { numRuns: 300 },
  )
})
