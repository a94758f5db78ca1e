import { expect, test } from 'vitest'
import { type Cost, type Gap, NO_COST } from '../../src/domain/capture.ts'
import { plain } from '../../src/domain/words.ts'
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
  expect(said('kernel/log-far', 'proc/PID/smaps')).toMatch(/systemd-journal.*owner of the process/)
})

test('where it is known who read, each cause is told once with the least change', () => {
  const gaps: readonly Gap[] = [
    { ...denied('proc/PID/smaps'), why: 'file:other-user' },
    { ...denied('proc/PID/maps'), why: 'file:other-user' },
    { ...denied('proc/slabinfo'), why: 'sudo:password' },
  ]
  const text = JSON.stringify(
    footerOf(reportOf({ gaps }), { lang: 'en', final: true, askedBy: 'bob' }),
  )
  expect(text.match(/under `sudo`/g)).toHaveLength(1)
  expect(text).toContain('doctor --sudoers HOST')
})

test('the last line is what it cost the host; a capture of before tells less and reads no worse', () => {
  const lastOf = (cost: Partial<Cost>, lang: 'en' | 'zh'): string => {
    const report = reportOf({
      cost: { ...NO_COST, execs: 1, bytes: 2048, ...cost },
      gaps: [denied('x')],
    })
    const block = footerOf(report, { lang, final: true, askedBy: 'bob' })
    return block.kind === 'context' ? plain(block.items.at(-1) ?? []) : ''
  }
  expect(lastOf({ forks: 31, cpuMs: 90 }, 'en')).toBe(
    'cost on host: 1 exec, 31 processes started, 90 ms of CPU, 2 KiB sent, stopped 0 s',
  )
  expect(lastOf({}, 'en')).toBe('cost on host: 1 exec, 2 KiB sent, stopped 0 s')
  expect(lastOf({ forks: 31, cpuMs: 90 }, 'zh')).toContain('启动 31 个进程，CPU 90 ms')
})
