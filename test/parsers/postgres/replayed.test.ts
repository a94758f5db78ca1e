import { expect, test } from 'vitest'
import { replayedSegments } from '../../../src/parsers/postgres/replayed.ts'

test.each([
  ['postgres: startup recovering 000000010000000A000000FE', 10 * 256 + 254],
  ['postgres: main: startup recovering 000000010000000000000003', 3],
  ['postgres: startup process   recovering 00000001000000000000004C', 76],
  ['postgres:  6000, startup process   recovering 000000010000000000000011', 17],
  ['postgres: startup waiting for 000000010000000000000003', null],
  ['postgres: walreceiver streaming 0/3000148', null],
  ['postgres: ana db1 [local] SELECT recovering 000000010000000000000003', null],
  ['startup recovering 000000010000000000000003', null],
])('%s', (title, segments) => {
  expect(replayedSegments([title])).toBe(segments)
})
