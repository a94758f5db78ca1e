/** `memcheck read --as series` as people run it: the built program, a pipe in, lines out. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'memcheck-series-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const START = Date.UTC(2026, 10, 1) / 1000

async function memcheck(words: readonly string[], input = '') {
  const child = spawn(process.execPath, [CLI, 'read', '--as', 'series', ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  child.stdin.end(input)
  const status = await new Promise((resolve) => child.once('close', resolve))
  return { out, err, status }
}

function line(id: string, perHour: number): string {
  const t = Array.from({ length: 200 }, (_, i) => START + i * 3600)
  const v = t.map((_, i) => 1e9 + i * perHour + ((Math.imul(i + 1, 2654435761) >>> 8) % 13) * 2e5)
  return JSON.stringify({ id, t, v, limit: 4e9 })
}

test('lines on standard input are answered line by line, faults on standard error, status 1 for a leak', async () => {
  const input = `${line('calm', 0)}\nnot json\n${line('leak', 2e6)}\n`
  const { out, err, status } = await memcheck(['-', '--json'], input)
  const lines = out
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one))
  expect(lines).toMatchObject([
    { id: 'calm', verdict: 'stable', eta: null },
    { id: 'leak', verdict: 'leaking', eta: { limitBytes: 4e9 } },
  ])
  expect(err).toBe('-:2: lines not understood (1): not json\n')
  expect(status).toBe(1)
})

test("Grafana's export as a table, the worst first; nothing readable is status 2", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const time = new Date((START + i * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ')
    return `${time},${(1.5 + (i % 3) / 100).toFixed(2)} GiB,${(2 + i / 50).toFixed(2)} GiB`
  })
  writeFileSync(join(folder, 'panel.csv'), `"Time","db1","db2"\n${rows.join('\n')}\n`)
  const { out, status } = await memcheck(['panel.csv'])
  expect(out).toMatch(/^\[WARNING\] 2 series: 1 leaking[\s\S]*db2 +leaking +about [\s\S]*db1 /)
  expect(out).toContain('panel.csv: times without a zone were taken as UTC')
  expect(status).toBe(1)
  writeFileSync(join(folder, 'prose.txt'), 'hello\n')
  expect(await memcheck(['prose.txt', '--json'])).toEqual({
    out: '',
    err: 'prose.txt:1 holds no series: hello\n',
    status: 2,
  })
})
