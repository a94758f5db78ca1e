/** Shared files with real workers: the same answer as without one, and what is said when a worker is ended under it. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import { archives } from '../../src/archive/open.ts'
import { VERSION } from '../../src/compose/version.ts'
import { UserError } from '../../src/domain/errors.ts'
import { randomIds } from '../../src/ids/random.ts'
import { createLog } from '../../src/log/log.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import type { FileReader } from '../../src/pipeline/fileReader.ts'
import type { Reader } from '../../src/pipeline/reading/reader.ts'
import { answerShared } from '../../src/pipeline/reading/shared.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createCompute } from '../../src/workers/compute.ts'
import { createFileReader } from '../../src/workers/fileReader.ts'
import type { PoolOptions } from '../../src/workers/pool.ts'

const made: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of made.splice(0)) await one.close()
})

function kept<T extends { close(): Promise<void> }>(one: T): T {
  made.push(one)
  return one
}

function reader(options: Partial<PoolOptions> = {}): FileReader {
  return kept(createFileReader(options))
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text))
const MEMINFO = 'MemTotal:  8000000 kB\nMemFree:  20000 kB\nMemAvailable:  90000 kB\n'
const KILL = `${'Nov 26 10:00:00 db1 kernel: usb 1-1: new device\n'.repeat(2000)}Nov 26 10:01:00 db1 kernel: Out of memory: Killed process 4242 (worker) total-vm:9000000kB, anon-rss:8000000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:100kB oom_score_adj:0\n`
const HOURS = Array.from({ length: 200 }, (_, i) => i)
const SERIES = JSON.stringify({
  id: 'db1',
  t: HOURS.map((i) => 1_700_000_000 + i * 3600),
  v: HOURS.map((i) => 1e9 + i * 5e6),
})

/** What a worker has, on this thread. */
const here: Reader = {
  analyzers: ANALYZERS,
  archives: archives(),
  clock: systemClock(),
  compute: createCompute(),
  formats: FORMATS,
  ids: randomIds(),
  log: createLog({ level: 'error', pretty: false }),
  sources: SOURCES,
  version: VERSION,
}

test.each([
  ['meminfo', MEMINFO],
  ['kern.log', KILL],
  ['series.jsonl', SERIES],
])('%s is answered as it would be on this thread', async (name, text) => {
  for (const lang of ['en', 'zh'] as const) {
    const answer = await answerShared(
      { ...here, compute: kept(createCompute()) },
      {
        name,
        bytes: bytesOf(text),
        lang,
      },
    )
    const done = await reader().read({ name, bytes: bytesOf(text), lang })
    expect({ done }).toEqual(answer)
    expect(done.message.blocks.length).toBeGreaterThan(0)
  }
})

test('the bytes are given away, not copied', async () => {
  const bytes = bytesOf(MEMINFO)
  await reader().read({ name: 'meminfo', bytes, lang: 'en' })
  expect(bytes.byteLength).toBe(0)
})

test('why a file cannot be read comes over as it was said', async () => {
  const reading = reader().read({ name: 'poem.txt', bytes: bytesOf('roses are red\n'), lang: 'en' })
  await expect(reading).rejects.toBeInstanceOf(UserError)
  await expect(reading).rejects.toMatchObject({
    code: 'file-not-recognised',
    params: { file: 'poem.txt', line: 1 },
  })
})

test('a file that takes too long is told with its time; the next one is read', async () => {
  const files = reader({ deadlineMs: 1 })
  await expect(
    files.read({ name: 'kern.log', bytes: bytesOf(KILL), lang: 'en' }),
  ).rejects.toMatchObject({ code: 'file-takes-too-long', params: { file: 'kern.log' } })
  const next = await reader().read({ name: 'meminfo', bytes: bytesOf(MEMINFO), lang: 'en' })
  expect(next.message.text).not.toBe('')
})

test('a file that needs too much memory ends its worker and nothing else', async () => {
  const files = reader({ heapMb: 48 })
  const large = files.read({ name: 'kern.log', bytes: bytesOf(KILL.repeat(200)), lang: 'en' })
  const waits = files.read({ name: 'meminfo', bytes: bytesOf(MEMINFO), lang: 'en' })
  await expect(large).rejects.toMatchObject({
    code: 'file-needs-too-much',
    params: { file: 'kern.log', limitBytes: 48 * 2 ** 20 },
  })
  expect((await waits).message.text).not.toBe('')
})

test('more files than may wait are refused at once; those that wait when the bot stops are told', async () => {
  const files = reader({ waiting: 1 })
  const read = (): Promise<unknown> =>
    files.read({ name: 'kern.log', bytes: bytesOf(KILL), lang: 'en' })
  const ended = Promise.allSettled([read(), read()])
  await expect(read()).rejects.toMatchObject({ code: 'busy' })
  await files.close()
  for (const one of await ended) expect(one).toMatchObject({ reason: { code: 'compute-failed' } })
})

/** How nice a thread of this process is (proc(5): the 19th field of stat, the 17th behind the name); null when it ended. */
function niceOf(tid: number | string): number | null {
  try {
    const stat = readFileSync(`/proc/self/task/${tid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  } catch {
    return null
  }
}

const niceOfThreads = (): readonly (number | null)[] => readdirSync('/proc/self/task').map(niceOf)

test.skipIf(process.platform !== 'linux')(
  'its thread gives way to the loop, and no other does',
  async () => {
    const before = niceOf(process.pid)
    let ended = false
    const reading = reader()
      .read({ name: 'kern.log', bytes: bytesOf(KILL.repeat(100)), lang: 'en' })
      .finally(() => {
        ended = true
      })
    let seen: readonly (number | null)[] = []
    while (!ended && !seen.includes(10)) {
      seen = niceOfThreads()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await reading
    expect(seen.filter((nice) => nice === 10)).toHaveLength(1)
    // By its id: a list of threads is sorted as text, and 99998 stands behind 100003 there.
    expect(niceOf(process.pid)).toBe(before)
  },
)
