/** Doubts, what they keep from being purged, and the newest runs. */

import { expect, test } from 'vitest'
import type { Doubt } from '../../src/domain/doubt.ts'
import { USUAL_LIFETIMES } from '../../src/domain/lifetimes.ts'
import { aFrame, anAudit, aRun, T0, tempStore } from './rows.ts'

const doubt = (runId: string, by: string, changes: Partial<Doubt> = {}): Doubt => ({
  runId,
  by,
  verdict: 'critical',
  expected: 'nothing',
  why: 'it is a cache',
  atMs: T0,
  ...changes,
})

test('the same person’s word about a run takes the place of the first; the newest stands first', async () => {
  const store = await tempStore('bot:one')
  await store.putDoubt(doubt('one', 'U1'))
  await store.putDoubt(doubt('one', 'U2', { atMs: T0 + 1, verdict: null }))
  await store.putDoubt(doubt('one', 'U1', { atMs: T0 + 2, expected: 'worse' }))
  expect(await store.doubts(9)).toEqual([
    doubt('one', 'U1', { atMs: T0 + 2, expected: 'worse' }),
    doubt('one', 'U2', { atMs: T0 + 1, verdict: null }),
  ])
  expect(await store.doubts(1)).toHaveLength(1)
})

test('what a doubted run collected outlives the others’ frames, and goes with the doubt', async () => {
  const store = await tempStore('bot:one')
  for (const id of ['doubted', 'other']) {
    await store.openRun(aRun(id, { state: 'done' }), anAudit())
    await store.keep(id, [aFrame(0)])
  }
  await store.putDoubt(doubt('doubted', 'U1'))
  await store.purge(T0 + USUAL_LIFETIMES.captures + 1)
  expect((await store.capture('doubted'))?.frames).toHaveLength(1)
  expect(await store.capture('other')).toBeNull()
  await store.purge(T0 + USUAL_LIFETIMES.doubts + 1)
  expect(await store.doubts(9)).toEqual([])
  await store.purge(T0 + USUAL_LIFETIMES.doubts + 1)
  expect(await store.capture('doubted')).toBeNull()
})

test('the newest runs are those that ended, without pulses and questions', async () => {
  const store = await tempStore('bot:one')
  const runs = [
    aRun('check', { state: 'done', openedAtMs: T0 }),
    aRun('tick', { state: 'failed', kind: 'tick', openedAtMs: T0 + 1 }),
    aRun('pulse', { state: 'done', depth: 'pulse', openedAtMs: T0 + 2 }),
    aRun('ask', { state: 'done', kind: 'ask', openedAtMs: T0 + 3 }),
    aRun('open', { openedAtMs: T0 + 4 }),
  ]
  for (const run of runs) await store.openRun(run, anAudit())
  expect((await store.newestRuns(9)).map(({ id }) => id)).toEqual(['tick', 'check'])
  expect((await store.newestRuns(1)).map(({ id }) => id)).toEqual(['tick'])
})
