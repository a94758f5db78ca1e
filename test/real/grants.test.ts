/** What a host's entry grants for memory, on a real sshd: what is told where the host does not, and what it cannot do. */
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RangedFile } from '../../src/domain/memory.ts'
import type { Log } from '../../src/domain/ports.ts'
import { memoryKeyOptions, sudoersRules } from '../../src/script/sudoers.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { type Accounts, LOGIN, makeAccounts, OWNER, sleeperOf } from './accounts.ts'
import { missing, needing, pathOf } from './needs.ts'
import { type EntryParts, type Sshd, startSshd } from './sshd.ts'

const skip = missing('sudo') || missing('sshd') || missing('ssh') || userInfo().uid !== 0
const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

describe.skipIf(skip)(needing('sudo', 'a grant for memory'), () => {
  let accounts: Accounts
  let sshd: Sshd
  let owned: ChildProcess
  let remote: ReturnType<typeof createSshRemote>
  const memory = (): RangedFile => ({ kind: 'memory', pid: owned.pid ?? 0 })
  const open = (file: RangedFile, parts: EntryParts) =>
    remote.open(sshd.entry({ user: LOGIN.name, ...parts }), file)

  beforeAll(async () => {
    accounts = makeAccounts()
    sshd = await startSshd({ within: (...command) => accounts.within('root', ...command) })
    owned = await sleeperOf(OWNER)
    const key = join(sshd.dir, 'memory_key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const line = `${memoryKeyOptions()} ${readFileSync(`${key}.pub`, 'utf8')}`
    appendFileSync(join(sshd.dir, 'authorized_keys'), line)
    for (const [name, account] of [
      ['logins', LOGIN],
      ['owners', OWNER],
    ] as const) {
      writeFileSync(join(accounts.dir, name), name)
      chownSync(join(accounts.dir, name), account.uid, account.uid)
      chmodSync(join(accounts.dir, name), 0o600)
    }
  })
  beforeEach(() => {
    accounts.sudoers('')
    remote = createSshRemote({ log: silent })
    return () => remote.close()
  })
  afterAll(async () => {
    owned?.kill('SIGKILL')
    await sshd?.close()
    accounts?.close()
  })

  test('is no way without it', async () => {
    expect(await open(memory(), {})).toEqual({ reason: 'denied', detail: 'Permission denied' })
  })

  test('that sudoers do not know is told with sudo’s reason', async () => {
    expect(await open(memory(), { memoryAs: OWNER.name })).toEqual({
      reason: 'denied',
      detail: 'Permission denied',
      lacking: { way: 'memory-as', fault: 'password' },
    })
  })

  test('that wants a terminal is told so', async () => {
    const rules = sudoersRules(LOGIN.name, { sudo: [], memoryAs: OWNER.name }, [])
    accounts.sudoers(`Defaults requiretty\n${rules.join('\n')}\n`)
    expect(await open(memory(), { memoryAs: OWNER.name })).toMatchObject({
      lacking: { way: 'memory-as', fault: 'tty' },
    })
  })

  test('by a key that the host does not take is told so, and sudo is tried next', async () => {
    const parts = { memoryAs: OWNER.name, memoryKey: join(sshd.dir, 'no_such_key') }
    expect(await open(memory(), parts)).toMatchObject({
      lacking: { way: 'memory-key', fault: 'refused' },
    })
  })

  test('that was refused is not tried again at once, and the login’s own files are still read', async () => {
    const parts = { memoryAs: OWNER.name }
    await open(memory(), parts)
    // Now it would do; a host that refused is left alone for a while.
    accounts.sudoers(
      `${sudoersRules(LOGIN.name, { sudo: [], memoryAs: OWNER.name }, []).join('\n')}\n`,
    )
    expect(await open(memory(), parts)).toMatchObject({ lacking: { fault: 'password' } })
    const own = await open({ kind: 'file', path: join(accounts.dir, 'logins') }, parts)
    if ('reason' in own) throw new Error(own.detail)
    const [bytes] = await own.read([{ at: 0, bytes: 6 }])
    expect(Buffer.from(bytes ?? []).toString()).toBe('logins')
    await own.close()
  })

  test('reads as that account, and what only the login may read as the login', async () => {
    accounts.sudoers(
      `${sudoersRules(LOGIN.name, { sudo: [], memoryAs: OWNER.name }, []).join('\n')}\n`,
    )
    for (const name of ['owners', 'logins']) {
      const path = join(accounts.dir, name)
      const reader = await open({ kind: 'file', path }, { memoryAs: OWNER.name })
      if ('reason' in reader) throw new Error(`${name}: ${reader.detail}`)
      const [bytes] = await reader.read([{ at: 0, bytes: 6 }])
      expect(Buffer.from(bytes ?? []).toString()).toBe(name)
      await reader.close()
    }
    await expect.poll(servers).toEqual([])
    expect(await open({ kind: 'file', path: '/etc/shadow' }, { memoryAs: OWNER.name })).toEqual({
      reason: 'denied',
      detail: 'Permission denied',
    })
  })

  /** What runs for that account on the host besides the sleeper. */
  function servers(): readonly string[] {
    const ran = spawnSync('ps', ['-o', 'args=', '-u', String(OWNER.uid)])
    return ran.stdout
      .toString()
      .split('\n')
      .filter((line) => line.includes('sftp-server'))
  }

  test('by a key runs no command, lists nothing and writes nothing', () => {
    const to = [
      '-i',
      join(sshd.dir, 'memory_key'),
      '-o',
      `UserKnownHostsFile=${sshd.knownHostsFile}`,
    ]
    const port = ['-o', `Port=${sshd.port}`, '-o', 'IdentitiesOnly=yes', '-F', 'none']
    const who = `${OWNER.name}@127.0.0.1`
    // In place of the command SFTP answers, which ends with the empty input.
    const ran = spawnSync(pathOf('ssh'), [...to, ...port, who, 'id'], { input: '' })
    expect(ran.stdout.toString()).not.toContain('uid=')
    const file = join(accounts.dir, 'owners')
    const batch = `-put /etc/hostname ${file}\n-rm ${file}\n-ls ${accounts.dir}\n-chmod 777 ${file}\n-get ${file} ${sshd.dir}/got\n`
    spawnSync('sftp', ['-b', '-', ...to, ...port, who], { input: batch })
    expect(readFileSync(file, 'utf8')).toBe('owners')
    expect(readFileSync(join(sshd.dir, 'got'), 'utf8')).toBe('owners')
    expect(spawnSync('stat', ['-c', '%a', file]).stdout.toString()).toBe('600\n')
  })
})
