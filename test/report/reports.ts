/** A report for tests of its parts. */
import { NO_COST } from '../../src/domain/capture.ts'
import type { Report } from '../../src/domain/report.ts'
import { contextOf } from '../hosts/load.ts'

export function reportOf(parts: Partial<Report>, kind: Report['subject']['kind'] = 'host'): Report {
  const { subject, incarnation } = contextOf('db1', { frames: [] })
  return {
    verdict: 'ok',
    runId: 'run1',
    subject: { ...subject, kind },
    incarnation,
    atMs: 0,
    durationMs: 0,
    levels: {},
    changes: {},
    previousAtMs: null,
    findings: [],
    growth: null,
    usual: null,
    gaps: [],
    losses: [],
    unchecked: [],
    cost: NO_COST,
    charts: [],
    ...parts,
  }
}
