/** Jump hosts, each a real OpenSSH server: chains, one connection to a jump host that many share, and what goes wrong on the way. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HostEntry } from '../../src/domain/inventory.ts'
import { LANGS } from '../../src/domain/words.ts'
import { errorMessage } from '../../src/report/errorMessage.ts'
import { Ssh2 } from '../../src/ssh/connect.ts'
import { missing, needing } from './needs.ts'
import { startProxy } from './proxy.ts'
import { freePort, type Sshd, startSshd } from './sshd.ts'
import { listeningLog, refusal, said, withRemote } from './ways.ts'

async function logins(sshd: Sshd): Promise<number> {
  return ((await sshd.log()).match(/Accepted publickey/g) ?? []).length
}

/** Processes of sshd that serve somebody now. */
function sessions(sshd: Sshd): number {
  const pid = readFileSync(join(sshd.dir, 'pid'), 'utf8').trim()
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).length
}

async function left(...hosts: readonly Sshd[]): Promise<void> {
  for (let tries = 0; tries < 2400; tries += 1) {
    if (hosts.every((host) => sessions(host) === 0)) return
    await pause(25)
  }
  throw new Error('a connection was never closed')
}

describe.skipIf(missing('sshd'))(needing('sshd', 'jump hosts'), () => {
  let gate: Sshd
  let inner: Sshd
  let db: Sshd

  beforeAll(async () => {
    ;[gate, inner, db] = await Promise.all([
      startSshd(),
      startSshd(),
      // The ninth that is not logged in yet is dropped: only handshakes that take turns all come through.
      startSshd({ config: ['MaxStartups 9:100:9'] }),
    ])
  })
  afterAll(async () => {
    await Promise.all([gate?.close(), inner?.close(), db?.close()])
  })

  const gateEntry = (rest: Parameters<Sshd['entry']>[0] = {}): HostEntry =>
    gate.entry({ name: 'gate', ...rest })
  const behindGate = (rest: Parameters<Sshd['entry']>[0] = {}): HostEntry =>
    db.entry({ name: 'db', jump: gateEntry(), ...rest })

  test('two hops: each is logged in to once, and all are left when the remote is closed', async () => {
    const entry = db.entry({ name: 'db', jump: inner.entry({ name: 'inner', jump: gateEntry() }) })
    const before = await Promise.all([gate, inner, db].map(logins))
    await withRemote(async (remote) => {
      expect(await said(remote, entry, 'echo in')).toBe('in\n')
      expect(await said(remote, entry, 'echo again')).toBe('again\n')
      expect([gate, inner, db].map(sessions)).toEqual([1, 1, 1])
    })
    expect(await Promise.all([gate, inner, db].map(logins))).toEqual(before.map((n) => n + 1))
    await left(gate, inner, db)
  })

  test('a key that is not known at the second hop is refused there, by its name', async () => {
    const knownHostsFile = await inner.knownHosts('empty', '# none\n')
    const jump = inner.entry({ name: 'inner', jump: gateEntry(), knownHostsFile })
    const before = await Promise.all([inner, db].map(logins))
    const error = await withRemote((remote) =>
      refusal(said(remote, db.entry({ name: 'db', jump }), ':')),
    )
    expect(error).toMatchObject({
      code: 'host-key-unknown',
      params: { host: 'inner', reaching: 'db', port: inner.port },
    })
    for (const lang of LANGS) {
      const { text } = errorMessage(error, lang)
      expect(text).toContain('inner')
      expect(text).toContain('db')
    }
    expect(await Promise.all([inner, db].map(logins))).toEqual(before)
    await left(gate, inner, db)
  })

  test('twenty hosts behind one jump host share one login there, and take turns with their handshakes', async () => {
    const [atGate, atDb] = [await logins(gate), await logins(db)]
    const entries = Array.from({ length: 20 }, (_, i) => behindGate({ name: `db${i}` }))
    const out = await withRemote((remote) =>
      Promise.all(entries.map((entry) => said(remote, entry, 'echo in'))),
    )
    expect(out).toEqual(entries.map(() => 'in\n'))
    expect(await logins(gate)).toBe(atGate + 1)
    expect(await logins(db)).toBe(atDb + 20)
    await left(gate, db)
  })

  test('a jump host that forbids forwarding is told by that', async () => {
    const strict = await startSshd({ config: ['AllowTcpForwarding no'] })
    try {
      const entry = behindGate({ jump: strict.entry({ name: 'strict' }) })
      const error = await withRemote((remote) => refusal(said(remote, entry, ':')))
      expect(error).toMatchObject({
        code: 'forward-refused',
        params: { host: 'strict', reaching: 'db', port: db.port },
      })
    } finally {
      await strict.close()
    }
  })

  test('what goes wrong before and behind the jump host names the one it is about', async () => {
    const port = await freePort()
    const [behind, before] = await withRemote((remote) =>
      Promise.all(
        [behindGate({ port }), behindGate({ jump: gateEntry({ port }) })].map((entry) =>
          refusal(said(remote, entry, ':')),
        ),
      ),
    )
    expect(behind).toMatchObject({
      code: 'connection-refused',
      params: { host: 'db', via: 'gate', port },
    })
    expect(before).toMatchObject({
      code: 'connection-refused',
      params: { host: 'gate', reaching: 'db', port },
    })
  })

  test('a jump host that was lost is logged in to again', async () => {
    const proxy = await startProxy({ targetPort: gate.port })
    try {
      const text = readFileSync(gate.knownHostsFile, 'utf8')
      const knownHostsFile = await gate.knownHosts(
        'proxied',
        text.replaceAll(`:${gate.port} `, `:${proxy.port} `),
      )
      const entry = behindGate({ jump: gateEntry({ port: proxy.port, knownHostsFile }) })
      await withRemote(async (remote) => {
        expect(await said(remote, entry, 'echo in')).toBe('in\n')
        proxy.cut()
        expect(await said(remote, entry, 'echo in')).toBe('in\n')
      })
      expect(proxy.connections()).toBe(2)
    } finally {
      await proxy.close()
    }
  })

  test('a jump host that hangs is noticed by its silence, and what runs behind it ends as lost', async () => {
    const proxy = await startProxy({ targetPort: gate.port })
    try {
      const text = readFileSync(gate.knownHostsFile, 'utf8')
      const knownHostsFile = await gate.knownHosts(
        'frozen',
        text.replaceAll(`:${gate.port} `, `:${proxy.port} `),
      )
      const entry = behindGate({ jump: gateEntry({ port: proxy.port, knownHostsFile }) })
      const end = await withRemote((remote) =>
        remote.exec(entry, {
          script: 'echo begun; read -r _; read -r _',
          args: ['x'],
          deadlineMs: 60_000,
          maxBytes: 1000,
          onBytes: () => proxy.freeze(),
        }),
      )
      expect(end.kind).toBe('lost')
    } finally {
      await proxy.close()
    }
  })

  test('a jump host is left when nothing hangs on it any more', async () => {
    const ways = new Ssh2({
      log: listeningLog(),
      secrets: new Map(),
      keyWorker: () => '',
      idleJumpMs: 1,
    })
    const transport = await ways.connect(behindGate())
    expect(sessions(gate)).toBe(1)
    transport.close()
    await left(gate, db)
    await ways.close()
  })
})
