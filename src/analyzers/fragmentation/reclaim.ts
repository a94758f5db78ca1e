/** Tasks that reclaim memory themselves while much of it is free: what they ask for is not to be had in one piece. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Quote } from '../../domain/finding.ts'
import { riseOf } from '../vmstatRise.ts'

/** One counter before 4.10, then one for each zone that was asked of. Reclaim inside a cgroup is not in them. */
const COUNTERS = [
  ['allocstall', 'allocstall'],
  ['allocstall_dma', 'allocstallDma'],
  ['allocstall_dma32', 'allocstallDma32'],
  ['allocstall_normal', 'allocstallNormal'],
  ['allocstall_high', 'allocstallHigh'],
  ['allocstall_movable', 'allocstallMovable'],
] as const

interface Reclaim {
  readonly perSec: number
  /** The counter that rose most. */
  readonly quote: Quote
}

/** Direct reclaims in a second between this run's two readings; null where no counter was read twice. */
export function directReclaim(ctx: AnalyzeContext): Reclaim | null {
  const rises = COUNTERS.map(([printed, parsed]) => riseOf(ctx, printed, parsed))
    .filter((rise) => rise !== null)
    .sort((a, b) => b.perSec - a.perSec)
  const [most] = rises
  if (most === undefined) return null
  return { perSec: rises.reduce((sum, { perSec }) => sum + perSec, 0), quote: most.quote }
}
