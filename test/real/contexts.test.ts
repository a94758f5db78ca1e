/**
 * The context walk against PostgreSQL's own numbers, on real servers of several versions: every row that the server
 * prints is in the walk with equal total, blocks, free and chunks, and what the server folds adds up.
 */
import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MemoryContext } from '../../src/domain/contexts.ts'
import { isClean } from '../../src/memory/palloc/result.ts'
import { treeOf } from './localMemory.ts'
import { missing, needing, pathOf } from './needs.ts'
import { missingServer, PostgresServer, type Session } from './postgresServer.ts'
import { logged, type Rows, statsIn, until } from './serverRows.ts'

const LOGGING = ['14', '15', '16', '17', '18'] as const
/** Processes of a server that live as long as it does, in all versions that are tried. */
const AUXILIARY =
  /^(?:checkpointer|background writer|walwriter|autovacuum launcher|logical replication launcher|stats collector)\b/

/** Row as a key: what the server prints of a context, its level included. */
function keyOf({
  level,
  name,
  ident,
  totalBytes,
  blocks,
  freeBytes,
  freeChunks,
}: MemoryContext): string {
  return JSON.stringify([level, name, shown(ident), totalBytes, blocks, freeBytes, freeChunks])
}

/** MemoryContextStatsPrint: 100 bytes of it, with blanks for control characters. */
function shown(ident: string | null): string {
  if (ident === null) return ''
  const bytes = Buffer.from(ident)
  const cut = bytes.length > 100 ? `${bytes.subarray(0, 100).toString()}...` : ident
  return cut.replace(/[\x00-\x1f]/g, ' ').trim()
}

/** Takes the server's rows out of the walk's; what remains must be what it folds. */
function agree(rows: Rows, contexts: readonly MemoryContext[]): void {
  const left = new Map<string, MemoryContext[]>()
  for (const context of contexts) {
    const key = keyOf(context)
    left.set(key, [...(left.get(key) ?? []), context])
  }
  const lacking = rows.rows.filter((row) => left.get(row)?.pop() === undefined)
  expect(lacking, 'rows of the server that the walk does not have').toEqual([])
  const rest = [...left.values()].flat()
  const sum = (pick: (context: MemoryContext) => number | null, of: readonly MemoryContext[]) =>
    of.reduce((total, context) => total + (pick(context) ?? 0), 0)
  const sums = (of: readonly MemoryContext[]) => ({
    totalBytes: sum(({ totalBytes }) => totalBytes, of),
    blocks: sum(({ blocks }) => blocks, of),
    freeBytes: sum(({ freeBytes }) => freeBytes, of),
    freeChunks: sum(({ freeChunks }) => freeChunks, of),
  })
  expect(sums(rest), 'what the server folds').toEqual(rows.folded)
  expect(sums(contexts), 'grand total').toEqual(rows.grand)
}

/** True once a walsender has decoded what the test has written. */
function holdsChanges(pid: number): boolean {
  return treeOf(pid).tree.contexts.some(
    ({ name, totalBytes }) => name === 'Change' && totalBytes > 100_000,
  )
}

/** Something of everything: open transaction, cursors, prepared statements, a sort, a hash, a leak. */
async function furnish(session: Session, leaky: string): Promise<void> {
  const call = "(int8, int8) returns int8 language c strict as '"
  await session.ask(`create function leak_top${call}${leaky}', 'leak_top';`)
  await session.ask(`create function leak_cache${call}${leaky}', 'leak_cache';`)
  await session.ask(
    'create table t(a int, b text); insert into t select i, i::text from generate_series(1, 5000) i;',
  )
  await session.ask('analyze t; select leak_top(20000, 128); select leak_cache(500, 128);')
  await session.ask('prepare p1(int) as select count(*) from t where a > $1; execute p1(3);')
  await session.ask('begin; declare c1 cursor for select * from t order by b; fetch 10 from c1;')
  await session.ask(
    'declare c2 cursor for select x.a from t x join t y using (b); fetch 5 from c2;',
  )
  await session.ask(
    "do $$ begin for i in 1..20 loop execute 'select count(*) from t'; end loop; end $$;",
  )
}

