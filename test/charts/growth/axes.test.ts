import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { GIB, MIB } from '../../../src/domain/bytes.ts'
import { HOUR_MS } from '../../../src/domain/time.ts'
import { fortnight, NOW_MS, points, specOf } from '../specs.ts'
import { textsOf } from '../svgReader.ts'

describe('scale', () => {
  test.each([
    ['flat', [312 * MIB, 312 * MIB], ['0', '64 MiB', '128 MiB', '192 MiB', '256 MiB', '320 MiB']],
    ['nothing ever', [0, 0], ['0', '256 KiB', '512 KiB', '768 KiB', '1 MiB']],
    ['tiny changes', [GIB, GIB + 4096], ['0', '256 MiB', '512 MiB', '768 MiB', '1 GiB']],
  ])('%s: the axis starts at 0 and has binary ticks', (_, values, ticks) => {
    const svg = drawChart(
      specOf({ series: [{ label: 'RSS', points: points(NOW_MS, HOUR_MS, values) }] }),
      'light',
    )
    expect(textsOf(svg, 'size')).toEqual(ticks)
  })
})

test('an unknown zone is UTC, and the axis says so', () => {
  expect(textsOf(drawChart(fortnight({ zone: 'Mars/Olympus' }), 'light'), 'zone')).toEqual(['UTC'])
  expect(textsOf(drawChart(fortnight({ zone: 'Asia/Tokyo' }), 'light'), 'zone')).toEqual([
    'Asia/Tokyo',
  ])
})

test('where the name of the zone has no room beside the last tick, its city stands alone', () => {
  const svg = drawChart(fortnight({ zone: 'America/Argentina/Buenos_Aires' }), 'light')
  expect(textsOf(svg, 'zone')).toEqual(['Buenos_Aires'])
})
