/** The pictures of a report. */
import type { Report } from '../domain/report.ts'
import type { Lang } from '../domain/words.ts'
import { growthChart } from '../report/growthChart.ts'
import { partsChart } from '../report/partsChart.ts'
import type { Compared, History } from './compare.ts'

/** How it grew, and where one part is named for it, what grew. */
export function chartsOf(
  report: Report,
  compared: Compared,
  { marks = [] }: History,
  lang: Lang,
  drawnLang: Lang,
): Report['charts'] {
  const { rows, imported, limit } = compared
  const growth = growthChart({ report, rows, imported, limit, marks, lang, drawnLang })
  const parts = partsChart({ report, rows, components: compared.components, lang, drawnLang })
  return [growth, parts].filter((chart) => chart !== null)
}
