/**
 * A session that leaks 4 KiB a statement into CacheMemoryContext while its load comes and goes, looked at eight times by
 * the whole way from a check to the store: the context that grows is named, and what a statement costs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { archives } from '../../src/archive/open.ts'
import type { Finding } from '../../src/domain/finding.ts'
import type { Log } from '../../src/domain/ports.ts'
import { randomIds } from '../../src/ids/random.ts'
import { startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import type { Done } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { openStore } from '../../src/store/open.ts'
import { createCompute } from '../../src/workers/pool.ts'
import { missing, needing } from './needs.ts'
import { PostgresServer } from './postgresServer.ts'

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: (event, cause) => {
    throw new Error(event, { cause })
  },
  step: () => undefined,
}
const LOADS = [200, 900, 20, 1500, 60, 1200, 40, 700]
const BETWEEN_LOOKS_MS = 10 * 60_000
/** With its chunk's header. */
const KEPT_BYTES = 4096

interface Json {
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
    const folder = mkdtempSync(join(tmpdir(), 'memcheck-growing-'))
    const embedded = await startEmbeddedHost({ dataDir: folder, log })
    const remote = createSshRemote({ log })
    const store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'terminal:x', log })
    const server = new PostgresServer('15')
    let aheadMs = 0
    const clock = systemClock()
    const house: House = {
      clock: { ...clock, now: () => clock.now() + aheadMs },
      ids: randomIds(),
      log,
      store,
      remote,
      ranges: remote,
      raster: { png: async () => new Uint8Array() },
      chat: null,
      prometheus: null,
      inventory: { hosts: [embedded.entry], groups: {}, embedded: true },
      sources: SOURCES,
      formats: FORMATS,
      archives: archives(),
      compute: createCompute(),
      analyzers: ANALYZERS.filter(({ id }) => ['pg-contexts', 'leak'].includes(id)),
      drilldowns: DRILLDOWNS,
      owner: 'terminal:x',
      version: 'test',
      lang: 'en',
    }
    onTestFinished(async () => {
      server.stop()
      await remote.close()
      await embedded.close()
      await store.close()
      await house.compute.close()
      rmSync(folder, { recursive: true, force: true })
    })
    const run = async (words: string): Promise<Done> => {
      const use = useCases(house, createSchedule({ clock: house.clock, log }), null, COMMANDS)
      const asked = {
        actor: { id: 'ana', surface: 'terminal', team: null },
        place: { surface: 'terminal', user: 'ana' },
        lang: 'en',
        zone: 'UTC',
      } as const
      const reply = await dispatch(COMMANDS, words.split(' '), asked, use)
      return reply.kind === 'say' ? reply.done : await reply.work()
    }

    const session = await server.session()
    const call = "(int8, int8) returns int8 language c strict as '"
    await session.ask(`create function leak_cache${call}${server.leaky()}', 'leak_cache';`)
    let last: Done | null = null
    for (const statements of LOADS) {
      for (let i = 0; i < statements; i += 1) await session.ask('select leak_cache(1, 4080);')
      last = await run(`local ${session.pid}`)
      aheadMs += BETWEEN_LOOKS_MS
    }
    if (last === null) throw new Error('no look')
    const { findings, growth } = last.json as Json
    const grows = findings.find(({ code }) => code === 'contexts.grows')
    expect(grows?.numbers).toMatchObject({ context: 'CacheMemoryContext', snapshots: LOADS.length })
    expect(growth.verdict).toBe('leaking')
    const note = growth.notes.find(({ code }) => code === 'per-transaction')
    expect((note?.numbers['workBytes'] ?? 0) / KEPT_BYTES).toBeGreaterThan(0.9)
    expect((note?.numbers['workBytes'] ?? 0) / KEPT_BYTES).toBeLessThan(1.1)

    const diff = await run(`local ${session.pid} contexts diff`)
    const tables = diff.message.blocks.filter((block) => block.kind === 'table')
    expect(tables[0]?.kind === 'table' && tables[0].rows[0]?.[0]).toContain('CacheMemoryContext')
  },
  180_000,
)
