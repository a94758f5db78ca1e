import { expect, test } from 'vitest'
import { T0, tempStore } from './rows.ts'

const hung = (host: string, pid: number | null, atMs: number) => ({
  host,
  pid,
  startTicks: pid === null ? null : 77,
  source: 'proc/PID/cmdline',
  atMs,
})

test('what hung is known by host and process for a while, and how often', async () => {
  const store = await tempStore()
  await store.putStuck(hung('db1', 4242, T0))
  await store.putStuck(hung('db1', 4242, T0 + 10))
  await store.putStuck(hung('db1', null, T0 + 5))
  await store.putStuck(hung('db2', 1, T0))
  expect(await store.stuck('db1', T0 - 1)).toEqual([
    { ...hung('db1', null, T0 + 5), times: 1 },
    { ...hung('db1', 4242, T0 + 10), times: 2 },
  ])
  expect((await store.stuck('db1', T0 + 5)).map(({ pid }) => pid)).toEqual([4242])
  expect(await store.stuck('db1', T0 + 10)).toEqual([])
})
