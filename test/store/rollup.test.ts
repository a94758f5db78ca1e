/** Floors of hours and days: what they hold, that lives stay apart, and that nothing is counted twice or lost. */

import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KIB } from '../../src/domain/bytes.ts'
import { USUAL_LIFETIMES } from '../../src/domain/lifetimes.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { SampleRow } from '../../src/domain/sample.ts'
import type { Store } from '../../src/domain/store.ts'
import { subjectKey } from '../../src/domain/subject.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { metricValue } from '../../src/growth/metric.ts'
import { columnOf } from '../../src/store/columns.ts'
import { ROLL_GRACE_MS } from '../../src/store/rollup.ts'
import {
  aLife,
  anAudit,
  aRun,
  aSample,
  DB1,
  LEAKY,
  pastOf,
  T0,
  tempFolder,
  tempStore,
} from './rows.ts'

const KEY = subjectKey(LEAKY)
const HOUR0 = Math.floor(T0 / HOUR_MS) * HOUR_MS
/** Every hour that was begun is over, and its grace. */
const LATER = ROLL_GRACE_MS + HOUR_MS

type Reading = readonly [atMs: number, values: Readonly<Record<string, number>>, life?: string]

/** Sizes of this file are in KiB. */
function inBytes(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name.endsWith('Bytes') ? value * KIB : value,
    ]),
  )
}

let runs = 0
async function measure(store: Store, readings: readonly Reading[]): Promise<void> {
  runs += 1
  const runId = `m${runs}`
  await store.openRun(aRun(runId), anAudit())
  const lives = [...new Set(readings.map(([, , life = 'b:1:1']) => life))]
  await store.measure({
    runId,
    subjects: lives.map((life) => ({ subject: LEAKY, incarnation: aLife(life), atMs: T0 })),
    samples: readings.map(([atMs, values, life = 'b:1:1']) =>
      aSample('process', LEAKY, life, atMs, inBytes(values)),
    ),
  })
}

/** As a history holds it when there is more than it gives as readings: all but the newest hours by floors. */
async function hours(
  file: string,
  table = 'process_hour',
): Promise<readonly Record<string, number>[]> {
  const sqlite = new Database(file, { readonly: true })
  const rows = sqlite.prepare(`select * from ${table} order by atMs, incarnationId`).all()
  sqlite.close()
  return rows as Record<string, number>[]
}

async function fresh(): Promise<{ readonly store: Store; readonly file: string }> {
  const file = join(tempFolder(), 'memcheck.db')
  return { store: await tempStore('bot:one', file), file }
}

