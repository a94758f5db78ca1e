/**
 * What an order tells (one notification rule). `always`: a summary each tick, a line a target, worst first.
 * `changes` (a watch): one message updated in place; a new post only when the verdict changes, and once at the end.
 */
import { type Verdict, verdictRank } from '../domain/finding.ts'
import type { Order, Tick } from '../domain/order.ts'
import type { Message } from '../domain/report.ts'
import { typed } from '../domain/target.ts'
import { summaryMessage } from '../report/summary.ts'
import {
  type WatchMemo,
  type WatchState,
  watchChange,
  watchEnd,
  watchMessage,
} from '../report/watch.ts'
import type { House } from './house.ts'
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
    if (tick === null) return
    const surface = surfaceOf(poster, order, `tick-${tick.dueAtMs}`, null)
    await surface.main(summary(order, tick, results))
    await surface.settled()
    return
  }
  await tellWatch(house, poster, order, tick, results)
}

/** The summary of one tick: a line a target, worst first, and what could not be reached. */
export function summary(
  order: Pick<Order, 'name' | 'lang' | 'when'>,
  tick: Tick,
  results: readonly TargetRun[],
): Message {
  const lines = results
    .map((one) => ({
      target: typed(one.target),
      verdict: verdictOfRun(one),
      report: one.kind === 'judged' ? one.judged.report : null,
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
    lang: order.lang,
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
  const memo = (await house.store.orderMemo(order.id)) as WatchMemo
  const first = results[0]
  const surface = surfaceOf(poster, order, 'root', first?.runId ?? null)
  if (tick === null) {
    const row = await house.store.outboxOf(`order:${order.id}`, 'root')
    const end = watchEnd(order, memo, row?.message ?? null)
    await surface.main(end.main)
    if (order.state === 'ended') await surface.thread('end', end.notice)
    await surface.settled()
    return
  }
  if (first === undefined) return
  const state: WatchState = {
    order,
    tick,
    report: first.kind === 'judged' ? first.judged.report : null,
    error: first.kind === 'failed' ? first.error : null,
    memo,
  }
  const next = watchMessage(state)
  await surface.main(next.message)
  const change = watchChange(state)
  if (change !== null) await surface.thread(`change-${tick.dueAtMs}`, change)
  await house.store.setOrderMemo(order.id, next.memo)
  await surface.settled()
}

function surfaceOf(poster: Poster, order: Order, slot: string, runId: string | null): Surface {
  return chatSurface(poster, {
    owner: `order:${order.id}`,
    slot,
    runId,
    place: order.where,
    lang: order.lang,
  })
}