for (const version of LOGGING)
  describe.skipIf(missingServer(version))(
    needing('postgresVersions', `PostgreSQL ${version}`),
    () => {
      let server: PostgresServer
      let session: Session
      let other: Session

      beforeAll(async () => {
        server = new PostgresServer(version, { wal_level: 'logical' })
        session = await server.session()
        other = await server.session()
        await furnish(session, server.leaky())
      })
      afterAll(() => server?.stop())

      test('its log and the walk give the same rows', async () => {
        const rows = await logged(server, other, session.pid)
        const walk = treeOf(session.pid)
        expect(walk.torn).toEqual([])
        expect(walk.damaged).toEqual([])
        expect(walk.layout).toMatchObject({ version, greenplum: false, verified: true })
        agree(rows, walk.tree.contexts)
        expect(rows.rows.length).toBeGreaterThan(100)
      })

      test('a chunk that something wrote past is named as damaged, with its context', async () => {
        const hurt = await server.session()
        await hurt.ask(
          `create function write_past_end(int8) returns int8 language c strict as '${server.leaky()}', 'write_past_end';`,
        )
        expect(Number(await hurt.ask('select write_past_end(1500);'))).toBeGreaterThan(1500)
        const walk = treeOf(hurt.pid)
        expect(isClean(walk)).toBe(true)
        expect(walk.damaged).toEqual([{ context: 0, at: expect.any(Number) }])
        hurt.close()
      })

      test('a walsender that decodes has slabs, and they are as the log says', async () => {
        await other.ask("select pg_create_logical_replication_slot('decoded', 'test_decoding');")
        const sender = await server.decode('decoded')
        // An open transaction's changes are kept until it ends.
        await session.ask(
          'commit; begin; insert into t select i, i::text from generate_series(1, 3000) i;',
        )
        await other.ask('create table flushed();')
        const written = await other.ask('select pg_switch_wal();')
        const decoded = `select sent_lsn >= '${written}' from pg_stat_replication where pid = ${sender};`
        // No more comes: what it has decoded by then stays as it is until the transaction ends.
        while ((await other.ask(decoded)) !== 't') await pause(50)
        await expect.poll(() => holdsChanges(sender)).toBe(true)
        const walk = treeOf(sender)
        agree(await logged(server, other, sender), walk.tree.contexts)
        expect(isClean(walk)).toBe(true)
        const kinds = new Set(walk.tree.contexts.map(({ kind }) => kind))
        expect([...kinds]).toEqual(expect.arrayContaining(['AllocSet', 'Slab', 'Generation']))
        const change = walk.tree.contexts.find(({ name }) => name === 'Change')
        expect(change).toMatchObject({ kind: 'Slab' })
        expect(change?.totalBytes).toBeGreaterThan(100_000)
      })

      test('a session has begun as many transactions as it was asked statements', async () => {
        const counted = await server.session()
        await counted.ask('select 1;')
        const before = treeOf(counted.pid).transactions ?? Number.NaN
        for (let i = 0; i < 40; i += 1) await counted.ask('select 1;')
        await counted.ask('begin; select 1; select 2; commit;')
        expect((treeOf(counted.pid).transactions ?? Number.NaN) - before).toBe(41)
        counted.close()
      })

      test('its auxiliary processes have a tree each', () => {
        // By name: sessions that end, and workers that come and go by themselves, are none of them.
        const children = server.children().filter(({ title }) => AUXILIARY.test(title))
        expect(children.length).toBeGreaterThan(3)
        for (const { pid, title } of [
          ...children,
          { pid: server.postmaster, title: 'postmaster' },
        ]) {
          const walk = treeOf(pid)
          expect(isClean(walk), title).toBe(true)
          expect(walk.tree.contexts.length, title).toBeGreaterThan(4)
          expect(walk.tree.contexts[0]?.name, title).toBe('TopMemoryContext')
        }
      })
    },
  )

describe.skipIf(missingServer('13') || missing('gdb'))(needing('gdb', 'PostgreSQL 13'), () => {
  let server: PostgresServer

  beforeAll(() => {
    server = new PostgresServer('13')
  })
  afterAll(() => server?.stop())

  test('MemoryContextStats called by gdb and the walk give the same rows', async () => {
    const session = await server.session()
    await furnish(session, server.leaky())
    const before = server.log.length
    const call = 'call (void)MemoryContextStats(*(void**)&TopMemoryContext)'
    spawnSync(pathOf('gdb'), ['-nx', '-batch', '-p', String(session.pid), '-ex', call])
    const rows = statsIn(await until(server, before))
    const walk = treeOf(session.pid)
    expect(walk.layout).toMatchObject({ version: '13', verified: true })
    expect(walk.torn).toEqual([])
    agree(rows, walk.tree.contexts)
    expect(rows.rows.length).toBeGreaterThan(100)
  })
})

describe.skipIf(missingServer('15'))(needing('postgres', 'a streaming standby'), () => {
  let primary: PostgresServer
  let standby: PostgresServer

  beforeAll(() => {
    primary = new PostgresServer('15', { wal_level: 'replica' })
    standby = new PostgresServer('15', {}, primary)
  })
  afterAll(() => {
    standby?.stop()
    primary?.stop()
  })

  test('its startup process is walked while it replays', async () => {
    const session = await primary.session()
    await session.ask('create table t(a int, b text);')
    const startup = (): { pid: number; title: string } | undefined =>
      standby.children().find(({ title }) => title.startsWith('startup'))
    const pid = startup()?.pid ?? 0
    for (let round = 0; round < 5; round += 1) {
      const replayed = session.ask(
        `create database d${round}; insert into t select i, i from generate_series(1, 50000) i; drop database d${round};`,
      )
      const walk = treeOf(pid)
      expect(isClean(walk)).toBe(true)
      const names = walk.tree.contexts.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['TopMemoryContext', 'ErrorContext']))
      await replayed
    }
    // It waits for WAL until the stream begins, and says so; the process that was walked is the one that recovers.
    await expect.poll(startup).toEqual({ pid, title: expect.stringMatching(/^startup recovering/) })
  })
})
