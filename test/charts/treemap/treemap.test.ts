import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { textWidth, type Weight } from '../../../src/charts/font.ts'
import { type Box, squarify } from '../../../src/charts/treemap/squarify.ts'
import { tilesOf } from '../../../src/charts/treemap/tiles.ts'
import { GIB, KIB, MIB } from '../../../src/domain/bytes.ts'
import type { TileKind, TreemapChart } from '../../../src/domain/chart.ts'
import { type Element, numberOf, ofClass, readSvg, textsOf } from '../svgReader.ts'

const KINDS: readonly TileKind[] = ['heap', 'anonymous', 'shared', 'file', 'stack', 'other']
const MAP: Box = { x: 20, y: 90, width: 600, height: 290 }

type Row = readonly [label: string, bytes: number, kind: TileKind]

function treemap(rows: readonly Row[], parts: Partial<TreemapChart> = {}): TreemapChart {
  return {
    kind: 'treemap',
    title: '[heap] holds 46 % of 20 GiB resident',
    subtitle: 'db1 · postgres · pid 20911 · smaps, 118 mappings',
    alt: 'what it is in',
    tone: 'calm',
    tiles: rows.map(([label, bytes, kind]) => ({ label, bytes, kind })),
    others: { count: 0, bytes: 0 },
    othersLabel: 'others',
    kinds: KINDS.map((kind) => ({
      kind,
      label: kind,
      bytes: rows.filter((row) => row[2] === kind).reduce((sum, [, bytes]) => sum + bytes, 0),
    })),
    ...parts,
  }
}

const PROCESS = treemap(
  [
    ['[heap]', 9 * GIB, 'heap'],
    ['SYSV00000000', 4 * GIB, 'shared'],
    ['[anonymous]', 3 * GIB, 'anonymous'],
    ['libssl.so', 2 * GIB, 'file'],
    ['libc.so.6', 2 * MIB, 'file'],
    ['ld-linux.so.2', 200 * KIB, 'file'],
  ],
  { others: { count: 30, bytes: MIB } },
)

const tiles = (svg: string): readonly Element[] =>
  readSvg(svg).filter(({ attributes }) => attributes.class?.startsWith('tile-') ?? false)
const rects = (svg: string) => tiles(svg).filter(({ name }) => name === 'rect')

