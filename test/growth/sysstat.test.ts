import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GIB, KIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { type HostNow, sysstatPast } from '../../src/growth/sysstat.ts'
import type { Sadf, SadfRow } from '../../src/parsers/tools/sadf.ts'
import { sysstatMemory } from '../../src/parsers/tools/sysstat.ts'
import { fixture, read } from '../parsers/helpers.ts'

const NOW_MS = Date.UTC(2026, 10, 20)
const TOTAL = 16 * GIB

function host(of: Partial<HostNow> = {}): HostNow {
  return {
    subject: 'db1',
    incarnation: 'boot:b',
    bootAtMs: NOW_MS - 2 * DAY_MS,
    memTotalBytes: TOTAL,
    behindMs: 0,
    nowMs: NOW_MS,
    ...of,
  }
}

const utc = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replace('T', ' ').concat(' UTC')

/** A row as sysstat 12 has it. */
function row(atMs: number, availBytes: number, of: Partial<SadfRow> = {}): SadfRow {
  const used = TOTAL - availBytes - GIB
  const percent = Math.round((used / TOTAL) * 10_000) / 100
  const values = { availBytes, memusedBytes: used, memusedPercent: percent, memfreeBytes: GIB }
  return { host: 'db1', at: utc(atMs), intervalSeconds: 600, values, ...of }
}

const sadf = (rows: readonly SadfRow[], restartsMs: readonly number[] = []): Sadf => ({
  rows,
  restarts: restartsMs.map((at) => ({ host: 'db1', at: utc(at) })),
})

const livesOf = (of: Sadf, now = host()) =>
  sysstatPast(of, now)?.points.map(({ atMs, life }) => [(atMs - NOW_MS) / HOUR_MS, life])

test('a real text: what is in use by the kernel’s own MemAvailable, in lives', () => {
  const { value } = read(sysstatMemory, fixture('tools/sadf-r-12.6.txt'))
  const total = 24_683_620 * KIB
  const past = sysstatPast(
    value,
    host({
      nowMs: Date.UTC(2026, 10, 2, 1),
      bootAtMs: Date.UTC(2026, 10, 2, 0, 4),
      memTotalBytes: total,
    }),
  )
  expect(past).toMatchObject({ subject: 'db1', source: 'sysstat', metric: 'unavailableBytes' })
  expect(past?.points.map(({ value, life }) => [total - value, life])).toEqual([
    ...[19_991_000, 19_982_000, 19_973_000].map((kib) => [kib * KIB, 'until:1793577900']),
    ...[21_982_000, 21_973_000, 21_964_000].map((kib) => [kib * KIB, 'boot:b']),
  ])
})

describe('lives', () => {
  const rows = [-100, -60, -40, -1].map((hours) => row(NOW_MS + hours * HOUR_MS, 4 * GIB))
  const boot = NOW_MS - 48 * HOUR_MS
  const earlier = NOW_MS - 80 * HOUR_MS

  test('end at restarts; the present one is the incarnation’s', () => {
    expect(livesOf(sadf(rows, [earlier, boot + MINUTE_MS]))).toEqual([
      [-100, `until:${earlier / 1000}`],
      [-60, `until:${(boot + MINUTE_MS) / 1000}`],
      [-40, 'boot:b'],
      [-1, 'boot:b'],
    ])
  })

  test('a boot that sysstat did not log ends one too', () => {
    expect(livesOf(sadf(rows))?.map(([, life]) => life)).toEqual([
      'before:boot:b',
      'before:boot:b',
      'boot:b',
      'boot:b',
    ])
  })

  test('a restart of sysstat alone, after the boot, ends none', () => {
    const lives = livesOf(sadf(rows, [boot + MINUTE_MS, NOW_MS - 20 * HOUR_MS]))
    expect(lives?.at(-2)).toEqual([-40, 'boot:b'])
  })

  test('a host whose boot is not known lives since the last restart', () => {
    expect(
      livesOf(sadf(rows, [earlier]), host({ bootAtMs: null }))?.map(([, life]) => life),
    ).toEqual([`until:${earlier / 1000}`, 'boot:b', 'boot:b', 'boot:b'])
  })
})

