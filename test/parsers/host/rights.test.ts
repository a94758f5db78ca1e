import { expect, test } from 'vitest'
import { loginRights } from '../../../src/parsers/host/rights.ts'
import { sudoVersion } from '../../../src/parsers/tools/sudo.ts'
import { read } from '../helpers.ts'

const WHOLE = { cut: false }
const SELF = `/proc/self/status:Name:	grep
/proc/self/status:Uid:	1001	1001	1001	1001
`

test('the login’s user, and what is set on the host', () => {
  const text = `${SELF}/proc/1/comm:systemd\n/proc/sys/kernel/yama/ptrace_scope:1\n/proc/sys/kernel/dmesg_restrict:1\n`
  expect(read(loginRights, text, WHOLE).value).toEqual({
    uid: 1001,
    ptraceScope: 1,
    dmesgRestrict: 1,
    seesOthers: true,
  })
})

test('a host without Yama, whose /proc hides the processes of others', () => {
  expect(read(loginRights, SELF, WHOLE).value).toMatchObject({
    ptraceScope: null,
    dmesgRestrict: null,
    seesOthers: false,
  })
})

test.each([
  ['Sudo version 1.9.13p3\nSudoers policy plugin version 1.9.13p3\n', '1.9.13p3', true],
  ['Sudo version 1.9.10\n', '1.9.10', true],
  ['Sudo version 1.9.5p2\n', '1.9.5p2', false],
  ['Sudo version 1.8.23\n', '1.8.23', false],
  ['Sudo version 1.10\n', '1.10', true],
])('%j', (text, version, hasRegex) => {
  expect(read(sudoVersion, text, WHOLE).value).toEqual({ version, hasRegex })
})
