import { expect, test } from 'vitest'
import { T0, tempFolder, tempStore } from './rows.ts'

const mute = (subject: string, code: string, untilMs: number) => ({
  subject,
  code,
  untilMs,
  by: 'U1',
  atMs: T0,
})

test('a mute stands until its time, across a restart; the newest word counts', async () => {
  const file = `${tempFolder()}/memcheck.db`
  const store = await tempStore('bot:one', file)
  await store.putMute(mute('db1', '', T0 + 10))
  await store.putMute(mute('db1/process:x', 'leak.leaking', T0 + 5))
  await store.putMute({ ...mute('db1', '', T0 + 20), by: 'U2' })
  await store.close()
  const later = await tempStore('bot:two', file)
  expect(await later.mutes(T0)).toEqual([
    mute('db1/process:x', 'leak.leaking', T0 + 5),
    { ...mute('db1', '', T0 + 20), by: 'U2' },
  ])
  expect((await later.mutes(T0 + 5)).map(({ subject }) => subject)).toEqual(['db1'])
  expect(await later.mutes(T0 + 20)).toEqual([])
})

test('lifting takes one code, or all of a subject, and says how many stood', async () => {
  const store = await tempStore()
  for (const code of ['', 'leak', 'oom']) await store.putMute(mute('db1', code, T0 + 10))
  await store.putMute(mute('db2', 'leak', T0 + 10))
  await store.putMute(mute('db3', 'leak', T0 - 1))
  expect(await store.dropMutes('db1', 'leak', T0)).toBe(1)
  expect(await store.dropMutes('db1', 'leak', T0)).toBe(0)
  expect(await store.dropMutes('db1', null, T0)).toBe(2)
  expect(await store.dropMutes('db3', null, T0)).toBe(0)
  expect((await store.mutes(T0)).map(({ subject }) => subject)).toEqual(['db2'])
})

test('text is data, whatever it looks like', async () => {
  const store = await tempStore()
  const odd = "x'; drop table mute; --"
  await store.putMute(mute(odd, odd, T0 + 1))
  expect(await store.mutes(T0)).toEqual([mute(odd, odd, T0 + 1)])
  expect(await store.dropMutes(odd, odd, T0)).toBe(1)
})

test('what is over is purged, what stands stays', async () => {
  const store = await tempStore()
  await store.putMute(mute('db1', '', T0))
  await store.putMute(mute('db2', '', T0 + 1))
  await store.purge(T0)
  expect((await store.mutes(T0 - 1)).map(({ subject }) => subject)).toEqual(['db2'])
})
