/** What stands on the time line: only what matters, at its instant, in its lane. */
import { describe, expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import type { SampleRow } from '../../src/domain/sample.ts'
import { plain } from '../../src/domain/words.ts'
import { timeline } from '../../src/report/timeline/index.ts'
import { logEvents } from '../../src/report/timeline/logEvents.ts'
import { readingEvents } from '../../src/report/timeline/readingEvents.ts'
import { frame } from '../analyzers/frames.ts'
import { asked, contextOf } from '../hosts/load.ts'

const T = Date.UTC(2026, 10, 20, 3)

function row(minute: number, anonMib: number, life = 'a'): SampleRow {
  const values = { anonBytes: anonMib * MIB, rssBytes: null } as unknown as SampleRow['values']
  return {
    kind: 'process',
    subject: 'db1/process:postgres',
    incarnation: life,
    atMs: T + minute * 60_000,
    hostUptimeSec: minute * 60,
    startedAtMs: life === 'a' ? T : T + 10 * 60_000,
    pid: life === 'a' ? 10 : 20,
    values,
  } as SampleRow
}

describe('readings', () => {
  test('the highest, the steepest rise and a new life stand out', () => {
    const rows = [row(0, 100), row(5, 120), row(9, 900), row(11, 90, 'b')]
    const said = readingEvents(rows, 'postgres', 'en').map(({ what }) => plain(what))
    expect(said).toEqual([
      'postgres began a new life (pid 20)',
      'highest reading: anon 900 MiB',
      'anon rose by 780 MiB within 4 min',
    ])
  })

  test('a flat line says only how high it is, one point nothing', () => {
    expect(readingEvents([row(0, 100), row(5, 101)], 'postgres', 'en')).toHaveLength(1)
    expect(readingEvents([row(0, 100)], 'postgres', 'en')).toEqual([])
    expect(readingEvents([], 'postgres', 'en')).toEqual([])
  })
})

describe('lines of a log', () => {
  const clocks = { bootAtMs: null, offsetSec: 0, nowMs: T + 3_600_000, last: null }
  const log = {
    via: 'file' as const,
    name: '/var/log/postgresql/a.log',
    pid: 1,
    last: [],
    refused: null,
  }
  const said = (found: readonly string[]) =>
    logEvents({ logs: [{ ...log, found }], unreadablePids: [] }, [4242], clocks).map(
      ({ atMs, tone, what }) => [(atMs - T) / 1000, tone, plain(what)],
    )

  test('ends, failures and what the victim was doing; what goes on from a line has its time', () => {
    expect(
      said([
        '2026-11-20 03:00:01.500 UTC [4242] app@shop LOG:  statement: select 1',
        '2026-11-20 03:00:02.000 UTC [77] LOG:  checkpoint starting: time',
        '2026-11-20 03:00:03.000 UTC [1] LOG:  server process (PID 4242) was terminated by signal 9: Killed',
        '\tDETAIL:  Failed process was running: select 1',
        '2026-11-20 03:00:04.000 UTC [9] app@shop LOG:  statement: select 2',
      ]),
    ).toEqual([
      [1.5, 'calm', '[4242] app@shop LOG:  statement: select 1'],
      [3, 'critical', '[1] LOG:  server process (PID 4242) was terminated by signal 9: Killed'],
      [3, 'warning', 'DETAIL:  Failed process was running: select 1'],
    ])
  })

  test('without a readable time nothing is placed', () => {
    expect(said(['out of memory', 'FATAL: no'])).toEqual([])
  })
})

test('a kill that no clock places is said, and never taken for "nothing happened"', () => {
  const frames = [
    frame(
      'kernel/log',
      'kernel: Out of memory: Killed process 7 (eater) total-vm:9kB, anon-rss:8kB',
    ),
  ]
  const said = timeline.answer(asked(contextOf('db1', { frames }), 'en'))
  const words = said.flatMap((block) => (block.kind === 'text' ? [plain(block.text)] : []))
  expect(words.join('\n')).toContain('1 kill(s) or refusals in the log bear no time')
})
