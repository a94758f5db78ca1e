/** The plan of a check, for whoever asks what will be run on a host. Pure. */
import { formatBytes } from '../domain/bytes.ts'
import { LIMITS } from '../domain/limits.ts'
import type { AnySource } from '../domain/source.ts'
import type { Target } from '../domain/target.ts'
import { compileScript, type ScriptOptions } from '../script/compile.ts'
import { firstRound, isMatched, ofGroups, type Planned } from './plan.ts'

export interface ShownRound {
  readonly number: number
  readonly args: string
  readonly script: string
  readonly sources: readonly {
    readonly id: string
    readonly price: string
    readonly class: string
    /** Whose rights it is read with. */
    readonly right: 'login' | 'login, else sudo'
    readonly cap: string
  }[]
}

/** Round 0, and for a name or a group the round that reads what it leads to. */
export function showPlan(
  sources: readonly AnySource[],
  target: Target,
  options: ScriptOptions,
): readonly ShownRound[] {
  const plan: Planned = { target, depth: 'full', sources, asked: [], deeper: () => [] }
  const wait = LIMITS.rateWaitMs / 1000
  // Of a core ranges are read, and no script is run.
  if (target.kind === 'core') return []
  const first = firstRound(plan)
  const shown = (number: number, of: readonly AnySource[], args: string): ShownRound =>
    shownRound({ number, args, script: compileScript(of, options) }, of, options)
  const zero = shown(0, first.sources, `NONCE ${first.pid ?? '-'} ${first.waitSeconds}`)
  if (!isMatched(target)) return [zero]
  const second = firstRound({
    ...plan,
    target: { kind: 'pid', host: target.host, pid: 1 },
  }).sources.filter((source) => source.scope === 'process' || source.counters)
  const meant = target.kind === 'group' ? ofGroups(second) : second
  return [zero, shown(1, meant, `NONCE PID ${wait}`)]
}

function shownRound(
  round: Omit<ShownRound, 'sources'>,
  sources: readonly AnySource[],
  { sudo }: ScriptOptions,
): ShownRound {
  return {
    ...round,
    sources: sources.map((source) => ({
      id: source.id,
      price: source.price,
      class: source.class,
      right: sudo.includes(source.id) ? 'login, else sudo' : 'login',
      cap: `${formatBytes(source.limits.bytes)}, ${source.limits.seconds} s`,
    })),
  }
}
