/** What an order holds of growth before and after it is sure, and what its memo keeps. */
import { expect, test } from 'vitest'
import type { Finding, Verdict } from '../../src/domain/finding.ts'
import type { Growth } from '../../src/domain/growth.ts'
import type { Report } from '../../src/domain/report.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { heldTo, type Memo } from '../../src/pipeline/notices.ts'
import type { TargetRun } from '../../src/pipeline/tick.ts'
import { fieldsOf } from '../../src/report/fields.ts'
import { heldBack, withoutGrowth } from '../../src/report/heldBack.ts'
import { watchChange, watchMessage } from '../../src/report/watch.ts'
import { NOW_MS, rows } from '../growth/rows.ts'
import { reportOf } from '../report/reports.ts'
import { anOrder, tempStore } from '../store/rows.ts'

const GROWTH = judgeGrowth({
  rows: rows(40, 3_600_000, (i) => 2 ** 28 + i * 2 ** 22),
  incarnation: 'life-1',
  metric: 'anonAndSwapBytes',
  limit: null,
  caps: [],
  nowMs: NOW_MS,
}) as Growth

function finding(code: string, severity: Finding['severity']): Finding {
  return { code, severity, numbers: { slopeBytesPerDay: 2 ** 25, sinceAtMs: 0 }, evidence: [] }
}

const LEAKING = reportOf(
  { verdict: 'warning', findings: [finding('leak.leaking', 'warning')], growth: GROWTH },
  'process',
)

function run(report: Report): TargetRun {
  const target = { kind: 'pid', host: 'db1', pid: 42 } as const
  return { kind: 'judged', target, runId: 'r', judged: { report } } as unknown as TargetRun
}

const tick = (n: number) => ({ orderId: 'm', dueAtMs: NOW_MS + n * 60_000, late: false })
const verdictsOf = (of: ReturnType<typeof heldTo>) =>
  of.held.map((one) => one.run.kind === 'judged' && one.run.judged.report.verdict)

test('the series of this test is a sure leak', () => {
  expect(GROWTH.verdict).toBe('leaking')
  expect(GROWTH.score).toBeGreaterThanOrEqual(0.95)
})

test('growth that is not sure is information: verdict, code, growth field; other faults stay what they are', () => {
  const held = heldBack(LEAKING)
  expect(held).toMatchObject({
    verdict: 'info',
    findings: [{ code: 'leak.growing', severity: 'info' }],
    growth: { verdict: 'growing-not-yet-proved' },
  })
  expect(JSON.stringify(fieldsOf(held, 'en'))).not.toContain('leaking')
  const both = heldBack({
    ...LEAKING,
    verdict: 'critical',
    findings: [finding('leak.leaking-to-limit', 'critical'), finding('oom.limit', 'warning')],
  })
  expect(both.verdict).toBe('warning')
  expect(both.findings.map(({ code }) => code)).toEqual(['oom.limit', 'leak.growing'])
  const unchecked = [{ analyzer: 'x', kind: 'failed', reference: 'E1' }] as const
  expect(heldBack({ ...LEAKING, unchecked }).verdict).toBe('unknown')
})

test('it counts from the second sure inspection on; the memo carries it through a restart of the bot', async () => {
  const store = await tempStore()
  await store.putOrder(anOrder('m'))
  const inspect = async (n: number, of = run(LEAKING)) => {
    const all = heldTo(await store.orderMemo('m'), tick(n), [of])
    await store.setOrderMemo('m', { ...all.memo, verdict: 'ok' })
    return all
  }
  const first = await inspect(1)
  expect([verdictsOf(first), first.held[0]?.notice]).toEqual([['info'], null])
  const second = await inspect(2)
  expect(verdictsOf(second)).toEqual(['warning'])
  expect(second.held[0]?.notice).toEqual({ kind: 'announce', count: 1 })
  // The same tick once more, an older one that comes late, and the next: nothing is told again.
  for (const n of [2, 1, 3]) {
    const again = await inspect(n)
    expect([verdictsOf(again), again.held[0]?.notice]).toEqual([['warning'], null])
  }
  const gone = { ...run(LEAKING), kind: 'failed', error: { code: 'no-such-process', params: {} } }
  const end = await inspect(4, gone as unknown as TargetRun)
  expect(end.held[0]?.notice).toEqual({ kind: 'end', why: 'gone', count: 1 })
})

