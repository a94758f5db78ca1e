/** The lines of sudoers that memcheck prints, under a real sudo: what they allow, and what they refuse. */
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LANGS } from '../../src/domain/words.ts'
import { loginRights } from '../../src/parsers/host/rights.ts'
import { SOURCES } from '../../src/parsers/index.ts'
import { kernelLog } from '../../src/parsers/kernel/log.ts'
import { exe } from '../../src/parsers/proc/exe.ts'
import { fds } from '../../src/parsers/proc/fds.ts'
import { maps } from '../../src/parsers/proc/maps.ts'
import { pagetypeinfo } from '../../src/parsers/proc/pagetypeinfo.ts'
import { slabinfo } from '../../src/parsers/proc/slabinfo.ts'
import { smaps } from '../../src/parsers/proc/smaps.ts'
import { smapsRollup } from '../../src/parsers/proc/smapsRollup.ts'
import { sudoersText } from '../../src/report/sudoers.ts'
import { sudoersRules } from '../../src/script/sudoers.ts'
import { frameOf, runScript, textOf } from '../script/run.ts'
import { type Accounts, LOGIN, makeAccounts, OWNER, sleeperOf } from './accounts.ts'
import { missing, needing } from './needs.ts'

const skip = missing('sudo') || userInfo().uid !== 0
const READ = [exe, maps, fds, smapsRollup, smaps, slabinfo, pagetypeinfo, kernelLog]
const IDS = READ.map(({ id }) => id)

let accounts: Accounts
let owned: ChildProcess

beforeAll(async () => {
  if (skip) return
  accounts = makeAccounts()
  owned = await sleeperOf(OWNER)
})
afterAll(() => {
  owned?.kill('SIGKILL')
  accounts?.close()
})

function grant(ids: readonly string[]): void {
  const rules = sudoersRules(LOGIN.name, { sudo: ids, memoryAs: null }, SOURCES)
  accounts.sudoers(`${rules.join('\n')}\n`)
}

/** Exit status and outputs of one command of sudo, as the login. */
function sudo(...command: readonly string[]): {
  readonly status: number | null
  readonly out: string
} {
  const [first, ...rest] = accounts.within(LOGIN, 'sudo', '-n', ...command)
  const ran = spawnSync(first, rest, { encoding: 'utf8' })
  return { status: ran.status, out: ran.stdout }
}

describe.skipIf(skip)(needing('sudo', 'the lines of sudoers'), () => {
  test.each([LOGIN.name, 'DOM\\some.one', 'a@b', 'host$', 'ALL-of-us', ''])(
    'are taken by visudo with their comments, for the login %j',
    (user) => {
      const file = join(accounts.dir, 'checked')
      const rest = { name: 'db1', address: 'db1', user, memoryAs: OWNER.name, memoryKey: '/k' }
      const entry = { ...PLAIN_HOST, ...rest, sudo: IDS }
      for (const lang of LANGS) {
        writeFileSync(file, `${sudoersText(entry, SOURCES, lang)}\n`)
        const checked = execFileSync('visudo', ['-c', '-f', file], { encoding: 'utf8' })
        expect(checked).toContain('parsed OK')
      }
    },
  )

  test('allow what the script runs', () => {
    grant(IDS)
    const pid = owned.pid
    expect(sudo('/usr/bin/cat', `/proc/${pid}/smaps`).out).toContain('Rss:')
    expect(sudo('/usr/bin/cat', '/proc/slabinfo').out).toContain('slabinfo - version')
    expect(sudo('/usr/bin/readlink', `/proc/${pid}/exe`).out).toContain('sleep')
    expect(sudo('/usr/bin/ls', '-lq', `/proc/${pid}/fd`).status).toBe(0)
    expect(sudo('/usr/bin/dmesg').status).toBe(0)
  })

  const REFUSED: readonly (readonly [string, readonly string[]])[] = [
    ['a way out by ..', ['/usr/bin/cat', '/proc/1/../../etc/shadow']],
    [
      'a way out by .. before a file that may be read',
      ['/usr/bin/cat', '/proc/1/../../etc/shadow', '/proc/1/smaps'],
    ],
    ['a second file', ['/usr/bin/cat', '/proc/1/smaps', '/etc/shadow']],
    ['an environment', ['/usr/bin/cat', '/proc/1/environ']],
    ['memory', ['/usr/bin/cat', '/proc/1/mem']],
    ['a line feed in the path', ['/usr/bin/cat', '/proc/1/smaps\n/etc/shadow']],
    ['an option', ['/usr/bin/cat', '-A', '/proc/1/smaps']],
    ['clearing the kernel log', ['/usr/bin/dmesg', '-C']],
    ['any argument of dmesg', ['/usr/bin/dmesg', '-T']],
    ['another directory', ['/usr/bin/ls', '-lq', '/root']],
    ['another option of ls', ['/usr/bin/ls', '-lqR', '/proc/1/fd']],
    ['another link', ['/usr/bin/readlink', '/proc/1/cwd']],
    ['a shell', ['sh', '-c', 'id']],
    ['a shell that reads a script', ['/bin/sh', '-s']],
    ['another file of the host', ['/usr/bin/cat', '/proc/kcore']],
  ]
  test.each(REFUSED)('refuse %s', (_, command) => {
    grant(IDS)
    const { status, out } = sudo(...command)
    expect(out).toBe('')
    expect(status).toBe(1)
  })

  test('of a login that is called ALL are nobody else’s', () => {
    const rules = sudoersRules('ALL', { sudo: IDS, memoryAs: null }, SOURCES)
    accounts.sudoers(`${rules.join('\n')}\n`)
    expect(sudo('/usr/bin/dmesg').status).toBe(1)
  })

  test('grant a source that is named, and no other', () => {
    grant([smapsRollup.id])
    expect(sudo('/usr/bin/cat', `/proc/${owned.pid}/smaps_rollup`).status).toBe(0)
    expect(sudo('/usr/bin/cat', `/proc/${owned.pid}/maps`).status).toBe(0)
    expect(sudo('/usr/bin/cat', `/proc/${owned.pid}/smaps`).status).toBe(1)
    expect(sudo('/usr/bin/dmesg').status).toBe(1)
  })
})

