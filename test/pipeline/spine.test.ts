/** The spine in one process: real store, real SSH to the embedded host, no chat. Replay, and an analyzer that throws. */
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { type Analyzer, defineAnalyzer } from '../../src/domain/analyzer.ts'
import type { Log } from '../../src/domain/ports.ts'
import { plain } from '../../src/domain/words.ts'
import { meminfo } from '../../src/parsers/proc/meminfo.ts'
import type { Done } from '../../src/pipeline/command.ts'
import type { House } from '../../src/pipeline/house.ts'
import { captureFile, parseCaptureFile, replay } from '../../src/pipeline/replay.ts'
import { reportJson } from '../../src/report/json.ts'
import { openLocalHouse, runIn } from './localHouse.ts'

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

let house: House
let file: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ house, file, close } = await openLocalHouse({ log, analyzers: QUIET }))
})

afterAll(async () => await close())

type Json = Readonly<Record<string, unknown>>

describe('mutes', () => {
  const findingsOf = (done: Done) =>
    (done.json as { findings: readonly { code: string; mutedUntil?: string }[] }).findings

  test('a muted finding is shown with a mark, is listed, counts again when it is lifted, and all is audited', async () => {
    await runIn(house, `local ${process.pid}`)
    const made = await runIn(house, `mute local ${process.pid} leak for 2h`)
    expect(made.message.text).toMatch(/Muted until .*: leak of local\/process:/)
    const again = await runIn(house, `local ${process.pid}`)
    const own = findingsOf(again).filter(({ code }) => code.startsWith('leak.'))
    expect(own.length).toBeGreaterThan(0)
    expect(own.every(({ mutedUntil }) => mutedUntil !== undefined)).toBe(true)
    expect(JSON.stringify(again.message.blocks)).toContain(' (muted until ')
    expect(JSON.stringify((await runIn(house, 'mute list')).json)).toContain('local/process:')
    await runIn(house, `unmute local ${process.pid} leak`)
    expect((await runIn(house, 'mute list')).json).toEqual({ mutes: [] })
    const after = findingsOf(await runIn(house, `local ${process.pid}`))
    expect(after.every(({ mutedUntil }) => mutedUntil === undefined)).toBe(true)
    const rows = new Database(file, { readonly: true })
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
    expect((await runIn(house, words)).json).toMatchObject({ error: { code } })
  })
})

describe('explain', () => {
  test('speaks of the report that stands, without asking the host again', async () => {
    await runIn(house, `local ${process.pid}`)
    const unreachable: House = {
      ...house,
      remote: {
        ...house.remote,
        exec: () => Promise.reject(new Error('nothing may be read')),
      },
    }
    const done = await runIn(unreachable, `local ${process.pid} explain process.where`)
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
      await runIn(house, words)
      const done = (await runIn(house, words)).json as Json
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
    const done = await runIn({ ...house, analyzers: [...calm, broken] }, 'local')
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
    expect((await runIn(house, words)).json).toMatchObject({ error: { code } })
  })
})
