import { expect, test } from 'vitest'
import { HOUR_MS } from '../../src/domain/time.ts'
import { livesOf, restartsOf } from '../../src/growth/lives.ts'
import { NOW_MS, row } from './rows.ts'

const hoursAgo = (hours: number): number => NOW_MS - hours * HOUR_MS
const life = (key: string, startedAgo: number | null, ...seenAgo: readonly number[]) =>
  seenAgo.map((ago) =>
    row(hoursAgo(ago), 1, {
      life: key,
      startedAtMs: startedAgo === null ? null : hoursAgo(startedAgo),
    }),
  )

test('one life has no restart', () => {
  const lives = livesOf(life('a', 10, 3, 2, 1), NOW_MS)
  expect(lives).toHaveLength(1)
  expect(lives[0]).toMatchObject({ key: 'a', firstAtMs: hoursAgo(3), lastAtMs: hoursAgo(1) })
  expect(restartsOf(lives)).toEqual([])
})

test('a life that starts after the end of the former is a restart at its start', () => {
  const lives = livesOf([...life('b', 4, 2, 1), ...life('a', 20, 8, 6)], NOW_MS)
  expect(lives.map((one) => one.key)).toEqual(['a', 'b'])
  expect(restartsOf(lives)).toEqual([hoursAgo(4)])
})

test('without a start instant a restart is at the first sample', () => {
  const lives = livesOf([...life('a', null, 8, 6), ...life('b', null, 2, 1)], NOW_MS)
  expect(restartsOf(lives)).toEqual([hoursAgo(2)])
})

test.each([
  ['samples interleave', [...life('a', null, 8, 4), ...life('b', null, 6, 2)]],
  ['one started before the other was last seen', [...life('a', 9, 8, 4), ...life('b', 7, 3, 2)]],
  [
    'a worker was replaced while its sibling lived on',
    [...life('a', 9, 8, 1), ...life('b', 9, 7), ...life('c', 5, 4)],
  ],
])('parallel workers are no restarts: %s', (_, rows) => {
  expect(restartsOf(livesOf(rows, NOW_MS))).toEqual([])
})

test('start instants jitter by the clocks: a restart at once is still one', () => {
  const first = life('a', 9, 8, 1)
  const second = [row(hoursAgo(0), 1, { life: 'b', startedAtMs: hoursAgo(1) - 900 })]
  expect(restartsOf(livesOf([...first, ...second], NOW_MS))).toEqual([hoursAgo(1) - 900])
})

test('bogus instants make no life', () => {
  expect(livesOf([row(0, 1), row(Number.NaN, 1)], NOW_MS)).toEqual([])
})
