import { expect, test } from 'vitest'
import { GIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import { headline } from '../../src/report/message.ts'
import { reportOf } from './reports.ts'

const LEVELS = { 'host.memAvailableBytes': 24 * GIB, 'host.memTotalBytes': 32 * GIB }

test('a healthy host is one calm line with the room that it has', () => {
  expect(plain(headline(reportOf({ levels: LEVELS }), 'en'))).toBe(
    'db1 · no fault found, 24 GiB (75 %) available on the host',
  )
  expect(plain(headline(reportOf({ levels: LEVELS }), 'zh'))).toBe(
    'db1 · 未发现异常，主机可用 24 GiB（75 %）',
  )
})

test('a host that does not tell what is available is not said to have room', () => {
  expect(plain(headline(reportOf({}), 'en'))).toBe('db1 · no fault found')
})

test('a host that could not be checked is not calm', () => {
  expect(plain(headline(reportOf({ verdict: 'unknown', levels: LEVELS }), 'en'))).toBe(
    'db1 · could not be checked',
  )
})
