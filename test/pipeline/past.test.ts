/** A leak so slow that only a quarter shows it: through the store's floors to the verdict. */
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { subjectKey } from '../../src/domain/subject.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { HISTORY_MS, historyOf } from '../../src/pipeline/judge.ts'
import { aLife, anAudit, aRun, aSample, LEAKY, T0, tempStore } from '../store/rows.ts'

const STEP_MS = 20 * MINUTE_MS
const LEAK_A_DAY = 2 * MIB
const life = aLife('b:1:1')

test('slow growth is seen back to its beginning, though readings are kept for five weeks only', async () => {
  const store = await tempStore()
  const at = (n: number): number => T0 + n * STEP_MS
  const bytesAt = (n: number): number =>
    500 * MIB + (LEAK_A_DAY * n * STEP_MS) / DAY_MS + ((n * 7919) % 20) * MIB
  const count = HISTORY_MS / STEP_MS - 3
  for (let day = 0; day * DAY_MS < HISTORY_MS; day += 1) {
    const from = (day * DAY_MS) / STEP_MS
    const many = Math.min(DAY_MS / STEP_MS, count - from)
    await store.openRun(aRun(`d${day}`, { state: 'done', openedAtMs: at(from) }), anAudit())
    await store.measure({
      runId: `d${day}`,
      subjects: [{ subject: LEAKY, incarnation: life, atMs: at(from + many - 1) }],
      samples: Array.from({ length: many }, (_, i) =>
        aSample('process', LEAKY, life.key, at(from + i), {
          anonBytes: bytesAt(from + i),
          swapBytes: 0,
        }),
      ),
    })
  }
  const nowMs = at(count)
  for (let call = 0; call < 3; call += 1) await store.rollUp(nowMs)
  await store.purge(nowMs)
  const own = aSample('process', LEAKY, life.key, nowMs, {
    anonBytes: bytesAt(count),
    swapBytes: 0,
  })
  const who = { subject: LEAKY, incarnation: life }
  const measures = { who, all: [{ ...who, atMs: nowMs }], samples: [own] }
  const { process } = await historyOf(store, measures, nowMs)
  const growth = judgeGrowth({
    rows: [...process, { ...own, startedAtMs: life.startedAtMs, pid: life.pid }],
    incarnation: life.key,
    metric: 'anonAndSwapBytes',
    limit: null,
    caps: [],
    nowMs,
  })
  expect(growth?.verdict).toBe('leaking')
  expect(Math.abs((growth?.since ?? 0) - T0)).toBeLessThan(3 * DAY_MS)
  expect(Math.abs((growth?.slopeBytesPerDay ?? 0) / LEAK_A_DAY - 1)).toBeLessThan(0.1)
  expect(process.find(({ floor }) => floor !== undefined)?.atMs).toBeLessThan(T0 + HOUR_MS)
  expect(subjectKey(LEAKY)).toBe(process[0]?.subject)
})
