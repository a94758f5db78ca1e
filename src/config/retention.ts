/** `retention`: how long what is kept is kept, where it is to be other than usual. */
import {
  KEPT_KINDS,
  type KeptKind,
  LIFETIME_BOUNDS,
  type Lifetimes,
  USUAL_LIFETIMES,
  withLifetimes,
} from '../domain/lifetimes.ts'
import { parseDuration } from '../domain/time.ts'
import { check } from './check.ts'
import { type Document, spoken } from './document.ts'
import { Retention } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface RetentionRead {
  readonly lifetimes: Lifetimes
  readonly faults: readonly ConfigFault[]
}

const PATH = ['retention']

export function readRetention(value: unknown, document: Document): RetentionRead {
  if (value === undefined) return { lifetimes: USUAL_LIFETIMES, faults: [] }
  const audit = auditFaults(value, document)
  const { value: given, faults } = check(Retention, withoutAudit(value), PATH, document)
  if (given === null) return { lifetimes: USUAL_LIFETIMES, faults: [...audit, ...faults] }
  const read = KEPT_KINDS.flatMap((kind) => {
    const text = given[kind]
    return text === undefined ? [] : [readOne(kind, text, document)]
  })
  const good = read.flatMap((one) => ('ms' in one ? [[one.kind, one.ms] as const] : []))
  return {
    lifetimes: withLifetimes(Object.fromEntries(good)),
    faults: [...audit, ...read.flatMap((one) => ('fault' in one ? [one.fault] : []))],
  }
}

function readOne(
  kind: KeptKind,
  text: string,
  document: Document,
): { readonly kind: KeptKind; readonly ms: number } | { readonly fault: ConfigFault } {
  const { leastMs, mostMs } = LIFETIME_BOUNDS[kind]
  const ms = parseDuration(text)
  if (ms !== null && ms >= leastMs && ms <= mostMs) return { kind, ms }
  const path = [...PATH, kind]
  return { fault: document.at(path, 'bad-lifetime', { where: spoken(path), leastMs, mostMs }) }
}

/** Told by itself: "there is no such key" would let people look for the right one. */
function auditFaults(value: unknown, document: Document): readonly ConfigFault[] {
  if (!hasAudit(value)) return []
  return [document.atKey(PATH, 'audit', 'audit-lifetime', { where: spoken([...PATH, 'audit']) })]
}

function withoutAudit(value: unknown): unknown {
  if (!hasAudit(value)) return value
  const { audit: _audit, ...rest } = value
  return rest
}

function hasAudit(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'audit')
}
