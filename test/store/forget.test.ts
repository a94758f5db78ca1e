/** Forgetting: nothing of the subject in any table, nothing of others touched, no byte of it left in the files. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Forgettable } from '../../src/domain/forget.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Store } from '../../src/domain/store.ts'
import { type Subject, subjectKey } from '../../src/domain/subject.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { aConsent } from './consentRows.ts'
import {
  aFrame,
  aLife,
  anAudit,
  anOrder,
  anOutbox,
  aRun,
  aSample,
  T0,
  tempFolder,
  tempStore,
} from './rows.ts'

/** A word that stands in everything that is kept of one host or one process. */
const wordOf = (host: string, name: string | null): string => `zq${host}zq${name ?? 'host'}zq`
const HOSTS = ['db1', 'db10', 'web'] as const
const NAMES = ['alpha', 'beta'] as const

interface Whole {
  readonly store: Store
  readonly file: string
}

async function filled(looks = 3): Promise<Whole> {
  const file = join(tempFolder(), 'memcheck.db')
  const store = await tempStore('bot:one', file)
  for (const host of HOSTS) await fillHost(store, host, looks)
  return { store, file }
}

async function fillHost(store: Store, host: string, looks: number): Promise<void> {
  const word = wordOf(host, null)
  const whole: Subject = { kind: 'host', host, name: host }
  await fillSubject(store, whole, word, looks)
  for (const name of NAMES)
    await fillSubject(store, { kind: 'process', host, name }, wordOf(host, name), looks)
  await store.putMark({ host, atMs: T0, text: word, by: 'U1', madeAtMs: T0 })
  await store.keepFacts(host, { atMs: T0, facts: { os: word } as never })
  await store.putOrder(
    anOrder(`ended-${host}`, { state: 'ended', targets: [{ kind: 'host', host }] }),
  )
  await store.putOrder(anOrder(`live-${host}`, { targets: [{ kind: 'host', host }] }))
  const owner = { owner: `order:live-${host}`, runId: null }
  const sent = await store.enqueue(anOutbox({ ...owner, message: { text: word, blocks: [] } }), T0)
  const ref = { channel: 'C1', ts: `${host}.1` }
  await store.putUpload({
    fileId: `F-order-${host}`,
    channel: 'C1',
    outboxId: sent.id,
    runId: null,
    atMs: T0,
  })
  await store.markSent(sent.id, 1, { ref, fileIds: [`F-order-${host}`] })
}

async function fillSubject(store: Store, subject: Subject, word: string, looks: number) {
  const { host, kind } = subject
  const key = subjectKey(subject)
  const pid = kind === 'process' ? 40 + NAMES.indexOf(subject.name as never) : null
  for (let look = 0; look < looks; look += 1) {
    const id = `${word}${look}`
    const atMs = T0 + look * HOUR_MS
    const target =
      kind === 'host' ? ({ kind, host } as const) : ({ kind: 'pid', host, pid: pid ?? 0 } as const)
    const run = { target, openedAtMs: atMs, typed: word, state: 'done' as const }
    await store.openRun(aRun(id, run), anAudit({ target: host, atMs }))
    const text = `${word} `.repeat(2000)
    await store.keep(id, [aFrame(0), aFrame(1, { raw: { kind: 'ok', text, cut: null } })])
    const incarnation = aLife(`${word}-life`, { pid, exe: `/bin/${word}` })
    await store.measure({
      runId: id,
      subjects: [{ subject, incarnation, atMs }],
      samples: [aSample(kind as 'host' | 'process', subject, incarnation.key, atMs, {})],
      components: [
        {
          subject: key,
          incarnation: incarnation.key,
          snapshot: {
            atMs,
            complete: true,
            totalBytes: 4096,
            parts: [
              { path: [word], bytes: 2048, count: 1 },
              { path: ['everywhere'], bytes: 2048, count: 1 },
            ],
          },
        },
      ],
    })
    await store.bindThread({ channel: 'C1', ts: id, runId: id, atMs })
    const message = { text: `${word} ${'x'.repeat(5000)}`, blocks: [] }
    const row = await store.enqueue(anOutbox({ owner: `run:${id}`, runId: id, message }), atMs)
    await store.putUpload({ fileId: `F${id}`, channel: 'C1', outboxId: row.id, runId: id, atMs })
    await store.markSent(row.id, 1, {
      ref: { channel: 'C1', ts: id },
      fileIds: [`F${id}`],
    })
    await store.putConsent(
      aConsent(`consent-${id}`, {
        state: 'done',
        host,
        about: { ...aConsent('').about, name: word, runId: id },
      }),
    )
    await store.putDoubt({
      runId: id,
      verdict: 'ok',
      expected: 'worse',
      why: word,
      by: 'U1',
      atMs,
    })
  }
  await store.rollUp(T0 + 100 * HOUR_MS)
  await store.putMute({ subject: key, code: word, untilMs: T0 * 2, by: 'U1', atMs: T0 })
  await store.putStuck({ host, pid, startTicks: 1, source: word, atMs: T0 })
  await store.keepImported(
    key,
    'sysstat',
    [
      { source: 'sysstat', metric: 'anonBytes', points: [{ atMs: T0, life: word, value: 1 }] },
    ] as never,
    T0,
  )
}