describe('figures', () => {
  const at = NOW_MS - HOUR_MS

  test('memory that was smaller before a restart is told by its percentages', () => {
    const small = 8 * GIB
    const values = { availBytes: 3 * GIB, memusedBytes: 4 * GIB, memusedPercent: 50 }
    const of = sadf([row(NOW_MS - 3 * DAY_MS, 0, { values }), row(at, 5 * GIB)])
    expect(sysstatPast(of, host())?.points.map(({ value }) => value)).toEqual([
      small - 3 * GIB,
      TOTAL - 5 * GIB,
    ])
  })

  test('before 11.5 what is used less buffers and cache stands in, never what is used', () => {
    const values = {
      memusedBytes: 12 * GIB,
      buffersBytes: GIB,
      cachedBytes: 6 * GIB,
      memusedPercent: 75,
    }
    expect(sysstatPast(sadf([row(at, 0, { values })]), host())).toMatchObject({
      metric: 'withoutCacheBytes',
      points: [{ value: 5 * GIB }],
    })
    const noCache = { memusedBytes: 12 * GIB }
    expect(sysstatPast(sadf([row(at, 0, { values: noCache })]), host())).toBeNull()
  })

  test('a kernel without MemAvailable, which sadf shows as 0', () => {
    const values = {
      availBytes: 0,
      memusedBytes: 12 * GIB,
      buffersBytes: GIB,
      cachedBytes: 6 * GIB,
    }
    expect(sysstatPast(sadf([row(at, 0, { values })]), host())?.metric).toBe('withoutCacheBytes')
  })

  test('times as older versions print them, and seconds', () => {
    const dashed = utc(at).replace(/:/g, '-')
    for (const text of [dashed, String(at / 1000)]) {
      expect(sysstatPast(sadf([row(at, GIB, { at: text })]), host())?.points[0]?.atMs).toBe(at)
    }
    expect(sysstatPast(sadf([row(at, GIB, { at: '00:10:00' })]), host())).toBeNull()
  })

  test('a host whose clock is wrong is put on the bot’s; a few seconds are left', () => {
    const first = (behindMs: number) =>
      sysstatPast(sadf([row(at, GIB)]), host({ behindMs }))?.points[0]?.atMs
    expect(first(HOUR_MS / 2)).toBe(at + HOUR_MS / 2)
    expect(first(3000)).toBe(at)
  })

  test('files of another host, of last year and of the epoch are left out', () => {
    const of = sadf([
      row(NOW_MS - 2 * DAY_MS, GIB, { host: 'golden-image' }),
      row(NOW_MS - 40 * DAY_MS, GIB),
      row(0, GIB),
      row(NOW_MS + DAY_MS, GIB),
      row(at, 2 * GIB),
    ])
    expect(sysstatPast(of, host())?.points).toEqual([
      { atMs: at, value: TOTAL - 2 * GIB, life: 'boot:b' },
    ])
  })
})

test('any rows in any order give the same points, in order and above zero', () => {
  const rows = fc.array(
    fc.record({
      host: fc.constant('db1'),
      at: fc.oneof(
        fc.integer({ min: NOW_MS - 30 * DAY_MS, max: NOW_MS + DAY_MS }).map(utc),
        fc.string(),
      ),
      intervalSeconds: fc.constant(600),
      values: fc.dictionary(
        fc.constantFrom(
          'availBytes',
          'memusedBytes',
          'memusedPercent',
          'buffersBytes',
          'cachedBytes',
        ),
        fc.oneof(
          fc.integer({ min: 0, max: 2 * TOTAL }),
          fc.double({ min: 0, max: 100, noNaN: true }),
        ),
      ),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(rows, fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 4 }), (some, days) => {
      const unique = [...new Map(some.map((one) => [one.at, one])).values()]
      const restarts = days.map((day) => NOW_MS - day * DAY_MS)
      const past = sysstatPast(sadf(unique, restarts), host())
      expect(sysstatPast(sadf(unique.toReversed(), restarts.toReversed()), host())).toEqual(past)
      const points = past?.points ?? []
      expect(points).toEqual([...points].sort((a, b) => a.atMs - b.atMs))
      for (const { value } of points) expect(value).toBeGreaterThan(0)
    }),
  )
})
