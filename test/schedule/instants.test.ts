import fc from 'fast-check'
import { createTask } from 'node-cron'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { instantsOf } from '../../src/schedule/instants.ts'

afterEach(() => vi.useRealTimers())

/** What node-cron itself would fire after this instant. */
function fired(expression: string, zone: string, atMs: number, count: number): readonly number[] {
  vi.useFakeTimers({ now: atMs, toFake: ['Date'] })
  const task = createTask(expression, () => undefined, { timezone: zone })
  const runs = task.getNextRuns(count).map((run) => run.getTime())
  void task.destroy()
  vi.useRealTimers()
  return runs
}

/** The same by our search, one after the other. */
function searched(
  expression: string,
  zone: string,
  atMs: number,
  count: number,
): readonly (number | null)[] {
  const instants = instantsOf(expression, zone)
  const out: (number | null)[] = []
  for (let ms: number | null = atMs; out.length < count && ms !== null; out.push(ms))
    ms = instants.after(ms)
  return out
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

describe('instants', () => {
  test.each([
    [
      'every morning',
      '0 8 * * *',
      'Europe/Berlin',
      '2026-11-21T06:59:59Z',
      '2026-11-21T07:00:00.000Z',
    ],
    [
      'exactly then is past',
      '0 8 * * *',
      'UTC',
      '2026-11-21T08:00:00Z',
      '2026-11-22T08:00:00.000Z',
    ],
    ['on workdays', '0 8 * * 1-5', 'UTC', '2026-11-20T09:00:00Z', '2026-11-23T08:00:00.000Z'],
    [
      'half-hour zone',
      '30 9 * * *',
      'Asia/Kolkata',
      '2026-11-21T00:00:00Z',
      '2026-11-21T04:00:00.000Z',
    ],
    [
      'the hour that summer takes away is skipped',
      '30 2 * * *',
      'Europe/Berlin',
      '2027-03-27T12:00:00Z',
      '2027-03-29T00:30:00.000Z',
    ],
    [
      'the hour that winter gives twice comes once',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'west of Greenwich in the first of the two',
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00:00Z',
      '2026-11-01T05:30:00.000Z',
    ],
    [
      'and not in the second',
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T05:30:00Z',
      '2026-11-02T06:30:00.000Z',
    ],
    ['seconds', '15,45 * * * * *', 'UTC', '2026-11-21T00:00:15.5Z', '2026-11-21T00:00:45.000Z'],
    ['leap day', '0 0 29 2 *', 'UTC', '2026-11-21T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['nickname', '@weekly', 'UTC', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00.000Z'],
  ])('next: %s', (_name, expression, zone, from, want) => {
    expect(iso(instantsOf(expression, zone).after(Date.parse(from)))).toBe(want)
  })

  test.each([
    ['exactly then counts', '0 8 * * *', 'UTC', '2026-11-21T08:00:00Z', '2026-11-21T08:00:00.000Z'],
    ['yesterday', '0 8 * * *', 'UTC', '2026-11-21T07:59:59.999Z', '2026-11-20T08:00:00.000Z'],
    [
      'before the weekend',
      '0 8 * * 1-5',
      'America/New_York',
      '2026-11-22T20:00:00Z',
      '2026-11-20T13:00:00.000Z',
    ],
    [
      'in the doubled hour, before it counts',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-25T00:45:00Z',
      '2026-10-24T00:30:00.000Z',
    ],
    [
      'in the doubled hour, when it counts',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-25T01:30:00Z',
      '2026-10-25T01:30:00.000Z',
    ],
    ['months ago', '0 0 1 1 *', 'UTC', '2026-11-21T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['too long ago to matter', '0 0 29 2 *', 'UTC', '2026-11-21T00:00:00Z', null],
  ])('previous: %s', (_name, expression, zone, from, want) => {
    expect(iso(instantsOf(expression, zone).upTo(Date.parse(from)))).toBe(want)
  })

  const expressions = fc.constantFrom(
    '*/15 * * * *',
    '0 8 * * *',
    '30 2 * * *',
    '0 0 * * *',
    '59 23 * * 0',
    '7 */5 * * 1-5',
    '0 12 L * *',
    '30 1 1W * *',
    '*/20 30 1,2,3 * * *',
  )
  // Half of the instants lie near a change of the zone's clocks, where the rules are hard.
  const changes: readonly (readonly [zone: string, at: string])[] = [
    ['Europe/Berlin', '2026-10-25T01:00Z'],
    ['Europe/Berlin', '2027-03-28T01:00Z'],
    ['America/New_York', '2026-11-01T06:00Z'],
    ['America/New_York', '2027-03-14T07:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
    ['Asia/Kathmandu', '2026-11-21T00:00Z'],
    ['UTC', '2026-12-31T23:59Z'],
  ]
  const quarters = fc.integer({ min: -120, max: 12 }).map((n) => n * 900_000)
  const offsets = fc.oneof(quarters, fc.integer({ min: -30 * 3600_000, max: 3 * 3600_000 }))
  const zoned = fc.oneof(
    fc
      .tuple(fc.constantFrom(...changes), offsets)
      .map(([[zone, at], offset]) => ({ zone, atMs: Date.parse(at) + offset })),
    fc.record({
      zone: fc.constantFrom(...changes.map(([zone]) => zone)),
      atMs: fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) }),
    }),
  )

  /** East of Greenwich node-cron, asked in the first pass of a doubled hour, leaves out the second too. */
  const skipsBoth = (zone: string, atMs: number): boolean => {
    if (zone === 'America/New_York') return false
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    return [30, 60].some((min) => clock.format(atMs) === clock.format(atMs + min * 60_000))
  }

  test('are those that node-cron fires, in any zone, at any time of the year', () => {
    fc.assert(
      fc.property(expressions, zoned, (expression, { zone, atMs }) => {
        fc.pre(!skipsBoth(zone, atMs))
        expect(searched(expression, zone, atMs, 4).map(iso)).toEqual(
          fired(expression, zone, atMs, 4).map(iso),
        )
      }),
      { numRuns: 120 },
    )
  })

  test('backwards is the way back of forwards', () => {
    fc.assert(
      fc.property(expressions, zoned, (expression, { zone, atMs }) => {
        const instants = instantsOf(expression, zone)
        const next = instants.after(atMs)
        if (next === null) throw new Error('all of these come again')
        expect(iso(instants.upTo(next))).toBe(iso(next))
        const before = instants.upTo(next - 1)
        if (before === null) throw new Error('all of these came before')
        expect(before).toBeLessThanOrEqual(atMs)
        expect(iso(instants.after(before))).toBe(iso(next))
      }),
      { numRuns: 120 },
    )
  })
})
