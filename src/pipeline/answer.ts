/** What a question answers to what was judged: the same in a thread and on a page. */
import type { ComponentSnapshot } from '../domain/components.ts'
import type { Drilldown, DrilldownContext } from '../domain/drilldown.ts'
import type { Block } from '../domain/report.ts'
import type { Judged } from './judge.ts'

/** A question as it was put. */
export interface Put {
  readonly drilldown: Drilldown
  readonly args: readonly string[]
  readonly window: DrilldownContext['window']
  readonly zone: string
}

/** Gives the answer's blocks; `components` are what the subject was made of, as far back as the question looks. */
export function blocksOf(
  { drilldown, args, window, zone }: Put,
  { report, evidence, facts, compared }: Judged,
  components: readonly ComponentSnapshot[],
  { lang, drawnLang, nowMs }: Required<Pick<DrilldownContext, 'lang' | 'drawnLang' | 'nowMs'>>,
): readonly Block[] {
  return drilldown.answer({
    subject: report.subject,
    pid: report.incarnation?.pid ?? null,
    facts,
    evidence,
    history: compared.rows,
    growth: compared.growth,
    components,
    findings: report.findings,
    args,
    window,
    zone,
    lang,
    drawnLang,
    nowMs,
  })
}
