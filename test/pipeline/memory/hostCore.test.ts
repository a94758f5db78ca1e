/** A core file on a host: its report, its questions, and what is refused, over the shipped way to the embedded host. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../../src/domain/report.ts'
import { coreFile } from '../../../src/parsers/core/coreFile.ts'
import { memoryContexts } from '../../../src/parsers/postgres/memoryContexts.ts'
import { EXIT } from '../../../src/pipeline/command.ts'
import type { House } from '../../../src/pipeline/house.ts'
import { captureFile, replay } from '../../../src/pipeline/replay.ts'
import { reportJson } from '../../../src/report/json.ts'
import { HEAP_BYTES } from '../../memory/image.ts'
import { core, expected, HEAP_OFFSET, program, TOTAL_BYTES } from '../../memory/postgresCore.ts'
import { pipedRanges } from '../../ssh/ranges/pipedHost.ts'
import { openLocalHouse, runIn } from '../localHouse.ts'

const WRITTEN_AT_MS = 1_764_158_400_000
const CANARY = 'canary-of-a-private-file'
const NOBODY = 65_534

let folder = ''
let house: House
let close: () => Promise<void>
let path = ''

/** Lays a file there and gives how it is asked for. */
function lay(name: string, bytes: Uint8Array | string): string {
  const at = join(folder, name)
  writeFileSync(at, bytes)
  utimesSync(at, WRITTEN_AT_MS / 1000, WRITTEN_AT_MS / 1000)
  return `local core:${at}`
}

beforeAll(async () => {
  ;({ house, close } = await openLocalHouse())
  folder = mkdtempSync(join(tmpdir(), 'memcheck-core-'))
  mkdirSync(join(folder, 'bin'))
  const server = join(folder, 'bin', 'postgres')
  writeFileSync(server, program)
  lay(
    'core.4242',
    core({ path: server, title: 'postgres: app shop [local] idle password=hunter2' }),
  )
  path = join(folder, 'core.4242')
})
afterAll(async () => {
  await close()
  rmSync(folder, { recursive: true, force: true })
})

async function newestRun(of: House = house) {
  const [run] = await of.store.runsOf('local', 1)
  if (run === undefined) throw new Error('no run')
  return { run, capture: await of.store.capture(run.id) }
}

describe('a core on a host', () => {
  test('is told as a file of a moment, with its tree judged', async () => {
    const done = await runIn(house, `local core:${path}`)
    const report = done.json as ReturnType<typeof JSON.parse>
    expect(report).toMatchObject({
      subject: { kind: 'core', host: 'local', name: path },
      core: {
        path,
        sizeBytes: HEAP_OFFSET + HEAP_BYTES,
        writtenAt: new Date(WRITTEN_AT_MS).toISOString().replace('.000', ''),
        pid: 4242,
        program: join(folder, 'bin', 'postgres'),
        title: 'postgres: app shop [local] idle password=••••',
        signal: 0,
        threads: 1,
        cut: false,
      },
      growth: null,
      levels: {},
      gaps: [],
      unchecked: [],
    })
    const held = report.findings.find(({ code }: { code: string }) => code === 'contexts.held')
    expect(held.numbers).toMatchObject({
      process: 'core.4242 (PID 4242)',
      contexts: expected.length,
      totalBytes: TOTAL_BYTES,
      contextsCommand: `memcheck local core:${path} contexts`,
    })
    const said = JSON.stringify(done.message)
    expect(said).toContain('one moment of the past')
    expect(said).toContain(String(WRITTEN_AT_MS))
    // What a living process alone can tell is not claimed.
    expect(said).not.toMatch(/RSS|MemAvailable|watch|contexts diff|hunter2/)
    expect(done.exit).toBe(EXIT.fine)
  })

  test('counts what was read, and the readings of a living process know nothing of it', async () => {
    await runIn(house, `local core:${path}`)
    const { run, capture } = await newestRun()
    expect(run.cost).toMatchObject({ execs: 1, stoppedMs: 0 })
    expect(run.cost.bytes).toBeGreaterThan(4096)
    expect(run.cost.bytes).toBeLessThan(2 * (HEAP_OFFSET + HEAP_BYTES))
    expect(capture?.frames.map(({ source }) => source)).toEqual([coreFile.id, memoryContexts.id])
    expect(run.subject).toBe(null)
    expect(await house.store.subjectsOf('local', 10)).toEqual([])
  })

  test('says the same when its capture is judged again', async () => {
    const done = await runIn(house, `local core:${path}`)
    const { run } = await newestRun()
    const again: Report = replay(house, await captureFile(house, run.id), 'en').report
    const { durationMs: _, ...first } = done.json as Record<string, unknown>
    expect(JSON.parse(JSON.stringify(reportJson(again)))).toMatchObject(
      JSON.parse(JSON.stringify(first)),
    )
  })

  test.each([
    ['tree', 'CachedPlanSource'],
    ['contexts', 'CachedPlanSource'],
    ['contexts 5 under TopMemoryContext', 'core.4242 (PID 4242)'],
    ['context CachedPlanSource', "select * from t where c = '••••'"],
    ['contexts diff', 'it tells no growth'],
  ])('answers `%s`', async (words, expectedWords) => {
    const done = await runIn(house, `ask local core:${path} ${words}`)
    expect(JSON.stringify(done.message)).toContain(expectedWords)
    expect(done.exit).toBe(EXIT.fine)
  })

  test('is answered from what was kept once the file is gone, and says so', async () => {
    const asked = lay('core.gone', core({ path: join(folder, 'bin', 'postgres') }))
    await runIn(house, asked)
    rmSync(join(folder, 'core.gone'))
    const done = await runIn(house, `${asked} tree`)
    const said = JSON.stringify(done.message)
    expect(said).toContain('CachedPlanSource')
    expect(said).toContain('There is no file ')
    expect(done.exit).toBe(EXIT.partly)
  })

  test('answers `explain` from the report that was given', async () => {
    await runIn(house, `local core:${path}`)
    const done = await runIn(house, `local core:${path} explain contexts.held`)
    expect(JSON.stringify(done.message)).toContain('one moment of the past')
  })

  test.each(['smaps', 'top', 'history', 'at 14:00'])('is not asked for `%s`', async (words) => {
    const done = await runIn(house, `local core:${path} ${words}`)
    expect(done.exit).toBe(EXIT.usage)
    expect(done.message.text).toMatch(/was not understood here/)
  })

  test.each(['watch', 'inspect', 'history', 'unmute'])('there is nothing to `%s`', async (verb) => {
    const done = await runIn(house, `${verb} local core:${path}`)
    expect(done.json).toMatchObject({ error: { code: 'core-stands-still' } })
  })

  test('its plan runs no script and tells the limits', async () => {
    const done = await runIn(house, `plan local core:${path}`)
    expect(done.json).toMatchObject({ rounds: [] })
    expect(done.message.text).toMatch(/No script is run .* 96 MiB in 15 s, 50 MiB\/s/)
  })
})

