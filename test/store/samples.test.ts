import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { METRICS } from '../../src/domain/sample.ts'
import { subjectKey } from '../../src/domain/subject.ts'
import {
  aLife,
  anAudit,
  aRun,
  aSample,
  DB1,
  LEAKY,
  leakyMeasure,
  memoryLog,
  pastOf,
  T0,
  tempFolder,
  tempStore,
} from './rows.ts'

const KEY = subjectKey(LEAKY)

describe('measure and history', () => {
  test('stores each kind and reads it back with its life', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    const host = aLife('boot:b', { pid: null, startedAtMs: null, exe: null, argsHash: null })
    await store.measure({
      runId: 'r1',
      subjects: [
        { subject: DB1, incarnation: host, atMs: T0 },
        { subject: LEAKY, incarnation: aLife('b:1:1'), atMs: T0 },
      ],
      samples: [
        aSample('host', DB1, 'boot:b', T0, { memAvailableBytes: 2 ** 40 }),
        aSample('process', LEAKY, 'b:1:1', T0, { rssBytes: 123, majorFaults: 0 }),
      ],
    })
    const [row] = await pastOf(store, KEY, 'process')
    expect(row).toMatchObject({
      incarnation: 'b:1:1',
      pid: 4242,
      startedAtMs: T0 - 1000,
      hostUptimeSec: 100.25,
    })
    expect(row?.values).toMatchObject({ rssBytes: 123, majorFaults: 0, pssBytes: null })
    expect(Object.keys(row?.values ?? {})).toEqual([...METRICS.process])
    const [hostRow] = await pastOf(store, 'db1', 'host')
    expect(hostRow?.values).toMatchObject({ memAvailableBytes: 2 ** 40 })
    expect(await store.run('r1')).toMatchObject({ measured: true, subject: KEY })
    expect(await store.runsOf(KEY, 5)).toEqual([])
    await store.closeRun('r1', { state: 'done', atMs: T0, verdict: 'ok', cost: aRun('r1').cost })
    expect((await store.runsOf(KEY, 5)).map((run) => run.id)).toEqual(['r1'])
  })

  test('a second measure of a run changes nothing', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.measure(leakyMeasure('r1', T0, 1))
    await store.measure(leakyMeasure('r1', T0 + 1, 2))
    expect((await pastOf(store, KEY, 'process')).map((row) => row.atMs)).toEqual([T0])
  })

  test('a second measure of a run fills what the first one lacked, and changes none of it', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.measure(leakyMeasure('r1', T0, 1))
    const later = aSample('process', LEAKY, 'b:1:1', T0, { rssBytes: 2, transactions: 40 })
    await store.measure({ ...leakyMeasure('r1', T0, 2), samples: [later] })
    const [row] = await pastOf(store, KEY, 'process')
    expect(row?.values).toMatchObject({ rssBytes: 1, transactions: 40 })
  })

  test('is all or nothing', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    const stray = aSample('process', LEAKY, 'another life', T0, { rssBytes: 1 })
    const measured = leakyMeasure('r1', T0, 1)
    await expect(
      store.measure({ ...measured, samples: [...measured.samples, stray] }),
    ).rejects.toThrow('without its subject')
    expect(await pastOf(store, KEY, 'process')).toEqual([])
    expect(await store.subjectsOf('db1', 5)).toEqual([])
    expect(await store.run('r1')).toMatchObject({ measured: false, subject: null })
  })

  test('gives what was measured in a stretch of time, oldest first', async () => {
    const store = await tempStore()
    for (const n of [3, 1, 4, 2]) {
      await store.openRun(aRun(`r${n}`), anAudit())
      await store.measure(leakyMeasure(`r${n}`, T0 + n, n))
    }
    const between = async (fromMs: number, untilMs: number): Promise<readonly number[]> => {
      const of = { subject: KEY, kind: 'process', incarnation: null, fromMs, untilMs } as const
      return (await store.past(of)).map((row) => row.atMs - T0)
    }
    expect(await between(T0, T0 + 9)).toEqual([1, 2, 3, 4])
    expect(await between(T0 + 2, T0 + 4)).toEqual([2, 3])
  })

  test('two lives of one subject at one instant are two samples', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.openRun(aRun('r2'), anAudit())
    await store.measure(leakyMeasure('r1', T0, 1, 'b:1:1'))
    await store.measure(leakyMeasure('r2', T0, 2, 'b:2:2'))
    const rows = await pastOf(store, KEY, 'process')
    expect(rows.map((row) => row.incarnation)).toEqual(['b:1:1', 'b:2:2'])
  })

  test('a life keeps its first start, and what could not be read does not erase what was', async () => {
    const store = await tempStore()
    for (const [n, life] of [
      aLife('b:1:1', { startedAtMs: T0 + 0.4 }),
      aLife('b:1:1', { startedAtMs: T0 + 77, exe: null, argsHash: 'bb' }),
    ].entries()) {
      await store.openRun(aRun(`r${n}`), anAudit())
      const measured = leakyMeasure(`r${n}`, T0 + n, n)
      await store.measure({
        ...measured,
        subjects: [{ subject: LEAKY, incarnation: life, atMs: T0 + n }],
      })
    }
    const rows = await pastOf(store, KEY, 'process')
    expect(rows.map((row) => row.startedAtMs)).toEqual([T0, T0])
  })

  test('a number that is not exact is missing, and the log says so', async () => {
    const log = memoryLog()
    const store = await tempStore('bot:one', `${tempFolder()}/memcheck.db`, log)
    await store.openRun(aRun('r1'), anAudit())
    await store.measure(leakyMeasure('r1', T0, 2 ** 60))
    expect((await pastOf(store, KEY, 'process'))[0]?.values).toMatchObject({ rssBytes: null })
    expect(log.lines).toContain('store.metric-out-of-range')
  })

  test('lists subjects of a host, last seen first', async () => {
    const store = await tempStore()
    await store.openRun(aRun('r1'), anAudit())
    await store.measure({
      runId: 'r1',
      subjects: [
        { subject: DB1, incarnation: aLife('boot'), atMs: T0 },
        { subject: LEAKY, incarnation: aLife('b:1:1'), atMs: T0 + 5 },
        {
          subject: { ...DB1, host: 'db2', name: 'db2' },
          incarnation: aLife('boot2'),
          atMs: T0 + 9,
        },
      ],
      samples: [],
    })
    expect(await store.subjectsOf('db1', 5)).toEqual([
      { subject: LEAKY, key: KEY, seenAtMs: T0 + 5 },
      { subject: DB1, key: 'db1', seenAtMs: T0 },
    ])
    expect(await store.subjectsOf('db1', 1)).toHaveLength(1)
  })

  test('a pid is the process that had it last, on its own host', async () => {
    const store = await tempStore()
    const other = { ...LEAKY, name: 'other' }
    const lives = [
      [other, aLife('b:1:1', { pid: 7 }), T0 + 2],
      [LEAKY, aLife('b:2:1', { pid: 7 }), T0 + 1],
      [{ ...LEAKY, host: 'db2' }, aLife('c:1:1', { pid: 7 }), T0 + 9],
      [DB1, aLife('boot', { pid: 7 }), T0 + 9],
    ] as const
    await store.openRun(aRun('r1'), anAudit())
    const subjects = lives.map(([subject, incarnation, atMs]) => ({ subject, incarnation, atMs }))
    await store.measure({ runId: 'r1', subjects, samples: [] })
    expect(await store.subjectOfPid('db1', 7)).toEqual({ key: subjectKey(other), subject: other })
    expect(await store.subjectOfPid('db1', 8)).toBeNull()
  })
})

test('a size is kept to the byte, whatever its unit in the table', async () => {
  const bytes = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.maxSafeNat())
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 8 }), async (sizes) => {
      const store = await tempStore()
      await store.openRun(aRun('r1'), anAudit())
      const samples = sizes.map((rssBytes, i) =>
        aSample('process', LEAKY, 'b:1:1', T0 + i, { rssBytes, majorFaults: rssBytes }),
      )
      const subjects = [{ subject: LEAKY, incarnation: aLife('b:1:1'), atMs: T0 }]
      await store.measure({ runId: 'r1', subjects, samples })
      const rows = await pastOf(store, KEY, 'process')
      expect(rows.map(({ values }) => values)).toMatchObject(
        sizes.map((rssBytes) => ({ rssBytes, majorFaults: rssBytes })),
      )
      await store.close()
    }),
    { numRuns: 20 },
  )
})
