/** The sources of the house, by the script, on this machine: each is read by its own parser, or named as missing. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOURCES } from '../../src/parsers/index.ts'
import { missing } from '../real/needs.ts'
import { frameOf, type RunOptions, runScript } from './run.ts'

const patient = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
const pid = patient.pid ?? 0
beforeAll(async () => {
  while (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('setInterval')) await pause(10)
})
afterAll(() => {
  patient.kill('SIGKILL')
})

/** What a kernel may not have. */
const MAY_BE_ABSENT = new Set([
  'proc/pressure/memory',
  'proc/PID/smaps_rollup',
  'cgroup/memory',
  'cgroup/pids',
  'zfs/arcstats',
  'sysstat/memory',
])

const SHELLS: readonly {
  readonly name: string
  readonly skip: boolean
  readonly run: RunOptions
}[] = [
  { name: 'sh', skip: false, run: {} },
  { name: 'bash', skip: false, run: { shell: ['bash'] } },
  { name: 'busybox ash', skip: missing('busybox'), run: { shell: ['/bin/busybox', 'ash'] } },
]

test.each(SHELLS.filter(({ skip }) => !skip))('every source is read in $name', async ({ run }) => {
  const ran = await runScript(SOURCES, { ...run, pid, wait: 1 })
  expect(ran.marks).toEqual(['levels', 'bye'])
  for (const source of SOURCES) {
    const raw = frameOf(ran, source.id)?.raw
    if (raw?.kind !== 'ok') {
      // Neither fincore nor sadf is everywhere.
      if (['fs/cached', 'sysstat/memory'].includes(source.id) && raw?.reason === 'no-tool') continue
      expect([source.id, raw]).toEqual([source.id, expect.objectContaining({ reason: 'absent' })])
      expect(MAY_BE_ABSENT).toContain(source.id)
      continue
    }
    expect([source.id, raw.cut]).toEqual([source.id, null])
    const parsed = source.parse(raw.text, { cut: false })
    expect([source.id, 'value' in parsed ? parsed.losses : parsed.error]).toEqual([source.id, []])
  }
})
