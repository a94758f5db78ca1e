/** What grew in the subject, as a second picture of a report: only where one part may be named for it. */
import { stackChart } from '../analyzers/stackChart.ts'
import type { StackChart } from '../domain/chart.ts'
import type { ComponentSnapshot } from '../domain/components.ts'
import type { Report } from '../domain/report.ts'
import type { SampleRow } from '../domain/sample.ts'
import type { Lang } from '../domain/words.ts'
import { livesOf, restartsOf } from '../growth/lives.ts'

export interface PartsInput {
  readonly report: Pick<Report, 'subject' | 'incarnation' | 'verdict' | 'atMs'>
  /** The subject's rows, oldest first, this run's included. */
  readonly rows: readonly SampleRow[]
  readonly components: readonly ComponentSnapshot[]
  readonly lang: Lang
  readonly drawnLang: Lang
}

/** Null where too few looks, or growth that is spread over many, allow no name. */
export function partsChart(of: PartsInput): StackChart | null {
  const { report, rows, components, lang, drawnLang } = of
  const { subject, incarnation, verdict } = report
  return stackChart({
    of: subject.kind === 'host' ? 'programs' : 'contexts',
    subject,
    pid: incarnation?.pid ?? null,
    snapshots: components,
    rows: rows.filter((row) => row.incarnation === incarnation?.key),
    restarts: restartsOf(livesOf(rows, report.atMs)),
    when: 'named',
    tone: verdict === 'critical' || verdict === 'warning' ? verdict : 'calm',
    zone: 'UTC',
    lang,
    drawnLang,
  })
}