test('a tick whose bot died before the memo was kept tells the same announcement, by the same name', () => {
  const first = heldTo({}, tick(1), [run(LEAKING)])
  const told = [2, 3].map((n) => heldTo(first.memo, tick(n), [run(LEAKING)]).held[0]?.notice)
  expect(told).toEqual([
    { kind: 'announce', count: 1 },
    { kind: 'announce', count: 1 },
  ])
})

test('memo entries of targets that an order no longer has are dropped, its other entries stay', () => {
  const memo: Memo = { verdict: 'ok', 'growth:db9 7': '1 1 2 0 0 0 - 0 x' }
  expect(Object.keys(heldTo(memo, tick(1), [run(LEAKING)]).memo)).toEqual([
    'verdict',
    'growth:db1 42',
  ])
})

test('a "changed" post is about all but growth, and no all-clear is told while a leak stands', () => {
  const order = anOrder('m')
  const state = { order, tick: tick(1), error: null, holds: true }
  const at = (report: Report, verdict: string) =>
    watchChange({ ...state, report, memo: { verdict } })?.text ?? null
  expect(at(LEAKING, 'ok')).toBeNull()
  expect(at(LEAKING, 'warning')).toBeNull()
  const worse = {
    ...LEAKING,
    verdict: 'critical',
    findings: [finding('swap.thrashing', 'critical'), ...LEAKING.findings],
  } as const
  expect(at(worse, 'ok')).toContain('critical')
  expect(withoutGrowth(LEAKING).verdict).toBe('ok')
})

test('regression: a watch does not call it better when a person mutes what is wrong', () => {
  const order = anOrder('m')
  const state = { order, tick: tick(1), error: null, holds: false }
  const bad = finding('oom.repeats', 'critical')
  const of = (findings: readonly Finding[], verdict: Verdict) =>
    ({ ...LEAKING, growth: null, verdict, findings }) as const
  const critical = of([bad], 'critical')
  const muted = of([{ ...bad, severity: 'info', mutedUntilMs: NOW_MS + 1 }], 'info')
  const memo = watchMessage({ ...state, report: critical, memo: {} }).memo
  expect(watchChange({ ...state, report: muted, memo })).toBeNull()
  const after = watchMessage({ ...state, report: muted, memo }).memo
  expect(watchChange({ ...state, report: muted, memo: after })).toBeNull()
  // The mute is over, and it counts again; then it really is better.
  expect(watchChange({ ...state, report: critical, memo: after })?.text).toContain('critical')
  const again = watchMessage({ ...state, report: critical, memo: after }).memo
  expect(watchChange({ ...state, report: of([], 'ok'), memo: again })?.text).toContain(
    'now checked and fine',
  )
})

test('what is muted does not count for an order, and its growth is not told; when the mute is over it is', () => {
  const quiet = {
    ...LEAKING,
    findings: LEAKING.findings.map((one) => ({ ...one, mutedUntilMs: NOW_MS + 1 })),
  }
  let memo: Memo = {}
  const told = [quiet, quiet, quiet, LEAKING].map((report, n) => {
    const all = heldTo(memo, tick(n + 1), [run(report)])
    memo = all.memo
    return [verdictsOf(all)[0], all.held[0]?.notice?.kind ?? null]
  })
  expect(told).toEqual([
    ['info', null],
    ['info', null],
    ['info', null],
    ['warning', 'announce'],
  ])
})
