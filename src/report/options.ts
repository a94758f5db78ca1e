/** How a report is told. */
import type { UserError } from '../domain/errors.ts'
import type { Lang } from '../domain/words.ts'

export interface ReportOptions {
  readonly lang: Lang
  /** False while rates are still awaited: the same message is updated when they are there. */
  readonly final: boolean
  readonly askedBy: string
  /** Where there is room for all findings: a channel gets the worst few and how many more there are. */
  readonly allFindings?: true
  /** Set when a bot died in the middle and this is made from what was kept. */
  readonly interrupted?: UserError
}
