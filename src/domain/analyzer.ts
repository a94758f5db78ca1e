/** One diagnosis, all of one shape (design 5). */
import type { Gap } from './capture.ts'
import type { ComponentSnapshot } from './components.ts'
import type { Rate } from './counters.ts'
import type { DeeperContext } from './deeper.ts'
import type { Drilldown } from './drilldown.ts'
import type { Evidence } from './evidence.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Growth } from './growth.ts'
import type { SampleRow } from './sample.ts'
import type { AnyFormat, AnySource, Format } from './source.ts'
import type { Incarnation, Subject } from './subject.ts'
import type { FindingWords, Phrase } from './words.ts'

type Formats = Readonly<Record<string, Format<unknown>>>
type ValueOf<S> = S extends Format<infer T> ? T : never

/** Needed formats arrive parsed; liked ones arrive parsed or null. */
export type Inputs<N extends Formats, L extends Formats> = {
  readonly [K in keyof N]: ValueOf<N[K]>
} & {
  readonly [K in keyof L]: ValueOf<L[K]> | null
}

/** What compare knows: the subject's previous reading, rates of counters and growth. All may be missing. */
export interface Comparison {
  /** Last sample of the same incarnation before this run, per kind. */
  readonly previous: {
    readonly process: SampleRow | null
    readonly host: SampleRow | null
    readonly cgroup: SampleRow | null
  }
  /** Rates by metric, of the host and of the binding cgroup. */
  readonly rates: {
    readonly host: Readonly<Record<string, Rate>>
    readonly cgroup: Readonly<Record<string, Rate>>
  }
  readonly growth: Growth | null
  /** Of the cgroup whose limit binds the process; null on a host's report. */
  readonly groupGrowth: Growth | null
  /** What the subject was made of, oldest first, now included: a host's programs, a PostgreSQL process's contexts. */
  readonly components: readonly ComponentSnapshot[]
}

export interface AnalyzeContext extends Comparison {
  readonly facts: Facts
  readonly subject: Subject
  readonly incarnation: Incarnation | null
  readonly evidence: Evidence
  readonly nowMs: number
}

/** A named constant of a rule, for docs/findings.md. */
export interface Threshold {
  readonly name: string
  readonly value: number
  /** Ratio, bytes, seconds, percent... */
  readonly unit: 'ratio' | 'bytes' | 'seconds' | 'percent' | 'count'
  /** Kernel doc, man page, source file, paper or program that it comes from. */
  readonly source: string
}

export interface AnalyzerSpec<N extends Formats, L extends Formats, C extends string> {
  readonly id: string
  readonly title: Phrase
  /** Which targets it speaks of; a `process` analyzer is not missed on a host's report, nor one of instances on others. */
  readonly scope: 'host' | 'process' | 'instance'
  /** For one of scope `process`: its rules hold for the sums of a whole instance too. */
  readonly instances?: true
  /** For one of scope `process`: it speaks of a whole cgroup too. */
  readonly groups?: true
  readonly needs: N
  readonly likes: L
  /**
   * For a diagnosis of evidence that is not always there (privileged, or only brought by people): of these formats
   * at least one must be there. Without any it has nothing to speak of, and nobody misses it; with one it runs
   * whatever the report is about, so that a lone pasted text is judged too.
   */
  readonly eitherOf?: readonly AnyFormat[]
  /**
   * Whether what was read has anything that it judges: a `sar` without swap columns has nothing about swap. Where
   * not, it does not run, and nothing is called fine.
   */
  readonly judges?: (evidence: Evidence) => boolean
  readonly words: Readonly<Record<C, FindingWords>>
  readonly thresholds: readonly Threshold[]
  /** When it may be wrong, told to readers of docs/findings.md. */
  readonly falseAlarms: readonly Phrase[]
  readonly drilldowns: readonly Drilldown[]
  /**
   * What is worth a deeper look after the first evidence: sources of one further round, or none. Their places may
   * be filled from evidence (pids, checked names). Pure.
   */
  readonly deeper?: (ctx: DeeperContext) => readonly AnySource[]
  analyze(inputs: Inputs<N, L>, ctx: AnalyzeContext): readonly (Finding & { readonly code: C })[]
}

export type Outcome =
  | { readonly kind: 'ran'; readonly findings: readonly Finding[] }
  | { readonly kind: 'skipped'; readonly missing: readonly Gap[] }

/** An analyzer with its types closed over, so that the list of all is one plain list. */
export interface Analyzer {
  readonly id: string
  readonly title: Phrase
  readonly scope: 'host' | 'process' | 'instance'
  readonly instances?: true
  readonly groups?: true
  readonly needs: readonly AnyFormat[]
  readonly likes: readonly AnyFormat[]
  readonly eitherOf?: readonly AnyFormat[]
  readonly judges?: (evidence: Evidence) => boolean
  readonly words: Readonly<Record<string, FindingWords>>
  readonly thresholds: readonly Threshold[]
  readonly falseAlarms: readonly Phrase[]
  readonly drilldowns: readonly Drilldown[]
  readonly deeper?: (ctx: DeeperContext) => readonly AnySource[]
  run(ctx: AnalyzeContext): Outcome
}

/** Closes a spec over its types: missing needs skip it, naming each; likes arrive as null. */
export function defineAnalyzer<N extends Formats, L extends Formats, C extends string>(
  spec: AnalyzerSpec<N, L, C>,
): Analyzer {
  const needs = Object.entries(spec.needs)
  const likes = Object.entries(spec.likes)
  return {
    ...spec,
    needs: needs.map(([, source]) => source),
    likes: likes.map(([, source]) => source),
    run(ctx) {
      const missing = needs
        .filter(([, source]) => !ctx.evidence.has(source.id))
        .map(([, source]) => gapFor(source.id, ctx.evidence))
      if (missing.length > 0) return { kind: 'skipped', missing }
      if (!hasMatter(spec, ctx.evidence)) return { kind: 'skipped', missing: [] }
      const inputs = Object.fromEntries(
        [...needs, ...likes].map(([name, source]) => [name, ctx.evidence.get(source)]),
      )
      // Evidence holds what each Source parsed, keyed by its id: the types cannot see it.
      return { kind: 'ran', findings: spec.analyze(inputs as Inputs<N, L>, ctx) }
    },
  }
}

/** True where one of the formats was read (or none is asked for) and holds what the analyzer judges. */
export function hasMatter(
  { eitherOf, judges }: Pick<Analyzer, 'eitherOf' | 'judges'>,
  evidence: Evidence,
): boolean {
  const some = eitherOf === undefined || eitherOf.some(({ id }) => evidence.has(id))
  return some && judges?.(evidence) !== false
}

function gapFor(sourceId: string, evidence: Evidence): Gap {
  return evidence.gapOf(sourceId) ?? { source: sourceId, reason: 'not-asked', detail: '' }
}
