import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { type Cost, NO_COST } from '../../src/domain/capture.ts'
import { anAudit, aRun, T0, tempFolder, tempStore } from './rows.ts'

const COST: Cost = { execs: 2, bytes: 9000, hostMs: 12, stoppedMs: 0 }

describe('runs', () => {
  test('reads back what was opened', async () => {
    const store = await tempStore()
    const run = aRun('r1', {
      drilldown: 'smaps',
      orderId: 'o1',
      place: { surface: 'terminal', user: 'ann' },
    })
    await store.openRun(run, anAudit({ runId: 'r1' }))
    expect(await store.run('r1')).toEqual(run)
    expect(await store.run('r2')).toBeNull()
  })

  test('writes neither run nor audit when one of them fails', async () => {
    const store = await tempStore()
    const broken = { ...anAudit(), actor: null as unknown as string }
    await expect(store.openRun(aRun('r1'), broken)).rejects.toThrow(/NOT NULL/)
    expect(await store.run('r1')).toBeNull()
    expect(await store.size()).toMatchObject({ runs: 0 })
  })

  test('closes once: a later end changes nothing', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.closeRun('r1', { state: 'done', atMs: T0 + 5, verdict: 'warning', cost: COST })
    await store.closeRun('r1', { state: 'failed', atMs: T0 + 9, verdict: null, cost: NO_COST })
    expect(await store.run('r1')).toMatchObject({
      state: 'done',
      closedAtMs: T0 + 5,
      verdict: 'warning',
      cost: COST,
    })
  })

  test.each([
    ['another bot, lease running', { owner: 'bot:two' }, true],
    ['this bot, lease past', { owner: 'bot:one', leaseUntilMs: T0 - 1 }, true],
    ['this bot, lease running', { owner: 'bot:one' }, false],
    ['a terminal, lease past', { owner: 'terminal:x', leaseUntilMs: T0 - 1 }, false],
    ['another bot, closed', { owner: 'bot:two', state: 'done' as const }, false],
  ])('abandoned: %s', async (_name, over, abandoned) => {
    const store = await tempStore()
    await store.openRun(aRun('r1', over), anAudit())
    const found = await store.abandonedRuns('bot:one', T0)
    expect(found.map((run) => run.id)).toEqual(abandoned ? ['r1'] : [])
  })

  test('takes over a bot’s open run, never a terminal’s or a closed one', async () => {
    const store = await tempStore()
    await store.openRun(aRun('dead', { owner: 'bot:two' }), anAudit())
    await store.openRun(aRun('terminal', { owner: 'terminal:x' }), anAudit())
    await store.openRun(aRun('done', { owner: 'bot:two', state: 'done' }), anAudit())
    expect(await store.takeRun('dead', 'bot:one', T0 + 1)).toBe(true)
    expect(await store.takeRun('terminal', 'bot:one', T0 + 1)).toBe(false)
    expect(await store.takeRun('done', 'bot:one', T0 + 1)).toBe(false)
    expect(await store.run('dead')).toMatchObject({ owner: 'bot:one', leaseUntilMs: T0 + 1 })
  })

  test('renews the leases of one owner’s open runs alone', async () => {
    const store = await tempStore()
    await store.openRun(aRun('mine'), anAudit())
    await store.openRun(aRun('theirs', { owner: 'terminal:x' }), anAudit())
    await store.renewLeases('bot:one', T0 + 99_000)
    expect(await store.run('mine')).toMatchObject({ leaseUntilMs: T0 + 99_000 })
    expect(await store.run('theirs')).toMatchObject({ leaseUntilMs: T0 + 30_000 })
  })

  test('joins an open check of the very same target, depth and time', async () => {
    const store = await tempStore()
    const target = { kind: 'pid', host: 'db1', pid: 4242 } as const
    await store.openRun(
      aRun('named', { target: { kind: 'name', host: 'db1', name: '4242' } }),
      anAudit(),
    )
    await store.openRun(aRun('levels', { depth: 'levels' }), anAudit())
    await store.openRun(aRun('ask', { kind: 'ask' }), anAudit())
    await store.openRun(aRun('closed', { state: 'done' }), anAudit())
    expect(await store.openCheckOf(target, 'full', T0)).toBeNull()
    await store.openRun(aRun('same', { owner: 'terminal:x' }), anAudit())
    expect((await store.openCheckOf(target, 'full', T0))?.id).toBe('same')
    expect(await store.openCheckOf(target, 'full', T0 + 1)).toBeNull()
  })

  test('lists the newest closed runs of a host', async () => {
    const store = await tempStore()
    for (const n of [1, 2, 3]) {
      await store.openRun(aRun(`r${n}`, { openedAtMs: T0 + n, state: 'done' }), anAudit())
    }
    await store.openRun(aRun('open', { openedAtMs: T0 + 9 }), anAudit())
    expect((await store.runsOf('db1', 2)).map((run) => run.id)).toEqual(['r3', 'r2'])
    expect(await store.runsOf('db2', 2)).toEqual([])
    expect(await store.runsOf('db1/process:x', 2)).toEqual([])
  })
})

describe('audit', () => {
  test('rows cannot be changed or deleted, by anyone', async () => {
    const file = `${tempFolder()}/memcheck.db`
    const store = await tempStore('bot:one', file)
    await store.audit(anAudit({ decision: 'refused', rule: 'memory-not-granted' }))
    const sqlite = new Database(file)
    expect(() => sqlite.exec("update audit set actor = 'nobody'")).toThrow('append-only')
    expect(() => sqlite.exec('delete from audit')).toThrow('append-only')
    expect(sqlite.prepare('select actor, decision, rule from audit').all()).toEqual([
      { actor: 'U1', decision: 'refused', rule: 'memory-not-granted' },
    ])
    sqlite.close()
  })
})

test('the audit of a host is of that host and what is on it, and of no other whose name begins so', async () => {
  const store = await tempStore()
  for (const target of ['db1', 'db1 4242', 'db10', 'DB1', ''])
    await store.audit(anAudit({ target }))
  const query = { host: 'db1', actor: null, sinceMs: 0 }
  expect((await store.audited(query, null, 9)).map(({ target }) => target)).toEqual([
    'db1 4242',
    'db1',
  ])
  const [newest] = await store.audited({ ...query, host: null }, null, 1)
  expect(await store.audited({ ...query, host: null }, newest?.id ?? 0, 9)).toHaveLength(4)
  expect(await store.audited({ ...query, sinceMs: Number.MAX_SAFE_INTEGER }, null, 9)).toEqual([])
})
