/** Who a core file is about. A moment of the past is no sample of now: nothing of it is stored beside a living process's. */
import type { Evidence } from '../domain/evidence.ts'
import { coreFile } from '../parsers/core/coreFile.ts'
import type { Measures } from './measure.ts'

/** Null for evidence of anything else. */
export function measureCore(host: string, evidence: Evidence): Measures | null {
  const core = evidence.get(coreFile)
  if (core === null) return null
  const { path, pid, program } = core
  const who = {
    subject: { kind: 'core', host, name: path },
    incarnation: { key: `core:${path}`, pid, startedAtMs: null, exe: program, argsHash: null },
  } as const
  return { who, all: [], samples: [] }
}
