import { expect, test } from 'vitest'
import type { Imported } from '../../src/domain/imported.ts'
import { USUAL_LIFETIMES } from '../../src/domain/lifetimes.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { T0, tempStore } from './rows.ts'

const METRIC = 'unavailableBytes'

function told(
  of: readonly (readonly [atMs: number, value: number, life: string])[],
  rest: Partial<Imported> = {},
): Imported {
  const points = of.map(([atMs, value, life]) => ({ atMs, value, life }))
  return { subject: 'db1', source: 'sysstat', metric: METRIC, points, ...rest }
}

test('points come back by source and metric, with their lives, oldest first', async () => {
  const store = await tempStore()
  const a = told([
    [T0, 10, 'until:5'],
    [T0 + 1, 11, 'boot:b'],
  ])
  const b = told([[T0 - HOUR_MS, 7, 'p']], { source: 'prometheus' })
  await store.keepImported('db1', 'sysstat', [a], T0)
  await store.keepImported('db1', 'prometheus', [b], T0)
  await store.keepImported('db2', 'sysstat', [told([[T0, 99, 'x']], { subject: 'db2' })], T0)
  expect(await store.imported('db1', 0, 10)).toEqual([b, a])
  expect(await store.imported('db1', T0, 1)).toEqual([told([[T0 + 1, 11, 'boot:b']])])
})

test('the same again changes nothing; what is told anew takes the place of its span', async () => {
  const store = await tempStore()
  const first = told([
    [T0, 10, 'boot:a'],
    [T0 + 1, 11, 'boot:a'],
    [T0 + 2, 12, 'boot:a'],
  ])
  await store.keepImported('db1', 'sysstat', [first], T0)
  await store.keepImported('db1', 'sysstat', [first], T0 + 5)
  expect(await store.imported('db1', 0, 10)).toEqual([first])
  // The host was booted meanwhile, so the end of that life is known; the oldest file is gone.
  const later = told([
    [T0 + 1, 11, 'until:9'],
    [T0 + 2, 13, 'until:9'],
    [T0 + 9, 4, 'boot:b'],
  ])
  await store.keepImported('db1', 'sysstat', [later], T0 + 9)
  expect(await store.imported('db1', 0, 10)).toEqual([
    told([[T0, 10, 'boot:a'], ...later.points.map((p) => [p.atMs, p.value, p.life] as const)]),
  ])
})

test('that a source was asked is known though it told nothing', async () => {
  const store = await tempStore()
  expect(await store.importAskedAtMs('db1', 'sysstat')).toBeNull()
  await store.keepImported('db1', 'sysstat', [], T0 + 7)
  await store.keepImported('db1', 'sysstat', [], T0)
  expect(await store.importAskedAtMs('db1', 'sysstat')).toBe(T0 + 7)
  expect(await store.importAskedAtMs('db1', 'prometheus')).toBeNull()
  expect(await store.imported('db1', 0, 10)).toEqual([])
})

test('many points are kept in one go, purged in pieces, and with them all that hangs on them', async () => {
  const store = await tempStore()
  const count = LIMITS.purgeRows + 7
  const many = told(Array.from({ length: count }, (_, i) => [T0 + i, i + 1, `until:${i >> 12}`]))
  await store.keepImported('db1', 'sysstat', [many], T0)
  expect((await store.imported('db1', 0, 2 * count))[0]?.points).toHaveLength(count)
  const lateMs = T0 + USUAL_LIFETIMES.samples + HOUR_MS
  await store.purge(lateMs)
  expect((await store.imported('db1', 0, 2 * count))[0]?.points).toHaveLength(7)
  expect(await store.importAskedAtMs('db1', 'sysstat')).toBe(T0)
  await store.purge(lateMs)
  expect(await store.imported('db1', 0, 10)).toEqual([])
  expect(await store.importAskedAtMs('db1', 'sysstat')).toBeNull()
})
