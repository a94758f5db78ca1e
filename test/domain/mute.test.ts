import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mute, mutedUntil } from '../../src/domain/mute.ts'
import type { Subject } from '../../src/domain/subject.ts'

const LEAKY: Subject = { kind: 'process', host: 'db1', name: 'leaky' }
const HOST: Subject = { kind: 'host', host: 'db1', name: 'db1' }
const mute = (subject: string, code: string, untilMs = 100): Mute => ({
  subject,
  code,
  untilMs,
  by: 'U1',
  atMs: 0,
})

test.each<[string, Mute, Subject, string, boolean]>([
  ['subject and code', mute('db1/process:leaky', 'leak.leaking'), LEAKY, 'leak.leaking', true],
  ['another code', mute('db1/process:leaky', 'leak.leaking'), LEAKY, 'leak.paused', false],
  ['an area', mute('db1/process:leaky', 'leak'), LEAKY, 'leak.paused', true],
  ['an area is no beginning of a word', mute('db1', 'leak'), LEAKY, 'leaks.x', false],
  ['all of a subject', mute('db1/process:leaky', ''), LEAKY, 'oom.limit', true],
  ['a host covers what runs on it', mute('db1', ''), LEAKY, 'leak.leaking', true],
  ['a process does not cover its host', mute('db1/process:leaky', ''), HOST, 'oom.limit', false],
  ['another process', mute('db1/process:other', ''), LEAKY, 'leak.leaking', false],
  ['another host', mute('db10', ''), LEAKY, 'leak.leaking', false],
  ['over', mute('db1', '', 50), LEAKY, 'leak.leaking', false],
])('%s', (_, one, subject, code, muted) => {
  expect(mutedUntil([one], subject, code, 50) !== null).toBe(muted)
})

test('the longest of those that cover it counts; none is muted past its time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ subject: fc.constantFrom('db1', 'db2'), untilMs: fc.nat(200) })),
      fc.nat(200),
      (rows, nowMs) => {
        const mutes = rows.map(({ subject, untilMs }) => mute(subject, '', untilMs))
        const own = rows.filter((row) => row.subject === 'db1' && row.untilMs > nowMs)
        const expected = own.length === 0 ? null : Math.max(...own.map((row) => row.untilMs))
        expect(mutedUntil(mutes, LEAKY, 'leak.leaking', nowMs)).toBe(expected)
      },
    ),
  )
})
