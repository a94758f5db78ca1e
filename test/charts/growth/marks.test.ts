import { describe, expect, test } from 'vitest'
import { withBoxes } from '../../../src/charts/boxes.ts'
import { drawChart } from '../../../src/charts/draw.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts'
import { forecastTo, fortnight, NOW_MS } from '../specs.ts'
import { numberOf, ofClass, readSvg, textsOf } from '../svgReader.ts'

const mark = (number: number, agoMs: number, label: string) => ({
  number,
  atMs: NOW_MS - agoMs,
  label,
})

describe('marks', () => {
  test.each(['light', 'dark'] as const)('%s: a line each over the whole plot, named', (theme) => {
    const marks = [mark(1, 9 * DAY_MS, 'deploy 1.2'), mark(2, 2 * DAY_MS, 'work_mem <b>&')]
    const svg = drawChart(fortnight({ marks }), theme)
    const lines = ofClass(readSvg(svg), 'mark')
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line.attributes.x1).toBe(line.attributes.x2)
    expect(textsOf(svg, 'mark-label').toSorted()).toEqual(['deploy 1.2', 'work_mem <b>&'])
  })

  test('those outside of the history are not drawn, the time to come included', () => {
    const limit = { label: 'memory.max', bytes: 5 * GIB }
    const forecast = forecastTo(limit.bytes)
    const marks = [mark(1, 15 * DAY_MS, 'before'), mark(2, -HOUR_MS, 'after'), mark(3, 0, 'now')]
    const svg = drawChart(fortnight({ limit, forecast, marks }), 'light')
    expect(textsOf(svg, 'mark-label')).toEqual(['now'])
  })

  test('a chart that was kept before there were marks is drawn as it was', () => {
    const { marks: _, ...before } = fortnight()
    expect(drawChart(before, 'light')).toBe(drawChart(fortnight({ marks: [] }), 'light'))
  })

  test.each([
    ['no font has it', '发布 1.2', '#7'],
    ['too long', 'x'.repeat(80), /^x+…$/],
    ['nothing', '', '#7'],
  ])('%s', (_, label, drawn) => {
    const [text] = textsOf(
      drawChart(
        withBoxes(fortnight({ marks: [mark(7, DAY_MS, label)] }), () => false),
        'light',
      ),
      'mark-label',
    )
    expect(text).toMatch(drawn)
  })

  test('labels keep clear of the name of the limit and of the floors', () => {
    const floors = [13, 7, 1].map((day) => [NOW_MS - day * DAY_MS, GIB] as const)
    const limit = { label: 'memory.max', bytes: 64 * GIB }
    const svg = drawChart(
      fortnight({
        floors,
        limit,
        marks: [mark(1, 14 * DAY_MS, 'first'), mark(2, 7 * DAY_MS, 'y')],
      }),
      'light',
    )
    const elements = readSvg(svg)
    const ys = (name: string) => ofClass(elements, name).map((one) => numberOf(one, 'y'))
    for (const y of ys('mark-label'))
      for (const other of [...ys('limit-label'), ...ys('floor-word')])
        expect(Math.abs(y - other)).toBeGreaterThan(4)
  })

  test('where too many stand together, the newest are named and all are lines', () => {
    const marks = Array.from({ length: 40 }, (_, i) => mark(i, (40 - i) * HOUR_MS, `deploy ${i}`))
    const svg = drawChart(fortnight({ marks }), 'light')
    expect(ofClass(readSvg(svg), 'mark')).toHaveLength(40)
    const named = textsOf(svg, 'mark-label')
    expect(named.length).toBeLessThan(40)
    expect(named).toContain('deploy 39')
  })
})
