/** A check of a real PostgreSQL backend over the shipped transport: the tree it keeps, and what it says where it may not. */
import { readFileSync, readlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Frame } from '../../src/domain/capture.ts'
import type { Log } from '../../src/domain/ports.ts'
import { regionsOf } from '../../src/memory/regions.ts'
import { memoryContexts } from '../../src/parsers/postgres/memoryContexts.ts'
import { maps } from '../../src/parsers/proc/maps.ts'
import { type Done, EXIT } from '../../src/pipeline/command.ts'
import type { House } from '../../src/pipeline/house.ts'
import { walkTree } from '../../src/pipeline/memory/contexts.ts'
import { Driver } from '../../src/pipeline/memory/drive.ts'
import { sudoersRules } from '../../src/script/sudoers.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { CANARIES } from '../masking/canaries.ts'
import { openLocally } from '../memory/localRanges.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { pipedRanges } from '../ssh/ranges/pipedHost.ts'
import { LOGIN, makeAccounts } from './accounts.ts'
import { missing, needing } from './needs.ts'
import { PostgresServer, type Session } from './postgresServer.ts'
import { logged } from './serverRows.ts'
import { startSshd } from './sshd.ts'

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}
const NOBODY = 65_534
const noGrants = missing('sudo') || missing('sshd') || userInfo().uid !== 0
describe.skipIf(missing('postgres'))(needing('postgres', 'a check of a PostgreSQL backend'), () => {
  let house: House
  let server: PostgresServer
  let session: Session
  let other: Session
  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ house, close } = await openLocalHouse({ log, analyzers: [] }))
    server = new PostgresServer('15')
    session = await server.session()
    other = await server.session()
    await session.ask(
      "create table t(a int, b text); insert into t values (1, 'secret-value'); begin;",
    )
    await session.ask("prepare p as select * from t where b = 'secret-value' and a = 4711;")
  })
  afterAll(async () => {
    server?.stop()
    await close()
  })

  async function check(of: House, pid: number): Promise<{ done: Done; frame: Frame | undefined }> {
    const done = await runIn(of, `local ${pid}`)
    const [run] = await of.store.runsOf('local', 1)
    const capture = await of.store.capture(run?.id ?? '')
    const frame = capture?.frames.find(({ source }) => source === memoryContexts.id)
    return { done, frame }
  }

  test('keeps the tree that the server itself prints, masked, and counts what it cost', async () => {
    const { done, frame } = await check(house, session.pid)
    const raw = frame?.raw
    if (raw?.kind !== 'ok')
      throw new Error(`no tree: ${JSON.stringify(frame)} ${done.message.text}`)
    const parsed = memoryContexts.parse(raw.text, { cut: false })
    if ('error' in parsed) throw new Error(parsed.error.sample)
    const tree = parsed.value
    expect(tree).toMatchObject({
      pid: session.pid,
      complete: true,
      torn: [],
      tornDetails: [],
      spent: null,
      swappedPages: 0,
      layout: { version: '15', verified: true },
    })
    const { grand } = await logged(server, other, session.pid)
    const sum = (of: (one: (typeof tree.contexts)[number]) => number | null): number =>
      tree.contexts.reduce((all, one) => all + (of(one) ?? 0), 0)
    expect({
      totalBytes: sum(({ totalBytes }) => totalBytes),
      blocks: sum(({ blocks }) => blocks),
      freeBytes: sum(({ freeBytes }) => freeBytes),
      freeChunks: sum(({ freeChunks }) => freeChunks),
    }).toEqual(grand)
    expect(raw.text).toContain('prepare p as select * from t where b = ')
    expect(raw.text).not.toMatch(/secret-value|4711/)
    const cost = (done.json as { cost: { execs: number; bytes: number } }).cost
    expect(cost.execs).toBeGreaterThanOrEqual(2)
    expect(cost.bytes).toBeGreaterThan(500_000)
  })

  test('secrets in the statements that a backend keeps in its memory are in nothing that is said or kept', async () => {
    const full = await server.session()
    for (const [i, { text }] of CANARIES.entries()) {
      const flat = text.replaceAll('\n', ' ').replaceAll('*/', '* /')
      await full.ask(`prepare c${i} as select '${flat.replaceAll("'", "''")}'::text /* ${flat} */;`)
    }
    const { done, frame } = await check(house, full.pid)
    if (frame?.raw.kind !== 'ok') throw new Error(`no tree: ${JSON.stringify(frame)}`)
    const kept = frame.raw.text
    const asked = await runIn(house, `local ${full.pid} contexts`)
    // They were walked, and read as statements.
    expect(kept.match(/prepare c\d+ as select/g)?.length ?? 0).toBeGreaterThan(150)
    const said = JSON.stringify([done.message, done.json, asked.message, asked.json])
    const leaks = CANARIES.flatMap(({ shape, secrets }) =>
      secrets
        .filter((secret) => kept.includes(secret) || said.includes(secret))
        .map((secret) => `${shape}: ${secret}`),
    )
    expect(leaks).toEqual([])
  })

  test('a heap that grew since its mappings were read is walked whole in the next try', async () => {
    const reader = await openLocally({ kind: 'memory', pid: session.pid })
    if ('reason' in reader) throw new Error(reader.detail)
    const parsed = maps.parse(readFileSync(`/proc/${session.pid}/maps`, 'utf8'), { cut: false })
    if ('error' in parsed) throw new Error(parsed.error.sample)
    const now = regionsOf(parsed.value.mappings)
    const before = now.map((one) =>
      one.path === '[heap]' ? { ...one, end: one.end - 512 * 1024 } : one,
    )
    const driver = new Driver({ reader, swapped: null, clock: house.clock })
    const program = readlinkSync(`/proc/${session.pid}/exe`)
    const input = { regions: before, program, versionHint: '15' }
    const tree = await walkTree(driver, house.clock, input, async () => now)
    await reader.close()
    expect(tree).toMatchObject({ tries: 2, walk: { torn: [] } })
  })

  test('auxiliary processes have a tree too', async () => {
    for (const { pid, title } of server
      .children()
      .filter((one) => /checkpointer|writer/.test(one.title))) {
      const { frame } = await check(house, pid)
      expect([title, frame?.raw.kind]).toEqual([title, 'ok'])
    }
  })

  test('where the host does not grant it, the report says so and how to ask, and is no less complete', async () => {
    const hosts = house.inventory.hosts.map((host) => ({ ...host, memory: false }))
    const { done, frame } = await check(
      { ...house, inventory: { ...house.inventory, hosts } },
      session.pid,
    )
    expect(frame?.raw).toEqual({ kind: 'gap', reason: 'not-granted', detail: '' })
    expect(JSON.stringify(done.message.blocks)).toContain('memory: true')
    expect(done.exit).toBe(EXIT.fine)
  })

  test.skipIf(userInfo().uid !== 0)('where another user asks, it says what would do', async () => {
    const ranges = pipedRanges({ uid: NOBODY })
    const denied: House = { ...house, ranges: { open: (_, file) => ranges.open(file) } }
    const { done, frame } = await check(denied, session.pid)
    expect(frame?.raw).toEqual({ kind: 'gap', reason: 'denied', detail: 'other-user' })
    expect(JSON.stringify(done.message.blocks)).toContain("another user's")
  })

  test.skipIf(noGrants)(
    needing(
      'sudo',
      'where the login is another user’s, it is read as the account that the entry names',
    ),
    async () => {
      const accounts = makeAccounts()
      const entry = { sudo: [], memoryAs: 'postgres' }
      accounts.sudoers(`${sudoersRules(LOGIN.name, entry, []).join('\n')}\n`)
      const sshd = await startSshd({ within: (...words) => accounts.within('root', ...words) })
      const remote = createSshRemote({ log })
      try {
        const host = sshd.entry({ name: 'local', user: LOGIN.name, memory: true, ...entry })
        const inventory = { ...house.inventory, hosts: [host] }
        const { frame } = await check({ ...house, remote, ranges: remote, inventory }, session.pid)
        // Neither the link to its program nor its mappings are the login's to read.
        const text = frame?.raw.kind === 'ok' ? frame.raw.text : JSON.stringify(frame?.raw)
        expect(text).toContain('TopMemoryContext')
        expect(text).not.toContain('secret-value')
      } finally {
        await remote.close()
        await sshd.close()
        accounts.close()
      }
    },
  )

  test('any other process is not looked into', async () => {
    const { frame } = await check(house, process.pid)
    expect(frame).toBe(undefined)
  })
})
