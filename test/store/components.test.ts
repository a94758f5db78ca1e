/** Components: kept with their run, thinned when read, gone when their time is over. */

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { ComponentSnapshot } from '../../src/domain/components.ts'
import { USUAL_LIFETIMES } from '../../src/domain/lifetimes.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Store } from '../../src/domain/store.ts'
import { DAY_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { aLife, anAudit, aRun, DB1, T0, tempFolder, tempStore } from './rows.ts'

const KIB = 1024

function snapshot(atMs: number, parts: readonly (readonly [string, number])[]): ComponentSnapshot {
  return {
    atMs,
    complete: true,
    totalBytes: 7 * KIB,
    parts: parts.map(([name, bytes]) => ({ path: [name], bytes, count: 2 })),
  }
}

let runs = 0
async function put(store: Store, of: ComponentSnapshot, life = 'boot:b'): Promise<void> {
  runs += 1
  await store.openRun(aRun(`c${runs}`, { state: 'done', openedAtMs: of.atMs }), anAudit())
  await store.measure({
    runId: `c${runs}`,
    subjects: [{ subject: DB1, incarnation: aLife(life), atMs: of.atMs }],
    samples: [],
    components: [{ subject: 'db1', incarnation: life, snapshot: of }],
  })
}

const read = (store: Store, untilMs = Number.MAX_SAFE_INTEGER, incarnation = 'boot:b') =>
  store.components({ subject: 'db1', incarnation, fromMs: 0, untilMs })

test('reads back what was put, to the byte, of one life and before an instant', async () => {
  const store = await tempStore()
  const first = snapshot(T0, [
    ['postgres: checkpointer', 5 * KIB],
    ["odd 'name'\n\u0001", 4097],
  ])
  await put(store, first)
  await put(store, snapshot(T0 + DAY_MS, [['java', KIB]]))
  await put(store, snapshot(T0 + DAY_MS, [['java', 9 * KIB]]), 'boot:c')
  const [one, two] = await read(store)
  expect(one).toEqual({ ...first, parts: expect.arrayContaining([...first.parts]) })
  expect(one?.parts).toHaveLength(2)
  expect(two?.parts).toEqual([{ path: ['java'], bytes: KIB, count: 2 }])
  expect(await read(store, T0 + DAY_MS)).toHaveLength(1)
  expect(await read(store, T0 + 2 * DAY_MS, 'boot:c')).toHaveLength(1)
  expect(await read(store, T0, 'never')).toEqual([])
})

test('one that is nearly as new as another is not kept', async () => {
  const store = await tempStore()
  const soonest = LIMITS.componentsSoonestMs
  for (const after of [0, 1, soonest - 1, soonest])
    await put(store, snapshot(T0 + after, [['a', KIB]]))
  expect((await read(store)).map(({ atMs }) => atMs - T0)).toEqual([0, soonest])
})

test('five looks within five minutes are five; those of a day stand minutes apart', async () => {
  const store = await tempStore()
  const looks = [0, 1, 2, 3, 4].map((minutes) => minutes * MINUTE_MS)
  const later = [DAY_MS, DAY_MS + MINUTE_MS, DAY_MS + LIMITS.componentsEveryMs]
  for (const after of [...looks, ...later]) await put(store, snapshot(T0 + after, [['a', KIB]]))
  expect((await read(store)).map(({ atMs }) => atMs - T0)).toEqual([
    ...looks,
    DAY_MS,
    DAY_MS + LIMITS.componentsEveryMs,
  ])
})

test('the largest parts are kept, and one that had more is not complete', async () => {
  const store = await tempStore()
  const many = Array.from({ length: LIMITS.components + 3 }, (_, i) => [`p${i}`, i * KIB] as const)
  await put(store, snapshot(T0, many))
  const [one] = await read(store)
  expect(one?.complete).toBe(false)
  expect(one?.parts).toHaveLength(LIMITS.components)
  expect(Math.min(...(one?.parts.map(({ bytes }) => bytes) ?? []))).toBe(3 * KIB)
})

test('of many, some spread over all of the time and the newest are given', async () => {
  const store = await tempStore()
  const step = 10 * MINUTE_MS
  for (let i = 0; i < 200; i += 1) await put(store, snapshot(T0 + i * step, [['a', i * KIB]]))
  const places = (await read(store)).map(({ atMs }) => (atMs - T0) / step)
  expect(places.length).toBeLessThanOrEqual(LIMITS.componentSnapshots + 1)
  expect(places.slice(-24)).toEqual(Array.from({ length: 24 }, (_, i) => 176 + i))
  const older = places.slice(0, -24)
  expect(older[0]).toBe(0)
  const gaps = older.slice(1).map((place, i) => place - (older[i] ?? 0))
  expect(Math.max(...gaps)).toBeLessThan(16)
})

test('they go after their time, and names with them', async () => {
  const file = join(tempFolder(), 'memcheck.db')
  const store = await tempStore('bot:one', file)
  await put(store, snapshot(T0, [['old', KIB]]))
  const laterMs = T0 + USUAL_LIFETIMES.components + 2 * DAY_MS
  await put(store, snapshot(laterMs, [['new', KIB]]))
  await store.purge(laterMs)
  expect((await read(store)).map(({ atMs }) => atMs)).toEqual([laterMs])
  const sqlite = new Database(file, { readonly: true })
  const count = (table: string) => sqlite.prepare(`select count(*) from ${table}`).pluck().get()
  expect(['component_name', 'component_snapshot', 'component_sample'].map(count)).toEqual([1, 1, 1])
  sqlite.close()
})
