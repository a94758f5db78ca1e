/** What the findings share: whom they speak of, what is known of a context, and the errors beside it. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { baseName } from '../../domain/subject.ts'
import { coreFile } from '../../parsers/core/coreFile.ts'
import { postgresLog } from '../../parsers/postgres/log.ts'
import { whom } from '../asks.ts'
import { knownContext } from './known.ts'
import type { ContextLife } from './trees.ts'
import { type ContextsCode, meansKey } from './words.ts'

export type ContextsFinding = Finding & { readonly code: ContextsCode }

/** Whom a finding speaks of: the dump's process where it tells one. */
export function processOf(life: ContextLife, ctx: AnalyzeContext): string {
  const pid = life.pid ?? ctx.incarnation?.pid ?? null
  return pid === null ? whom(ctx).subject : nameOf(ctx.evidence, pid)
}

/** `PID 4242`, or `core.4242 (PID 4242)` for what was read out of its core file. */
export function nameOf(evidence: Evidence, pid: number): string {
  const core = evidence.get(coreFile)
  return core === null ? `PID ${pid}` : `${baseName(core.path)} (PID ${pid})`
}

/** The sentence of a known context is asked for by its number. */
export function means(name: string): Readonly<Record<string, number>> {
  const known = knownContext(name)
  return known === null ? {} : { [meansKey(known.means)]: 1 }
}

/** Errors of the same process that a log beside the dump holds. */
export function errorsOf(life: ContextLife, ctx: AnalyzeContext): number {
  if (life.pid === null) return 0
  const entries = ctx.evidence.get(postgresLog)?.entries ?? []
  return entries.filter(({ pid, level }) => pid === life.pid && level === 'ERROR').length
}
