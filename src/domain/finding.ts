/** A finding: what an analyzer says. Code, numbers and evidence; its words stand in the analyzer's table. */

export const SEVERITIES = ['critical', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const VERDICTS = ['critical', 'warning', 'info', 'ok', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

/** A line of the evidence that a finding rests on, quoted from the source. */
export interface Quote {
  readonly source: string
  readonly line: string
}

export interface Finding {
  /** `area.fault`, unique over all analyzers. */
  readonly code: string
  readonly severity: Severity
  /** Named with units last; identifiers (pids, paths, names) as strings. */
  readonly numbers: Readonly<Record<string, number | string>>
  readonly evidence: readonly Quote[]
  /** Somebody asked that orders leave it untold until then; who asks directly sees it all the same. */
  readonly mutedUntilMs?: number
}

/** Worst first. */
export function bySeverity(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
}

/**
 * The verdict of a report. Nothing found is `ok` only when everything that was needed could be read;
 * "could not check" is never "fine".
 */
export function verdictOf(findings: readonly Finding[], checked: boolean): Verdict {
  const worst = [...findings].sort(bySeverity)[0]
  if (worst !== undefined && worst.severity !== 'info') return worst.severity
  if (!checked) return 'unknown'
  return worst === undefined ? 'ok' : 'info'
}

/** Rank for "worst first": critical, warning, then what could not be checked, information, fine. */
export function verdictRank(verdict: Verdict): number {
  return ['critical', 'warning', 'unknown', 'info', 'ok'].indexOf(verdict)
}