const ANY: Record<string, Forgettable> = {
  'a host': { kind: 'host', host: 'db1', orders: ['ended-db1', 'live-db1'] },
  'a process': {
    kind: 'subject',
    host: 'db1',
    key: 'db1/process:alpha',
    typed: ['db1 40'],
    orders: [],
  },
  'a run': { kind: 'run', runId: `${wordOf('db1', 'alpha')}1` },
}

/** Every row of every table but the audit, as text. */
function rowsOf(file: string): readonly string[] {
  const sqlite = new Database(file, { readonly: true })
  try {
    const tables = sqlite
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .pluck()
      .all() as string[]
    return tables
      .filter((table) => table !== 'audit' && table !== 'migration')
      .flatMap((table) =>
        (sqlite.prepare(`select * from ${table}`).all() as Record<string, unknown>[]).map(
          (row) => `${table} ${JSON.stringify(row)}`,
        ),
      )
  } finally {
    sqlite.close()
  }
}

function bytesOf(file: string): string {
  return [file, `${file}-wal`]
    .filter((one) => existsSync(one))
    .map((one) => readFileSync(one, 'latin1'))
    .join('')
}

describe('forget', () => {
  test('a host: no table has a row of it or of what is on it, and no other row is changed', async () => {
    const { store, file } = await filled()
    const before = rowsOf(file)
    const gone = await store.forget(ANY['a host'] as Forgettable, T0 + 1)
    const after = rowsOf(file)
    // An order that stands is an instruction, and stays; so do ids of files that the chat has still.
    const named = after.filter((row) => /db1[^0]/.test(row) && !/live-db1/.test(row))
    expect(named.filter((row) => !row.startsWith('upload '))).toEqual([])
    expect(named.every((row) => /"outboxId":null,"owner":null,"runId":null/.test(row))).toBe(true)
    const others = (rows: readonly string[]) =>
      rows.filter(
        (row) =>
          /db10|zqwebzq|"web|everywhere|live-db1/.test(row) &&
          !/outbox.*live-db1"/.test(row) &&
          !row.startsWith('upload '),
      )
    expect(others(after)).toEqual(others(before))
    expect(gone.counts).toMatchObject({
      captures: 18,
      runs: 9,
      samples: 9,
      components: 9,
      subjects: 3,
      imported: 3,
      facts: 1,
      marks: 1,
      mutes: 3,
      doubts: 9,
      requests: 9,
      stuck: 3,
      threads: 9,
      messages: 10,
      orders: 1,
      uploads: 10,
    })
    expect(await store.dueUploads(T0 + 1, 99)).toHaveLength(10)
    expect(await store.knowsHost('db1')).toBe(false)
    expect(await store.knowsHost('db10')).toBe(true)
    const audit = await store.audited({ host: 'db1', actor: null, sinceMs: 0 }, null, 99)
    expect(audit).toHaveLength(9)
  })

  test('a process: its own, not its host’s and not another’s', async () => {
    const { store, file } = await filled()
    const before = rowsOf(file)
    await store.forget(ANY['a process'] as Forgettable, T0 + 1)
    const word = wordOf('db1', 'alpha')
    const after = rowsOf(file)
    expect(
      after.filter((row) => row.includes(word)).every((row) => row.startsWith('upload ')),
    ).toBe(true)
    expect(after.some((row) => row.includes('db1/process:alpha'))).toBe(false)
    const set = new Set(after)
    const lost = before.filter((row) => !set.has(row) && !row.startsWith('upload '))
    expect(lost.filter((row) => /db10|zqwebzq|beta/.test(row))).toEqual([])
    expect(lost.filter((row) => /^(mark|host_facts|standing_order)/.test(row))).toEqual([])
    expect(await store.subjectsOf('db1', 9)).toHaveLength(2)
  })

  test('a run: its capture, messages, files; no sample', async () => {
    const { store } = await filled()
    const samples = (await store.size()).samples
    const gone = await store.forget(ANY['a run'] as Forgettable, T0 + 1)
    expect(gone.counts).toMatchObject({ captures: 2, runs: 1, messages: 1, uploads: 1, samples: 0 })
    expect(await store.run(`${wordOf('db1', 'alpha')}1`)).toBeNull()
    expect((await store.size()).samples).toBe(samples)
  })

  test('files with the rest of what one person was told go with any host, not with a run', async () => {
    const { store } = await filled()
    const told = { channel: 'C1', runId: null, atMs: T0 }
    await store.putUpload({ ...told, fileId: 'F-say', outboxId: 'say-C1-1.1' })
    await store.putUpload({ ...told, fileId: 'F-rest', outboxId: 'rest-U1' })
    const due = async () => (await store.dueUploads(T0 + 1, 99)).map(({ fileId }) => fileId)
    await store.forget(ANY['a run'] as Forgettable, T0 + 1)
    expect(await due()).not.toContain('F-say')
    await store.forget(ANY['a process'] as Forgettable, T0 + 1)
    expect(await due()).toEqual(expect.arrayContaining(['F-say', 'F-rest']))
  })

  test.each(Object.entries(ANY))(
    '%s: what is announced is what goes; twice is once',
    async (_, of) => {
      const { store } = await filled()
      const announced = await store.traces(of)
      expect(await store.traces(of)).toEqual(announced)
      const { isClean: _isClean, ...gone } = await store.forget(of, T0 + 1)
      expect(gone).toEqual(announced)
      const again = await store.traces(of)
      expect(Object.values(again.counts).every((count) => count === 0)).toBe(true)
      expect(again.textBytes).toBe(0)
    },
  )

  test('whatever is forgotten first, the rest is as if it alone had been kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...HOSTS], { minLength: 1 }), async (hosts) => {
        const { store, file } = await filled(1)
        const before = rowsOf(file)
        for (const host of hosts)
          await store.forget({ kind: 'host', host, orders: [`ended-${host}`] }, T0 + 1)
        const left = HOSTS.filter((host) => !hosts.includes(host))
        const isOf = (row: string, of: readonly string[]): boolean =>
          of.some((host) => row.includes(`zq${host}zq`)) && !row.startsWith('upload ')
        const after = rowsOf(file)
        expect(after.filter((row) => isOf(row, left))).toEqual(
          before.filter((row) => isOf(row, left)),
        )
        // What an order that stands has said waits for its own end.
        expect(after.filter((row) => isOf(row, hosts) && !row.startsWith('outbox '))).toEqual([])
      }),
      { numRuns: 5 },
    )
  })

  test('no byte of it stays in the database or its journal', async () => {
    const { store, file } = await filled(12)
    const word = wordOf('db1', 'alpha')
    expect(bytesOf(file)).toContain(word)
    const { isClean } = await store.forget(ANY['a host'] as Forgettable, T0 + 1)
    expect(isClean).toBe(true)
    // Ids of files in the chat are the word here, as no chat's are; the audit is kept.
    await store.dropUploads((await store.dueUploads(T0 + 1, 999)).map(({ fileId }) => fileId))
    await store.forget(ANY['a run'] as Forgettable, T0 + 2)
    const bytes = bytesOf(file)
    expect(bytes).not.toContain('zqdb1zq')
    expect(bytes).toContain(wordOf('db10', 'alpha'))
  })

  test('a run that works now is left, and told', async () => {
    const { store } = await filled(1)
    await store.openRun(aRun('now', { target: { kind: 'host', host: 'db1' } }), anAudit())
    await store.keep('now', [aFrame(0)])
    const { running } = await store.forget(ANY['a host'] as Forgettable, T0 + 1)
    expect(running).toBe(1)
    expect((await store.capture('now'))?.frames).toHaveLength(1)
  })

  test('more rows than one statement takes', async () => {
    const store = await tempStore()
    await store.openRun(aRun('big', { state: 'done' }), anAudit())
    const frames = Array.from({ length: LIMITS.purgeRows * 2 + 7 }, (_, seq) => aFrame(seq))
    await store.keep('big', frames)
    const { counts } = await store.forget({ kind: 'run', runId: 'big' }, T0)
    expect(counts.captures).toBe(frames.length)
    expect(await store.run('big')).toBeNull()
  })
})

test('what is purged is overwritten, too', async () => {
  const { store, file } = await filled(2)
  onTestFinished(() => undefined)
  const nowMs = T0 + store.lifetimes.days * 2
  await store.rollUp(nowMs)
  for (let pass = 0; pass < 9; pass += 1) await store.purge(nowMs)
  await store.dropUploads((await store.dueUploads(nowMs, 999)).map(({ fileId }) => fileId))
  for (let pass = 0; pass < 9; pass += 1) await store.purge(nowMs)
  await store.close()
  const left = bytesOf(file).match(/zqdb1zq\w{0,8}/g) ?? []
  // Mutes stand until they end, and imported sources of one who was never asked again.
  expect(new Set(left)).toEqual(new Set(['zqdb1zqhostzq', 'zqdb1zqalphazq', 'zqdb1zqbetazq']))
})
