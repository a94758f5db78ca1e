/**
 * A report as an order holds it: growth that is not yet sure by the order's rule (growth/notify.ts) is information, and
 * neither colours the verdict nor wakes anybody. Who asks directly gets the report as it is.
 */
import { bySeverity, type Finding, verdictOf } from '../domain/finding.ts'
import type { Growth } from '../domain/growth.ts'
import type { Report } from '../domain/report.ts'
import { isOfGrowth } from '../growth/notify.ts'

/** What each finding says before it is sure: the same numbers in words that prove nothing. */
const UNSURE: Readonly<Record<string, string>> = {
  'leak.leaking': 'leak.growing',
  'leak.leaking-to-limit': 'leak.growing',
  'growth.steady': 'growth.not-proved',
  'growth.to-limit': 'growth.not-proved',
  'growth.group': 'growth.group-not-proved',
  'growth.group-to-limit': 'growth.group-not-proved',
}

/** Growth as information: "growing, not proved". */
export function heldBack(report: Report): Report {
  const findings = report.findings
    .map((finding) => (isOfGrowth(finding.code) ? unsure(finding) : finding))
    .sort(bySeverity)
  return judgedAnew({ ...report, findings, growth: unsureGrowth(report.growth) })
}

/** The report of all but growth: what its "changed" post is about. */
export function withoutGrowth(report: Report): Report {
  return judgedAnew({
    ...report,
    findings: report.findings.filter(({ code }) => !isOfGrowth(code)),
  })
}

/** The report with what is muted as information: it neither counts nor colours where nobody asked. */
export function silenced(report: Report): Report {
  const findings = report.findings
    .map(
      (finding): Finding =>
        finding.mutedUntilMs === undefined ? finding : { ...finding, severity: 'info' },
    )
    .sort(bySeverity)
  return judgedAnew({ ...report, findings })
}

function unsure(finding: Finding): Finding {
  return { ...finding, code: UNSURE[finding.code] ?? finding.code, severity: 'info' }
}

function unsureGrowth(growth: Growth | null): Growth | null {
  if (growth?.verdict !== 'leaking') return growth
  return { ...growth, verdict: 'growing-not-yet-proved' }
}

function judgedAnew(report: Report): Report {
  return { ...report, verdict: verdictOf(report.findings, report.unchecked.length === 0) }
}
