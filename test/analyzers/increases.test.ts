import { expect, test } from 'vitest'
import { increaseOf, moved, rateNow } from '../../src/analyzers/increases.ts'
import type { Rate } from '../../src/domain/counters.ts'

const rate = (increase: number, overSec: number, since: 'this-run' | 'last-run'): Rate => ({
  perSec: increase / overSec,
  increase,
  overSec,
  since,
})

test.each<[string, Readonly<Record<string, Rate>>, ReturnType<typeof increaseOf>]>([
  ['nothing was read', {}, null],
  ['read too soon', { kills: { gap: 'too-soon' } }, null],
  ['this run alone', { kills: rate(1, 2, 'this-run') }, { count: 1, overSeconds: 2 }],
  [
    'the last run alone',
    { kills: rate(3, 600, 'last-run'), killsSinceLast: rate(3, 600, 'last-run') },
    { count: 3, overSeconds: 600 },
  ],
  [
    'both',
    { kills: rate(1, 2, 'this-run'), killsSinceLast: rate(3, 600, 'last-run') },
    { count: 4, overSeconds: 602 },
  ],
  [
    'this run failed, the last holds',
    { kills: { gap: 'reset' }, killsSinceLast: rate(3, 600, 'last-run') },
    { count: 3, overSeconds: 600 },
  ],
])('increase: %s', (_, rates, expected) => {
  expect(increaseOf(rates, 'kills')).toEqual(expected)
})

test('an average since last night is not what happens now', () => {
  expect(rateNow({ reads: rate(3000, 600, 'last-run') }, 'reads')).toBeNull()
  expect(rateNow({ reads: rate(3000, 2, 'this-run') }, 'reads')).toBe(1500)
})

test('a counter that did not move is quoted as it came', () => {
  const quote = { source: 'proc/vmstat', line: 'pswpin 7' }
  expect(moved(quote, 7, 7)).toEqual(quote)
  expect(moved(quote, 7, null)).toEqual(quote)
  expect(moved(quote, 7, 9).line).toBe('pswpin 7 -> 9')
})