describe('an hour', () => {
  test('holds the lower half of each metric, the last of each counter, and what growth is judged by', async () => {
    const { store, file } = await fresh()
    await measure(store, [
      [HOUR0, { anonBytes: 100, swapBytes: 900, threads: 9, majorFaults: 5 }],
      [HOUR0 + 10 * MINUTE_MS, { anonBytes: 900, swapBytes: 120, threads: 3, majorFaults: 7 }],
      [HOUR0 + 20 * MINUTE_MS, { anonBytes: 500, swapBytes: 540, threads: 5, majorFaults: 7 }],
      [HOUR0 + 59 * MINUTE_MS, { anonBytes: 700, swapBytes: 360, threads: 4, majorFaults: 11 }],
    ])
    await store.rollUp(HOUR0 + LATER)
    expect(await hours(file)).toMatchObject([
      {
        atMs: HOUR0,
        firstAtMs: HOUR0,
        lastAtMs: HOUR0 + 59 * MINUTE_MS,
        readings: 4,
        anonKib: 300,
        swapKib: 240,
        threads: 4,
        majorFaults: 11,
        // Sums 1000, 1020, 1040 and 1060: swapping out is no shrinking, the two floors together would be 540.
        judgedFloorKib: 1010,
        judgedLeastKib: 1000,
        judgedMostKib: 1060,
        pssKib: null,
      },
    ])
    expect(await hours(file, 'process_day')).toMatchObject([{ readings: 4, judgedFloorKib: 1010 }])
  })

  test('is rolled up when it is over, and again when a reading comes late', async () => {
    const { store, file } = await fresh()
    await measure(store, [[HOUR0, { anonBytes: 400, swapBytes: 0 }]])
    await store.rollUp(HOUR0 + LATER - 1)
    expect(await hours(file)).toEqual([])
    await store.rollUp(HOUR0 + LATER)
    await store.rollUp(HOUR0 + LATER)
    expect(await hours(file)).toMatchObject([{ readings: 1, anonKib: 400 }])
    await measure(store, [[HOUR0 + 1, { anonBytes: 200, swapBytes: 0 }]])
    await store.rollUp(HOUR0 + LATER + 1)
    expect(await hours(file)).toMatchObject([{ readings: 2, anonKib: 200 }])
    expect(await hours(file, 'process_day')).toMatchObject([{ readings: 2, anonKib: 200 }])
  })

  test('keeps lives apart', async () => {
    const { store, file } = await fresh()
    await measure(store, [
      [HOUR0, { anonBytes: 400 }, 'b:1:1'],
      [HOUR0, { anonBytes: 10 }, 'b:2:2'],
    ])
    await store.rollUp(HOUR0 + LATER)
    expect((await hours(file)).map((row) => row['anonKib'])).toEqual([400, 10])
  })

  test('whose readings were purged keeps its floor when one comes late', async () => {
    const { store, file } = await fresh()
    await measure(store, [
      [HOUR0, { anonBytes: 400 }],
      [HOUR0 + 1, { anonBytes: 400 }],
    ])
    await store.rollUp(HOUR0 + LATER)
    const laterMs = HOUR0 + USUAL_LIFETIMES.samples + LATER
    await store.purge(laterMs)
    expect(await store.size()).toMatchObject({ samples: 0 })
    await measure(store, [[HOUR0 + 2, { anonBytes: 1 }]])
    await store.rollUp(laterMs)
    expect(await hours(file)).toMatchObject([{ readings: 2, anonKib: 400 }])
  })

  test('that is not rolled up keeps its readings, however old', async () => {
    const { store } = await fresh()
    await measure(store, [[HOUR0, { anonBytes: 400 }]])
    await store.purge(HOUR0 + USUAL_LIFETIMES.days * 2)
    expect(await store.size()).toMatchObject({ samples: 1 })
  })
})

