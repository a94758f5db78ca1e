/** Silence that somebody asked for: which findings of which subject are not told by orders, and until when. */
import { type Subject, subjectKey } from './subject.ts'

export interface Mute {
  /** Key of the subject; a host's covers the host and all that runs on it. */
  readonly subject: string
  /** A finding's code, an area (`leak`), or empty for all. */
  readonly code: string
  readonly untilMs: number
  readonly by: string
  readonly atMs: number
}

/** Until when a finding of this subject is muted; null when it is not. The longest of those that cover it. */
export function mutedUntil(
  mutes: readonly Mute[],
  subject: Subject,
  code: string,
  nowMs: number,
): number | null {
  const key = subjectKey(subject)
  const until = mutes
    .filter((mute) => mute.untilMs > nowMs)
    .filter((mute) => mute.subject === key || mute.subject === subject.host)
    .filter((mute) => mute.code === '' || mute.code === code || code.startsWith(`${mute.code}.`))
    .map((mute) => mute.untilMs)
  return until.length === 0 ? null : Math.max(...until)
}
