/** All that can be done with requests for intrusive actions: what commands, buttons, forms and loops call. */
import type { IntrusiveKind } from '../../domain/intrusive.ts'
import type { Run } from '../../domain/store.ts'
import type { Target } from '../../domain/target.ts'
import type { Asked, Reply } from '../command.ts'
import type { House } from '../house.ts'
import type { Poster } from '../post.ts'
import type { Surface } from '../surface.ts'
import { askFor } from './ask.ts'
import { type Desk, refuse } from './desk.ts'
import { targetHere } from './here.ts'
import { expireDue, tellOfStray } from './later.ts'
import { holdsPress, press } from './press.ts'
import { stop } from './stop.ts'
import type { Vault } from './vault.ts'

export interface Consents {
  /** Of the process of the thread where no target is given. */
  ask(asked: Asked, kind: IntrusiveKind, target: Target | null): Promise<Reply>
  /** A button whose action begins with `consent-`. */
  pressed(asked: Asked, action: string, value: string): Promise<Reply>
  /** The form that asked for a ticket. */
  submitted(asked: Asked, value: string, ticket: string): Promise<Reply>
  /** Whether a text carries what only a button carries. */
  isPress(text: string): Promise<boolean>
  /** Refuses what came by a way that counts for nothing. */
  refused(asked: Asked, rule: 'consent-by-text' | 'consent-by-options'): Promise<Reply>
  expireDue(): Promise<void>
  tellOfStray(): Promise<number>
}

export interface ConsentParts {
  readonly house: House
  readonly poster: Poster | null
  readonly vault: Vault
  readonly surfaceOf: (run: Run) => Surface
  /** Remembers work while it goes on. */
  readonly track: (reply: Reply) => Reply
}

export function createConsents({ surfaceOf, track, ...parts }: ConsentParts): Consents {
  const desk: Desk = { ...parts, running: new Map(), busy: new Set() }
  return {
    async ask(asked, kind, target) {
      const meant = target ?? (await targetHere(desk, asked, kind))
      return track(await askFor(desk, surfaceOf, asked, { kind, target: meant }))
    },
    pressed: async (asked, action, value) => track(await pressedOn(desk, asked, action, value)),
    submitted: async (asked, value, ticket) =>
      track(await press(desk, asked, 'confirm', value, ticket)),
    isPress: (text) => holdsPress(desk, text),
    refused: (asked, rule) => refuse(desk, asked, { action: 'consent:press', rule, target: null }),
    expireDue: () => expireDue(desk),
    tellOfStray: () => tellOfStray(desk),
  }
}

const STEPS = {
  'consent-confirm': 'confirm',
  'consent-approve': 'approve',
  'consent-remove': 'remove',
} as const

async function pressedOn(desk: Desk, asked: Asked, action: string, value: string): Promise<Reply> {
  if (action === 'consent-stop') return stop(desk, asked, value)
  const step = Object.entries(STEPS).find(([name]) => name === action)?.[1]
  if (step !== undefined) return press(desk, asked, step, value, null)
  return refuse(desk, asked, { action: 'consent:press', rule: 'consent-forged', target: null })
}
