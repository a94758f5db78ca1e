/** The first look at a host that sysstat has watched for a fortnight, in a terminal: files by sadc, read by sadf. */
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { tempFolder } from '../e2e/world.ts'
import { missing, needing } from '../real/needs.ts'
import { asHost, canPretend, type PastHost, writeDays } from '../real/sysstat.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const LEAK_BYTES_PER_DAY = 300 * MIB
const DAYS = 14

interface Checked {
  readonly growth: {
    readonly verdict: string
    readonly since: string
    readonly slopeBytesPerDay: number
    readonly points: number
    readonly incarnations: number
    readonly imported: { readonly source: string; readonly points: number } | null
    readonly notes: readonly { readonly code: string }[]
  }
  readonly gaps: readonly { readonly source: string }[]
  readonly findings: readonly { readonly code: string; readonly severity: string }[]
}

/** A host that leaks since it was booted, 14 days ago or at each of the boots. */
function host(of: Partial<PastHost> = {}): PastHost {
  const toMs = Date.now()
  const fromMs = toMs - DAYS * DAY_MS
  const boots = of.bootsMs ?? []
  const booted = (atMs: number): number => boots.findLast((boot) => boot <= atMs) ?? fromMs
  const inUse = (atMs: number): number =>
    3 * GIB +
    (LEAK_BYTES_PER_DAY * (atMs - booted(atMs))) / DAY_MS +
    40 * MIB * Math.sin(atMs / HOUR_MS / 3)
  const made = {
    folder: tempFolder(),
    inUse,
    fromMs,
    toMs,
    stepMs: 5 * HOUR_MS,
    bootsMs: boots,
    ...of,
  }
  writeDays(made)
  return made
}

async function run({ folder }: PastHost, days: number, ...words: readonly string[]) {
  const [command, ...first] = asHost(folder, days)
  const done = promisify(execFile)(command, [...first, process.execPath, CLI, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
  })
  const { stdout } = await done.catch((cause: { readonly stdout?: string }) => {
    if (cause.stdout === undefined || cause.stdout === '') throw cause
    return { stdout: cause.stdout }
  })
  return stdout
}

const check = async (of: PastHost, days: number): Promise<Checked> =>
  JSON.parse(await run(of, days, 'check', 'local', '--json'))

/** What a captured run read of the host. */
function sourcesIn(text: string): readonly string[] {
  const { capture } = JSON.parse(text)
  return capture.frames.map((frame: { readonly source: string }) => frame.source)
}

const skipped = missing('sysstat') || missing('cc') || !canPretend()

describe.skipIf(skipped)(needing('sysstat', 'a host with 14 days of sysstat'), () => {
  test('the first answer says since when and how fast, and whose figures they are', async () => {
    const leaking = host()
    const { growth, findings } = await check(leaking, DAYS)
    expect(growth.verdict).toBe('leaking')
    expect(Math.abs(growth.slopeBytesPerDay / LEAK_BYTES_PER_DAY - 1)).toBeLessThan(0.06)
    expect(Math.abs(Date.parse(growth.since) - leaking.fromMs)).toBeLessThan(DAY_MS)
    expect(growth.imported).toMatchObject({ source: 'sysstat' })
    expect(growth.imported?.points).toBeGreaterThan(45)
    expect(findings.map(({ code }) => code)).toContain('growth.to-limit')
    // The second look rests on what the first one kept; a capture of it holds that too.
    expect(await run(leaking, DAYS, 'check', 'local')).toMatch(
      /growth +\+(?:29|30)\d MiB\/day, leaking \(from sysstat, 1[34] d/,
    )
    const text = await run(leaking, DAYS, 'capture', 'local', '--json')
    expect(sourcesIn(text)).not.toContain('sysstat/memory')
    writeFileSync(join(leaking.folder, 'capture.json'), text)
    const replayed: Checked = JSON.parse(
      await run(leaking, DAYS, 'replay', 'capture.json', '--json'),
    )
    expect(replayed.growth.imported).toEqual(growth.imported)
    expect(replayed.growth.verdict).toBe('leaking')
  })

  test('a host without sysstat has no gap and no past, and is not asked again at once', async () => {
    const bare = host({ stepMs: 20 * DAY_MS })
    rmSync(join(bare.folder, 'sa'), { recursive: true })
    mkdirSync(join(bare.folder, 'sa'))
    const { growth, gaps } = await check(bare, DAYS)
    expect(growth).toMatchObject({ verdict: 'insufficient-data', imported: null })
    expect(gaps.map(({ source }) => source)).not.toContain('sysstat/memory')
    await check(bare, DAYS)
    const text = await run(bare, DAYS, 'capture', 'local', '--json')
    expect(sourcesIn(text)).not.toContain('sysstat/memory')
  })

  test('a host that leaks anew after each boot is told by all its lives', async () => {
    const now = Date.now()
    const bootsMs = [now - 9 * DAY_MS, now - 4 * DAY_MS]
    const { growth } = await check(host({ toMs: now, fromMs: now - DAYS * DAY_MS, bootsMs }), 4)
    expect(growth).toMatchObject({ verdict: 'leaking', incarnations: 3 })
    expect(Math.abs(growth.slopeBytesPerDay / LEAK_BYTES_PER_DAY - 1)).toBeLessThan(0.1)
    expect(growth.notes.map(({ code }) => code)).toContain('restarted')
  })
})
