/** What stands in front of kernel messages: every form that people paste, with the same message behind it. */
import { describe, expect, test } from 'vitest'
import { readPrefix } from '../../../src/parsers/kernel/prefix.ts'

const MESSAGE = 'eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0'
const NOV_20 = { month: 11, day: 20, secondOfDay: 3 * 3600 + 14 * 60 + 7 }
const AT = Date.UTC(2024, 10, 20, 2, 14, 7)

describe.each([
  ['none', '', {}],
  ['dmesg', '[  174.712345] ', { uptimeSec: 174.712345 }],
  ['dmesg of more than a year', '[41234567.712345] ', { uptimeSec: 41234567.712345 }],
  ['dmesg -r', '<4>[  174.712345] ', { uptimeSec: 174.712345 }],
  ['dmesg with the printing task', '[  174.712345][ T3392] ', { uptimeSec: 174.712345 }],
  ['dmesg with the printing CPU', '[  174.712345][    C1] ', { uptimeSec: 174.712345 }],
  ['dmesg -d', '[  174.712345 <    0.000012>] ', { uptimeSec: 174.712345 }],
  ['dmesg -x', 'kern  :warn  : [  174.712345] ', { uptimeSec: 174.712345 }],
  ['dmesg -T', '[Wed Nov 20 03:14:07 2024] ', { wall: { year: 2024, ...NOV_20 } }],
  ['dmesg -T, German', '[Mi Nov 20 03:14:07 2024] ', { wall: { year: 2024, ...NOV_20 } }],
  ['dmesg -T, French', '[mer. 20 nov. 03:14:07 2024] ', { wall: { year: 2024, ...NOV_20 } }],
  ['dmesg -T, Japanese', '[水 11月 20 03:14:07 2024] ', { wall: { year: 2024, ...NOV_20 } }],
  ['dmesg -T of a language that is not known', '[Szo novembar 20 03:14:07 2024] ', {}],
  ['dmesg -e', '[Nov20 03:14] ', {}],
  ['dmesg -e, the lines after', '[  +0.000012] ', {}],
  ['dmesg --time-format iso', '2024-11-20T03:14:07,123456+01:00 ', { atMs: AT + 123 }],
  ['/dev/kmsg', '6,339,174712345,-;', { uptimeSec: 174.712345 }],
  ['syslog', 'Nov 20 03:14:07 db1 kernel: ', { wall: { year: null, ...NOV_20 }, host: 'db1' }],
  [
    'syslog with the kernel time',
    'Nov 20 03:14:07 db1 kernel: [  174.712345] ',
    { wall: { year: null, ...NOV_20 }, uptimeSec: 174.712345, host: 'db1' },
  ],
  [
    'syslog with a level',
    '<4>Nov 20 03:14:07 db1 kernel: ',
    { wall: { year: null, ...NOV_20 }, host: 'db1' },
  ],
  [
    'syslog with a year',
    '2024 Nov 20 03:14:07 db1 kernel: ',
    { wall: { year: 2024, ...NOV_20 }, host: 'db1' },
  ],
  ['syslog without a host', 'Nov 20 03:14:07 kernel: ', { wall: { year: null, ...NOV_20 } }],
  [
    'busybox syslogd',
    'Nov 20 03:14:07 alp kern.warn kernel: [  174.712345] ',
    { wall: { year: null, ...NOV_20 }, uptimeSec: 174.712345, host: 'alp' },
  ],
  [
    'rsyslog with its own time',
    '2024-11-20T03:14:07.123456+01:00 db1 kernel: [  174.712345] ',
    { atMs: AT + 123, uptimeSec: 174.712345, host: 'db1' },
  ],
  ['RFC 5424', '<4>1 2024-11-20T02:14:07.123Z db1 kernel - - - ', { atMs: AT + 123, host: 'db1' }],
  [
    'RFC 5424 with data',
    '<4>1 2024-11-20T02:14:07Z db1 kernel 0 - [meta sequenceId="3"] ',
    { atMs: AT, host: 'db1' },
  ],
  [
    'journalctl',
    'Nov 20 03:14:07 db1.example.org kernel: ',
    { wall: { year: null, ...NOV_20 }, host: 'db1.example.org' },
  ],
  [
    'journalctl, Chinese',
    '11月 20 03:14:07 db1 kernel: ',
    { wall: { year: null, ...NOV_20 }, host: 'db1' },
  ],
  ['journalctl -o short-iso', '2024-11-20T03:14:07+0100 db1 kernel: ', { atMs: AT, host: 'db1' }],
  [
    'journalctl -o short-iso-precise',
    '2024-11-20T03:14:07.123456+01:00 db1 kernel: ',
    { atMs: AT + 123, host: 'db1' },
  ],
  [
    'journalctl -o short-precise',
    'Nov 20 03:14:07.123456 db1 kernel: ',
    { wall: { year: null, ...NOV_20 }, host: 'db1' },
  ],
  [
    'journalctl -o short-full',
    'Wed 2024-11-20 03:14:07 CET db1 kernel: ',
    { wall: { year: 2024, ...NOV_20 }, host: 'db1' },
  ],
  [
    'journalctl -o short-full in UTC',
    'Wed 2024-11-20 02:14:07 UTC db1 kernel: ',
    { atMs: AT, host: 'db1' },
  ],
  ['journalctl -o short-unix', '1732068847.123456 db1 kernel: ', { atMs: AT + 123, host: 'db1' }],
  [
    'journalctl -o short-monotonic',
    '[  174.712345] db1 kernel: ',
    { uptimeSec: 174.712345, host: 'db1' },
  ],
  [
    'a container runtime',
    '2024-11-20T02:14:07.123456789Z stdout F [  174.712345] ',
    { atMs: AT + 123, uptimeSec: 174.712345 },
  ],
  [
    'a wall clock without a zone',
    '2024-11-20 03:14:07 db1 kernel: ',
    { wall: { year: 2024, ...NOV_20 }, host: 'db1' },
  ],
  ['a tag alone', 'kernel: [  174.712345] ', { uptimeSec: 174.712345 }],
] as const)('%s', (name, prefix, known) => {
  test('is taken off', () => {
    const expected = { uptimeSec: null, atMs: null, wall: null, host: null, ...known }
    const { at, host, message, prefixed } = readPrefix(`${prefix}${MESSAGE}`)
    expect({ ...at, host, message }).toEqual({ ...expected, message: MESSAGE })
    expect(prefixed).toBe(name !== 'none')
  })

  test('is taken off a line that is set in', () => {
    const { message, prefixed } = readPrefix(`    ${prefix}${MESSAGE}`)
    expect({ message, prefixed }).toEqual({ message: MESSAGE, prefixed: name !== 'none' })
  })

  test('with a task row behind it', () => {
    const row = '[   3390]     0  3390     3181     2911    65536        0             0 eater'
    expect(readPrefix(`${prefix}${row}`).message).toBe(row)
  })

  test.each([
    'memory: usage 65536kB, limit 65536kB, failcnt 67',
    'Node 0 DMA: 0*4kB 1*8kB (U) = 8kB',
    'CPU: 1 UID: 0 PID: 3392 Comm: eater',
  ])('with a colon in the message: %s', (message) => {
    expect(readPrefix(`${prefix}${message}`).message).toBe(message)
  })
})