describe('the past of a subject', () => {
  const minutes = (count: number, fromMs: number): readonly Reading[] =>
    Array.from({ length: count }, (_, i) => [
      fromMs + i * MINUTE_MS,
      { anonBytes: 1_000_000 + i, swapBytes: 0 },
    ])
  const past = (store: Store, untilMs: number, life: string | null = 'b:1:1') =>
    store.past({ subject: KEY, kind: 'process', incarnation: life, fromMs: 0, untilMs })
  const shape = (rows: readonly SampleRow[]) => ({
    floors: rows.filter(({ floor }) => floor !== undefined).length,
    readings: rows.filter(({ floor }) => floor === undefined).length,
    counted: rows.reduce((sum, { floor }) => sum + (floor?.readings ?? 1), 0),
  })
  const COUNT = LIMITS.pastReadings + 600

  test('is the newest readings and before them whole hours, rolled up or not', async () => {
    const { store } = await fresh()
    await measure(store, minutes(COUNT, HOUR0 + 30 * MINUTE_MS))
    const untilMs = HOUR0 + (COUNT + 31) * MINUTE_MS
    const before = await past(store, untilMs)
    expect(shape(before)).toEqual({ floors: 11, readings: 1470, counted: COUNT })
    await store.rollUp(untilMs + LATER)
    expect(await past(store, untilMs)).toEqual(before)
    expect(before.map(({ atMs }) => atMs)).toEqual(before.map(({ atMs }) => atMs).toSorted())
    const [first] = before
    expect(first).toMatchObject({ hostUptimeSec: null, incarnation: 'b:1:1', pid: 4242 })
    expect(first?.floor).toMatchObject({ readings: 30, firstAtMs: HOUR0 + 30 * MINUTE_MS })
    expect(metricValue(first as SampleRow, 'anonAndSwapBytes')).toBe(1_000_007 * KIB)
  })

  test('ends before the instant it is asked for: what came later changes nothing', async () => {
    const { store } = await fresh()
    await measure(store, minutes(COUNT, HOUR0))
    const asOf = HOUR0 + 90 * MINUTE_MS
    const before = await past(store, asOf)
    expect(shape(before)).toEqual({ floors: 0, readings: 90, counted: 90 })
    await store.rollUp(HOUR0 + DAY_MS * 3)
    expect(await past(store, asOf)).toEqual(before)
  })

  test('of readings past their time is floors, and exact where there was one an hour', async () => {
    const { store } = await fresh()
    await measure(store, [
      [HOUR0 + 7, { anonBytes: 123, swapBytes: 1 }],
      [HOUR0 + DAY_MS + 7, { anonBytes: 456, swapBytes: 1 }],
    ])
    await store.rollUp(HOUR0 + 2 * DAY_MS)
    await store.purge(HOUR0 + USUAL_LIFETIMES.samples + HOUR_MS)
    const rows = await past(store, HOUR0 + USUAL_LIFETIMES.samples + HOUR_MS)
    expect(rows.map(({ atMs, values }) => [atMs, values.anonBytes])).toEqual([
      [HOUR0 + 7, 123 * KIB],
      [HOUR0 + DAY_MS + 7, 456 * KIB],
    ])
    expect(rows.map(({ floor }) => floor?.readings)).toEqual([1, undefined])
  })

  test('of the life that is judged has its own share: workers that come and go do not crowd it out', async () => {
    const { store } = await fresh()
    const own: readonly Reading[] = Array.from({ length: 50 }, (_, i) => [
      HOUR0 + i * HOUR_MS,
      { anonBytes: i },
      'b:own',
    ])
    await measure(store, own)
    for (let worker = 0; worker < 40; worker += 1) {
      await measure(
        store,
        minutes(60, HOUR0 + 49 * HOUR_MS).map(([at, values]) => [at, values, `b:${worker}:1`]),
      )
    }
    const rows = await past(store, HOUR0 + 60 * HOUR_MS, 'b:own')
    expect(rows.filter(({ incarnation }) => incarnation === 'b:own')).toHaveLength(50)
    const all = await past(store, HOUR0 + 60 * HOUR_MS, null)
    expect(all.filter(({ incarnation }) => incarnation === 'b:own').length).toBeLessThan(50)
  })

  test('of a subject or a life that is not known is empty, or of all others', async () => {
    const { store } = await fresh()
    expect(await past(store, T0)).toEqual([])
    await measure(store, [[HOUR0, { anonBytes: 1 }]])
    expect(await past(store, T0 + DAY_MS, 'never seen')).toHaveLength(1)
  })
})

describe('a database of before', () => {
  test('is rolled up from what it holds', async () => {
    const { store, file } = await fresh()
    await measure(store, [[HOUR0, { anonBytes: 5 }]])
    await store.close()
    // As it was before the migration: no part is marked, no floor is there, and the migration is not known.
    const sqlite = new Database(file)
    const tables = ['process', 'host', 'cgroup'].flatMap((kind) => [`${kind}_hour`, `${kind}_day`])
    for (const table of [...tables, 'rollup_due']) sqlite.exec(`drop table ${table}`)
    for (const [kind, columns] of Object.entries(ADDED))
      for (const column of columns)
        sqlite.exec(`alter table ${kind}_sample drop column ${columnOf(column)}`)
    for (const kind of ['process', 'host', 'cgroup']) {
      const sizes = sqlite
        .prepare(`select name from pragma_table_info('${kind}_sample') where name like '%Kib'`)
        .pluck()
        .all() as string[]
      for (const name of sizes) {
        const bytes = name.replace('Kib', 'Bytes')
        sqlite.exec(`alter table ${kind}_sample rename column ${name} to ${bytes}`)
        sqlite.exec(`update ${kind}_sample set ${bytes} = ${bytes} * 1024`)
      }
    }
    sqlite.exec(`update process_sample set rssBytes = 4097`)
    sqlite.exec(
      `delete from migration where name like '%_rollups' or name like '%_kibibytes' or name like '%_work_units'`,
    )
    sqlite.close()
    const again = await tempStore('bot:two', file)
    await again.rollUp(HOUR0 + LATER)
    expect(await hours(file)).toMatchObject([{ anonKib: 5, readings: 1, openFiles: null }])
    const past = await pastOf(again, KEY, 'process')
    expect(
      past.map(({ values }) => ['rssBytes' in values && values.rssBytes, values.anonBytes]),
    ).toEqual([[4097, 5 * KIB]])
  })

  const ADDED = {
    process: ['openFiles', 'cpuSeconds', 'wakeUps', 'walSegments', 'transactions'],
    host: [
      'buffersBytes',
      'mappedBytes',
      'activeAnonBytes',
      'inactiveAnonBytes',
      'activeFileBytes',
      'inactiveFileBytes',
      'unevictableBytes',
      'kernelStackBytes',
      'pageTablesBytes',
      'committedBytes',
      'percpuBytes',
    ],
    cgroup: ['inactiveAnonBytes', 'activeFileBytes', 'inactiveFileBytes'],
  } as const
})

