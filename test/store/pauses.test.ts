import { expect, test } from 'vitest'
import { pauseOf } from '../../src/domain/pause.ts'
import { T0, tempFolder, tempStore } from './rows.ts'

const pause = (host: string, by: string, atMs = T0) =>
  ({ host, by, surface: 'slack', atMs }) as const

test('a pause stands across a restart until it is lifted; the first of a host stays', async () => {
  const file = `${tempFolder()}/memcheck.db`
  const store = await tempStore('bot:one', file)
  await store.putPause(pause('db1', 'U1'))
  await store.putPause(pause('db1', 'U2', T0 + 5))
  await store.putPause(pause('', 'U3'))
  await store.close()
  const later = await tempStore('bot:two', file)
  expect(await later.pauses()).toEqual([pause('', 'U3'), pause('db1', 'U1')])
  expect(await later.dropPause('')).toBe(true)
  expect(await later.dropPause('')).toBe(false)
  expect(await later.pauses()).toEqual([pause('db1', 'U1')])
})

test('a pause of all holds for every host, one of a host for it alone, however it is written', () => {
  expect(pauseOf([pause('DB1', 'U1')], 'db1')?.by).toBe('U1')
  expect(pauseOf([pause('db1', 'U1')], 'db2')).toBeNull()
  expect(pauseOf([pause('db1', 'U1'), pause('', 'U2')], 'db1')?.by).toBe('U2')
  expect(pauseOf([], 'db1')).toBeNull()
})
