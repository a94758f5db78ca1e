/** The flight recorder: one exec's table becomes samples of the largest subjects, under the names that checks give them. */
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import type { Frame } from '../../src/domain/capture.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { processSubjectName } from '../../src/domain/subject.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { factsOf } from '../../src/pipeline/facts.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'
import { firstRound } from '../../src/pipeline/plan.ts'
import { pulseParts } from '../../src/pipeline/pulse.ts'

const NOW = Date.UTC(2026, 10, 20, 8)

function frame(source: string, text: string): Frame {
  return {
    seq: 0,
    round: 0,
    source,
    reading: 1,
    pid: null,
    raw: { kind: 'ok', text, cut: null },
    hostUptimeSec: 5000,
    atMs: NOW,
  }
}

function row(pid: number, comm: string, anonMib: number): string {
  return [
    `${pid}/stat:${pid} (${comm}) S 1 ${pid} ${pid} 0 -1 4194560 4010 0 3 0 12 8 0 0 20 0 1 0 ${pid * 10} 221184000 3300 18446744073709551615`,
    `${pid}/status:VmRSS:\t${(anonMib + 4) * 1024} kB`,
    `${pid}/status:RssAnon:\t${anonMib * 1024} kB`,
    `${pid}/status:VmSwap:\t0 kB`,
    '',
  ].join('\n')
}

const many = Array.from({ length: 40 }, (_, i) => row(100 + i, 'worker', i + 1))
const table = [row(7, 'python3', 900), ...many, row(8, 'kthread', 0)].join('')
const ARGS =
  '7/cmdline:python3\x007/cmdline:/opt/app/run.py\x007/cmdline:--port\x007/cmdline:8080\0'
const names = ARGS + Array.from({ length: 40 }, (_, i) => `${100 + i}/cmdline:worker\0`).join('')

function parts(frames: readonly Frame[]) {
  const evidence = parseFrames(frames, FORMATS)
  return pulseParts('db1', evidence, factsOf(evidence), NOW)
}

test('the largest subjects are kept, as many as the limit, largest first', () => {
  const kept = parts([frame('proc/processes', table), frame('proc/all-args', names)])
  expect(kept).toHaveLength(LIMITS.pulseSubjects)
  const [first, second] = kept
  expect(first?.sample.values).toMatchObject({ anonBytes: 900 * MIB, rssBytes: 904 * MIB })
  expect(first?.sample).toMatchObject({ kind: 'process', hostUptimeSec: 5000, atMs: NOW })
  // The same name that a check of this process gives, or its history would be another's.
  expect(first?.who.subject.name).toBe(
    processSubjectName('python3', ['python3', '/opt/app/run.py', '--port', '8080']),
  )
  expect(second?.who.subject.name).toBe('worker')
})

test('without arguments no subject can be named, and none is made up', () => {
  expect(parts([frame('proc/processes', table)])).toEqual([])
})

test('a pulse reads a handful of sources in one exec, and waits for no rate', () => {
  const target = { kind: 'host', host: 'db1' } as const
  const round = firstRound({
    target,
    depth: 'pulse',
    sources: SOURCES,
    asked: [],
    deeper: () => [],
  })
  expect(round.sources.length).toBeLessThanOrEqual(8)
  expect(round.sources.map(({ id }) => id)).toContain('proc/all-args')
  expect(round.waitSeconds).toBe(0)
})
