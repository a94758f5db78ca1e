/** The first look at a host that a Prometheus has watched, in a terminal; and one whose Prometheus does not answer. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, SECOND_MS } from '../../src/domain/time.ts'
import { afterThis, tempFolder } from '../e2e/world.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const TOKEN = 'tok-5f3a9c1e7b2d4806'
const GROWTH_BYTES_PER_DAY = 200 * MIB
const NOW_MS = Date.now()

interface Checked {
  readonly growth: {
    readonly slopeBytesPerDay: number
    readonly imported: { readonly source: string; readonly points: number } | null
    readonly notes: readonly { readonly code: string }[]
  }
  readonly gaps: readonly { readonly source: string; readonly reason: string }[]
}

/** Speaks the one call of the API that is asked; gives what it was asked. */
async function prometheus(answer: (query: string) => string | null) {
  const asked: { readonly query: string; readonly authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? ''
    asked.push({ query, authorization: request.headers.authorization })
    const text = answer(query)
    response.statusCode = text === null ? 503 : 200
    response.end(text ?? '{"status":"error","errorType":"timeout","error":"query timed out"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterThis(() => void server.close())
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { asked, url: `http://127.0.0.1:${port}` }
}

/** A fortnight of a host that grows, a point each ten minutes. */
function fortnight(): string {
  const of = (kind: string, valueAt: (atMs: number) => number) => ({
    metric: { instance: 'local', memcheck: kind },
    values: Array.from({ length: 14 * 144 }, (_, i) => {
      const atMs = NOW_MS - 14 * DAY_MS + i * 600 * SECOND_MS
      return [Math.round(atMs / SECOND_MS), String(Math.round(valueAt(atMs)))]
    }),
  })
  const level = of(
    'level',
    (atMs) => 4096 * MIB + ((atMs - NOW_MS) / DAY_MS) * GROWTH_BYTES_PER_DAY,
  )
  const start = of('start', () => (NOW_MS - 20 * DAY_MS) / SECOND_MS)
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [level, start] },
  })
}

async function check(folder: string): Promise<Checked> {
  const done = promisify(execFile)(process.execPath, [CLI, 'check', 'local', '--json'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      MEMCHECK_DATA: join(folder, 'data'),
      PROM_TOKEN: TOKEN,
    },
  })
  const { stdout } = await done.catch((cause: { readonly stdout?: string }) => {
    if (cause.stdout === undefined || cause.stdout === '') throw cause
    return { stdout: cause.stdout }
  })
  return JSON.parse(stdout)
}

function folderWith(url: string): string {
  const folder = tempFolder()
  const yaml = `prometheus:\n  url: ${url}\n  token_env: PROM_TOKEN\n  value: "{name}"\n`
  writeFileSync(join(folder, 'memcheck.yaml'), yaml)
  return folder
}

test('the first answer rests on it and says so; it is asked once a day, and its token is nowhere', async () => {
  const { asked, url } = await prometheus(fortnight)
  const folder = folderWith(url)
  const { growth, gaps } = await check(folder)
  expect(growth.imported).toMatchObject({ source: 'prometheus', points: 14 * 144 })
  expect(growth.notes.map(({ code }) => code)).toContain('from-prometheus')
  expect(Math.abs(growth.slopeBytesPerDay / GROWTH_BYTES_PER_DAY - 1)).toBeLessThan(0.06)
  expect(gaps.map(({ source }) => source)).not.toContain('prometheus/memory')
  expect(asked).toHaveLength(1)
  expect(asked[0]?.authorization).toBe(`Bearer ${TOKEN}`)
  expect(asked[0]?.query).toContain('node_memory_MemAvailable_bytes{instance="local"}')
  expect((await check(folder)).growth.imported?.points).toBe(growth.imported?.points)
  expect(asked).toHaveLength(1)
  const data = join(folder, 'data')
  for (const file of readdirSync(data, { withFileTypes: true }).filter((one) => one.isFile()))
    expect(readFileSync(join(data, file.name), 'latin1')).not.toContain(TOKEN)
})

test('one that does not answer is a gap, and is asked again', async () => {
  const { asked, url } = await prometheus(() => null)
  const folder = folderWith(url)
  for (const times of [1, 2]) {
    const { growth, gaps } = await check(folder)
    expect(growth.imported).toBeNull()
    expect(gaps).toContainEqual({
      source: 'prometheus/memory',
      reason: 'failed',
      detail: 'http 503: timeout: query timed out',
    })
    expect(asked).toHaveLength(times)
  }
})

test('a token that is named and not set is told before anything runs', async () => {
  const folder = folderWith('https://prometheus.example')
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder }
  const done = await promisify(execFile)(process.execPath, [CLI, 'check', 'local'], {
    cwd: folder,
    env,
  }).catch((cause: { readonly code: number; readonly stderr: string }) => cause)
  expect(done).toMatchObject({ code: 78, stderr: expect.stringContaining('PROM_TOKEN is not set') })
})