test.each([
  ['earlyoom: low memory!', 'earlyoom', 'low memory!'],
  ['    earlyoom[812]: low memory!', 'earlyoom', 'low memory!'],
  ['19:46:58 systemd-oomd[726]: Killed /a', 'systemd-oomd', 'Killed /a'],
  ['kernel: memory: usage 1kB', 'kernel', 'memory: usage 1kB'],
])('a tag without a day: %s', (line, tag, message) => {
  expect(readPrefix(line)).toMatchObject({ tag, message, host: null })
})

test.each([
  ['Nov 20 03:14:07 db1 systemd-oomd[594]: Killed /a', 'systemd-oomd', 'Killed /a'],
  ['Nov 20 03:14:07 db1 earlyoom[812]: low memory!', 'earlyoom', 'low memory!'],
  ['Nov 20 03:14:07 db1 CRON[12]: (root) CMD (x)', 'CRON', '(root) CMD (x)'],
  ['2024-11-20T03:14:07+0100 db1 k3s[9]: I1120 x', 'k3s', 'I1120 x'],
])('the tag of %s', (line, tag, message) => {
  expect(readPrefix(line)).toMatchObject({ tag, message, host: 'db1' })
})

test.each([
  'Feb 30 25:61:99 db1 kernel: x',
  '[Wed Nov 40 03:14:07 2024] x',
  '2024-13-41T03:14:07Z x',
])('a date that no calendar has gives no time: %s', (line) => {
  expect(readPrefix(line).at.wall).toBeNull()
  expect(readPrefix(line).at.atMs).toBeNull()
})
