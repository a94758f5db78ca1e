/** What a site demands before anything intrusive is done on some of its hosts (`policy.intrusive` of memcheck.yaml). Pure. */
import { type Freeze, frozenBy } from './freeze.ts'
import { INTRUSIVE_KINDS, type IntrusiveKind } from './intrusive.ts'

/** One entry. */
export interface Demand {
  /** Names of hosts; null for all. */
  readonly hosts: readonly string[] | null
  /** What is offered at all. */
  readonly kinds: readonly IntrusiveKind[]
  /** A change ticket: the pattern that the whole of it must match; null where none is wanted. */
  readonly ticket: string | null
  readonly secondPerson: boolean
  readonly freezes: readonly Freeze[]
  /** IANA name: of the freezes. */
  readonly zone: string
  /** Folder on the host for core files. */
  readonly coreDir: string
  readonly coreMaxBytes: number
}

/** What holds where memcheck.yaml says nothing else. */
export const USUAL_DEMAND: Demand = {
  hosts: null,
  kinds: INTRUSIVE_KINDS,
  ticket: null,
  secondPerson: false,
  freezes: [],
  zone: 'UTC',
  coreDir: '/var/tmp/memcheck',
  coreMaxBytes: 8 * 1024 ** 3,
}

/** All that is demanded on one host. */
export interface Demanded extends Omit<Demand, 'hosts' | 'ticket' | 'freezes' | 'zone'> {
  /** Patterns that a ticket must all match. */
  readonly tickets: readonly string[]
  /** The freeze that holds now, and the zone it is meant in. */
  readonly frozen: (Freeze & { readonly zone: string }) | null
}

/** Entries that cover the host count together, the strictest each time: to add one never loosens another. */
export function demandedOn(demands: readonly Demand[], host: string, atMs: number): Demanded {
  const all = demands.filter(({ hosts }) => hosts === null || hosts.includes(host))
  const first = all[0] ?? USUAL_DEMAND
  return {
    kinds: INTRUSIVE_KINDS.filter((kind) => all.every(({ kinds }) => kinds.includes(kind))),
    tickets: [...new Set(all.flatMap(({ ticket }) => ticket ?? []))],
    secondPerson: all.some(({ secondPerson }) => secondPerson),
    frozen: all.flatMap((one) => frozenIn(one, atMs) ?? [])[0] ?? null,
    coreDir: first.coreDir,
    coreMaxBytes: Math.min(...all.map(({ coreMaxBytes }) => coreMaxBytes), first.coreMaxBytes),
  }
}

function frozenIn({ freezes, zone }: Demand, atMs: number): Demanded['frozen'] {
  const freeze = frozenBy(freezes, zone, atMs)
  return freeze === null ? null : { ...freeze, zone }
}

/** Longest ticket that is taken: patterns are matched against no more. */
export const TICKET_CHARS = 80

/** A ticket as it was typed, trimmed; null where one is demanded and this is none. */
export function ticketOf(typed: string, { tickets }: Pick<Demanded, 'tickets'>): string | null {
  const ticket = typed.trim()
  if (ticket.length > TICKET_CHARS || /[^\x21-\x7e]/.test(ticket)) return null
  return tickets.every((pattern) => new RegExp(`^(?:${pattern})$`).test(ticket)) ? ticket : null
}
