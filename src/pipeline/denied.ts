/** Gaps of what was denied -> the same with why, by what the login may and whose the process is. Pure. */
import type { Gap } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import { type Denial, processDenial, sudoFaultIn } from '../domain/rights.ts'
import { loginRights } from '../parsers/host/rights.ts'
import { exe } from '../parsers/proc/exe.ts'
import { maps } from '../parsers/proc/maps.ts'
import { processStatus } from '../parsers/proc/status.ts'

/** Gives each denied gap its cause where the evidence tells it; others as they are. */
export function withWhy(gap: Gap, evidence: Evidence): Gap {
  const reason = isSilent(gap, evidence) ? 'denied' : gap.reason
  const why = reason === 'denied' ? whyOf(gap, evidence) : null
  return why === null ? gap : { ...gap, reason, why }
}

/** GNU's readlink says nothing of a link that it may not read; whoever may not read the mappings may not read it either. */
function isSilent({ source, reason, detail }: Gap, evidence: Evidence): boolean {
  const failed = source === exe.id && reason === 'failed' && detail === ''
  return failed && evidence.gapOf(maps.id)?.reason === 'denied'
}

function whyOf({ source, detail }: Gap, evidence: Evidence): Denial | null {
  const sudo = sudoFaultIn(detail)
  if (sudo !== null) return `sudo:${sudo}`
  if (source.startsWith('kernel/log')) return 'kernel-log'
  const rights = evidence.get(loginRights)
  // Captures of before do not tell who read them.
  if (rights === null) return null
  if (!source.startsWith('proc/PID/')) return rights.uid === 0 ? null : 'root-only'
  const { uid, ptraceScope } = rights
  const ownerUid = evidence.get(processStatus)?.uid ?? null
  const denial = processDenial({ uid, ownerUid, ptraceScope }, 'read')
  return denial === 'ptrace-scope' ? null : `file:${denial}`
}

/** No such process, or none that the login is shown. */
export function absentProcess(
  evidence: Evidence,
  at: { readonly host: string; readonly word: string; readonly near: string },
): UserError {
  const hidden = evidence.get(loginRights)?.seesOthers === false
  return new UserError(hidden ? 'process-hidden' : 'no-such-process', at)
}
