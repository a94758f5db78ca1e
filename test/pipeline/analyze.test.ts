import { expect, test } from 'vitest'
import type { Analyzer } from '../../src/domain/analyzer.ts'
import type { Finding, Severity } from '../../src/domain/finding.ts'
import { analyze } from '../../src/pipeline/analyze.ts'
import { contextOf } from '../hosts/load.ts'
import { memoryLog } from '../store/rows.ts'

const says = (scope: Analyzer['scope'], severity: Severity, code: string): Analyzer => {
  const finding: Finding = { code, severity, numbers: {}, evidence: [] }
  return {
    id: code,
    title: { en: '', zh: '' },
    scope,
    needs: [],
    likes: [],
    words: {},
    thresholds: [],
    falseAlarms: [],
    drilldowns: [],
    run: () => ({ kind: 'ran', findings: [finding] }),
  }
}

test('who asks about a process hears of it before what else its host went through, the worst first all the same', () => {
  const analyzers = [
    says('host', 'info', 'oom.repeats'),
    says('host', 'warning', 'host.full'),
    says('process', 'info', 'contexts.unusual'),
    says('process', 'warning', 'leak.leaking'),
  ]
  const ctx = contextOf('healthy')
  expect(ctx.subject.kind).toBe('process')
  const { findings } = analyze(analyzers, ctx, memoryLog())
  expect(findings.map(({ code }) => code)).toEqual([
    'leak.leaking',
    'host.full',
    'contexts.unusual',
    'oom.repeats',
  ])
})
