/** The plan of a check, for whoever asks what will be run on a host. Pure. */
import { formatBytes } from '../domain/bytes.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Target } from '../domain/target.ts'
import type { House } from './house.ts'
import { askedOf, pinnedText } from './pinned.ts'
import { firstRound, isMatched, ofGroups, type Planned, type Round } from './plan.ts'

export interface ShownRound {
  readonly number: number
  /** What the login is asked to run. */
  readonly command: string
  readonly script: string
  /** By which the audit names it; of a pinned host that of the script as it would be printed today. */
  readonly sha256: string
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
  house: Pick<House, 'sources' | 'ids'>,
  target: Target,
  host: HostEntry,
): readonly ShownRound[] {
  const { sources } = house
  const plan: Planned = { target, depth: 'full', sources, asked: [], deeper: () => [] }
  // Of a core ranges are read, and no script is run.
  if (target.kind === 'core') return []
  const first = firstRound(plan)
  const zero = shownRound(house, host, first, first.pid === null ? '-' : String(first.pid))
  if (!isMatched(target)) return [zero]
  const second = firstRound({ ...plan, target: { kind: 'pid', host: target.host, pid: 1 } })
  const read = second.sources.filter((source) => source.scope === 'process' || source.counters)
  const waitSeconds = LIMITS.rateWaitMs / 1000
  const meant = target.kind === 'group' ? ofGroups(read) : read
  const one = { ...second, number: 1, sources: meant, waitSeconds }
  return [zero, shownRound(house, host, one, 'PID')]
}

function shownRound(
  house: Pick<House, 'sources' | 'ids'>,
  host: HostEntry,
  round: Round,
  pid: string,
): ShownRound {
  const asked = askedOf(house, host, round, 'NONCE')
  const script = asked.request.script ?? pinnedText(house)
  const args = asked.request.args.map((word, i) => (i === (host.pinned ? 3 : 1) ? pid : word))
  return {
    number: round.number,
    command: [...(host.pinned ? [] : ['sh', '-s', '--']), ...args].join(' '),
    script,
    sha256: house.ids.sha256(script),
    sources: round.sources.map((source) => ({
      id: source.id,
      price: source.price,
      class: source.class,
      right: host.sudo.includes(source.id) && !host.pinned ? 'login, else sudo' : 'login',
      cap: `${formatBytes(source.limits.bytes)}, ${source.limits.seconds} s`,
    })),
  }
}
