/** `memcheck history` as people run it, on a database that a bot has filled. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { seedHistory } from '../pipeline/history/seed.ts'
import { memoryLog } from '../store/rows.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'memcheck-history-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function memcheck(...words: readonly string[]) {
  return spawnSync(process.execPath, [CLI, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
  })
}

test('history of thirty days: verdict, rate, restarts and graph, as words and as JSON', async () => {
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  const file = join(folder, 'data', 'memcheck.sqlite')
  const store = await openStore({ file, instance: 'terminal:seed', log: memoryLog() })
  await seedHistory(store, 'local', Date.now() - 60_000)
  await store.close()
  const said = memcheck('history', 'local', 'leaky', '30d')
  expect(said.stdout).toMatch(/^\[WARNING\] local leaky, the last 30 d: leaking/)
  expect(said.stdout).toMatch(/about 1[56][.\d]* MiB\/day \([\s\S]*restarts +2, the last/)
  expect(said.status).toBe(1)
  const { stdout, status } = memcheck('history', 'local', 'cgroup:leaky', '30d', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    subject: { kind: 'cgroup' },
    growth: { verdict: 'leaking', eta: { limitBytes: 1024 ** 3 } },
    charts: [{ kind: 'growth' }],
  })
  expect(status).toBe(1)
})
