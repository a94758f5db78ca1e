/** Mutes: asked for, lifted and listed; audited; and how they mark a report. Anybody may: silence is seen by all. */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import { type Mute, mutedUntil } from '../domain/mute.ts'
import type { Report } from '../domain/report.ts'
import { type Subject, subjectKey } from '../domain/subject.ts'
import { type Target, typed } from '../domain/target.ts'
import type { Asked } from './command.ts'
import { knownSubject } from './history/subject.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'

export interface Muting {
  readonly target: Target
  /** A finding's code or an area; empty for all. */
  readonly code: string
  readonly forMs: number
}

/** Mutes until then. Throws UserError `no-such-subject`, `too-many-mutes`. */
export async function mute(house: House, asked: Asked, of: Muting): Promise<Mute> {
  const subject = await subjectOf(house, of.target)
  const nowMs = house.clock.now()
  const standing = await house.store.mutes(nowMs)
  const same = standing.some((one) => one.subject === subject && one.code === of.code)
  if (!same && standing.length >= LIMITS.mutes)
    throw new UserError('too-many-mutes', { count: standing.length })
  await audited(house, asked, 'mute', of)
  const untilMs = nowMs + Math.min(of.forMs, LIMITS.muteMs)
  const made: Mute = { subject, code: of.code, untilMs, by: asked.actor.id, atMs: nowMs }
  await house.store.putMute(made)
  return made
}

/** Lifts the mute of one code, or with an empty one all of the subject; gives how many. Throws UserError `no-such-mute`. */
export async function unmute(
  house: House,
  asked: Asked,
  of: Omit<Muting, 'forMs'>,
): Promise<number> {
  const subject = await subjectOf(house, of.target)
  await audited(house, asked, 'unmute', of)
  const nowMs = house.clock.now()
  const lifted = await house.store.dropMutes(subject, of.code === '' ? null : of.code, nowMs)
  if (lifted === 0)
    throw new UserError('no-such-mute', { word: `${typed(of.target)} ${of.code}`.trim() })
  return lifted
}

/** The report with its muted findings marked; nothing else of it changes. */
export function marked(report: Report, mutes: readonly Mute[]): Report {
  const findings = report.findings.map((finding) => {
    const until = mutedUntil(mutes, report.subject, finding.code, report.atMs)
    return until === null ? finding : { ...finding, mutedUntilMs: until }
  })
  return { ...report, findings }
}

async function subjectOf(house: House, target: Target): Promise<string> {
  if (target.kind === 'host') {
    const host: Subject = { kind: 'host', host: target.host, name: target.host }
    return subjectKey(host)
  }
  const known = await knownSubject(house.store, target)
  if (known !== null) return known.key
  const word = typed(target).slice(target.host.length + 1)
  throw new UserError('no-such-subject', { word, host: target.host })
}

async function audited(
  house: House,
  { actor, place }: Asked,
  verb: 'mute' | 'unmute',
  { target, code }: Pick<Muting, 'target' | 'code'>,
): Promise<void> {
  const name = code === '' ? verb : `${verb}:${code}`
  await permitted(house, actor, { name, class: 'look' }, place, target)
}
