/** Hosts of one order -> what all of them together show that none shows alone. */
import { type FleetGrowth, fleetGrowth } from '../growth/fleet.ts'
import { sharesOf } from '../report/hostPast.ts'
import type { TargetRun } from './tick.ts'

/** Null where the order's hosts are fewer than ten, or nothing grows over them. */
export function fleetOf(results: readonly TargetRun[]): FleetGrowth | null {
  const hosts = results.flatMap((one) =>
    one.kind === 'judged' && one.judged.report.subject.kind === 'host'
      ? [{ host: one.target.host, points: sharesOf(one.judged.compared.rows) }]
      : [],
  )
  const nowMs = results.reduce(
    (last, one) => (one.kind === 'judged' ? Math.max(last, one.judged.report.atMs) : last),
    0,
  )
  return fleetGrowth(hosts, nowMs)
}
