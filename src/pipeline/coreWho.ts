/** Who a core file is about. A moment of the past is no sample of now: nothing of it is stored beside a living process's. */
import type { Evidence } from '../domain/evidence.ts'
import type { Who } from '../domain/subject.ts'
import { coreFile } from '../parsers/core/coreFile.ts'

/** Null for evidence of anything else. */
export function coreWho(host: string, evidence: Evidence): Who | null {
  const core = evidence.get(coreFile)
  if (core === null) return null
  const { path, pid, program } = core
  return {
    subject: { kind: 'core', host, name: path },
    incarnation: { key: `core:${path}`, pid, startedAtMs: null, exe: program, argsHash: null },
  }
}
