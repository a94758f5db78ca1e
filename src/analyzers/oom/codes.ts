/** The code, and so the words, of an event by its cause. */
import type { CauseKind } from './cause.ts'
import type { Told } from './recurrence.ts'
import type { OomCode } from './words.ts'

const CODES = {
  asked: 'oom.asked',
  panic: 'oom.panic',
  'no-victim': 'oom.no-killable',
  limit: 'oom.limit',
  'limit-above': 'oom.limit-above',
  cpuset: 'oom.cpuset',
  mempolicy: 'oom.mempolicy',
  'low-zone': 'oom.low-zone',
  fragmented: 'oom.fragmented',
  host: 'oom.host',
  'host-no-swap': 'oom.host-no-swap',
  'host-swap-left': 'oom.host-swap-left',
  'not-told': 'oom.cause-not-told',
} as const satisfies Record<CauseKind, OomCode>

/** Gives the finding's code of one event. */
export function codeOf({ event, cause }: Told): OomCode {
  if (event.victims.length === 0 && event.outcome !== 'panic' && event.outcome !== 'no-killable') {
    return 'oom.victim-not-told'
  }
  const ofGroup = cause.kind === 'limit' || cause.kind === 'limit-above'
  return ofGroup && event.groupKill ? 'oom.limit-all' : CODES[cause.kind]
}
