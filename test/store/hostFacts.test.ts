import { expect, test } from 'vitest'
import type { Facts } from '../../src/domain/facts.ts'
import { factsOf } from '../../src/pipeline/facts.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'
import { T0, tempFolder, tempStore } from './rows.ts'

const NOTHING: Facts = factsOf(parseFrames([], []))
const debian = (kernel: string): Facts => ({ ...NOTHING, kernel, distribution: 'Debian' })

test('of each host the newest look is kept, across a restart; an older one that comes late changes nothing', async () => {
  const file = `${tempFolder()}/memcheck.db`
  const store = await tempStore('bot:one', file)
  await store.keepFacts('db1', { facts: debian('5.10'), atMs: T0 })
  await store.keepFacts('db1', { facts: debian('6.1'), atMs: T0 + 10 })
  await store.keepFacts('db1', { facts: debian('5.10'), atMs: T0 + 5 })
  await store.keepFacts('db2', { facts: NOTHING, atMs: T0 })
  await store.close()
  const later = await tempStore('bot:two', file)
  expect([...(await later.knownFacts())]).toEqual([
    ['db1', { facts: debian('6.1'), atMs: T0 + 10 }],
    ['db2', { facts: NOTHING, atMs: T0 }],
  ])
})
