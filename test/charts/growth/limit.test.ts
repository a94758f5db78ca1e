import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import { HOUR_MS } from '../../../src/domain/time.ts'
import { fortnight, NOW_MS, points, specOf } from '../specs.ts'
import { numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

describe('limit', () => {
  test('within reach it is a dashed line with its name and size', () => {
    const svg = drawChart(fortnight({ limit: { label: 'memory.max', bytes: 8 * GIB } }), 'light')
    expect(only(svg, 'limit').attributes['stroke-dasharray']).toBe('7 4')
    expect(textsOf(svg, 'limit-label')).toEqual(['memory.max 8 GiB'])
  })

  test('far above the data it is a note with an arrow, and the data keep the scale', () => {
    const svg = drawChart(fortnight({ limit: { label: 'MemTotal', bytes: 64 * GIB } }), 'light')
    expect(ofClass(readSvg(svg), 'limit')).toEqual([])
    expect(only(svg, 'limit-arrow').name).toBe('path')
    expect(textsOf(svg, 'limit-label')).toEqual(['MemTotal 64 GiB'])
    expect(textsOf(svg, 'size').at(-1)).toBe('4 GiB')
  })

  test('its label keeps clear of the line that runs under it', () => {
    const high = points(
      NOW_MS,
      HOUR_MS,
      [3.9, 3.9, 3.9, 3.9, 0.5, 0.5, 0.5, 0.5].map((gib) => gib * GIB),
    )
    const svg = drawChart(
      specOf({
        series: [{ label: 'RSS', points: high }],
        limit: { label: 'memory.max', bytes: 4 * GIB },
      }),
      'light',
    )
    // Left under the line is taken; left over it is free.
    expect(numberOf(only(svg, 'limit-label'), 'y')).toBeLessThan(numberOf(only(svg, 'limit'), 'y1'))
  })
})
