/** A check of a process on this machine: the real script in a real shell, the real parsers and analyzers. */
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { NO_COST } from '../../src/domain/capture.ts'
import type { Log } from '../../src/domain/ports.ts'
import type { Report } from '../../src/domain/report.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { NO_HISTORY } from '../../src/pipeline/compare.ts'
import { judge, read } from '../../src/pipeline/judge.ts'
import { runScript } from '../script/run.ts'

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event, cause) {
    throw new Error(event, { cause })
  },
}

export async function checked(pid: number): Promise<Report> {
  const sources = SOURCES.filter(({ when }) => when !== 'asked')
  const { frames } = await runScript(sources, { pid, wait: 2 })
  const nowMs = Date.now()
  const kept = { runId: 'real', host: 'here', frames, startedAtMs: nowMs, cost: NO_COST }
  const known = read(kept, FORMATS, nowMs)
  return judge(
    { formats: FORMATS, analyzers: ANALYZERS, log },
    kept,
    known,
    NO_HISTORY,
    nowMs,
    'en',
  ).report
}

/** Severity and code of each finding. */
export function saidIn(report: Report): readonly string[] {
  return report.findings.map(({ severity, code }) => `${severity} ${code}`)
}
