/** Why the kernel killed: the one cause of an event, by what its lines tell. */
import type { OomEvent } from '../../parsers/kernel/events.ts'
import { SWAP_LEFT_RATIO } from './thresholds.ts'
import { type Shortage, shortageOf } from './zones.ts'

export type CauseKind =
  | 'asked'
  | 'panic'
  | 'no-victim'
  | 'limit'
  | 'limit-above'
  | 'cpuset'
  | 'mempolicy'
  | 'low-zone'
  | 'fragmented'
  | 'host'
  | 'host-no-swap'
  | 'host-swap-left'
  | 'not-told'

export interface Cause {
  readonly kind: CauseKind
  readonly shortage: Shortage | null
}

/** Gives the cause; what the log leaves out is `not-told`, never guessed. */
export function causeOf(event: OomEvent): Cause {
  // Asked for by a person: whatever the memory was like, it is no shortage.
  if (event.sysrq || event.invoker?.order === -1) return of('asked')
  if (event.outcome === 'panic') return of('panic')
  if (event.outcome === 'no-killable') return of('no-victim')
  if (isOfGroup(event)) return of(isAbove(event) ? 'limit-above' : 'limit')
  if (event.constraint === 'cpuset') return of('cpuset', shortageOf(event))
  if (event.constraint === 'mempolicy') return of('mempolicy', shortageOf(event))
  return ofHost(event)
}

/** A limit of a group: kernels before 4.20 write no constraint, but show the group's accounts. */
export function isOfGroup(event: OomEvent): boolean {
  if (event.constraint !== null) return event.constraint === 'memcg'
  return event.memcg !== null || event.oomMemcg !== null
}

/** The limit belongs to a group above the one in which the victim ran. */
function isAbove({ oomMemcg, taskMemcg }: OomEvent): boolean {
  return oomMemcg !== null && taskMemcg !== null && oomMemcg !== taskMemcg
}

function ofHost(event: OomEvent): Cause {
  const shortage = shortageOf(event)
  if (shortage?.kind === 'fragmented') return of('fragmented', shortage)
  if (shortage?.kind === 'low-zone') return of('low-zone', shortage)
  if (shortage?.kind === 'room') return of('not-told', shortage)
  if (event.constraint === null && event.memInfo === null && shortage === null) {
    return of('not-told')
  }
  return of(hostBySwap(event.swap), shortage)
}

function hostBySwap(swap: OomEvent['swap']): CauseKind {
  if (swap === null) return 'host'
  if (swap.totalBytes === 0) return 'host-no-swap'
  return swap.freeBytes >= SWAP_LEFT_RATIO * swap.totalBytes ? 'host-swap-left' : 'host'
}

function of(kind: CauseKind, shortage: Shortage | null = null): Cause {
  return { kind, shortage }
}
