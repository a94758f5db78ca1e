import { expect, test } from 'vitest'
import { DAY_MS } from '../../src/domain/time.ts'
import { T0, tempFolder, tempStore } from './rows.ts'

const mark = (host: string, text: string, atMs: number) =>
  ({ host, text, atMs, by: 'U1', madeAtMs: T0 }) as const
const ALL = { fromMs: 0, untilMs: T0 + DAY_MS }

test('marks are kept across a restart, by host and time, the newest first', async () => {
  const file = `${tempFolder()}/memcheck.db`
  const store = await tempStore('bot:one', file)
  const first = await store.putMark(mark('db1', 'first', T0 - 2))
  const third = await store.putMark(mark('db1', 'third', T0))
  const second = await store.putMark(mark('db1', 'second', T0 - 1))
  await store.putMark(mark('db2', 'elsewhere', T0))
  await store.close()
  const later = await tempStore('bot:two', file)
  expect(await later.marks({ host: 'db1', ...ALL }, 9)).toEqual([third, second, first])
  expect(await later.marks({ host: 'db1', ...ALL }, 1)).toEqual([third])
  expect(await later.marks({ host: 'db1', fromMs: T0 - 1, untilMs: T0 }, 9)).toEqual([second])
  expect(await later.mark(first.id)).toEqual(first)
})

test('a number is never given twice', async () => {
  const store = await tempStore()
  const { id } = await store.putMark(mark('db1', 'x', T0))
  expect(await store.dropMark(id)).toBe(true)
  expect(await store.dropMark(id)).toBe(false)
  expect(await store.mark(id)).toBeNull()
  expect((await store.putMark(mark('db1', 'y', T0))).id).toBeGreaterThan(id)
})

test('text is data, whatever it looks like', async () => {
  const store = await tempStore()
  const odd = "x'; drop table mark; --"
  const kept = await store.putMark(mark(odd, odd, T0))
  expect(await store.marks({ host: odd, ...ALL }, 9)).toEqual([kept])
})

test('what no graph reaches is purged', async () => {
  const store = await tempStore()
  await store.putMark(mark('db1', 'old', T0 - 401 * DAY_MS))
  const kept = await store.putMark(mark('db1', 'new', T0 - 399 * DAY_MS))
  await store.purge(T0)
  expect(await store.marks({ host: 'db1', ...ALL }, 9)).toEqual([kept])
})
