import { expect, test } from 'vitest'
import { USUAL_LIFETIMES } from '../../src/domain/lifetimes.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { subjectKey } from '../../src/domain/subject.ts'
import {
  aFrame,
  anAudit,
  anOrder,
  anOutbox,
  aRun,
  LEAKY,
  leakyMeasure,
  pastOf,
  T0,
  tempStore,
} from './rows.ts'

const KEY = subjectKey(LEAKY)

test('frames go after their time, the run and its samples stay', async () => {
  const store = await tempStore()
  await store.openRun(aRun('old', { state: 'done' }), anAudit())
  await store.keep('old', [aFrame(0)])
  await store.measure(leakyMeasure('old', T0, 1))
  await store.purge(T0 + USUAL_LIFETIMES.captures)
  expect((await store.capture('old'))?.frames).toHaveLength(1)
  await store.purge(T0 + USUAL_LIFETIMES.captures + 1)
  expect(await store.capture('old')).toBeNull()
  expect(await store.run('old')).not.toBeNull()
  expect(await pastOf(store, KEY, 'process')).toHaveLength(1)
})

test("a recorder's frames go after a day, its samples stay as long as any", async () => {
  const store = await tempStore()
  await store.openRun(aRun('pulse', { state: 'done', depth: 'pulse' }), anAudit())
  await store.keep('pulse', [aFrame(0)])
  await store.measure(leakyMeasure('pulse', T0, 1))
  await store.purge(T0 + USUAL_LIFETIMES.pulses)
  expect((await store.capture('pulse'))?.frames).toHaveLength(1)
  await store.purge(T0 + USUAL_LIFETIMES.pulses + 1)
  expect(await store.capture('pulse')).toBeNull()
  expect(await pastOf(store, KEY, 'process')).toHaveLength(1)
})

test('samples, runs, threads, subjects, outbox, events and ended orders go; what is live stays', async () => {
  const store = await tempStore()
  await store.openRun(aRun('old', { state: 'done' }), anAudit())
  await store.measure(leakyMeasure('old', T0, 1))
  await store.bindThread({ channel: 'C1', ts: '1.1', runId: 'old', atMs: T0 })
  await store.enqueue(anOutbox({ runId: 'old' }), T0)
  await store.seen('E1', T0)
  await store.putOrder(anOrder('ended', { state: 'ended' }))
  await store.putOrder(anOrder('live'))
  for (const id of ['ended', 'live']) {
    await store.enqueueTick({ orderId: id, dueAtMs: T0, late: false }, T0)
    await store.enqueueTick({ orderId: id, dueAtMs: T0 + 1, late: false }, T0)
  }
  const nowMs = T0 + USUAL_LIFETIMES.runs + 10
  await store.openRun(aRun('new', { openedAtMs: nowMs }), anAudit())
  await store.measure(leakyMeasure('new', nowMs, 2))
  await store.rollUp(nowMs)
  await store.purge(nowMs)
  expect(await store.run('old')).toBeNull()
  expect(await store.thread('C1', '1.1')).toBeNull()
  expect(await store.outboxOf('run:r1', 'root')).toBeNull()
  expect(await store.seen('E1', nowMs)).toBe(true)
  expect(await store.size()).toMatchObject({ samples: 1 })
  expect((await pastOf(store, KEY, 'process')).map(({ atMs, floor }) => [atMs, floor])).toEqual([
    [T0, expect.objectContaining({ readings: 1 })],
    [nowMs, undefined],
  ])
  expect((await store.orders('all')).map((order) => order.id)).toEqual(['live'])
  expect(await store.lastTickMs('live')).toBe(T0 + 1)
  const endMs = nowMs + USUAL_LIFETIMES.days + 1
  await store.rollUp(endMs)
  await store.purge(endMs)
  expect(await store.subjectsOf('db1', 9)).toEqual([])
  expect(await store.size()).toMatchObject({ runs: 0, samples: 0 })
})

test('one call deletes no more than its share, and never a run before its frames', async () => {
  const store = await tempStore()
  await store.openRun(aRun('big', { state: 'done' }), anAudit())
  const frames = Array.from({ length: LIMITS.purgeRows + 7 }, (_, seq) => aFrame(seq))
  await store.keep('big', frames)
  const nowMs = T0 + USUAL_LIFETIMES.runs + 1
  await store.purge(nowMs)
  expect((await store.capture('big'))?.frames).toHaveLength(7)
  await store.purge(nowMs)
  expect(await store.run('big')).toBeNull()
})
