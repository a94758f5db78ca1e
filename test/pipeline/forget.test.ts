/** `forget` and what `doctor` says of what is kept, in one process over a real store. */
import { expect, onTestFinished, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import type { Asked } from '../../src/pipeline/command.ts'
import { examineKept } from '../../src/pipeline/examineKept.ts'
import { forget } from '../../src/pipeline/forget.ts'
import type { House } from '../../src/pipeline/house.ts'
import { purgeAll } from '../../src/pipeline/retention.ts'
import { printed } from '../../src/terminal/print.ts'
import {
  aFrame,
  aLife,
  anAudit,
  anOrder,
  aRun,
  aSample,
  LEAKY,
  leakyMeasure,
  T0,
} from '../store/rows.ts'
import { ASKED, openLocalHouse, runIn } from './localHouse.ts'
import { memberIn } from './standing.ts'

const SLACK: Asked = {
  ...ASKED,
  actor: memberIn('C1'),
  place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
}

async function aHouse(): Promise<House> {
  const { house, close } = await openLocalHouse()
  onTestFinished(close)
  return house
}

/** Some of db1, which is no host of the inventory any more. */
async function keepSome({ store }: House): Promise<void> {
  await store.openRun(aRun('r1', { state: 'done' }), anAudit())
  await store.keep('r1', [aFrame(0)])
  await store.measure(leakyMeasure('r1', T0, 1))
  for (const name of ['postgres: checkpointer', 'postgres: walwriter']) {
    const subject = { ...LEAKY, name }
    const life = aLife(name, { pid: 7 })
    await store.openRun(aRun(name, { state: 'done' }), anAudit())
    await store.measure({
      runId: name,
      subjects: [{ subject, incarnation: life, atMs: T0 }],
      samples: [aSample('process', subject, name, T0, { rssBytes: 1 })],
    })
  }
}

async function text(house: House, words: string, asked = ASKED): Promise<string> {
  const sure = words.endsWith(' --yes')
  const reply = await forget(house, asked, words.replace(/ --yes$/, '').split(' '), sure)
  if (reply.kind !== 'work') throw new Error(reply.kind)
  return printed((await reply.work()).message, { colour: false })
}

test('tells first, deletes when told to, says what went; the audit has both with the counts', async () => {
  const house = await aHouse()
  await runIn(house, `local ${process.pid}`)
  const told = await text(house, 'local')
  expect(told).toMatch(/^Kept of local: \d+ rows, [\d.]+ KiB of text\. Nothing is changed yet:/)
  expect((await house.store.size()).runs).toBe(1)
  expect(await text(house, 'local --yes')).toMatch(/^Forgotten of local: \d+ rows/)
  expect(await house.store.size()).toMatchObject({ runs: 0, samples: 0 })
  expect(await text(house, 'local')).toMatch(/^Nothing is kept of local\./)
  const rows = await house.store.audited({ host: 'local', actor: null, sinceMs: 0 }, null, 9)
  expect(rows.map(({ action }) => action)).toEqual([
    'forget? local',
    'forgot local',
    'forget local',
    'forget? local',
    'check:ended',
    'round-1',
    'round-0',
    'check',
    'request:terminal',
  ])
  expect(rows[1]?.detail).toMatchObject({ runs: 1, textBytes: expect.any(Number) })
  expect(rows.slice(0, 4).every((row) => row.class === 'admin')).toBe(true)
  const chinese = await text(house, 'local', { ...ASKED, lang: 'zh' })
  expect(chinese).toMatch(/^没有保留 local 的任何内容。/)
})

test('nobody in a chat may, nor learn what is kept, and the refusal is written down', async () => {
  const house = await aHouse()
  await keepSome(house)
  await expect(text(house, 'db1 --yes', SLACK)).rejects.toMatchObject({
    code: 'no-policy',
  })
  await expect(text(house, 'nowhere', SLACK)).rejects.toMatchObject({
    code: 'no-policy',
  })
  expect((await house.store.size()).runs).toBe(3)
  const rows = await house.store.audited({ host: null, actor: 'U1', sinceMs: T0 + 1 }, null, 9)
  expect(rows.map(({ action, decision }) => `${decision} ${action}`)).toEqual([
    'refused forget? nowhere',
    'refused forget db1',
  ])
})

test('a host that left the inventory can be forgotten; one that never was is named as unknown', async () => {
  const house = await aHouse()
  await keepSome(house)
  await expect(text(house, 'db2')).rejects.toBeInstanceOf(UserError)
  await text(house, 'db1 --yes')
  expect(await house.store.size()).toMatchObject({ runs: 0, samples: 0 })
  await expect(text(house, 'db1')).rejects.toMatchObject({ code: 'unknown-host' })
})

test('of several that a name may mean none goes; the whole name is one', async () => {
  const house = await aHouse()
  await keepSome(house)
  await expect(text(house, 'db1 postgres --yes')).rejects.toMatchObject({
    code: 'bad-argument',
    params: { expected: '"postgres: checkpointer", "postgres: walwriter"' },
  })
  // A part of a name is enough to ask about a process, and not enough to delete one.
  await expect(text(house, 'db1 leaky --yes')).rejects.toMatchObject({
    params: { expected: '"leaky-demo"' },
  })
  expect(await text(house, 'db1 nothing')).toMatch(/^Nothing is kept of db1 nothing/)
  await house.store.putOrder(anOrder('o1', { targets: [{ kind: 'pid', host: 'db1', pid: 4242 }] }))
  const gone = await text(house, 'db1 leaky-demo --yes')
  expect(gone).toContain('Forgotten of db1/process:leaky-demo')
  expect(gone).toContain('Orders that look at it keep new readings: morning.')
  expect(gone).toContain('memcheck forget db1')
  await text(house, 'db1 postgres: walwriter --yes')
  const left = await house.store.subjectsOf('db1', 9)
  expect(left.map(({ subject }) => subject.name)).toEqual(['postgres: checkpointer'])
})

test('one run: its capture goes, its samples stay', async () => {
  const house = await aHouse()
  await keepSome(house)
  expect(await text(house, 'run:r1 --yes')).toMatch(/^Forgotten of run:r1: 2 rows/)
  expect(await house.store.size()).toMatchObject({ runs: 2, samples: 3 })
  await expect(text(house, 'run:r1')).rejects.toMatchObject({ code: 'no-such-run' })
})

test('doctor tells what is kept since when, and the next purge with what it removes', async () => {
  const house = await aHouse()
  await keepSome(house)
  let nowMs = T0 + house.store.lifetimes.captures + HOUR_MS
  const then: House = { ...house, clock: { ...house.clock, now: () => nowMs } }
  const told = async () =>
    (await examineKept(then, ASKED)).map((one) =>
      printed({ text: '', blocks: [{ kind: 'text', text: one.text }] }, { colour: false }).trim(),
    )
  expect(await told()).toEqual([
    'kept: captures 1 (14 d; oldest 14 d 1 h), samples 3 (35 d; oldest 14 d 1 h), runs 3 (90 d; oldest 14 d 1 h)',
    'purge: none yet; the bot purges as soon as it starts, then each hour. Some 1 rows wait: captures 1',
  ])
  await purgeAll(then)
  nowMs += HOUR_MS / 4
  expect((await told())[1]).toBe('purge: the next in 45 min')
  nowMs += 3 * HOUR_MS
  expect((await told())[1]).toMatch(/^purge: the last was 3 h 15 min ago/)
  await house.store.putUpload({ fileId: 'F1', channel: 'C1', outboxId: null, runId: null, atMs: 0 })
  await house.store.retryUpload('F1', 'missing_scope', nowMs + HOUR_MS)
  const files = (await examineKept(then, ASKED)).at(-1)
  expect(files).toMatchObject({
    ok: false,
    json: { check: 'uploads', kept: 0, waiting: 1, refused: 0, error: 'missing_scope' },
  })
})
