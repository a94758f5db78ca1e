import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import { HOUR_MS, SECOND_MS } from '../../../src/domain/time.ts'
import { forecastTo, fortnight, NOW_MS } from '../specs.ts'
import { numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

describe('forecast', () => {
  const limit = { label: 'memory.max', bytes: 5 * GIB }

  test('within reach the limit is met at a dot, with the date beside it', () => {
    const svg = drawChart(fortnight({ limit, forecast: forecastTo(limit.bytes) }), 'light')
    const dot = only(svg, 'eta')
    const dashes = only(svg, 'forecast').attributes.d ?? ''
    expect(dashes.endsWith(`L${dot.attributes.cx} ${dot.attributes.cy}`)).toBe(true)
    expect(dot.attributes.cy).toBe(only(svg, 'limit').attributes.y1)
    // 14 days at 200 MiB left 2.27 GiB: 1.27 GiB more take 6.48 days.
    expect(textsOf(svg, 'eta-date')).toEqual(['Thu 26 Nov'])
    expect(numberOf(only(svg, 'to-come'), 'width')).toBeGreaterThan(0)
  })

  test('beyond 0.7 of the history the horizon is cut and the date written', () => {
    const far = { label: 'memory.max', bytes: 12 * GIB }
    const svg = drawChart(fortnight({ limit: far, forecast: forecastTo(far.bytes) }), 'light')
    expect(ofClass(readSvg(svg), 'eta')).toEqual([])
    expect(textsOf(svg, 'eta-date')).toEqual(['→ 1 Jan 2027'])
  })

  test('the instant is as exact as it can be known: within days the hour, within minutes the second', () => {
    const soon = (ms: number) =>
      textsOf(
        drawChart(
          fortnight({
            limit,
            zone: 'Asia/Kolkata',
            forecast: { ...forecastTo(limit.bytes), limitAtMs: NOW_MS + ms },
          }),
          'light',
        ),
        'eta-date',
      )
    expect(soon(26 * HOUR_MS)).toEqual(['≈ 15:30', 'Sat 21 Nov'])
    expect(soon(90 * SECOND_MS)).toEqual(['≈ 13:31:30', 'Fri 20 Nov'])
  })

  test('an instant that has passed is not drawn', () => {
    const svg = drawChart(
      fortnight({ limit, forecast: { ...forecastTo(limit.bytes), limitAtMs: NOW_MS - 1 } }),
      'light',
    )
    expect(ofClass(readSvg(svg), 'eta')).toEqual([])
    expect(textsOf(svg, 'eta-date')).toEqual([])
  })
})
