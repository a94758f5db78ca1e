import { expect, test } from 'vitest'
import type { Gap } from '../../src/domain/capture.ts'
import { footerOf } from '../../src/report/footer.ts'
import { reportOf } from './reports.ts'

const denied = (source: string): Gap => ({ source, reason: 'denied', detail: '' })

/** What the footer says of these gaps. */
function said(...sources: readonly string[]): string {
  const report = reportOf({ gaps: sources.map(denied) })
  return JSON.stringify(footerOf(report, { lang: 'en', final: true, askedBy: 'bob' }))
}

test('what was denied names the way to read it: a process’s by its owner, the kernel’s log by group or setting', () => {
  expect(said('proc/PID/smaps')).toContain('owner of the process')
  expect(said('proc/PID/smaps')).not.toContain('systemd-journal')
  expect(said('kernel/log')).toContain('systemd-journal')
  expect(said('kernel/log')).not.toContain('owner of the process')
  expect(said('kernel/log-far', 'proc/PID/smaps')).toMatch(/owner of the process.*systemd-journal/)
})
