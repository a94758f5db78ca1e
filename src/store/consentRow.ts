/** A request for an intrusive action as a row, both ways. */
import type { Consent } from '../domain/consent.ts'
import { fromJson } from './json.ts'

export type ConsentTable = Omit<Consent, 'kind' | 'state' | 'about'> & {
  readonly kind: string
  readonly state: string
  /** JSON. */
  readonly about: string
}

export function toRow(consent: Consent): ConsentTable {
  return { ...consent, about: JSON.stringify(consent.about) }
}

/** Only toRow writes rows. */
export function fromRow(row: ConsentTable): Consent {
  return {
    ...row,
    kind: row.kind as Consent['kind'],
    state: row.state as Consent['state'],
    about: fromJson(row.about),
  }
}
