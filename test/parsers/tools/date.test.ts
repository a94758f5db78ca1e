import { expect, test } from 'vitest'
import { hostDate } from '../../../src/parsers/tools/date.ts'
import { faultOf, read } from '../helpers.ts'

const AT_MS = Date.UTC(2024, 10, 20, 3, 14, 7)

test.each([
  ['2024-11-20T04:14:07+01:00', 3600],
  ['2024-11-20T04:14:07+0100', 3600],
  ['2024-11-19T23:44:07-03:30', -12_600],
  ['2024-11-20T08:59:07+05:45', 20_700],
])('%s', (line, offsetSeconds) => {
  expect(read(hostDate, `${line}\n`).value).toEqual({ atMs: AT_MS, offsetSeconds })
})

test.each(['2024-11-20T04:14:07+01:75', '2024-13-20T04:14:07+01:00', 'date: invalid option'])(
  '%s is no date',
  (line) => {
    expect(faultOf(hostDate, `${line}\n`)).toBe('not-this-format')
  },
)
