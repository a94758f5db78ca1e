/** What a script says it cost, against what the kernel counted: processes by strace, CPU by the shell that waited. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SOURCES } from '../../src/parsers/index.ts'
import { firstRound } from '../../src/pipeline/plan.ts'
import { compileScript } from '../../src/script/compile.ts'
import { missing, needing, pathOf } from '../real/needs.ts'
import { NONCE, runScript } from './run.ts'
import { ALL, SET, source } from './sources.ts'

/** What one check reads of a process. */
const CHECK = firstRound({
  target: { kind: 'pid', host: 'local', pid: process.pid },
  depth: 'full',
  sources: SOURCES,
  asked: [],
  deeper: () => [],
}).sources

describe.skipIf(missing('strace'))(needing('strace', 'processes that a check starts'), () => {
  test.each([['dash'], ['bash'], ['/bin/busybox', 'ash']])(
    'are counted by the script itself, in %s',
    (...shell) => {
      if (shell[0]?.includes('busybox') && missing('busybox')) return
      const folder = mkdtempSync(join(tmpdir(), 'memcheck-cost-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const calls = join(folder, 'calls')
      const ran = spawnSync(
        pathOf('strace'),
        ['-f', '-qq', '-e', 'trace=clone,clone3,fork,vfork', '-o', calls, ...shell].concat([
          '-s',
          '--',
          NONCE,
          String(process.pid),
          '0',
        ]),
        { input: compileScript(CHECK), maxBuffer: 64 * 1024 * 1024 },
      )
      const [, told = ''] =
        new RegExp(`^@@${NONCE} C (\\d+) \\d+$`, 'm').exec(ran.stdout.toString('latin1')) ?? []
      const counted = readFileSync(calls, 'utf8').match(/= \d+$/gm)?.length ?? 0
      expect(counted).toBeGreaterThan(30)
      // Shells spare themselves a fork here and there.
      expect(Math.abs(Number(told) - counted)).toBeLessThanOrEqual(3)
    },
  )
})

test('CPU that a child burnt is told, and time that was slept is not', async () => {
  const burn = source('burn', {
    kind: 'argv',
    argv: [
      process.execPath,
      '-e',
      'const t = process.cpuUsage(); while (process.cpuUsage(t).user < 3e5);',
    ],
  })
  const sleeps = source('sleeps', { kind: 'argv', argv: ['sleep', '1'] })
  const calm = await runScript([sleeps, SET.vmstat], { wait: 1 })
  const busy = await runScript([burn, SET.vmstat], {})
  expect(busy.cost?.cpuMs).toBeGreaterThanOrEqual(250)
  expect(calm.cost?.cpuMs).toBeLessThan(busy.cost?.cpuMs ?? 0)
})

test('a script whose end never came told nothing', async () => {
  const ran = await runScript(ALL, {
    pid: process.pid,
    edit: (script) => script.replace('mark bye', 'exit 1'),
  })
  expect(ran.cost).toBeNull()
})
