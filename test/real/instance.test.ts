/** A real instance asked as people ask: one subject with sums and a history, its parts by size, several as a choice. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/pipeline/command.ts'
import type { House } from '../../src/pipeline/house.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { missing, needing } from './needs.ts'
import { PostgresServer, type Session } from './postgresServer.ts'

describe.skipIf(missing('postgres'))(needing('postgres', 'a PostgreSQL instance'), () => {
  let house: House
  let server: PostgresServer
  let large: Session
  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ house, close } = await openLocalHouse())
    server = new PostgresServer('15', { cluster_name: 'shop' })
    large = await server.session()
    await server.session()
    await large.ask('begin; create table t(a int, b text);')
    await large.ask(
      "do $$ begin for i in 1..1000 loop execute format('prepare p%s as select * from t where a = %s', i, i); end loop; end $$;",
    )
  })
  afterAll(async () => {
    server?.stop()
    await close()
  })

  /** Of one process, by /proc itself. */
  function kibOf(pid: number, field: string): number {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  }

  test('its postmaster stands for it: the sums are those of /proc, and the next check goes on with its history', async () => {
    const pids = [server.postmaster, ...server.children().map(({ pid }) => pid)]
    const done = await runIn(house, `local ${server.postmaster}`)
    const report = done.json as {
      readonly subject: { readonly name: string }
      readonly findings: readonly { code: string; numbers: Record<string, number | string> }[]
    }
    expect(report.subject.name).toBe(`PostgreSQL instance ${server.data}`)
    const holds = report.findings.find(({ code }) => code === 'instance.holds')?.numbers ?? {}
    const sumBytes = 1024 * pids.reduce((sum, pid) => sum + kibOf(pid, 'RssAnon'), 0)
    const shared = Math.max(...pids.map((pid) => kibOf(pid, 'RssShmem')))
    expect(Number(holds['privateBytes']) / sumBytes).toBeCloseTo(1, 1)
    expect(Number(holds['sharedBytes']) / (1024 * shared)).toBeCloseTo(1, 1)
    expect(holds).toMatchObject({
      processes: pids.length,
      sessions: 2,
      idleSessions: 2,
      largest: `backend postgres@postgres (PID ${large.pid})`,
    })
    // The largest was looked into, through its own mappings: it keeps 1000 plans.
    const contexts = report.findings.find(({ code }) => code === 'instance.contexts')?.numbers ?? {}
    expect(contexts).toMatchObject({
      process: `backend postgres@postgres (PID ${large.pid})`,
      looked: 3,
    })
    const walkedRatio = Number(contexts['totalBytes']) / Number(contexts['heldBytes'])
    expect(walkedRatio).toBeGreaterThan(0.7)
    expect(walkedRatio).toBeLessThan(1.1)
    const again = await runIn(house, `local ${server.postmaster}`)
    const text = JSON.stringify(again.message)
    expect(text).toContain('anon, all processes')
    expect(text).toContain('Since ')
  })

  test('its processes stand by size, with what they do', async () => {
    const done = await runIn(house, `local ${server.postmaster} backends 1`)
    const text = JSON.stringify(done.message)
    expect(text).toContain(`"${large.pid}","backend postgres@postgres","idle in transaction"`)
    expect(text).toContain('"autovacuum launcher","1"')
  })

  test('one of its sessions says who it is, what it does, what it keeps plans of, and its rank', async () => {
    const done = await runIn(house, `local ${large.pid}`)
    const report = done.json as {
      readonly subject: { readonly name: string }
      readonly findings: readonly { code: string; numbers: Record<string, number | string> }[]
    }
    expect(report.subject.name).toBe('postgres: backend postgres@postgres')
    const who = report.findings.find(({ code }) => code === 'who.session')?.numbers
    expect(who).toMatchObject({
      role: 'backend',
      cluster: 'shop',
      user: 'postgres',
      database: 'postgres',
      client: '[local]',
      doing: 'idle in transaction',
      plans: 1000,
      query: expect.stringMatching(/^prepare p\d+ as select \* from t where a = \?$/),
      rank: expect.any(Number),
      count: expect.any(Number),
    })
    expect(JSON.stringify(done.message)).toContain('backend postgres@postgres, idle in transaction')
  })

  test('two are a choice that tells their data directories', async () => {
    const second = new PostgresServer('15')
    try {
      const done = await runIn(house, 'local name:postgres')
      expect(done.exit).toBe(EXIT.unchecked)
      const text = JSON.stringify(done.message)
      expect(text).toContain(`${server.postmaster} ${server.data}, shop, `)
      expect(text).toContain(`${second.postmaster} ${second.data}, `)
    } finally {
      second.stop()
    }
  })
})
