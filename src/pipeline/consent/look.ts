/** A look at what the host would refuse, before anybody is asked: the same script, which ends before anything is touched. */
import type { Consent } from '../../domain/consent.ts'
import { coreFilePath, type IntrusiveEvent } from '../../domain/intrusive.ts'
import { LIMITS } from '../../domain/limits.ts'
import { SECOND_MS } from '../../domain/time.ts'
import type { Outcome } from '../../report/consent/ended.ts'
import { lookScript } from '../../script/intrusive/compile.ts'
import { IntrusiveReader } from '../../script/intrusive/read.ts'
import type { Asked } from '../command.ts'
import { hostNamed } from '../hostNamed.ts'
import { auditStep, type Desk, targetOf } from './desk.ts'
import { Gathered } from './execute.ts'
import { requestOf } from './run.ts'

/**
 * What stands in the way, as a run that was refused; null where nothing does, or where that could not be seen: the run looks
 * again. Throws the UserErrors of an exec.
 */
export async function lookThere(
  desk: Desk,
  asked: Asked,
  consent: Consent,
): Promise<Outcome | null> {
  const { house } = desk
  const request = requestOf(desk, consent)
  const script = lookScript(request)
  const reader = new IntrusiveReader(request)
  const gathered = new Gathered()
  const take = (events: readonly IntrusiveEvent[]): void => {
    for (const event of events) gathered.take(event)
  }
  const end = await house.remote.exec(hostNamed(house, consent.host), {
    ...script,
    deadlineMs: LIMITS.intrusiveLookSeconds * SECOND_MS,
    maxBytes: LIMITS.intrusiveBytes,
    ...(consent.about.runId === null ? {} : { run: consent.about.runId }),
    onBytes: (stream, bytes) => {
      if (stream === 'out') take(reader.push(bytes))
    },
  })
  take(reader.end())
  const outcome = gathered.outcome(end, null)
  await auditLook(desk, asked, consent, script.script, outcome)
  return outcome.end.kind === 'refused' ? withPath(outcome, coreFilePath(request)) : null
}

/** The folder is told by the file that would be in it. */
function withPath(outcome: Outcome, path: string): Outcome {
  const { end } = outcome
  if (end.kind !== 'refused' || !('code' in end)) return outcome
  return { ...outcome, end: { ...end, params: { path, ...end.params } } }
}

async function auditLook(
  desk: Desk,
  { actor, place }: Asked,
  consent: Consent,
  script: string,
  { end }: Outcome,
): Promise<void> {
  const isRefused = end.kind === 'refused'
  await auditStep(desk, {
    actor,
    place,
    action: `${consent.kind}:look`,
    target: targetOf(consent),
    allowed: !isRefused,
    rule: isRefused ? 'consent-refused' : 'consent-look',
    runId: consent.about.runId,
    script: desk.house.ids.sha256(script),
    detail: { request: consent.id, result: 'code' in end ? end.code : end.kind },
  })
}
