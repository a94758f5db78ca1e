/** Whether something intrusive may be done on a host now, whoever asks: the site's demands, the switch, what runs already. */
import type { ConsentRule } from '../../domain/consent.ts'
import type { IntrusiveKind } from '../../domain/intrusive.ts'
import { isLower } from '../../domain/leaves.ts'
import { LIMITS } from '../../domain/limits.ts'
import { type Pause, pauseOf } from '../../domain/pause.ts'
import type { Target } from '../../domain/target.ts'
import { HOUR_MS } from '../../domain/time.ts'
import type { Params } from '../../domain/words.ts'
import type { Asked } from '../command.ts'
import { leaveOf } from '../leaves.ts'
import { pausedError } from '../pause/gate.ts'
import { auditStep, type Desk, demandedNow } from './desk.ts'

export interface NotOffered {
  readonly rule: ConsentRule
  readonly params: Params
}

/** Null where it is offered. */
export async function whyNotOffered(
  desk: Desk,
  kind: IntrusiveKind,
  host: string,
): Promise<NotOffered | null> {
  const { kinds, frozen } = demandedNow(desk, host)
  if (!kinds.includes(kind)) return { rule: 'consent-kind-not-offered', params: { kind, host } }
  if (frozen !== null)
    return { rule: 'consent-frozen', params: { host, freeze: frozen.text, zone: frozen.zone } }
  if (desk.busy.has(host)) return { rule: 'consent-host-busy', params: { host } }
  const { store, clock } = desk.house
  const most = LIMITS.intrusivePerHour
  const times = await store.consentRuns(host, clock.now() - HOUR_MS)
  return times >= most ? { rule: 'consent-too-often', params: { host, most } } : null
}

/** Nobody agrees to what he cannot see: process, price and command are shown in full, or nothing is asked. */
export function whyNotShown(
  { house }: Pick<Desk, 'house'>,
  { place }: Pick<Asked, 'place'>,
  host: string,
): NotOffered | null {
  const channel = place.surface === 'slack' ? place.channel : ''
  const { level, rule } = leaveOf(house, { channel, hosts: [host] })
  return isLower(level, 'text') ? { rule: 'consent-withheld', params: { host, rule } } : null
}

/** Where a second person is demanded there must be one: a direct message is read by nobody else. */
export function whyNobodyElse(
  desk: Desk,
  { actor }: Pick<Asked, 'actor'>,
  host: string,
): NotOffered | null {
  const isAlone = actor.chat?.room === 'direct' && demandedNow(desk, host).secondPerson
  return isAlone ? { rule: 'consent-nobody-else', params: { host } } : null
}

/** Throws UserError `paused`, and writes it down, where the kill switch is turned for the host. */
export async function mustNotBePaused(
  desk: Desk,
  { actor, place }: Asked,
  action: string,
  target: Target,
): Promise<void> {
  const pause: Pause | null = pauseOf(await desk.house.store.pauses(), target.host)
  if (pause === null) return
  await auditStep(desk, { actor, place, action, target, rule: 'paused', allowed: false })
  throw pausedError(pause, target.host)
}
