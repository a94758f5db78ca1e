/** A kernel log is known by its lines in each form that people paste, and lets go of other texts. */
import { describe, expect, test } from 'vitest'
import { kernelLog } from '../../../src/parsers/kernel/log.ts'
import { fixture } from '../helpers.ts'

const PLAIN = fixture('kernel/oom-global-6.1.txt')
  .replace(/^\[ *[\d.]+\] /gm, '')
  .trimEnd()
  .split('\n')

describe.each([
  ['no prefix', ''],
  ['dmesg', '[   21.778520] '],
  ['dmesg -T in German', '[Mi Nov 20 03:14:07 2024] '],
  ['dmesg -x', 'kern  :info  : [   21.778520] '],
  ['dmesg --time-format iso', '2024-11-20T03:14:07,123456+01:00 '],
  ['/dev/kmsg', '6,339,174712345,-;'],
  ['syslog', 'Nov 20 03:14:07 db1 kernel: '],
])('with %s', (_, prefix) => {
  test('the first line begins it and all others go on with it', () => {
    const lines = PLAIN.map((line) => `${prefix}${line}`)
    expect(lines[0]).toMatch(kernelLog.signs?.begins ?? /never/)
    expect(lines.filter((line) => kernelLog.signs?.goesOn.test(line) !== true)).toEqual([])
  })
})

test.each([
  'MemTotal:       24684084 kB',
  'nr_free_pages 40185',
  '  PID USER      PR  NI',
  'total 12',
  '',
])('lets go of %j', (line) => expect(line).not.toMatch(kernelLog.signs?.goesOn ?? /.*/))