describe('squarify', () => {
  test('gives the boxes of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 x 4', () => {
    const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 })
    expect(boxes.map(({ x, y }) => [x, y].map((at) => Math.round(at * 100) / 100))).toEqual([
      [0, 0],
      [0, 2],
      [3, 0],
      [4.71, 0],
      [3, 2.33],
      [4.2, 2.33],
      [5.4, 2.33],
    ])
  })

  const weights = fc.array(
    fc.oneof(fc.double({ min: 1, max: 1e4, noNaN: true }), fc.constantFrom(1, 1000, 1e9, 1e-3)),
    { minLength: 1, maxLength: 60 },
  )
  const sides = fc.record({
    x: fc.constantFrom(0, 20),
    y: fc.constantFrom(0, 90),
    width: fc.double({ min: 1, max: 1000, noNaN: true }),
    height: fc.double({ min: 1, max: 1000, noNaN: true }),
  })

  test('areas are in proportion to the weights, inside the box, and do not overlap', () => {
    fc.assert(
      fc.property(weights, sides, (unsorted, box) => {
        const sorted = unsorted.toSorted((a, b) => b - a)
        const boxes = squarify(sorted, box)
        const total = sorted.reduce((sum, weight) => sum + weight, 0)
        const whole = box.width * box.height
        const slack = whole * 1e-9
        expect(boxes).toHaveLength(sorted.length)
        boxes.forEach((one, at) => {
          const due = ((sorted[at] ?? 0) / total) * whole
          expect(Math.abs(one.width * one.height - due)).toBeLessThanOrEqual(slack)
          expect(one.x).toBeGreaterThanOrEqual(box.x - 1e-6)
          expect(one.y).toBeGreaterThanOrEqual(box.y - 1e-6)
          expect(one.x + one.width).toBeLessThanOrEqual(box.x + box.width + 1e-6)
          expect(one.y + one.height).toBeLessThanOrEqual(box.y + box.height + 1e-6)
          for (const other of boxes.slice(at + 1)) expect(shared(one, other)).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 300 },
    )
  })
})

/** The area in px that two boxes have in common. */
function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

describe('treemap', () => {
  test('each owner that has room is named with its size; the others are one tile', () => {
    const svg = drawChart(PROCESS, 'light')
    expect(textsOf(svg, 'tile-name')).toEqual([
      '[heap]',
      'SYSV00000000',
      '[anonymous]',
      'libssl',
      '.so',
    ])
    expect(textsOf(svg, 'tile-size').slice(0, 2)).toEqual(['9 GiB · 50 %', '4 GiB · 22 %'])
  })

  test('others without room for words are told in the legend', () => {
    expect(textsOf(drawChart(PROCESS, 'light'), 'legend-text')).toEqual([
      'heap 9 GiB',
      'anonymous 3 GiB',
      'shared 4 GiB',
      'file 2 GiB',
      '32 others 3.2 MiB',
    ])
  })

  test('one owner that holds nearly all keeps the picture', () => {
    const svg = drawChart(
      treemap([
        ['[glibc arenas]', 391 * MIB, 'heap'],
        ['libc.so.6', MIB, 'file'],
      ]),
      'dark',
    )
    expect(textsOf(svg, 'tile-name')).toEqual(['[glibc arenas]'])
    expect(rects(svg)).toHaveLength(2)
  })

  test('a kind has one colour in every picture, and text on it is the card colour', () => {
    const svg = drawChart(PROCESS, 'light')
    expect(rects(svg).map(({ attributes }) => attributes.fill)).toEqual([
      '#2563EB',
      '#8B3FD6',
      '#1E3F9E',
      '#0B7F74',
      '#F3F4F6',
    ])
    expect(ofClass(readSvg(svg), 'tile-name')[0]?.attributes.fill).toBe('#FFFFFF')
  })

  test("a mapping's name is text, whatever stands in it", () => {
    const svg = drawChart(treemap([['<script>"&\u202e', GIB, 'file']]), 'light')
    expect(textsOf(svg, 'tile-name')).toEqual(['<script>"&□'])
  })

  test('long names are broken at a joint, or cut', () => {
    const nine = (label: string) =>
      treemap(Array.from({ length: 9 }, (_, i): Row => [`${label}${i}`, GIB, 'file']))
    const broken = textsOf(drawChart(nine('libfoo-runtime-x86_64-linux.so.'), 'light'), 'tile-name')
    expect(broken.slice(0, 2)).toEqual(['libfoo-runtime-', 'x86_64-linux.so.0'])
    const cut = textsOf(drawChart(nine('W'.repeat(40)), 'light'), 'tile-name')
    expect(cut[0]).toMatch(/^W{5,}…$/)
  })

  test('nothing resident draws the card alone', () => {
    expect(rects(drawChart(treemap([]), 'light'))).toEqual([])
  })
})

const words = fc.oneof(
  fc.constantFrom('[heap]', '', '内存', 'W'.repeat(300), 'libc.so.6', '/a/b c:d'),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 64 * GIB, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 4096, -GIB, 2 ** 64, 5e-324) },
  { weight: 1, arbitrary: fc.double() },
)
const kind = fc.constantFrom(...KINDS)
const specs: fc.Arbitrary<TreemapChart> = fc.record({
  kind: fc.constant('treemap' as const),
  title: words,
  subtitle: words,
  alt: words,
  tone: fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const),
  tiles: fc.array(fc.record({ label: words, bytes, kind }), { maxLength: 60 }),
  others: fc.record({ count: fc.nat(1000), bytes }),
  othersLabel: words,
  kinds: fc.array(fc.record({ kind, label: words, bytes }), { maxLength: 8 }),
})

test('any spec gives well-formed XML whose tiles and words lie on the card, no word outside of its tile', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const svg = drawChart(spec, 'light')
      const elements = readSvg(svg)
      const height = numberOf(elements[0] as Element, 'height')
      for (const one of elements) {
        if (one.name === 'rect') {
          expect(numberOf(one, 'width')).toBeGreaterThanOrEqual(0)
          expect(numberOf(one, 'x') + numberOf(one, 'width')).toBeLessThanOrEqual(640)
          expect(numberOf(one, 'y') + numberOf(one, 'height')).toBeLessThanOrEqual(height)
        }
      }
      let tile: Element | undefined
      for (const one of tiles(svg)) {
        if (one.name === 'rect') tile = one
        else expect(lies(one, tile as Element), JSON.stringify([one, tile])).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

function lies(text: Element, tile: Element): boolean {
  const [x, y] = [numberOf(text, 'x'), numberOf(text, 'y')]
  const size = numberOf(text, 'font-size')
  const width = textWidth(text.text, size, numberOf(text, 'font-weight') as Weight)
  return (
    x >= numberOf(tile, 'x') &&
    x + width <= numberOf(tile, 'x') + numberOf(tile, 'width') + 0.1 &&
    y - size * 0.8 >= numberOf(tile, 'y') - 0.1 &&
    y <= numberOf(tile, 'y') + numberOf(tile, 'height')
  )
}

test('merging keeps the sum, and no owner is without its label but one that is alone', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const drawn = tilesOf(spec, MAP)
      const isSize = (value: number): boolean => value >= 1 && value <= 2 ** 64
      const due = [...spec.tiles, spec.others]
        .map((one) => one.bytes)
        .filter(isSize)
        .reduce((sum, value) => sum + value, 0)
      const sum = drawn.reduce((all, one) => all + one.bytes, 0)
      if (due <= 2 ** 64) expect(Math.abs(sum - due)).toBeLessThanOrEqual(due * 1e-9)
      const silent = drawn.filter(({ kind: of, lines }) => of !== null && lines.length === 0)
      expect(silent.length).toBeLessThanOrEqual(drawn.length <= 2 ? 1 : 0)
    }),
    { numRuns: 300 },
  )
})
