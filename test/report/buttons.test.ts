import { expect, test } from 'vitest'
import type { Finding, Severity } from '../../src/domain/finding.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { Report } from '../../src/domain/report.ts'
import { buttonsOf } from '../../src/report/buttons.ts'
import { reportOf } from './reports.ts'

function finding(code: string, severity: Severity, commands: readonly string[]): Finding {
  const numbers = Object.fromEntries(commands.map((command, i) => [`ask${i}Command`, command]))
  return { code, severity, numbers, evidence: [{ source: 's', line: 'l' }] }
}

function actions(findings: readonly Finding[], kind: Report['subject']['kind'] = 'host') {
  const block = buttonsOf(reportOf({ findings }, kind), 'en')
  return block.kind === 'buttons' ? block.buttons.map(({ action }) => action) : []
}

test('a healthy host offers where its memory is, who holds it, and what tools make of it', () => {
  expect(actions([])).toEqual(['drill:waterfall', 'drill:top', 'drill:numbers', 'again'])
})

test('what a finding names as the next step comes first', () => {
  const calm = finding('cache.counted-as-used', 'info', ['memcheck db1 numbers'])
  expect(actions([calm])[0]).toBe('drill:numbers')
  expect(actions([calm]).filter((one) => one === 'drill:numbers')).toHaveLength(1)
})

test('a fault brings its analyzer’s questions, and the row keeps its bound', () => {
  const fault = finding('swap.full', 'warning', [])
  const row = actions([fault, finding('cache.shmem', 'warning', ['memcheck db1 cache'])])
  expect(row.slice(0, 2)).toEqual(['drill:cache', 'drill:swap'])
  expect(row).toHaveLength(LIMITS.buttons)
  expect(row.at(-1)).toBe('again')
})

test('a process’s question stands under no host’s report, and no other command becomes a button', () => {
  const commands = [
    'memcheck db1 3836 cgroup',
    'memcheck watch db1 every 30s for 30m',
    'journalctl -k',
  ]
  const row = actions([finding('swap.thrashing-group', 'warning', commands)])
  expect(row).toEqual(['drill:swap', 'drill:waterfall', 'drill:top', 'drill:numbers', 'again'])
  expect(actions([finding('swap.thrashing-group', 'warning', commands)], 'process')).toEqual([
    'drill:cgroup',
    'drill:swap',
    'drill:smaps',
    'drill:growth',
    'again',
  ])
})
