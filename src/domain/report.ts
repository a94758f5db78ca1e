/** The report as data (design 7) and as neutral blocks (design 9). Only chat edges know Slack. */
import type { Cost, Gap } from './capture.ts'
import type { ChartSpec, GrowthChart, StackChart } from './chart.ts'
import type { CoreFile } from './core.ts'
import type { Finding, Verdict } from './finding.ts'
import type { Growth, Usual } from './growth.ts'
import type { Loss } from './parsed.ts'
import type { Incarnation, Subject } from './subject.ts'
import type { Text } from './words.ts'

/** An analyzer that did not run: what it missed, or the reference under which its failure was logged. */
export type Unchecked =
  | { readonly analyzer: string; readonly kind: 'skipped'; readonly missing: readonly Gap[] }
  | { readonly analyzer: string; readonly kind: 'failed'; readonly reference: string }

/** The report: what `--json` prints (instants as ISO 8601 there), what is rendered everywhere else. */
export interface Report {
  readonly verdict: Verdict
  readonly runId: string
  readonly subject: Subject
  readonly incarnation: Incarnation | null
  readonly atMs: number
  readonly durationMs: number
  /** Levels at a glance: the newest sample's values by metric, of the target and of its host. */
  readonly levels: Readonly<Record<string, number | null>>
  readonly changes: Readonly<Record<string, number>>
  readonly previousAtMs: number | null
  readonly findings: readonly Finding[]
  readonly growth: Growth | null
  /** What is usual at this hour; null without enough of a history. */
  readonly usual: Usual | null
  readonly gaps: readonly Gap[]
  readonly losses: readonly Loss[]
  readonly unchecked: readonly Unchecked[]
  readonly cost: Cost
  /** Its growth over time first; then what grew in it, where that is known. */
  readonly charts: readonly (GrowthChart | StackChart)[]
  /** Where the host ran a copy of the script of its own. */
  readonly script?: {
    readonly way: 'kit' | 'pinned'
    readonly sha256: string | null
    readonly todaySha256: string | null
  }
  /** For a report of a core file alone. */
  readonly core?: CoreFile
}

export interface Button {
  /** `drill:smaps`, `again`, `order-stop`: verb and argument; the run is looked up by the message. */
  readonly action: string
  readonly label: Text
  readonly value: string
  /** `danger` for what changes something on a host. */
  readonly style?: 'danger' | 'primary'
  /** Asked before it counts, where a surface can ask. */
  readonly confirm?: {
    readonly title: Text
    readonly text: Text
    readonly yes: Text
    readonly no: Text
  }
}

/**
 * `samples`: what it shows was read from a process's own bytes (see leaves.ts). `always`: nothing in it was told by a
 * host, wherever it is said.
 */
export type Block = Shown & { readonly leaves?: 'samples' | 'always' }

type Shown =
  | {
      readonly kind: 'headline'
      readonly mark: Verdict | 'working' | 'failed' | 'choice'
      readonly text: Text
    }
  | { readonly kind: 'text'; readonly text: Text }
  | {
      readonly kind: 'fields'
      readonly fields: readonly { readonly label: Text; readonly value: Text }[]
    }
  | { readonly kind: 'bullets'; readonly items: readonly Text[] }
  | {
      readonly kind: 'table'
      readonly caption: Text
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
      /** The titles of its columns are words of ours. */
      readonly said?: true
    }
  /** Monospaced text as it came (masked): escaped, cut visibly where a surface is short. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'chart'; readonly chart: ChartSpec }
  | { readonly kind: 'file'; readonly name: string; readonly title: Text; readonly text: string }
  /** `more` is what is asked seldom: behind one sign where a surface has such, else left out. */
  | {
      readonly kind: 'buttons'
      readonly buttons: readonly Button[]
      readonly more?: readonly Button[]
    }
  | { readonly kind: 'context'; readonly items: readonly Text[] }

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

/** A message without its place: what is posted, printed or mailed. `text` is its one line for notifications. */
export interface Message {
  readonly text: string
  readonly blocks: readonly Block[]
}
