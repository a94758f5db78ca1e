import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { textWidth } from '../../../src/charts/font.ts'
import { GIB, MIB } from '../../../src/domain/bytes.ts'
import { DAY_MS } from '../../../src/domain/time.ts'
import { forecastTo, fortnight, NOW_MS } from '../specs.ts'
import { numberOf, ofClass, only, readSvg, textsOf } from '../svgReader.ts'

const floors = Array.from(
  { length: 14 },
  (_, day) => [NOW_MS - (13 - day) * DAY_MS, GIB + day * 190 * MIB] as const,
)

describe('floors', () => {
  test('a dot each, joined, named once; what lies outside the picture is left out', () => {
    const svg = drawChart(fortnight({ floors: [...floors, [0, GIB], [NOW_MS, 99 * GIB]] }), 'light')
    expect(ofClass(readSvg(svg), 'floor')).toHaveLength(14)
    expect(only(svg, 'floors').attributes.d?.match(/[ML]/g)).toHaveLength(14)
    expect(textsOf(svg, 'floor-word')).toEqual(['floors'])
  })

  test('their name covers neither a line nor the forecast that runs along them', () => {
    const limit = { label: 'memory.max', bytes: 5 * GIB }
    const svg = drawChart(fortnight({ floors, limit, forecast: forecastTo(limit.bytes) }), 'light')
    const word = only(svg, 'floor-word')
    const [x, bottom] = [numberOf(word, 'x'), numberOf(word, 'y')]
    const right = x + textWidth(word.text, numberOf(word, 'font-size'))
    const lines = [only(svg, 'floors'), only(svg, 'line'), ...ofClass(readSvg(svg), 'forecast')]
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      const points = [...(line.attributes.d ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, px, py]) => [Number(px), Number(py)] as const,
      )
      points.slice(1).forEach(([x1, y1], at) => {
        const [x0, y0] = points[at] ?? [x1, y1]
        for (const px of [x, (x + right) / 2, right].filter((one) => one >= x0 && one <= x1)) {
          const py = y0 + ((px - x0) / (x1 - x0)) * (y1 - y0)
          expect(py < bottom - 11 || py > bottom + 2).toBe(true)
        }
      })
    }
  })

  test('one floor is no line', () => {
    const svg = drawChart(fortnight({ floors: floors.slice(0, 1) }), 'light')
    expect(ofClass(readSvg(svg), 'floor')).toEqual([])
  })
})

describe('the band of a forecast', () => {
  const limit = { label: 'memory.max', bytes: 5 * GIB }
  const drawn = (lowPerDay: number, highPerDay: number) => {
    const forecast = { ...forecastTo(limit.bytes), band: { lowPerDay, highPerDay } }
    return drawChart(fortnight({ limit, forecast }), 'light')
  }

  test('opens from the newest value to the end of the picture', () => {
    const d = only(drawn(150 * MIB, 210 * MIB), 'band').attributes.d ?? ''
    expect(d.match(/[ML]/g)).toHaveLength(3)
    expect(d.endsWith('Z')).toBe(true)
  })

  test('is cut where it leaves the picture', () => {
    const d = only(drawn(-900 * MIB, 9000 * MIB), 'band').attributes.d ?? ''
    expect(d.match(/[ML]/g)).toHaveLength(5)
  })

  test('is not drawn of an interval that is none', () => {
    expect(ofClass(readSvg(drawn(250 * MIB, 150 * MIB)), 'band')).toEqual([])
  })
})
