/** `doctor HOST` of a real sshd with a login that is not root: what it reads there, why not, and what would do. */
import { userInfo } from 'node:os'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { Log, Remote } from '../../src/domain/ports.ts'
import { plain } from '../../src/domain/words.ts'
import { SOURCES } from '../../src/parsers/index.ts'
import { slabinfo } from '../../src/parsers/proc/slabinfo.ts'
import { smaps } from '../../src/parsers/proc/smaps.ts'
import { type Done, EXIT } from '../../src/pipeline/command.ts'
import { sudoersRules } from '../../src/script/sudoers.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { type LocalHouse, openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { type Accounts, LOGIN, makeAccounts, OWNER } from './accounts.ts'
import { missing, needing } from './needs.ts'
import { type PidNamespace, pidNamespace } from './pidNamespace.ts'
import { type EntryParts, type Sshd, startSshd } from './sshd.ts'

const skip = missing('sudo') || missing('sshd') || userInfo().uid !== 0
const DENIED_OF_OTHERS = /denied: .*proc\/PID\/smaps_rollup.*name these sources under `sudo`/
const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

describe.skipIf(skip)(needing('sudo', 'doctor of a host'), () => {
  let accounts: Accounts
  let sshd: Sshd
  let local: LocalHouse
  let host: PidNamespace
  let remote: ReturnType<typeof createSshRemote>

  beforeAll(async () => {
    accounts = makeAccounts()
    host = await pidNamespace()
    sshd = await startSshd({
      within: (...command) => host.enter(...accounts.within('root', ...command)),
    })
    local = await openLocalHouse()
    for (const reaped of ['left', 'reaped', 'reaped'] as const) await host.sleeper(OWNER, reaped)
  })
  beforeEach(() => {
    remote = createSshRemote({ log: silent })
    return () => remote.close()
  })
  afterAll(async () => {
    await local?.close()
    await sshd?.close()
    await host?.close()
    accounts?.close()
  })

  async function doctor(
    parts: EntryParts,
    words = 'doctor db1',
    by: Remote = remote,
  ): Promise<Done & { said: string }> {
    const entry: HostEntry = sshd.entry({ name: 'db1', user: LOGIN.name, ...parts })
    const inventory = { hosts: [entry], groups: {}, embedded: false }
    const done = await runIn({ ...local.house, remote: by, ranges: remote, inventory }, words)
    const said = done.message.blocks.flatMap((block) => {
      if (block.kind === 'bullets') return block.items.map(plain)
      return block.kind === 'code' ? [block.text] : []
    })
    return { ...done, said: said.join('\n') }
  }

  test('an ordinary login: reached, with its rights, why not all is read, and what would do', async () => {
    const { said, exit } = await doctor({})
    expect(said).toContain(`db1: reached as ${LOGIN.name}, its key is the recorded one`)
    expect(said).toContain(`uid ${LOGIN.uid}`)
    expect(said).toMatch(DENIED_OF_OTHERS)
    expect(said).toMatch(
      /denied: proc\/pagetypeinfo, proc\/slabinfo\. These files are root's alone/,
    )
    expect(said).toMatch(/these diagnoses will lack something here.*proc\/slabinfo/)
    expect(said).toContain('sudo 1.9')
    expect(said).toContain('its clock agrees')
    // The kernel's log is asked for by each check; another user's process and root's files are not missed.
    expect(exit).toBe(said.includes('denied: kernel/log') ? EXIT.partly : EXIT.fine)
  })

  test('what the entry grants and sudoers do not is a fault with its least change', async () => {
    accounts.sudoers('')
    const { said, exit } = await doctor({ sudo: [smaps.id, slabinfo.id], memoryAs: OWNER.name })
    expect(said).toMatch(/denied: .*proc\/slabinfo.*doctor --sudoers HOST/)
    expect(said).toContain('`memory_as` gave nothing')
    expect(exit).toBe(EXIT.partly)
  })

  test('with the lines that --sudoers prints it is none', async () => {
    const grants = { sudo: [smaps.id, slabinfo.id], memoryAs: OWNER.name }
    const printed = await doctor(grants, 'doctor --sudoers db1')
    expect(printed.said).toContain(
      sudoersRules(LOGIN.name, { ...grants, memoryAs: null }, SOURCES).join('\n'),
    )
    accounts.sudoers(`${printed.said}\n`)
    const { said, exit, json } = await doctor(grants)
    const { sources } = (json as { checks: { sources?: string[] }[] }).checks.at(-1) ?? {}
    expect(sources).toEqual(expect.arrayContaining([smaps.id, slabinfo.id]))
    expect(said).toContain(`memory is read with what the entry grants (as ${OWNER.name})`)
    expect(exit).toBe(said.includes('denied: kernel/log') ? EXIT.partly : EXIT.fine)
  })

  test('regression: a process that ends before it is read is followed by another', async () => {
    const asked: string[] = []
    const killing: Remote = {
      async exec(entry, request) {
        const pid = request.args[1] ?? '-'
        if (pid !== '-') asked.push(pid)
        // The first stays as a zombie, of the second nothing is left.
        if (pid !== '-' && asked.length <= 2) await host.kill(pid)
        return await remote.exec(entry, request)
      },
      close: async () => undefined,
    }
    const { said } = await doctor({}, 'doctor db1', killing)
    expect(new Set(asked).size).toBe(3)
    expect(said).toMatch(DENIED_OF_OTHERS)
    expect(said).not.toContain('not there: proc/PID')
  })

  test('a host whose key is not known was not checked', async () => {
    const knownHostsFile = await sshd.knownHosts('nobody_known', '')
    const { said, exit } = await doctor({ knownHostsFile })
    expect(said).toContain('db1')
    expect(exit).toBe(EXIT.unchecked)
  })
})
