import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, isoUtc, parseDuration } from '../../src/domain/time.ts'

describe('parseDuration', () => {
  test.each([
    ['5s', 5000],
    ['10m', 600_000],
    ['6h', 21_600_000],
    ['30d', 2_592_000_000],
    ['0s', null],
    ['5', null],
    ['5 s', null],
    ['-5s', null],
    ['5S', null],
    ['9999999s', null],
  ])('%s', (word, ms) => expect(parseDuration(word)).toBe(ms))
})

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [5000, '5 s'],
    [5432, '5.4 s'],
    [65_000, '1 min 5 s'],
    [3_600_000, '1 h'],
    [9 * 86_400_000 + 3_600_000, '9 d 1 h'],
  ])('%d', (ms, text) => expect(formatDuration(ms)).toBe(text))

  test('any number gives words', () => {
    fc.assert(fc.property(fc.double(), (ms) => formatDuration(ms).length > 0))
  })
})

test('isoUtc has no fraction', () => expect(isoUtc(1_795_000_000_123)).toBe('2026-11-18T11:06:40Z'))
