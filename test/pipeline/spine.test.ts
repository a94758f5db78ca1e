/** The spine in one process: real store, real SSH to the embedded host, no chat. Replay, and an analyzer that throws. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { archives } from '../../src/archive/open.ts'
import { type Analyzer, defineAnalyzer } from '../../src/domain/analyzer.ts'
import type { Log } from '../../src/domain/ports.ts'
import { plain } from '../../src/domain/words.ts'
import { randomIds } from '../../src/ids/random.ts'
import { startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { meminfo } from '../../src/parsers/proc/meminfo.ts'
import type { Asked, Done } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import type { House } from '../../src/pipeline/house.ts'
import { captureFile, parseCaptureFile, replay } from '../../src/pipeline/replay.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { reportJson } from '../../src/report/json.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { openStore } from '../../src/store/open.ts'
import { createCompute } from '../../src/workers/pool.ts'

const ASKED: Asked = {
  actor: { id: 'ana', surface: 'terminal', team: null },
  place: { surface: 'terminal', user: 'ana' },
  lang: 'en',
  zone: 'UTC',
}
/** What this machine's kernel log tells of earlier test runs is not the subject here. */
const QUIET = ANALYZERS.filter(({ id }) => id !== 'oom')
const bugs: string[] = []
const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event, cause) {
    bugs.push(`${event} ${String(cause)}`)
    return 'E12345'
  },
}

const broken: Analyzer = defineAnalyzer({
  id: 'broken',
  title: { en: 'broken', zh: '坏' },
  scope: 'host',
  needs: { mem: meminfo },
  likes: {},
  words: {},
  thresholds: [],
  falseAlarms: [],
  drilldowns: [],
  analyze() {
    throw new Error('on purpose')
  },
})

let folder = ''
let house: House
let close: () => Promise<void>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'memcheck-spine-'))
  const embedded = await startEmbeddedHost({ dataDir: folder, log })
  const remote = createSshRemote({ log })
  const store = await openStore({
    file: join(folder, 'memcheck.sqlite'),
    instance: 'terminal:spine',
    log,
  })
  house = {
    clock: systemClock(),
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
    analyzers: QUIET,
    drilldowns: DRILLDOWNS,
    owner: 'terminal:spine',
    version: 'test',
    lang: 'en',
  }
  close = async () => {
    await remote.close()
    await embedded.close()
    await store.close()
  }
})

