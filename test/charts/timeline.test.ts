/** The time line: events at their instants, close ones together, whatever the numbers are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../src/charts/draw.ts'
import { GIB } from '../../src/domain/bytes.ts'
import type { TimelineChart } from '../../src/domain/chart.ts'
import { MINUTE_MS } from '../../src/domain/time.ts'
import { type Element, numberOf, ofClass, readSvg, textsOf } from './svgReader.ts'

const FROM = Date.UTC(2026, 10, 20, 3)
const middle = (mark: Element): number => numberOf(mark, 'x') + numberOf(mark, 'width') / 2
const minute = (at: number): number => FROM + at * MINUTE_MS

function timeline(parts: Partial<TimelineChart> = {}): TimelineChart {
  return {
    kind: 'timeline',
    title: '2 OOM kills in 45 min',
    subtitle: 'sdw3 · postgres',
    alt: 'kills',
    tone: 'critical',
    fromMs: FROM,
    toMs: minute(45),
    line: { label: 'anon', points: [0, 10, 20, 30].map((at) => [minute(at), GIB * (1 + at)]) },
    lanes: [
      {
        label: 'kernel',
        events: [
          { atMs: minute(10), number: 1, tone: 'critical' },
          { atMs: minute(40), number: 3, tone: 'critical' },
        ],
      },
      { label: 'readings', events: [{ atMs: minute(25), number: 2, tone: 'calm' }] },
    ],
    zone: 'Europe/Berlin',
    ...parts,
  }
}

describe('time line', () => {
  test('no line of a grave event runs through the number of another lane', () => {
    const of = timeline()
    const svg = drawChart({ ...of, lanes: of.lanes.toReversed() }, 'light')
    expect(svg.lastIndexOf('class="grave"')).toBeGreaterThan(0)
    expect(svg.lastIndexOf('class="grave"')).toBeLessThan(svg.indexOf('class="number"'))
  })

  test('the last figure of the line stands at its end', () => {
    expect(textsOf(drawChart(timeline(), 'light'), 'name')).toEqual(['anon 31 GiB'])
  })

  test('each event stands at its instant, with its number, in the lane of its source', () => {
    const svg = drawChart(timeline(), 'light')
    expect(textsOf(svg, 'number')).toEqual(['1', '3', '2'])
    const [first, last] = ofClass(readSvg(svg), 'event-critical').map(middle)
    const [calm] = ofClass(readSvg(svg), 'event-calm').map(middle)
    // 10, 25 and 40 minutes lie evenly.
    expect((calm ?? 0) - (first ?? 0)).toBeCloseTo((last ?? 0) - (calm ?? 0), 0)
    expect(textsOf(svg, 'lane')).toEqual(['kernel', 'readings'])
    expect(textsOf(svg, 'time')).toContain('04:10')
    expect(textsOf(svg, 'zone')).toEqual(['Europe/Berlin'])
  })

  test('a grave event is drawn through the memory line', () => {
    expect(ofClass(readSvg(drawChart(timeline(), 'light')), 'grave')).toHaveLength(2)
  })

  test('events that would lie on each other share a mark, the gravest tone wins', () => {
    const events = [10, 10.1, 10.2].map((at, i) => ({
      atMs: minute(at),
      number: i + 1,
      tone: i === 1 ? ('critical' as const) : ('calm' as const),
    }))
    const svg = drawChart(timeline({ lanes: [{ label: 'kernel', events }] }), 'dark')
    expect(textsOf(svg, 'number')).toEqual(['1–3'])
    expect(ofClass(readSvg(svg), 'event-critical')).toHaveLength(1)
  })

  test('without readings the lanes stand alone', () => {
    const svg = drawChart(timeline({ line: null }), 'light')
    expect(ofClass(readSvg(svg), 'line')).toEqual([])
    expect(textsOf(svg, 'number')).toHaveLength(3)
  })

  test('any numbers and any text give a picture', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constant(FROM), fc.constant(minute(20)))
    const tone = fc.constantFrom('critical' as const, 'warning' as const, 'calm' as const)
    const event = fc.record({ atMs: number, number: fc.nat(), tone })
    const spec = fc.record({
      kind: fc.constant('timeline' as const),
      title: fc.string({ unit: 'binary' }),
      subtitle: fc.string(),
      alt: fc.string(),
      tone,
      fromMs: number,
      toMs: number,
      line: fc.option(
        fc.record({ label: fc.string(), points: fc.array(fc.tuple(number, number)) }),
      ),
      lanes: fc.array(fc.record({ label: fc.string(), events: fc.array(event) }), { maxLength: 4 }),
      zone: fc.constantFrom('UTC', 'Asia/Shanghai', 'no zone'),
    })
    fc.assert(
      fc.property(spec, (of) => {
        expect(readSvg(drawChart(of, 'light')).length).toBeGreaterThan(3)
      }),
    )
  })
})
