import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { DAY_MS } from '../../../src/domain/time.ts'
import { fortnight, NOW_MS } from '../specs.ts'
import { numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

describe('restarts', () => {
  const at = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => NOW_MS - 14 * DAY_MS + ((index + 1) * 14 * DAY_MS) / (count + 2),
    )

  test('each has a triangle and a dotted line; one word says what they are', () => {
    const svg = drawChart(fortnight({ restarts: at(3) }), 'light')
    expect(ofClass(readSvg(svg), 'restart-mark')).toHaveLength(3)
    expect(
      ofClass(readSvg(svg), 'restart').map((line) => line.attributes['stroke-dasharray']),
    ).toEqual(['2 3', '2 3', '2 3'])
    expect(textsOf(svg, 'restart-word')).toEqual(['restart ×3'])
  })

  test('where the gaps are narrow the word stands after the last', () => {
    const svg = drawChart(fortnight({ restarts: at(25) }), 'light')
    const marks = ofClass(readSvg(svg), 'restart')
    expect(marks).toHaveLength(25)
    expect(numberOf(only(svg, 'restart-word'), 'x')).toBeGreaterThan(
      Math.max(...marks.map((mark) => numberOf(mark, 'x1'))),
    )
  })

  test('more than thirty are ticks only, with their count', () => {
    const svg = drawChart(fortnight({ restarts: at(214) }), 'light')
    expect(ofClass(readSvg(svg), 'restart-mark')).toEqual([])
    expect(ofClass(readSvg(svg), 'restart')).toHaveLength(214)
    expect(textsOf(svg, 'restart-word')).toEqual(['restart ×214'])
  })

  test('those outside of the history are not drawn', () => {
    const svg = drawChart(fortnight({ restarts: [NOW_MS - 15 * DAY_MS, NOW_MS + 1] }), 'light')
    expect(ofClass(readSvg(svg), 'restart')).toEqual([])
  })
})
