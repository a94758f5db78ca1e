/**
 * A session that leaks 4 KiB a statement into CacheMemoryContext while its load comes and goes, looked at eight times by
 * the whole way from a check to the store: the context that grows is named, and what a statement costs.
 */
import { expect, onTestFinished, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import type { Finding } from '../../src/domain/finding.ts'
import type { Done } from '../../src/pipeline/command.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { missing, needing } from './needs.ts'
import { PostgresServer } from './postgresServer.ts'

const LOADS = [200, 900, 20, 1500, 60, 1200, 40, 700]
const BETWEEN_LOOKS_MS = 10 * 60_000
/** With its chunk's header. */
const KEPT_BYTES = 4096

interface Json {
  readonly charts: readonly { readonly kind: string; readonly title: string }[]
  readonly findings: readonly Finding[]
  readonly growth: {
    readonly verdict: string
    readonly notes: readonly {
      readonly code: string
      readonly numbers: Readonly<Record<string, number>>
    }[]
  }
}

test.skipIf(missing('postgres'))(
  needing('postgres', 'the context that grows is named, and what a statement costs'),
  async () => {
    let aheadMs = 0
    const clock = systemClock()
    const { house, close } = await openLocalHouse({
      clock: { ...clock, now: () => clock.now() + aheadMs },
      analyzers: ANALYZERS.filter(({ id }) => ['pg-contexts', 'leak'].includes(id)),
    })
    const server = new PostgresServer('15')
    onTestFinished(async () => {
      server.stop()
      await close()
    })

    const session = await server.session()
    const call = "(int8, int8) returns int8 language c strict as '"
    await session.ask(`create function leak_cache${call}${server.leaky()}', 'leak_cache';`)
    let last: Done | null = null
    for (const statements of LOADS) {
      for (let i = 0; i < statements; i += 1) await session.ask('select leak_cache(1, 4080);')
      last = await runIn(house, `local ${session.pid}`)
      aheadMs += BETWEEN_LOOKS_MS
    }
    if (last === null) throw new Error('no look')
    const { findings, growth, charts } = last.json as Json
    expect(charts.map(({ kind }) => kind)).toEqual(['growth', 'stack'])
    expect(charts[1]?.title).toMatch(/^CacheMemoryContext explains \d+ % of the growth$/)
    const grows = findings.find(({ code }) => code === 'contexts.grows')
    expect(grows?.numbers).toMatchObject({ context: 'CacheMemoryContext', snapshots: LOADS.length })
    expect(growth.verdict).toBe('leaking')
    const note = growth.notes.find(({ code }) => code === 'per-transaction')
    expect((note?.numbers['workBytes'] ?? 0) / KEPT_BYTES).toBeGreaterThan(0.9)
    expect((note?.numbers['workBytes'] ?? 0) / KEPT_BYTES).toBeLessThan(1.1)

    const diff = await runIn(house, `local ${session.pid} contexts diff 35m`)
    const pictures = diff.message.blocks.filter((block) => block.kind === 'chart')
    const [picture] = pictures.map(({ chart }) => chart)
    // Eight looks are 10 minutes apart, and this is one more.
    expect(picture?.kind === 'stack' && picture.atMs.length).toBe(4)
    const tables = diff.message.blocks.filter((block) => block.kind === 'table')
    expect(tables[0]?.kind === 'table' && tables[0].rows[0]?.[0]).toContain('CacheMemoryContext')
  },
  180_000,
)
