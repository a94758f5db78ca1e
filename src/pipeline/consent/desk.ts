/** What all steps of a request share: the house, its nonces, what runs now, and where its messages go. */
import type { AuditRow } from '../../domain/audit.ts'
import type { Actor } from '../../domain/authorize.ts'
import type { Consent, ConsentRule } from '../../domain/consent.ts'
import { type Demanded, demandedOn } from '../../domain/demand.ts'
import type { Place } from '../../domain/place.ts'
import type { Target } from '../../domain/target.ts'
import { type Params, plain } from '../../domain/words.ts'
import { plainMessage } from '../../report/consent/request.ts'
import { sayOf } from '../../report/consent/said.ts'
import { RULE_WORDS } from '../../report/words/consent/refused.ts'
import { type Asked, EXIT, type Reply } from '../command.ts'
import type { House } from '../house.ts'
import { auditRow } from '../leave.ts'
import type { Poster } from '../post.ts'
import { chatSurface, NOWHERE, type Surface } from '../surface.ts'
import type { Vault } from './vault.ts'

export interface Desk {
  readonly house: House
  /** Null in a terminal, where nothing is asked. */
  readonly poster: Poster | null
  readonly vault: Vault
  /** What runs now, by the request's id. */
  readonly running: Map<string, Stop>
  /** Hosts on which something intrusive runs now. */
  readonly busy: Set<string>
}

/** Ends a run; called by the person who pressed stop. */
export type Stop = (by: string) => void

/** What is demanded on its host now. */
export function demandedNow({ house }: Pick<Desk, 'house'>, host: string): Demanded {
  return demandedOn(house.demands, host, house.clock.now())
}

/** A new nonce of 128 bits. */
export function newNonce({ ids }: Pick<House, 'ids'>): string {
  return `${ids.nonce()}${ids.nonce()}`
}

/** Messages of one request: `request` where it was asked, `run` and what comes after in its thread. */
export function consentSurface(
  { poster }: Desk,
  consent: Consent,
  slot: string,
  threadTs: string | null,
): Surface {
  if (poster === null) return NOWHERE
  const { id, channel, by, about } = consent
  const place = { surface: 'slack', channel, threadTs, user: by } as const
  const of = { owner: ownerOf(id), slot, runId: about.runId, place, lang: about.lang }
  return chatSurface(poster, of)
}

/** The owner of a request's messages in the outbox. */
export function ownerOf(id: string): string {
  return `consent:${id}`
}

/** The thread that a request's further messages belong to; null while its own does not stand. */
export async function threadOf({ house }: Desk, consent: Consent): Promise<string | null> {
  if (consent.threadTs !== null) return consent.threadTs
  const row = await house.store.outboxOf(ownerOf(consent.id), REQUEST_SLOT)
  return row?.posted?.ref.ts ?? null
}

export const REQUEST_SLOT = 'request'
export const RUN_SLOT = 'run'
export const REMOVE_SLOT = 'remove'

export interface Step {
  readonly actor: Actor
  readonly place: Place
  /** `gcore:confirmed` */
  readonly action: string
  readonly target: Target | null
  readonly rule: string
  readonly allowed?: boolean
  readonly runId?: string | null
  readonly script?: string
  readonly detail?: NonNullable<AuditRow['detail']>
}

/** Writes one step down. */
export async function auditStep({ house }: Pick<Desk, 'house'>, step: Step): Promise<void> {
  const { actor, place, target, rule, script, detail } = step
  const action = { name: step.action, class: 'intrusive' } as const
  const decision = { allowed: step.allowed ?? true, rule }
  await house.store.audit({
    ...auditRow(house, { actor, action, place, target, decision, runId: step.runId ?? null }),
    ...(script === undefined ? {} : { script }),
    ...(detail === undefined ? {} : { detail }),
  })
}

/** The process of a request, as a target. */
export function targetOf({ host, pid }: Pick<Consent, 'host' | 'pid'>): Target {
  return { kind: 'pid', host, pid }
}

export interface Refused {
  readonly action: string
  readonly rule: ConsentRule
  readonly target: Target | null
  readonly params?: Params
  readonly runId?: string | null
}

/** Refuses a step: written down, and told to who tried. */
export async function refuse(desk: Desk, asked: Asked, of: Refused): Promise<Reply> {
  const { action, rule, target, params = {}, runId = null } = of
  const { actor, place } = asked
  await auditStep(desk, { actor, place, action, target, rule, allowed: false, runId })
  const text = sayOf(RULE_WORDS[rule], params, asked.lang)
  return {
    kind: 'say',
    audience: 'asker',
    done: {
      message: plainMessage(text),
      exit: EXIT.usage,
      json: { error: { code: rule, params: { ...params, text: plain(text) } } },
    },
  }
}
