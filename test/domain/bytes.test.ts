import { describe, expect, test } from 'vitest'
import { formatBytes } from '../../src/domain/bytes.ts'

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1 KiB'],
    [512 * 1024, '512 KiB'],
    [96 * 1024 ** 2, '96 MiB'],
    [4.32 * 1024 ** 3, '4.32 GiB'],
    [6_291_456_000, '5.86 GiB'],
    [-3 * 1024 ** 2, '-3 MiB'],
    [2 ** 53, '8 PiB'],
    [Number.NaN, '?'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})
