import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stamp } from '../../../src/parsers/kernel/events.ts'
import { instantOf, wallMs } from '../../../src/parsers/kernel/instant.ts'

const NOTHING: Stamp = { uptimeSec: null, atMs: null, wall: null }
const NOW = Date.UTC(2026, 0, 3, 12)
const CLOCKS = { bootAtMs: Date.UTC(2026, 0, 1), offsetSec: 3600, nowMs: NOW }

function wall(text: string): Stamp {
  const [, year, month, day, hour, minute] =
    /(?:(\d{4})-)?(\d\d)-(\d\d) (\d\d):(\d\d)/.exec(text) ?? []
  return {
    ...NOTHING,
    wall: {
      year: year === undefined ? null : Number(year),
      month: Number(month),
      day: Number(day),
      secondOfDay: Number(hour) * 3600 + Number(minute) * 60,
    },
  }
}

describe('an instant', () => {
  test.each([
    ['of a zone', { ...NOTHING, atMs: 5 }, 5],
    ['of the host, in its zone', wall('2025-11-20 03:14'), Date.UTC(2025, 10, 20, 2, 14)],
    ['this January', wall('01-02 00:30'), Date.UTC(2026, 0, 1, 23, 30)],
    ['a December line read in January', wall('12-31 23:00'), Date.UTC(2025, 11, 31, 22)],
    ['a clock that is some hours ahead', wall('01-04 06:00'), Date.UTC(2026, 0, 4, 5)],
    ['29 February is of the last leap year', wall('02-29 01:00'), Date.UTC(2024, 1, 29, 0)],
    ['30 February is no day', wall('02-30 01:00'), null],
    ['an uptime', { ...NOTHING, uptimeSec: 60.5 }, Date.UTC(2026, 0, 1, 0, 1, 0, 500)],
    [
      'a wall clock goes before an uptime',
      { ...wall('2025-11-20 03:14'), uptimeSec: 60 },
      Date.UTC(2025, 10, 20, 2, 14),
    ],
    ['none', NOTHING, null],
  ] as const)('%s', (_, stamp, at) => {
    expect(instantOf(stamp, CLOCKS)).toBe(at)
  })

  test('nothing is guessed where the zone or the boot is not known', () => {
    const clocks = { bootAtMs: null, offsetSec: null, nowMs: NOW }
    expect(instantOf(wall('2025-11-20 03:14'), clocks)).toBeNull()
    expect(instantOf({ ...NOTHING, uptimeSec: 1 }, clocks)).toBeNull()
  })

  test('a line of the last 363 days is found again, whatever the day it is read', () => {
    const days = fc.integer({ min: 0, max: 363 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), days, (today, ago) => {
        const now = today * 86_400_000 + 43_200_000
        const then = new Date(now - ago * 86_400_000)
        const of = {
          year: null,
          month: then.getUTCMonth() + 1,
          day: then.getUTCDate(),
          secondOfDay: 43_200,
        }
        expect(wallMs(of, now)).toBe(then.getTime())
      }),
    )
  })
})
