/** What can be asked about a diagnosis, in the thread, by button or by mention. */

import type { ComponentSnapshot } from './components.ts'
import type { DeeperContext } from './deeper.ts'
import type { Evidence } from './evidence.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Growth } from './growth.ts'
import type { Block } from './report.ts'
import type { SampleRow } from './sample.ts'
import type { ActionClass, AnySource } from './source.ts'
import type { Subject } from './subject.ts'
import type { Window } from './window.ts'
import type { Lang, Phrase } from './words.ts'

export interface DrilldownContext {
  readonly subject: Subject
  readonly pid: number | null
  readonly facts: Facts
  readonly evidence: Evidence
  readonly history: readonly SampleRow[]
  readonly growth: Growth | null
  /** What the subject was made of, oldest first, now included: a host's programs, a PostgreSQL process's contexts. */
  readonly components: readonly ComponentSnapshot[]
  /** What the analyzers said of the same reading. */
  readonly findings: readonly Finding[]
  readonly args: readonly string[]
  /** The stretch of time that was asked about (`at`, `since`); null when none was. */
  readonly window: Window | null
  /** Zone of the asker, an IANA name. */
  readonly zone: string
  readonly lang: Lang
  /** Of the words inside of pictures, where a font for it is at hand; else English. */
  readonly drawnLang?: Lang
  readonly nowMs: number
}

export interface Drilldown {
  /** The word that people write; unique, reserved. */
  readonly name: string
  readonly title: Phrase
  readonly class: ActionClass
  /** Arguments it takes, for help and for telling a question from talk: none, at most one word, or what `takes` knows. */
  readonly args: 'none' | 'optional-word' | 'words'
  /** For `words`: whether these are arguments of it; without any it must take none. */
  readonly takes?: (args: readonly string[]) => boolean
  /** For `words`: how they are written, for help: `[N] [under NAME]`. */
  readonly usage?: string
  readonly scope: 'host' | 'process'
  /** For one of scope `process`: it answers of a whole cgroup too. */
  readonly groups?: true
  /** Read anew when asked; what could not be read arrives as a gap in the evidence. */
  readonly wants: readonly AnySource[]
  /** Counters are wanted as rates: they are read twice, and the answer takes the wait longer. */
  readonly rates?: true
  /** Its matter comes of a full look alone: a walk over the process's memory. */
  readonly walks?: true
  /** Speaks of a report that stands already: nothing is read anew while one is kept. */
  readonly ofReport?: true
  /** How far back its arguments ask for components; null for what a verdict is given. */
  readonly looksBackMs?: (args: readonly string[]) => number | null
  /** A further round that the first one's evidence points to, as an analyzer's `deeper`. */
  readonly deeper?: (ctx: DeeperContext) => readonly AnySource[]
  answer(ctx: DrilldownContext): readonly Block[]
}

/** Whether words behind a drilldown's own are its arguments. */
export function takesArgs(
  { args: kind, takes }: Pick<Drilldown, 'args' | 'takes'>,
  args: readonly string[],
): boolean {
  if (args.length === 0) return true
  if (kind === 'words') return takes?.(args) ?? false
  return kind === 'optional-word' && args.length === 1
}

/** How a drilldown's arguments are written. */
export function usageOf({ args, usage }: Pick<Drilldown, 'args' | 'usage'>): string {
  if (args === 'none') return ''
  return args === 'words' ? (usage ?? '') : '[WORD]'
}