describe('without the grant', () => {
  test('the report says so and how to ask, and is not fine', async () => {
    const hosts = house.inventory.hosts.map((host) => ({ ...host, memory: false }))
    let opened = 0
    const closed: House = {
      ...house,
      inventory: { ...house.inventory, hosts },
      ranges: {
        open: (host, file) => {
          opened += 1
          return house.ranges.open(host, file)
        },
      },
    }
    const done = await runIn(closed, `local core:${path}`)
    expect(done.json).toMatchObject({
      verdict: 'unknown',
      gaps: [{ source: 'memory/contexts', reason: 'not-granted' }],
    })
    expect(JSON.stringify(done.message)).toContain('memory: true')
    expect(done.exit).toBe(EXIT.unchecked)
    expect(opened).toBe(0)
    const asked = await runIn(closed, `local core:${path} tree`)
    expect(asked.json).toMatchObject({ error: { code: 'memory-not-granted' } })
  })
})

describe('a file that gives no tree is refused in words', () => {
  const whole = core()
  const shell = new Uint8Array(core({ path: '/bin/dash' }))
  const other = Uint8Array.from(whole)
  other[18] = 183
  const huge = Uint8Array.from(whole)
  new DataView(huge.buffer).setUint16(56, 60_000, true)

  test.each([
    ['that is text', `root:${CANARY}:0:0`, 'core-not-core'],
    ['that is empty', '', 'core-not-core'],
    ['that is a program', program, 'core-not-core'],
    ['of another architecture', other, 'core-architecture'],
    ['of another program', shell, 'core-not-postgres'],
    ['whose program is not there', whole, 'core-no-program'],
    ['that was cut in its tables', whole.subarray(0, 100), 'core-damaged'],
    ['that was cut before its heap', whole.subarray(0, HEAP_OFFSET), 'core-cut'],
    ['that tells more segments than it has', huge, 'core-damaged'],
  ])('%s', async (name, bytes, code) => {
    const done = await runIn(house, lay(name.replaceAll(' ', '-'), bytes))
    expect(done.json).toMatchObject({ error: { code, params: { host: 'local' } } })
    expect(done.exit).toBe(EXIT.unchecked)
    const { run, capture } = await newestRun()
    expect(run.state).toBe('failed')
    expect(JSON.stringify([done, capture])).not.toContain(CANARY)
  })

  test('that is not there, a folder, or a pipe that nobody writes', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    for (const [name, code] of [
      ['none', 'core-absent'],
      ['bin', 'core-not-core'],
      ['pipe', 'core-not-core'],
    ]) {
      const done = await runIn(house, `local core:${join(folder, name ?? '')}`)
      expect(done.json).toMatchObject({ error: { code } })
    }
  })

  test.skipIf(userInfo().uid !== 0)('that the account may not read', async () => {
    const asked = lay('private', core())
    execFileSync('chmod', ['600', join(folder, 'private')])
    execFileSync('chmod', ['755', folder])
    const ranges = pipedRanges({ uid: NOBODY })
    const done = await runIn({ ...house, ranges: { open: (_, file) => ranges.open(file) } }, asked)
    expect(done.json).toMatchObject({ error: { code: 'core-denied' } })
  })

  test('on a host that has no way to read ranges', async () => {
    const ranges = pipedRanges({ lacks: ['perl', 'python3'] })
    const of: House = { ...house, ranges: { open: (_, file) => ranges.open(file) } }
    const done = await runIn(of, `local core:${path}`)
    expect(done.json).toMatchObject({ error: { code: 'core-unreadable' } })
  })

  test('whose time is used up', async () => {
    // Each look at the clock is a second later.
    let now = house.clock.now()
    const clock: House['clock'] = {
      now: () => {
        now += 1000
        return now
      },
      sleep: (ms, signal) => house.clock.sleep(ms, signal),
    }
    const done = await runIn({ ...house, clock }, `local core:${path}`)
    expect(done.json).toMatchObject({ error: { code: 'core-slow' } })
  })
})
