/** One target of one tick: collected, kept, measured, judged like any check; told by its order. */
import type { UserError } from '../domain/errors.ts'
import type { Order } from '../domain/order.ts'
import type { Target } from '../domain/target.ts'
import { actorOfOrder } from './actor.ts'
import { asUserError } from './check.ts'
import { Collector } from './collect.ts'
import { wantedBy } from './deeper.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import type { Judged } from './judge.ts'
import { openRun } from './runs.ts'
import { collectAndJudge } from './verdict.ts'

export type TargetRun =
  | {
      readonly kind: 'judged'
      readonly target: Target
      readonly runId: string
      readonly judged: Judged
    }
  | {
      readonly kind: 'failed'
      readonly target: Target
      readonly runId: string | null
      readonly error: UserError
    }

/** Never throws: what went wrong is the target's result. */
export async function runTarget(house: House, order: Order, target: Target): Promise<TargetRun> {
  let runId: string | null = null
  try {
    const run = await openRun(house, {
      kind: 'tick',
      target,
      depth: order.depth,
      drilldown: null,
      orderId: order.id,
      place: order.where,
      lang: order.lang,
      actor: await actorOfOrder(house, order),
      action: { name: 'order', class: 'look' },
    })
    runId = run.id
    const collector = new Collector(house, run.id, hostNamed(house, target.host))
    try {
      const judged = await collectAndJudge(
        house,
        run,
        collector,
        await wantedBy(house, run),
        async () => undefined,
      )
      await house.store.closeRun(run.id, {
        state: 'done',
        atMs: house.clock.now(),
        verdict: judged.report.verdict,
        cost: judged.report.cost,
      })
      return { kind: 'judged', target, runId, judged }
    } catch (cause) {
      const error = asUserError(house, run.id, cause)
      await house.store.closeRun(run.id, {
        state: 'failed',
        atMs: house.clock.now(),
        verdict: null,
        cost: collector.collected().cost,
      })
      return { kind: 'failed', target, runId, error }
    }
  } catch (cause) {
    return { kind: 'failed', target, runId, error: asUserError(house, runId, cause) }
  }
}
