/**
 * What an order tells (one notification rule). `always`: a summary each tick, a line a target, worst first.
 * `changes` (a watch): one message updated in place; a new post only when the verdict changes, and once at the end.
 */
import { type Verdict, verdictRank } from '../domain/finding.ts'
import type { Order, Tick } from '../domain/order.ts'
import type { Message } from '../domain/report.ts'
import { fnv1a } from '../domain/subject.ts'
import { typed } from '../domain/target.ts'
import { ORDER_OWNER } from '../domain/urgency.ts'
import { type NoticeOf, noticeMessage } from '../report/notice.ts'
import { summaryMessage } from '../report/summary.ts'
import {
  type WatchMemo,
  type WatchState,
  watchChange,
  watchEnd,
  watchMessage,
} from '../report/watch.ts'
import { drawnLang } from './drawnLang.ts'
import { fleetOf } from './fleet.ts'
import type { House } from './house.ts'
import { type Held, heldTo, type Memo } from './notices.ts'
import type { Poster } from './post.ts'
import { chatSurface, type Surface } from './surface.ts'
import type { TargetRun } from './tick.ts'

/** Tells a tick's results; a null tick is the order's end. */
export async function tell(
  house: House,
  poster: Poster,
  order: Order,
  tick: Tick | null,
  results: readonly TargetRun[],
): Promise<void> {
  if (order.tell === 'never') return
  if (order.tell === 'always') {
    if (tick !== null) await tellSummary(house, poster, order, tick, results)
    return
  }
  await tellWatch(house, poster, order, tick, results)
}

async function tellSummary(
  house: House,
  poster: Poster,
  order: Order,
  tick: Tick,
  results: readonly TargetRun[],
): Promise<void> {
  const { held, memo } = heldTo(await house.store.orderMemo(order.id), tick, results)
  const surface = surfaceOf(poster, order, `tick-${tick.dueAtMs}`, null)
  const told = held.flatMap(noticeOf)
  await surface.main(
    summary(
      house,
      order,
      tick,
      held.map(({ run }) => run),
      told,
    ),
  )
  // After the message: a tick that is taken again tells the same in the same place.
  await house.store.setOrderMemo(order.id, memo)
  await surface.settled()
}

function noticeOf({ notice, run }: Held): readonly NoticeOf[] {
  if (notice === null) return []
  const report = run.kind === 'judged' ? run.judged.report : null
  return [{ notice, target: typed(run.target), report }]
}

/** The summary of one tick: a line a target, worst first, and what could not be reached. */
export function summary(
  house: Pick<House, 'chartLangs'>,
  order: Pick<Order, 'name' | 'lang' | 'when'>,
  tick: Tick,
  results: readonly TargetRun[],
  told: readonly NoticeOf[] = [],
): Message {
  const lines = results
    .map((one) => ({
      target: typed(one.target),
      verdict: verdictOfRun(one),
      host: one.target.kind === 'host' ? one.target.host : null,
      report: one.kind === 'judged' ? one.judged.report : null,
      rows: one.kind === 'judged' ? one.judged.compared.rows : [],
      error: one.kind === 'failed' ? one.error : null,
      runId: one.runId,
    }))
    .sort(
      (a, b) => verdictRank(a.verdict) - verdictRank(b.verdict) || a.target.localeCompare(b.target),
    )
  return summaryMessage({
    name: order.name,
    dueAtMs: tick.dueAtMs,
    late: tick.late,
    lines,
    told,
    fleet: fleetOf(results),
    lang: order.lang,
    drawnLang: drawnLang(house, order.lang),
  })
}

function verdictOfRun(one: TargetRun): Verdict {
  return one.kind === 'judged' ? one.judged.report.verdict : 'unknown'
}

async function tellWatch(
  house: House,
  poster: Poster,
  order: Order,
  tick: Tick | null,
  results: readonly TargetRun[],
): Promise<void> {
  const memo: Memo = await house.store.orderMemo(order.id)
  const first = results[0]
  const surface = surfaceOf(poster, order, 'root', first?.runId ?? null)
  if (tick === null) {
    const row = await house.store.outboxOf(`${ORDER_OWNER}${order.id}`, 'root')
    const end = watchEnd(order, memo as WatchMemo, row?.message ?? null)
    await surface.main(end.main)
    if (order.state === 'ended') await surface.thread('end', end.notice)
    await surface.settled()
    return
  }
  if (first === undefined) return
  const { held, memo: after } = heldTo(memo, tick, [first])
  const [own] = held
  if (own === undefined) return
  const { run } = own
  const state: WatchState = {
    order,
    tick,
    report: run.kind === 'judged' ? run.judged.report : null,
    error: run.kind === 'failed' ? run.error : null,
    holds: own.holds,
    memo: after,
  }
  const next = watchMessage(state)
  await surface.main(next.message)
  for (const notice of noticeOf(own))
    await surface.thread(noticeSlot(notice), noticeMessage(notice, order.lang))
  const change = watchChange(state)
  if (change !== null) await surface.thread(`change-${tick.dueAtMs}`, change)
  await house.store.setOrderMemo(order.id, next.memo)
  await surface.settled()
}

/** Of the announcement, not of the tick: should it be told again before it was written down as told, it is the same post. */
function noticeSlot({ notice, target }: NoticeOf): string {
  return `${notice.kind}-${notice.count}-${fnv1a(target)}`
}

function surfaceOf(poster: Poster, order: Order, slot: string, runId: string | null): Surface {
  return chatSurface(poster, {
    owner: `${ORDER_OWNER}${order.id}`,
    slot,
    runId,
    place: order.where,
    lang: order.lang,
  })
}
