/** `at` and `since` behind a target, in the asker's zone. */
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { readWhen, splitWhen } from '../../src/pipeline/when.ts'

/** A Friday noon in Berlin, 11:00 UTC. */
const NOW = Date.UTC(2026, 10, 20, 11)
const iso = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16)

describe('readWhen', () => {
  test.each([
    ['at 03:20', 'Europe/Berlin', '2026-11-20T02:20'],
    ['at 14:05', 'Europe/Berlin', '2026-11-19T13:05'],
    ['at 3:20', 'UTC', '2026-11-20T03:20'],
    ['at 03:20:30', 'UTC', '2026-11-20T03:20'],
    ['at yesterday 22:00', 'Asia/Shanghai', '2026-11-19T14:00'],
    ['at today 09:00', 'Asia/Shanghai', '2026-11-20T01:00'],
    ['since 2026-11-18', 'Europe/Berlin', '2026-11-17T23:00'],
    ['since 2026-11-18 06:30', 'Europe/Berlin', '2026-11-18T05:30'],
    ['at 2026-11-18T06:30:00Z', 'Europe/Berlin', '2026-11-18T06:30'],
    ['at 2026-11-18T06:30+08:00', 'Europe/Berlin', '2026-11-17T22:30'],
    ['since 2h', 'Europe/Berlin', '2026-11-20T09:00'],
    ['SINCE 30M', 'UTC', '2026-11-20T10:30'],
    // A zone that does not exist is UTC, as charts have it.
    ['at 03:20', 'Mars/Base', '2026-11-20T03:20'],
  ])('%s in %s', (text, zone, instant) => {
    expect(iso(readWhen(text.split(' '), NOW, zone).atMs)).toBe(instant)
  })

  test.each([
    'at',
    'at noon',
    'at 25:00',
    'at 12:61',
    'at 2026-02-30 10:00',
    'at today 23:00',
    'at 2026-11-21',
    'since 2025-01-01',
    'since 400d',
    'at 03:20 and then some more',
  ])('%s is refused, naming what was typed', (text) => {
    expect(() => readWhen(text.split(' '), NOW, 'UTC')).toThrow(UserError)
  })

  test('at is a stretch around the instant that ends by now, since one until now', () => {
    expect(readWhen(['at', '10:55'], NOW, 'UTC')).toEqual({
      kind: 'at',
      atMs: Date.UTC(2026, 10, 20, 10, 55),
      fromMs: Date.UTC(2026, 10, 20, 10, 25),
      toMs: NOW,
    })
    expect(readWhen(['since', '10:00'], NOW, 'UTC')).toMatchObject({
      fromMs: Date.UTC(2026, 10, 20, 10),
      toMs: NOW,
    })
  })

  test('in the night when clocks go back, the clock that shows twice is one instant', () => {
    const night = Date.UTC(2026, 9, 25, 11)
    expect(iso(readWhen(['at', '02:30'], night, 'Europe/Berlin').atMs)).toMatch(
      /^2026-10-25T0[01]:30$/,
    )
  })
})

test('a host may be called at, and a time needs words before it', () => {
  expect(splitWhen(['at'])).toEqual({ words: ['at'], when: null })
  expect(splitWhen(['db1', '4242', 'oom', 'at', '03:20'])).toEqual({
    words: ['db1', '4242', 'oom'],
    when: ['at', '03:20'],
  })
})