describe.skipIf(skip)(needing('sudo', 'the script of a host whose entry grants sudo'), () => {
  const run = (ids: readonly string[]) =>
    runScript(READ, {
      shell: accounts.within(LOGIN, 'sh'),
      pid: owned.pid ?? 0,
      sudo: ids,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    })

  test('reads of another user’s process what the login may not', async () => {
    grant(IDS)
    const ran = await run(IDS)
    expect(textOf(ran, smaps.id)).toContain('Rss:')
    expect(textOf(ran, smapsRollup.id)).toContain('[rollup]')
    expect(textOf(ran, maps.id)).toContain('sleep')
    expect(textOf(ran, exe.id)).toContain('sleep')
    expect(textOf(ran, fds.id)).toContain('->')
    expect(textOf(ran, slabinfo.id)).toContain('kmalloc')
    expect(textOf(ran, pagetypeinfo.id)).toContain('Page block order')
    expect(ran.status).toBe(0)
  })

  test('is denied as before where the entry grants nothing, though sudoers would', async () => {
    grant(IDS)
    const ran = await run([])
    for (const { id } of [smaps, smapsRollup, maps, fds, slabinfo])
      expect(frameOf(ran, id)?.raw, id).toMatchObject({ kind: 'gap', reason: 'denied' })
  })

  test('tells sudo’s own word where sudoers do not grant what the entry does', async () => {
    grant([smapsRollup.id])
    const ran = await run(IDS)
    expect(textOf(ran, smapsRollup.id)).toContain('[rollup]')
    expect(frameOf(ran, smaps.id)?.raw).toEqual({
      kind: 'gap',
      reason: 'denied',
      detail: 'sudo: a password is required',
    })
    expect(frameOf(ran, slabinfo.id)?.raw).toMatchObject({ reason: 'denied' })
  })
})

test.skipIf(skip)('a /proc that hides the processes of others is seen to', async () => {
  const as = `setpriv --reuid ${LOGIN.uid} --regid ${LOGIN.uid} --clear-groups`
  for (const [option, seesOthers] of [
    ['hidepid=2', false],
    ['hidepid=1', false],
    ['hidepid=0', true],
  ] as const) {
    const hide = `mount -t proc -o ${option} proc /proc && exec ${as} "$@"`
    const ran = await runScript([loginRights], {
      shell: ['unshare', '-m', 'sh', '-c', hide, 'sh', 'sh'],
    })
    const parsed = loginRights.parse(textOf(ran, loginRights.id), { cut: false })
    expect('value' in parsed ? parsed.value : parsed, option).toMatchObject({
      uid: LOGIN.uid,
      seesOthers,
    })
  }
})
