/** The pool with real workers: what they answer, and what becomes of a task whose worker is ended under it. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { DetectInput } from '../../src/domain/detected.ts'
import { UserError } from '../../src/domain/errors.ts'
import type { Compute } from '../../src/domain/ports.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { detectGrowth } from '../../src/growth/detect.ts'
import { builtWorker } from '../../src/workers/built.ts'
import { createCompute } from '../../src/workers/compute.ts'
import type { PoolOptions } from '../../src/workers/pool.ts'

const START_MS = Date.UTC(2026, 10, 1)
const made: Compute[] = []
afterEach(async () => {
  for (const compute of made.splice(0)) await compute.close()
})

function pool(options: Partial<PoolOptions> = {}): Compute {
  const compute = createCompute(options)
  made.push(compute)
  return compute
}

function line(count: number, perDay: number): DetectInput {
  const atMs = Array.from({ length: count }, (_, i) => START_MS + i * HOUR_MS)
  const values = atMs.map(
    (at, i) => 1e9 + ((at - START_MS) / DAY_MS) * perDay + ((i * 7919) % 13) * 1e5,
  )
  return { atMs, values, lives: null, limitBytes: 4e9, nowMs: atMs.at(-1) ?? 0 }
}

/** More work than a test waits for: only to be ended. */
const ENDLESS = Array.from({ length: 20_000 }, () => line(2000, 1e7))

test('a worker answers as the detector does, in the order of the inputs', async () => {
  const inputs = [line(200, 5e7), line(3, 0), line(100, 0)]
  expect(await pool().growth(inputs)).toEqual(inputs.map(detectGrowth))
})

test('more tasks than workers are all answered', async () => {
  const compute = pool({ workers: 2 })
  const answers = await Promise.all(
    [5, 30, 50, 80, 120].map((count) => compute.growth([line(count, 5e7)])),
  )
  expect(answers.map(([one]) => one?.basis.points)).toEqual([5, 30, 50, 80, 120])
})

test('a task that takes too long is ended with its worker; the next one has a new worker', async () => {
  const compute = pool({ workers: 1, deadlineMs: 300 })
  const late = compute.growth(ENDLESS.slice(0, 4000))
  await expect(late).rejects.toMatchObject({
    code: 'compute-failed',
    params: { detail: 'deadline' },
  })
  const next = pool({ workers: 1 })
  expect((await next.growth([line(50, 5e7)]))[0]?.verdict).toBe('leaking')
})

test('a worker that dies takes its own task along and no other', async () => {
  const compute = pool({ workers: 1, heapMb: 24 })
  const long = {
    ...line(6, 0),
    atMs: Array.from({ length: 2e6 }, (_, i) => START_MS + i),
    values: [],
  }
  const dies = compute.growth([long, long, long])
  const waits = compute.growth([line(50, 5e7)])
  await expect(dies).rejects.toBeInstanceOf(UserError)
  await expect(dies).rejects.toMatchObject({ code: 'compute-failed' })
  expect((await waits)[0]?.verdict).toBe('leaking')
  expect((await compute.growth([line(50, 5e7)]))[0]?.verdict).toBe('leaking')
})

test('what cannot wait is refused at once; what waits when the pool is closed is told', async () => {
  const compute = pool({ workers: 1, waiting: 1 })
  const tasks = [compute.growth(ENDLESS.slice(0, 500)), compute.growth([line(9, 0)])]
  const ended = Promise.allSettled(tasks)
  await expect(compute.growth([line(9, 0)])).rejects.toMatchObject({ code: 'busy' })
  await compute.close()
  for (const one of await ended)
    expect(one).toMatchObject({ reason: { code: 'compute-failed', params: { detail: 'closed' } } })
  await expect(compute.growth([])).rejects.toMatchObject({ code: 'compute-failed' })
})

test('a build that is missing or older than the sources is said loudly', () => {
  const root = mkdtempSync(join(tmpdir(), 'memcheck-built-'))
  const put = (path: string, seconds: number): void => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), '')
    utimesSync(join(root, path), seconds, seconds)
  }
  const here = pathToFileURL(join(root, 'src/workers/built.ts')).href
  for (const path of ['workers/growthWorker', 'growth/detect', 'domain/time'])
    put(`src/${path}.ts`, 1000)
  expect(() => builtWorker('growthWorker', here)).toThrow(/older than src\/workers.*npm run build/)
  const program = join(root, 'dist/bundle/growthWorker.js')
  put('dist/bundle/growthWorker.js', 1000)
  expect(builtWorker('growthWorker', here)).toBe(program)
  put('src/growth/detect.ts', 1001)
  expect(() => builtWorker('growthWorker', here)).toThrow('src/growth/detect.ts')
  put('dist/src/growth/detect.js', 1001)
  expect(() => builtWorker('growthWorker', here)).toThrow('src/growth/detect.ts')
  put('dist/.memcheck-build', 1002)
  expect(builtWorker('growthWorker', here)).toBe(program)
  const built = pathToFileURL(join(root, 'dist/src/workers/built.js')).href
  expect(builtWorker('growthWorker', built)).toBe(program)
  rmSync(root, { recursive: true, force: true })
})