afterAll(async () => {
  await close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(of: House, words: string): Promise<Done> {
  const use = useCases(of, createSchedule({ clock: of.clock, log }), null, COMMANDS)
  const reply = await dispatch(COMMANDS, words.split(' '), ASKED, use)
  return reply.kind === 'say' ? reply.done : reply.work()
}

type Json = Readonly<Record<string, unknown>>

describe('mutes', () => {
  const findingsOf = (done: Done) =>
    (done.json as { findings: readonly { code: string; mutedUntil?: string }[] }).findings

  test('a muted finding is shown with a mark, is listed, counts again when it is lifted, and all is audited', async () => {
    await run(house, `local ${process.pid}`)
    const made = await run(house, `mute local ${process.pid} leak for 2h`)
    expect(made.message.text).toMatch(/Muted until .*: leak of local\/process:/)
    const again = await run(house, `local ${process.pid}`)
    const own = findingsOf(again).filter(({ code }) => code.startsWith('leak.'))
    expect(own.length).toBeGreaterThan(0)
    expect(own.every(({ mutedUntil }) => mutedUntil !== undefined)).toBe(true)
    expect(JSON.stringify(again.message.blocks)).toContain(' (muted until ')
    expect(JSON.stringify((await run(house, 'mute list')).json)).toContain('local/process:')
    await run(house, `unmute local ${process.pid} leak`)
    expect((await run(house, 'mute list')).json).toEqual({ mutes: [] })
    const after = findingsOf(await run(house, `local ${process.pid}`))
    expect(after.every(({ mutedUntil }) => mutedUntil === undefined)).toBe(true)
    const rows = new Database(join(folder, 'memcheck.sqlite'), { readonly: true })
    onTestFinished(() => void rows.close())
    expect(
      rows.prepare("select action, target, decision from audit where action like '%mute%'").all(),
    ).toEqual([
      { action: 'mute:leak', target: `local ${process.pid}`, decision: 'allowed' },
      { action: 'unmute:leak', target: `local ${process.pid}`, decision: 'allowed' },
    ])
  })

  test.each([
    ['mute local for 91d', 'bad-argument'],
    ['mute local', 'bad-argument'],
    ['mute local leak.leakng for 1h', 'unknown-code'],
    ['mute local x y for 1h', 'unknown-code'],
    ['mute local nobody-knows-it for 1h', 'no-such-subject'],
    ['mute nowhere for 1h', 'unknown-host'],
    ['mute local oom smaps for 1h', 'unknown-code'],
    ['unmute local swap', 'no-such-mute'],
  ])('%s: %s', async (words, code) => {
    expect((await run(house, words)).json).toMatchObject({ error: { code } })
  })
})

describe('explain', () => {
  test('speaks of the report that stands, without asking the host again', async () => {
    await run(house, `local ${process.pid}`)
    const unreachable: House = {
      ...house,
      remote: {
        ...house.remote,
        exec: () => Promise.reject(new Error('nothing may be read')),
      },
    }
    const done = await run(unreachable, `local ${process.pid} explain process.where`)
    expect(done.exit).toBe(0)
    const words = done.message.blocks.map((block) =>
      block.kind === 'text' ? plain(block.text) : '',
    )
    expect(words).toContain('process.where')
    expect(words.join(' ')).toMatch(/The largest part of [\d.]+ MiB is /)
  })
})

describe('replay', () => {
  test.each(['local', `local ${process.pid}`])(
    'a capture of %s gives the same report again',
    async (words) => {
      await run(house, words)
      const done = (await run(house, words)).json as Json
      const text = JSON.stringify(await captureFile(house, String(done['run'])))
      const again = reportJson(replay(house, parseCaptureFile(text, 'file'), 'en').report) as Json
      for (const part of [
        'verdict',
        'subject',
        'incarnation',
        'levels',
        'changes',
        'findings',
        'growth',
        'gaps',
        'losses',
        'unchecked',
      ]) {
        expect({ [part]: again[part] }).toEqual({ [part]: done[part] })
      }
    },
  )

  test.each([
    ['{', 'not JSON'],
    ['{"kind":"other"}', 'memcheck-capture'],
    ['{"kind":"memcheck-capture","version":9}', 'version'],
    ['{"kind":"memcheck-capture","version":1,"capture":{"frames":[{}]}}', 'frames[0]'],
  ])('what is no capture is refused, saying why: %s', (text, why) => {
    expect(() => parseCaptureFile(text, 'file')).toThrowError(
      new RegExp(why === 'not JSON' ? 'JSON|position|Expected' : why.replace(/[[\]]/g, '\\$&')),
    )
  })
})

describe('an analyzer that throws', () => {
  test('costs only its own part, with a reference in the message and the log', async () => {
    // Of the others one that finds nothing here: the machine's load is not the subject.
    const calm = QUIET.filter(({ id }) => id === 'hugepages')
    const done = await run({ ...house, analyzers: [...calm, broken] }, 'local')
    const json = done.json as Json
    expect(json['unchecked']).toEqual([{ analyzer: 'broken', kind: 'failed', reference: 'E12345' }])
    expect(json['verdict']).toBe('unknown')
    expect(json['levels']).toHaveProperty(['host.memAvailableBytes'])
    const said = done.message.blocks.flatMap((block) =>
      block.kind === 'context' ? block.items.map(plain) : [],
    )
    expect(said.join('\n')).toContain('E12345')
    expect(bugs.join('\n')).toContain('on purpose')
  })
})

describe('what ends a run', () => {
  test.each([
    ['local 4194303', 'no-such-process'],
    ['local no-such-name-at-all', 'no-such-process'],
    ['nowhere', 'unknown-command'],
  ])('%s', async (words, code) => {
    expect((await run(house, words)).json).toMatchObject({ error: { code } })
  })
})
