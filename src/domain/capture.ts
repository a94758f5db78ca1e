/** What came back from a host, as it came but masked: the one thing that is persisted besides samples. */
import type { ComponentSnapshot } from './components.ts'
import type { Imported } from './imported.ts'
import type { HostEntry } from './inventory.ts'
import type { Denial } from './rights.ts'
import type { SampleRow } from './sample.ts'
import type { Target } from './target.ts'

/** Why something is not there. Code and detail are data; words stand in the report's tables. */
export const GAP_REASONS = [
  'absent',
  'denied',
  'no-tool',
  'timeout',
  'lost',
  'failed',
  'too-large',
  'stuck',
  'shed',
  'not-asked',
  'not-granted',
  'unparsable',
  'gone',
  'too-soon',
  'reset',
  'no-second-reading',
  'cut-off',
  'not-pinned',
] as const
export type GapReason = (typeof GAP_REASONS)[number]

export interface Gap {
  readonly source: string
  readonly reason: GapReason
  /** The tool's own error line, a path or a number: evidence, not prose. May be empty. */
  readonly detail: string
  /** Of what was denied: why, by which the least change that would give it is told; see domain/rights.ts. */
  readonly why?: Denial
}

/** What one source gave in one reading. `cut` says why the end of the text is missing, if it is. */
export type Raw =
  | { readonly kind: 'ok'; readonly text: string; readonly cut: 'cap' | 'timeout' | 'lost' | null }
  | { readonly kind: 'gap'; readonly reason: GapReason; readonly detail: string }

/** One section of one round: unit of keeping. */
export interface Frame {
  /** Position in the capture, from 0. */
  readonly seq: number
  readonly round: number
  readonly source: string
  /** 1, or 2 for the second reading of counters. */
  readonly reading: 1 | 2
  /** The process it concerns; null for the host's. */
  readonly pid: number | null
  readonly raw: Raw
  /** The host's uptime when the section ended: the clock of rates. */
  readonly hostUptimeSec: number | null
  /** The bot's clock when it arrived. */
  readonly atMs: number
}

/** What each run cost the host, as far as it can be known from here. */
export interface Cost {
  readonly execs: number
  readonly bytes: number
  /** From the first byte of each script to its end, without the wait for rates. */
  readonly hostMs: number
  readonly stoppedMs: 0
  /** Processes that scripts started there, and their CPU: as far as they told; captures of before have neither. */
  readonly forks?: number
  readonly cpuMs?: number
}

export const NO_COST: Cost = { execs: 0, bytes: 0, hostMs: 0, stoppedMs: 0 }

export function costsOf(a: Cost, b: Cost): Cost {
  const told = <K extends 'forks' | 'cpuMs'>(key: K): Partial<Pick<Cost, K>> => {
    if (a[key] === undefined && b[key] === undefined) return {}
    return { [key]: (a[key] ?? 0) + (b[key] ?? 0) } as Partial<Pick<Cost, K>>
  }
  return {
    execs: a.execs + b.execs,
    bytes: a.bytes + b.bytes,
    hostMs: a.hostMs + b.hostMs,
    stoppedMs: 0,
    ...told('forks'),
    ...told('cpuMs'),
  }
}

/** A run's capture: everything that a verdict needs but history and now. */
export interface Capture {
  readonly runId: string
  readonly host: string
  readonly target: Target
  readonly startedAtMs: number
  readonly frames: readonly Frame[]
  readonly cost: Cost
}

/**
 * The file that `memcheck capture` writes and `replay` reads: a capture with the history that the verdict
 * used and the instant it was given, so that a replay gives the same report.
 */
export interface CaptureFile {
  readonly kind: 'memcheck-capture'
  readonly version: 1
  readonly writtenBy: string
  readonly capture: Capture
  readonly history: readonly SampleRow[]
  /** What others kept of the host's past; captures of before have none. */
  readonly imported?: readonly Imported[]
  /** What the subject was made of before (a host's programs, a process's contexts); captures of before have none. */
  readonly programs?: readonly ComponentSnapshot[]
  readonly nowMs: number
  readonly host: Pick<HostEntry, 'name' | 'memory'>
}
