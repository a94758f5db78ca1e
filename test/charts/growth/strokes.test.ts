import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import { LIMITS } from '../../../src/domain/limits.ts'
import { HOUR_MS, SECOND_MS } from '../../../src/domain/time.ts'
import { NOW_MS, points, specOf, watch } from '../specs.ts'
import { type Element, numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

/** The runs of a path, as numbers of points. */
function runs(path: Element): readonly number[] {
  return (path.attributes.d ?? '')
    .split('M')
    .slice(1)
    .map((run) => run.split('L').length)
}

describe('lines', () => {
  test('a gap breaks the line, and a value between two gaps is a dot', () => {
    const values = [1, 2, null, 3, null, 4, 5, 6].map((gib) => (gib === null ? null : gib * GIB))
    const spec = specOf({ series: [{ label: 'RSS', points: points(NOW_MS, HOUR_MS, values) }] })
    const svg = drawChart(spec, 'light')
    expect(runs(only(svg, 'line'))).toEqual([2, 3])
    expect(ofClass(readSvg(svg), 'lone')).toHaveLength(1)
  })

  test('no line joins two lives', () => {
    const restart = NOW_MS - 150 * SECOND_MS
    const svg = drawChart(watch({ restarts: [restart] }), 'light')
    // The sample at the instant of the restart belongs to the new life.
    expect(runs(only(svg, 'line'))).toEqual([30, 31])
  })

  test('ends are labelled with name and value, at most four of them', () => {
    const series = ['a', 'b', 'c', 'd', 'e'].map((label, at) => ({
      label,
      points: points(NOW_MS, HOUR_MS, [GIB, (5 - at) * GIB]),
    }))
    const svg = drawChart(specOf({ series }), 'light')
    expect(textsOf(svg, 'end-name')).toEqual(['a', 'b', 'c', 'd'])
    expect(textsOf(svg, 'end-value')).toEqual(['5 GiB', '4 GiB', '3 GiB', '2 GiB'])
  })

  test('a series without one value is named and has a dash for its value', () => {
    const svg = drawChart(
      specOf({
        series: [
          { label: 'RSS', points: points(NOW_MS, HOUR_MS, [GIB, GIB]) },
          { label: 'PSS', points: points(NOW_MS, HOUR_MS, [null, null]) },
        ],
      }),
      'light',
    )
    expect(textsOf(svg, 'end-name')).toEqual(['RSS', 'PSS'])
    expect(textsOf(svg, 'end-value')).toEqual(['1 GiB', '–'])
  })

  test('the value of a series that ends early is its newest one', () => {
    const svg = drawChart(
      specOf({ series: [{ label: 'RSS', points: points(NOW_MS, HOUR_MS, [GIB, 2 * GIB, null]) }] }),
      'light',
    )
    expect(textsOf(svg, 'end-value')).toEqual(['2 GiB'])
  })

  test('many points are thinned to the limit, the peak among them', () => {
    const values = Array.from(
      { length: 5000 },
      (_, at) => (at === 3210 ? 4 : 1 + (at % 7) / 100) * GIB,
    )
    const svg = drawChart(
      specOf({ series: [{ label: 'RSS', points: points(NOW_MS, SECOND_MS, values) }] }),
      'light',
    )
    const line = only(svg, 'line')
    expect(runs(line)).toEqual([LIMITS.chartPoints])
    const heights = [...(line.attributes.d ?? '').matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y))
    const top = numberOf(
      readSvg(svg).find(
        (one) => one.text === '4 GiB' && one.attributes.class === 'size',
      ) as Element,
      'y',
    )
    expect(Math.min(...heights)).toBeCloseTo(top - 4.5, 1)
  })
})

describe('few points', () => {
  test('one point is a dot with its instant under it, and no line', () => {
    const svg = drawChart(
      specOf({ series: [{ label: 'RSS', points: [[NOW_MS, GIB]] }], zone: 'Europe/Berlin' }),
      'light',
    )
    expect(only(svg, 'end').name).toBe('circle')
    expect(ofClass(readSvg(svg), 'line')).toEqual([])
    expect(textsOf(svg, 'time')).toEqual(['09:00:00'])
    expect(textsOf(svg, 'date')).toEqual(['20 Nov 2026'])
  })

  test.each([
    ['no series', []],
    ['a series without points', [{ label: 'RSS', points: [] }]],
    ['only gaps', [{ label: 'RSS', points: [[NOW_MS, null]] as const }]],
  ])('%s: an empty frame and no word but the ones given', (_, series) => {
    const svg = drawChart(specOf({ title: 'No samples yet', subtitle: 'db1', series }), 'light')
    const words = readSvg(svg).flatMap((element) => (element.text === '' ? [] : [element.text]))
    expect(words).toEqual(['No samples yet', 'db1'])
    expect(only(svg, 'empty').name).toBe('rect')
  })
})
