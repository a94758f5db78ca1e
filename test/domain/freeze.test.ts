/** Freeze windows by the wall clock of their zone. */
import { describe, expect, test } from 'vitest'
import { frozenBy, parseFreeze } from '../../src/domain/freeze.ts'

function isFrozen(text: string, at: string, zone = 'UTC'): boolean {
  const freeze = parseFreeze(text)
  if (freeze === null) throw new Error(`no window: ${text}`)
  return frozenBy([freeze], zone, Date.parse(at)) !== null
}

describe('a weekly window', () => {
  // 27 November 2026 is a Friday.
  test.each([
    ['2026-11-27T15:59:59Z', false],
    ['2026-11-27T16:00:00Z', true],
    ['2026-11-29T23:59:00Z', true],
    ['2026-11-30T00:00:00Z', true],
    ['2026-11-30T07:59:59Z', true],
    ['2026-11-30T08:00:00Z', false],
    ['2026-12-01T12:00:00Z', false],
  ])('over a week end, at %s: %s', (at, frozen) => {
    expect(isFrozen('Fri 16:00 - Mon 08:00', at)).toBe(frozen)
  })

  test('within one day, and to midnight', () => {
    expect(isFrozen('tue 09:00 - Tue 10:00', '2026-12-01T09:30:00Z')).toBe(true)
    expect(isFrozen('Tue 09:00 - Tue 10:00', '2026-12-02T09:30:00Z')).toBe(false)
    expect(isFrozen('Sat 00:00 - Sun 24:00', '2026-11-29T23:59:59Z')).toBe(true)
    expect(isFrozen('Sat 00:00 - Sun 24:00', '2026-11-30T00:00:00Z')).toBe(false)
  })

  test('is of its own zone, on the day the clocks change too', () => {
    expect(isFrozen('Fri 16:00 - Mon 08:00', '2026-11-27T15:00:00Z', 'Europe/Berlin')).toBe(true)
    // On 25 October 2026 Berlin has 25 hours: Monday 08:00 there is 07:00 UTC.
    expect(isFrozen('Fri 16:00 - Mon 08:00', '2026-10-26T06:59:59Z', 'Europe/Berlin')).toBe(true)
    expect(isFrozen('Fri 16:00 - Mon 08:00', '2026-10-26T07:00:00Z', 'Europe/Berlin')).toBe(false)
  })
})

describe('a dated window', () => {
  test.each([
    ['2026-12-19T23:59:59Z', false],
    ['2026-12-20T00:00:00Z', true],
    ['2027-01-03T23:59:59Z', true],
    ['2027-01-04T00:00:00Z', false],
  ])('takes its last day in, at %s: %s', (at, frozen) => {
    expect(isFrozen('2026-12-20 - 2027-01-03', at)).toBe(frozen)
  })

  test('may have times', () => {
    expect(isFrozen('2026-12-20 18:00 - 2026-12-21 06:00', '2026-12-21T05:59:00Z')).toBe(true)
    expect(isFrozen('2026-12-20 18:00 - 2026-12-21 06:00', '2026-12-21T06:00:00Z')).toBe(false)
  })
})

test.each([
  'Fri 16:00',
  'Fri 16:00 - Mon',
  'Xyz 16:00 - Mon 08:00',
  'Fri 25:00 - Mon 08:00',
  'Fri 16:61 - Mon 08:00',
  'Fri 16:00 - Fri 16:00',
  '2026-02-30 - 2026-03-01',
  '2026-12-20 - 2026-12-19',
  'Fri 16:00 - 2026-12-19',
  'Mon 08:00 - Tue 08:00 - Wed 08:00',
  '',
])('%j is none', (text) => expect(parseFreeze(text)).toBeNull())
