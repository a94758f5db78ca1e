/** `history HOST [TARGET] [30d]`: verdict, rate, since, restarts and graph of what is kept, for every kind of subject. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../commands/index.ts'
import { ANALYZERS } from '../../../src/analyzers/index.ts'
import type { Store } from '../../../src/domain/store.ts'
import { LANGS, type Lang } from '../../../src/domain/words.ts'
import { FORMATS, SOURCES } from '../../../src/parsers/index.ts'
import { doneOf } from '../../../src/pipeline/command.ts'
import { dispatch } from '../../../src/pipeline/dispatch.ts'
import type { House } from '../../../src/pipeline/house.ts'
import { useCases } from '../../../src/pipeline/useCases.ts'
import { DRILLDOWNS } from '../../../src/report/questions.ts'
import { createSchedule } from '../../../src/schedule/cron.ts'
import { openStore } from '../../../src/store/open.ts'
import { printed } from '../../../src/terminal/print.ts'
import { memoryLog } from '../../store/rows.ts'
import { seedHistory } from './seed.ts'

const NOW_MS = Date.UTC(2026, 10, 21, 3)
const log = memoryLog()
const folder = mkdtempSync(join(tmpdir(), 'memcheck-history-'))
let store: Store

beforeAll(async () => {
  store = await openStore({ file: join(folder, 'm.sqlite'), instance: 'terminal:h', log })
  await seedHistory(store, 'db1', NOW_MS)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(words: string, lang: Lang = 'en') {
  const clock = { now: () => NOW_MS + 60_000, sleep: async () => undefined }
  // Nothing else of a house is touched by what is kept.
  const house = {
    clock,
    log,
    store,
    chat: null,
    inventory: {
      hosts: [{ name: 'db1', aliases: [], address: '127.0.0.1', port: 22 }],
      groups: {},
      embedded: false,
    },
    sources: SOURCES,
    formats: FORMATS,
    analyzers: ANALYZERS,
    drilldowns: DRILLDOWNS,
  } as unknown as House
  const use = useCases(house, createSchedule({ clock, log }), null, COMMANDS)
  const reply = await dispatch(
    COMMANDS,
    words.split(' '),
    {
      actor: { id: 'ana', surface: 'terminal', team: null, chat: null },
      place: { surface: 'terminal', user: 'ana' },
      lang,
      zone: 'UTC',
    },
    use,
  )
  const done = await doneOf(reply)
  const json = JSON.parse(JSON.stringify(done.json)) as Json
  return { exit: done.exit, json, text: printed(done.message, { colour: false }) }
}

interface Json {
  readonly subject: { readonly kind: string; readonly name: string } | null
  readonly from: string
  readonly until: string
  readonly growth: {
    readonly verdict: string
    readonly slopeBytesPerDay: number
    readonly eta: { readonly limitBytes: number } | null
  } | null
  readonly restarts: readonly string[]
  readonly readings: number
  readonly runs: readonly unknown[]
  readonly charts: readonly { readonly title: string; readonly restarts: readonly string[] }[]
  readonly error?: { readonly code: string; readonly params: { readonly word: string } }
}

const MIB = 1024 ** 2

describe('history', () => {
  test('a process by name: leaking over its restarts, with rate, since, restarts and graph', async () => {
    const { json, text, exit } = await ask('history db1 leaky 30d')
    expect(json.subject).toEqual({ kind: 'process', host: 'db1', name: 'leaky --x' })
    expect(json.growth?.verdict).toBe('leaking')
    expect((json.growth?.slopeBytesPerDay ?? 0) / (16 * MIB)).toBeCloseTo(1, 1)
    expect(json.restarts).toHaveLength(2)
    expect(json.charts[0]?.restarts).toEqual(json.restarts)
    expect(json.readings).toBe(240)
    expect(json.runs).toHaveLength(15)
    expect([json.from, json.until]).toEqual(['2026-10-22T03:01:00Z', '2026-11-21T03:01:00Z'])
    expect(exit).toBe(1)
    expect(text).toMatch(/^\[WARNING\] db1 leaky, the last 30 d: leaking/)
    expect(text).toMatch(/rate \(95 %\) +about 1[56][.\d]* MiB\/day \(1\d/)
    expect(text).toMatch(/restarts +2, the last 2026-11-1\d/)
    // The lines that no terminal draws: numbers, then signs; each restart begins anew.
    expect(text).toMatch(/anon .*35\d MiB +▂▃▅▆█▁▃▄▆▇▁▂▄▅▇█/)
  })

  test.each([
    ['history db1 100', 'process', 'leaky --x'],
    ['history db1 77', 'process', 'calmd'],
    ['history db1 calm', 'process', 'calmd'],
    ['history db1 cgroup:/system.slice/leaky.service', 'cgroup', '/system.slice/leaky.service'],
    ['history db1 /system.slice/leaky.service', 'cgroup', '/system.slice/leaky.service'],
    ['history db1 cgroup:leaky', 'cgroup', '/system.slice/leaky.service'],
    ['history db1', 'host', 'db1'],
  ])('%s', async (words, kind, name) => {
    const { json, text } = await ask(words)
    expect(json.subject).toMatchObject({ kind, name })
    expect(json.growth?.verdict).toBe(
      kind === 'cgroup' || name === 'leaky --x' ? 'leaking' : 'stable',
    )
    expect(json.charts).toHaveLength(1)
    expect(text).toContain('the last 14 d')
    if (kind === 'cgroup') {
      expect(json.growth?.eta?.limitBytes).toBe(1024 * MIB)
      expect(json.charts[0]?.title).toMatch(/^unreclaimable grows .*limit in/)
    }
  })

  test('the span is what was asked for: a day holds too few readings of two restarts ago', async () => {
    const { json } = await ask('history db1 leaky 1d')
    expect(json.readings).toBe(8)
    expect(json.restarts).toEqual([])
    const short = await ask('history db1 leaky 6h')
    expect(short.json.growth?.verdict).toBe('insufficient-data')
    expect(short.exit).toBe(2)
    expect(short.text).toContain('so far, no trend yet')
  })

  test('nothing kept is no verdict: what to do is said', async () => {
    for (const words of [
      'history db1 nosuch',
      'history db1 4242 90d',
      'history db1 cgroup:/none',
    ]) {
      const { json, exit, text } = await ask(words)
      expect(json).toMatchObject({ growth: null, charts: [], readings: 0 })
      expect(exit).toBe(2)
      expect(text).toContain('memcheck db1')
    }
  })

  test.each([
    ['history db1 leaky 91d', '91d'],
    ['history db1 leaky 30d more', '30d'],
    ['history db1 smaps', 'smaps'],
    ['history 30d', ''],
  ])('%s is refused', async (words, word) => {
    expect((await ask(words)).json.error).toMatchObject({ code: 'bad-argument', params: { word } })
  })

  test('is told in both languages', async () => {
    for (const lang of LANGS) {
      const { text } = await ask('history db1 leaky 30d', lang)
      expect(text).toContain(lang === 'en' ? 'about' : '约')
      expect(text).toContain(lang === 'en' ? 'leaking' : '泄漏')
    }
  })
})
