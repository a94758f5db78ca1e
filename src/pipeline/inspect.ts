/** An order run once, now: the same runner, the same summary. */
import { verdictRank } from '../domain/finding.ts'
import type { Order } from '../domain/order.ts'
import type { Target } from '../domain/target.ts'
import { reportJson } from '../report/json.ts'
import { type Asked, EXIT, type Exit, type Reply } from './command.ts'
import { permit } from './leave.ts'
import { silencedRun } from './notices.ts'
import { targetsOf } from './orders.ts'
import { chatSurface, NOWHERE } from './surface.ts'
import { summary } from './tell.ts'
import type { TargetRun } from './tick.ts'
import type { UseCases } from './useCases.ts'

export async function inspectNow(
  use: UseCases,
  asked: Asked,
  name: string,
  targets: readonly Target[],
): Promise<Reply> {
  const { house } = use
  for (const target of targets)
    await permit(house, asked.actor, { name: 'inspect', class: 'look' }, asked.place, target)
  const nowMs = house.clock.now()
  const order: Order = {
    id: house.ids.id(),
    name,
    source: 'person',
    targets,
    depth: 'levels',
    when: { kind: 'interval', everyMs: 0 },
    untilMs: nowMs,
    where: asked.place,
    tell: 'always',
    lang: asked.lang,
    by: asked.actor.id,
    createdAtMs: nowMs,
    state: 'ended',
  }
  return {
    kind: 'work',
    async work() {
      await house.store.putOrder(order)
      const results = await targetsOf(house, order)
      // Somebody asked, so growth counts in full, sure or not; what is muted is not what they look for.
      const counted = results.map(silencedRun)
      const message = summary(
        house,
        order,
        { orderId: order.id, dueAtMs: nowMs, late: false },
        counted,
      )
      const surface =
        use.poster === null
          ? NOWHERE
          : chatSurface(use.poster, {
              // Not an order's own: who asked waits for it.
              owner: `asked:${order.id}`,
              slot: 'root',
              runId: null,
              place: asked.place,
              lang: asked.lang,
            })
      await surface.main(message)
      await surface.settled()
      return { message, exit: exitOfAll(counted), json: { targets: results.map(resultJson) } }
    },
  }
}

function resultJson(one: TargetRun): unknown {
  return one.kind === 'judged'
    ? { target: one.target, report: reportJson(one.judged.report) }
    : { target: one.target, error: { code: one.error.code, params: one.error.params } }
}

function exitOfAll(results: readonly TargetRun[]): Exit {
  const verdicts = results.map((one) =>
    one.kind === 'judged' ? one.judged.report.verdict : 'unknown',
  )
  const worst = [...verdicts].sort((a, b) => verdictRank(a) - verdictRank(b))[0]
  if (worst === 'critical' || worst === 'warning') return EXIT.found
  return verdicts.includes('unknown') ? EXIT.unchecked : EXIT.fine
}
