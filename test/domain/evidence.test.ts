import { expect, test } from 'vitest'
import type { Frame } from '../../src/domain/capture.ts'
import { FORMATS } from '../../src/parsers/index.ts'
import { meminfo } from '../../src/parsers/proc/meminfo.ts'
import { processes } from '../../src/parsers/proc/processes.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'
import { fixture } from '../parsers/helpers.ts'

function evidenceOf(source: string, text: string) {
  const raw = { kind: 'ok', text, cut: null } as const
  const frame: Frame = {
    seq: 0,
    round: 0,
    source,
    reading: 1,
    pid: null,
    raw,
    hostUptimeSec: null,
    atMs: 0,
  }
  return parseFrames([frame], FORMATS)
}

test('what another tool told is quoted by the line that told it', () => {
  const top = evidenceOf('top', fixture('tools/top-centos7.txt'))
  expect(top.quote(meminfo.id, /^MemAvailable:/)).toEqual({
    source: 'top',
    line: 'KiB Mem :  1882220 total,   147296 free,   261576 used,  1473348 buff/cache',
  })
  expect(top.quote(meminfo.id, /^SwapFree:/).line).toMatch(/^KiB Swap:/)
  expect(top.quote(processes.id, /^9109\/status:VmRSS:/).line).toMatch(
    /^9109 vagrant .* tmux: server$/,
  )
  // A number that is another's part is no pid.
  expect(top.quote(processes.id, /^910\/stat:/).line).toMatch(/^top - /)
  const free = evidenceOf('free', fixture('tools/free-w-centos7.txt'))
  expect(free.quote(meminfo.id, /^SwapTotal:/).line).toMatch(/^Swap: +2097152/)
  expect(free.quote(meminfo.id, /^Committed_AS:/).line).toMatch(/^total +used/)
})

test('what nobody told has no line', () => {
  expect(evidenceOf('top', 'x\n').quote(meminfo.id, /^MemTotal:/)).toEqual({
    source: meminfo.id,
    line: '',
  })
})
