/** Any report that analyzers could make: every code, with texts that hurt wherever a text may come from a host. */
import fc from 'fast-check'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { SEVERITIES, VERDICTS } from '../../src/domain/finding.ts'
import type { Report } from '../../src/domain/report.ts'
import { reportOf } from '../report/reports.ts'
import { text } from './arbitrary.ts'

const CODES = ANALYZERS.flatMap(({ words }) =>
  Object.entries(words).map(([code, phrases]) => {
    const holes = [...JSON.stringify(phrases).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return { code, holes: [...new Set(holes)] }
  }),
)

const value = fc.oneof(text, fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.nat())

const finding: fc.Arbitrary<Finding> = fc.constantFrom(...CODES).chain(({ code, holes }) =>
  fc.record({
    code: fc.constant(code),
    severity: fc.constantFrom(...SEVERITIES),
    numbers: fc.record(Object.fromEntries(holes.map((name) => [name, value])), {
      requiredKeys: [],
    }) as fc.Arbitrary<Finding['numbers']>,
    evidence: fc.array(fc.record({ source: text, line: text }), { maxLength: 3 }),
  }),
)

export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    verdict: fc.constantFrom(...VERDICTS),
    kind: fc.constantFrom('host' as const, 'process' as const, 'cgroup' as const),
    host: text,
    name: text,
    exe: text,
    findings: fc.array(finding, { maxLength: 8 }),
    gaps: fc.array(
      fc.record({
        source: text,
        reason: fc.constantFrom('denied' as const, 'absent' as const, 'timeout' as const),
        detail: text,
      }),
      { maxLength: 4 },
    ),
    losses: fc.array(
      fc.record({
        code: fc.constantFrom('cut' as const, 'bad-line' as const, 'skipped' as const),
        source: text,
        line: fc.option(fc.nat()),
        count: fc.nat(),
        sample: text,
      }),
      { maxLength: 3 },
    ),
    unchecked: fc.array(
      fc.record({ analyzer: text, kind: fc.constant('failed' as const), reference: text }),
      { maxLength: 2 },
    ),
    levels: fc.dictionary(fc.constantFrom('rss', 'available', 'total', 'swapUsed'), fc.nat()),
  })
  .map(({ kind, host, name, exe, ...parts }) => {
    const bare = reportOf(parts, kind)
    const incarnation = { key: name, pid: 42, startedAtMs: 0, exe, argsHash: null }
    return { ...bare, subject: { kind, host, name }, incarnation }
  })
