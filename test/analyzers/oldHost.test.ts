/** Kernel 3.10: what it does not have is named, and the rest is judged. */
import { expect, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import type { Frame } from '../../src/domain/capture.ts'
import { pressureMemory } from '../../src/parsers/proc/pressure.ts'
import { smapsRollup } from '../../src/parsers/proc/smapsRollup.ts'
import { analyze } from '../../src/pipeline/analyze.ts'
import { contextOf, framesOf } from '../hosts/load.ts'

const absent = (source: string, seq: number): Frame => ({
  seq,
  round: 0,
  source,
  reading: 1,
  pid: source.includes('PID') ? 1 : null,
  raw: { kind: 'gap', reason: 'absent', detail: '' },
  hostUptimeSec: 1,
  atMs: 0,
})
const frames = [...framesOf('centos7'), absent(smapsRollup.id, 100), absent(pressureMemory.id, 101)]
const ctx = contextOf('centos7', { frames })

test('what the host is: distribution, kernel, virtual machine, no container', () => {
  expect(ctx.facts).toMatchObject({
    distribution: 'CentOS Linux 7 (Core)',
    kernel: '3.10.0-1160.119.1.el7.x86_64',
    architecture: 'x86_64',
    virtualisation: 'vmware',
    container: 'none',
    containerLimitBytes: null,
    cgroup: 'v1',
  })
})

test('what is missing is named, nothing that was read has a loss', () => {
  expect(ctx.evidence.gaps.map(({ source }) => source).sort()).toEqual(
    [smapsRollup.id, pressureMemory.id].sort(),
  )
  expect(ctx.evidence.losses).toEqual([])
})

test('an analyzer that needs what is not there says which it is; no other fails', () => {
  const log = {
    info: () => undefined,
    warn: () => undefined,
    step: () => undefined,
    bug(event: string, cause: unknown): never {
      throw new Error(event, { cause })
    },
  }
  const { findings, unchecked } = analyze(ANALYZERS, ctx, log)
  expect(findings.length).toBeGreaterThan(0)
  for (const one of unchecked) {
    expect(one.kind).toBe('skipped')
    if (one.kind === 'skipped') for (const gap of one.missing) expect(gap.source).not.toBe('')
  }
})
