import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Log } from '../../src/domain/ports.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'

const T0 = Date.UTC(2026, 10, 21, 7, 59, 30)
const EIGHT = Date.UTC(2026, 10, 21, 8)
const daily = { kind: 'cron', expression: '0 8 * * *', zone: 'UTC' } as const
const seconds = (everySec: number) => ({ kind: 'interval', everyMs: everySec * 1000 }) as const

beforeEach(() => {
  vi.useFakeTimers({ now: T0, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => vi.useRealTimers())

function setUp() {
  const logged: string[] = []
  const log: Log = {
    info: (event) => void logged.push(event),
    warn: (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`),
    bug: (event) => {
      logged.push(event)
      return 'E00000'
    },
    step: () => undefined,
  }
  const schedule = createSchedule({ clock: systemClock(), log })
  const ticks: number[] = []
  return { schedule, logged, ticks, onTick: (dueAtMs: number) => void ticks.push(dueAtMs) }
}

describe('cron ticks', () => {
  test('carry the very instant they were due, day after day, until they are stopped', async () => {
    const { schedule, ticks, onTick } = setUp()
    schedule.start('m', daily, null, onTick)
    await vi.advanceTimersByTimeAsync(2 * DAY_MS)
    expect(ticks).toEqual([EIGHT, EIGHT + DAY_MS])
    schedule.stop('m')
    await vi.advanceTimersByTimeAsync(2 * DAY_MS)
    expect(ticks).toHaveLength(2)
  })

  test('a sleep over one tick: it comes late, with the instant it was due', async () => {
    const { schedule, ticks, logged, onTick } = setUp()
    schedule.start('m', daily, null, onTick)
    vi.setSystemTime(EIGHT + 2 * HOUR_MS)
    await vi.advanceTimersByTimeAsync(MINUTE_MS)
    expect(ticks).toEqual([EIGHT])
    expect(logged).toEqual([])
  })

  test('a sleep over several: the last comes, the others are told as missed', async () => {
    const { schedule, ticks, logged, onTick } = setUp()
    schedule.start('m', { ...daily, expression: '0 * * * *' }, null, onTick)
    vi.setSystemTime(EIGHT + 3 * HOUR_MS + 5 * MINUTE_MS)
    await vi.advanceTimersByTimeAsync(MINUTE_MS)
    expect(ticks).toEqual([EIGHT + 3 * HOUR_MS])
    expect(logged).toEqual(
      [0, 1, 2].map((n) => `schedule.missed {"key":"m","dueAtMs":${EIGHT + n * HOUR_MS}}`),
    )
  })

  test('a sleep over more than may be late: nothing comes, and it is told', async () => {
    const { schedule, ticks, logged, onTick } = setUp()
    schedule.start('m', daily, null, onTick)
    vi.setSystemTime(EIGHT + 7 * HOUR_MS)
    await vi.advanceTimersByTimeAsync(MINUTE_MS)
    expect(ticks).toEqual([])
    expect(logged).toEqual([`schedule.missed {"key":"m","dueAtMs":${EIGHT}}`])
  })
})

describe('interval ticks', () => {
  test('begin at the first instant and do not drift', async () => {
    const { schedule, ticks, onTick } = setUp()
    schedule.start('w', seconds(10), T0 + 300, onTick)
    await vi.advanceTimersByTimeAsync(25_000)
    expect(ticks).toEqual([T0 + 300, T0 + 10_300, T0 + 20_300])
  })

  test('one that is due now comes at once', async () => {
    const { schedule, ticks, onTick } = setUp()
    schedule.start('w', seconds(10), T0, onTick)
    await vi.advanceTimersByTimeAsync(0)
    expect(ticks).toEqual([T0])
  })

  test('without a first instant they keep to the grid that next and previous tell', async () => {
    const { schedule, ticks, onTick } = setUp()
    schedule.start('w', seconds(60), null, onTick)
    expect(schedule.next(seconds(60), T0)).toBe(EIGHT)
    await vi.advanceTimersByTimeAsync(31_000)
    expect(ticks).toEqual([EIGHT])
    expect(schedule.previous(seconds(60), EIGHT + 500)).toBe(EIGHT)
    expect(schedule.next(seconds(60), EIGHT)).toBe(EIGHT + 60_000)
  })

  test('those that were slept through are skipped, not bunched, and the grid holds', async () => {
    const { schedule, ticks, logged, onTick } = setUp()
    schedule.start('w', seconds(10), T0, onTick)
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(T0 + 47_000)
    await vi.advanceTimersByTimeAsync(13_000)
    expect(ticks).toEqual([T0, T0 + 50_000, T0 + 60_000])
    expect(logged).toEqual([`schedule.missed {"key":"w","missed":4,"dueAtMs":${T0 + 10_000}}`])
  })
})

describe('any schedule', () => {
  test('a tick that throws is a bug in the log, and the next one comes', async () => {
    const { schedule, logged } = setUp()
    let calls = 0
    schedule.start('w', seconds(10), T0, () => {
      calls += 1
      throw new Error('no')
    })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(calls).toBe(2)
    expect(logged).toEqual(['schedule.tick-threw', 'schedule.tick-threw'])
  })

  test('starting a key again replaces it, and closing stops all', async () => {
    const { schedule, ticks, onTick } = setUp()
    const wrong = () => void ticks.push(-1)
    schedule.start('a', seconds(10), T0 + 5000, wrong)
    schedule.start('a', seconds(10), T0 + 5000, onTick)
    schedule.start('b', daily, null, onTick)
    await vi.advanceTimersByTimeAsync(6000)
    expect(ticks).toEqual([T0 + 5000])
    await schedule.close()
    await vi.advanceTimersByTimeAsync(DAY_MS)
    expect(ticks).toEqual([T0 + 5000])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('tells next and previous of a cron expression', () => {
    const { schedule } = setUp()
    expect(schedule.next(daily, T0)).toBe(EIGHT)
    expect(schedule.previous(daily, T0)).toBe(EIGHT - DAY_MS)
  })
})

describe('systemClock', () => {
  test('sleeps the time asked, longer than one timer can', async () => {
    let awake = false
    void systemClock()
      .sleep(60 * DAY_MS)
      .then(() => {
        awake = true
      })
    await vi.advanceTimersByTimeAsync(60 * DAY_MS - 1)
    expect(awake).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(awake).toBe(true)
  })

  test('an abort ends a sleep at once and leaves no timer', async () => {
    const abort = new AbortController()
    const slept = systemClock().sleep(DAY_MS * 30, abort.signal)
    abort.abort()
    await slept
    expect(vi.getTimerCount()).toBe(0)
    await systemClock().sleep(DAY_MS, abort.signal)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('tells the machine’s time', () => {
    expect(systemClock().now()).toBe(T0)
  })
})
