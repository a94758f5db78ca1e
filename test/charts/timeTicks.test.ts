import { expect, test } from 'vitest'
import { timeTicks } from '../../src/charts/timeTicks.ts'
import { zoneOf } from '../../src/charts/zone.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts'

/** Ticks as `label` or `label/under`. */
function ticks(from: string, spanMs: number, zone: string, widthPx = 440): readonly string[] {
  const fromMs = Date.parse(from)
  return timeTicks(fromMs, fromMs + spanMs, widthPx, zoneOf(zone)).map(({ label, under }) =>
    under === null ? label : `${label}/${under}`,
  )
}

test.each([
  [
    '5 s',
    5 * SECOND_MS,
    'UTC',
    ['08:00:03/20 Nov', '08:00:04', '08:00:05', '08:00:06', '08:00:07'],
  ],
  ['1 min', MINUTE_MS, 'UTC', ['08:00:15/20 Nov', '08:00:30', '08:00:45', '08:01:00']],
  ['5 min', 5 * MINUTE_MS, 'Europe/Berlin', ['09:01/20 Nov', '09:02', '09:03', '09:04', '09:05']],
  [
    '1 h at half an hour off',
    HOUR_MS,
    'Asia/Kolkata',
    ['13:40/20 Nov', '13:50', '14:00', '14:10', '14:20', '14:30'],
  ],
  [
    '24 h, with the date where the day changes',
    DAY_MS,
    'UTC',
    ['12:00/20 Nov', '18:00', '00:00/21 Nov', '06:00'],
  ],
  [
    '3 days',
    3 * DAY_MS,
    'UTC',
    ['12:00/20 Nov', '00:00/21 Nov', '12:00', '00:00/22 Nov', '12:00', '00:00/23 Nov'],
  ],
  [
    '14 days',
    14 * DAY_MS,
    'UTC',
    ['21 Nov', '23 Nov', '25 Nov', '27 Nov', '29 Nov', '1 Dec', '3 Dec'],
  ],
  ['30 days on Mondays', 30 * DAY_MS, 'UTC', ['23 Nov', '30 Nov', '7 Dec', '14 Dec']],
  ['200 days', 200 * DAY_MS, 'UTC', ['Dec/2026', 'Jan/2027', 'Feb', 'Mar', 'Apr', 'May', 'Jun']],
  ['6 years', 6 * 365 * DAY_MS, 'UTC', ['2027', '2028', '2029', '2030', '2031', '2032']],
])('%s', (_, spanMs, zone, expected) => {
  expect(ticks('2026-11-20T08:00:02.500Z', spanMs, zone)).toEqual(expected)
})

test('ticks keep round hours over a change of clocks', () => {
  // Berlin goes from 02:00 to 03:00 on 28 Mar 2027, and from 03:00 to 02:00 on 31 Oct 2027.
  expect(ticks('2027-03-27T17:00:00Z', DAY_MS, 'Europe/Berlin')).toEqual([
    '18:00/27 Mar',
    '00:00/28 Mar',
    '06:00',
    '12:00',
    '18:00',
  ])
  expect(ticks('2027-10-30T16:00:00Z', DAY_MS, 'Europe/Berlin')).toEqual([
    '18:00/30 Oct',
    '00:00/31 Oct',
    '06:00',
    '12:00',
  ])
  expect(ticks('2027-10-25T12:00:00Z', 13 * DAY_MS, 'Europe/Berlin')).toEqual([
    '27 Oct',
    '29 Oct',
    '31 Oct',
    '2 Nov',
    '4 Nov',
    '6 Nov',
  ])
})

test('the hour that a clock shows twice has its ticks twice', () => {
  expect(ticks('2027-10-31T00:10:00Z', 2 * HOUR_MS, 'Europe/Berlin')).toEqual([
    '02:30/31 Oct',
    '02:00',
    '02:30',
    '03:00',
  ])
})