test('whatever the order and the calls, rollups are what all readings together say', async () => {
  const reading = fc.record({
    minute: fc.integer({ min: 0, max: 60 * 30 }),
    bytes: fc.integer({ min: 1, max: 2 ** 40 }),
    life: fc.constantFrom('b:1:1', 'b:2:2'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 40 }), async (all) => {
      const taken = all.map(
        ({ minute, bytes, life }): Reading => [
          HOUR0 + minute * MINUTE_MS,
          { anonBytes: bytes, swapBytes: 0 },
          life,
        ],
      )
      const [piecewise, atOnce] = [await fresh(), await fresh()]
      for (const one of taken) {
        await measure(piecewise.store, [one])
        await piecewise.store.rollUp(HOUR0 + DAY_MS)
      }
      await measure(atOnce.store, taken)
      for (const { store } of [piecewise, atOnce]) await store.rollUp(HOUR0 + 3 * DAY_MS)
      for (const table of ['process_hour', 'process_day']) {
        const [one, other] = [await hours(piecewise.file, table), await hours(atOnce.file, table)]
        expect(plain(one)).toEqual(plain(other))
      }
      for (const { store } of [piecewise, atOnce]) await store.close()
    }),
    { numRuns: 8 },
  )
})

/** Ids of lives differ by who was seen first. */
function plain(rows: readonly Record<string, number>[]): readonly string[] {
  return rows.map(({ incarnationId: _, ...row }) => JSON.stringify(row)).toSorted()
}

test('a host is judged by what is not available, a group by what it cannot give back', async () => {
  const { store, file } = await fresh()
  await store.openRun(aRun('host'), anAudit())
  const life = aLife('boot:b', { pid: null, startedAtMs: null, exe: null, argsHash: null })
  await store.measure({
    runId: 'host',
    subjects: [{ subject: DB1, incarnation: life, atMs: T0 }],
    samples: [100, 300].map((memAvailableBytes, i) =>
      aSample(
        'host',
        DB1,
        'boot:b',
        HOUR0 + i,
        inBytes({ memTotalBytes: 1000, memAvailableBytes }),
      ),
    ),
  })
  await store.rollUp(HOUR0 + LATER)
  expect(await hours(file, 'host_hour')).toMatchObject([
    { judgedFloorKib: 700, judgedLeastKib: 700, judgedMostKib: 900 },
  ])
})

describe('slopes', () => {
  const days = (count: number, life: string, from: number, step: number): readonly Reading[] =>
    Array.from({ length: count }, (_, i) => [
      DAY0 + (from + i) * DAY_MS + 3 * HOUR_MS,
      { anonBytes: 1000 + i * step, swapBytes: 0 },
      life,
    ])
  const DAY0 = Math.floor(T0 / DAY_MS) * DAY_MS

  test('are of the life that was seen last, over the days since', async () => {
    const { store } = await fresh()
    await measure(store, [...days(5, 'b:1:1', 0, 500), ...days(4, 'b:2:2', 4, 20)])
    await store.rollUp(DAY0 + 10 * DAY_MS)
    expect(await store.slopes('process', DAY0)).toEqual([
      { subject: KEY, days: 4, slopeBytesPerDay: 20 * KIB },
    ])
    expect(await store.slopes('process', DAY0 + 6 * DAY_MS)).toMatchObject([{ days: 2 }])
    expect(await store.slopes('host', DAY0)).toEqual([])
  })

  test('of one day are none', async () => {
    const { store } = await fresh()
    await measure(store, days(1, 'b:1:1', 0, 0))
    await store.rollUp(DAY0 + 10 * DAY_MS)
    expect(await store.slopes('process', DAY0)).toEqual([])
  })
})
