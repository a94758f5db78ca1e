import { expect, test } from 'vitest'
import type { Frame } from '../../src/domain/capture.ts'
import { aFrame, anAudit, aRun, T0, tempStore } from './rows.ts'

const FRAMES: readonly Frame[] = [
  aFrame(0),
  aFrame(1, {
    raw: { kind: 'gap', reason: 'denied', detail: 'Permission denied' },
    hostUptimeSec: null,
  }),
  aFrame(2, { reading: 2, pid: 4242, raw: { kind: 'ok', text: 'naïve • 内存\0x', cut: 'cap' } }),
  aFrame(3, { raw: { kind: 'ok', text: 'abcdefg\n'.repeat(10_000), cut: null } }),
  aFrame(4, { raw: { kind: 'ok', text: '', cut: 'timeout' } }),
]

test('a capture reads back frame by frame, in order, as it came', async () => {
  const store = await tempStore()
  await store.openRun(aRun('r1'), anAudit())
  await store.keep('r1', FRAMES.slice(2))
  await store.keep('r1', FRAMES.slice(0, 2))
  const capture = await store.capture('r1')
  expect(capture?.frames).toEqual(FRAMES)
  expect(capture).toMatchObject({
    runId: 'r1',
    host: 'db1',
    startedAtMs: T0,
    target: { kind: 'pid', pid: 4242 },
  })
})

test('keeping a frame again leaves the first', async () => {
  const store = await tempStore()
  await store.openRun(aRun('r1'), anAudit())
  await store.keep('r1', [aFrame(0)])
  await store.keep('r1', [aFrame(0, { raw: { kind: 'ok', text: 'other', cut: null } }), aFrame(1)])
  expect((await store.capture('r1'))?.frames).toEqual([aFrame(0), aFrame(1)])
})

test('a run without frames has an empty capture while it is open, and none once it is closed', async () => {
  const store = await tempStore()
  await store.openRun(aRun('r1'), anAudit())
  expect((await store.capture('r1'))?.frames).toEqual([])
  const { cost } = aRun('r1')
  await store.closeRun('r1', { state: 'failed', atMs: T0, verdict: null, cost })
  expect(await store.capture('r1')).toBeNull()
  expect(await store.capture('nobody')).toBeNull()
})

test('a frame of a run that is not there is refused', async () => {
  const store = await tempStore()
  await expect(store.keep('ghost', [aFrame(0)])).rejects.toThrow(/FOREIGN KEY/)
})

test('ids of runs whose frames are kept, the newest first and so many of them', async () => {
  const store = await tempStore()
  for (const [id, atMs] of [
    ['old', T0],
    ['newest', T0 + 2],
    ['newer', T0 + 1],
    ['bare', T0 + 3],
  ] as const) {
    await store.openRun(aRun(id, { openedAtMs: atMs }), anAudit())
    if (id !== 'bare') await store.keep(id, [aFrame(0), aFrame(1)])
  }
  expect(await store.keptRunIds(9)).toEqual(['newest', 'newer', 'old'])
  expect(await store.keptRunIds(2)).toEqual(['newest', 'newer'])
})
