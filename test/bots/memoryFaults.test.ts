/** Faults made on this machine's own kernel, checked end to end in a terminal: the built program over the embedded host. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { afterThis, tempFolder } from '../e2e/world.ts'
import { missing, needing, pathOf } from '../real/needs.ts'

const MIB = 1024 ** 2
const ROOT = join(import.meta.dirname, '../..')
const CLI = join(ROOT, 'dist/bundle/cli.js')
/** Beyond this many mappings their list alone is larger than what is read of it. */
const MOST_MAPPINGS = 200_000

interface Finding {
  readonly code: string
  readonly severity: string
  readonly numbers: Readonly<Record<string, number | string>>
  readonly evidence: readonly { readonly source: string; readonly line: string }[]
}

/** What the terminal prints as JSON, whatever its exit status says of the finding. */
async function memcheck(folder: string, ...words: readonly string[]): Promise<unknown> {
  const done = promisify(execFile)(process.execPath, [CLI, ...words, '--json'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
    maxBuffer: 64 * MIB,
  })
  const { stdout } = await done.catch((cause: { readonly stdout?: string }) => {
    if (cause.stdout === undefined || cause.stdout === '') throw cause
    return { stdout: cause.stdout }
  })
  return JSON.parse(stdout)
}

async function findingsOn(folder: string, ...target: readonly string[]) {
  const report = (await memcheck(folder, 'check', 'local', ...target)) as {
    readonly verdict: string
    readonly findings: readonly Finding[]
  }
  const find = (code: string) => report.findings.find((one) => one.code === code)
  const codes = report.findings.map(({ code }) => code)
  const grave = (area: RegExp) =>
    report.findings.flatMap(({ code, severity }) =>
      area.test(code) && severity !== 'info' ? [code] : [],
    )
  return { verdict: report.verdict, codes, find, grave }
}

/** The program of memory.c, built anew, in a folder of the test's own. */
function built(): { readonly folder: string; readonly program: string } {
  const folder = tempFolder()
  const program = join(folder, 'mc-fault')
  execFileSync(pathOf('cc'), ['-O1', '-pthread', '-o', program, join(ROOT, 'test/real/memory.c')])
  return { folder, program }
}

/** Starts a fault and waits until it stands; gives its pid and what it said behind "ready". */
async function standing(program: string, ...words: readonly string[]) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  afterThis(end)
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (part: Buffer) => resolve(part.toString()))
    child.once('close', (status) => reject(new Error(`the fault ended with ${status}`)))
  })
  expect(said).toMatch(/^ready/)
  return { pid: String(child.pid), said: said.replace('ready', '').trim(), end }
}

function maxMapCount(): number {
  return Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'))
}

describe.skipIf(missing('cc'))(needing('cc', 'faults made by a program in C'), () => {
  test('arenas: most of it is free inside malloc, which its own report proves', async () => {
    const { folder, program } = built()
    const info = join(folder, 'malloc_info.xml')
    const { pid } = await standing(program, 'arenas', info)
    // Of this process alone: the kernel may have killed for other tests a moment ago.
    const { grave, find } = await findingsOn(folder, pid)
    expect(grave(/^(?:arenas|leak|process|mappings|usage)\./)).toEqual([])
    expect(Number(find('arenas.held')?.numbers['arenaBytes'])).toBeGreaterThan(300 * MIB)
    const read = (await memcheck(folder, 'read', info, '--as', 'malloc_info')) as {
      readonly parts: readonly { readonly findings: readonly Finding[] }[]
    }
    const [inside] = read.parts[0]?.findings ?? []
    expect(inside).toMatchObject({ code: 'arenas.free-inside', severity: 'info' })
    expect(Number(inside?.numbers['freeRatio'])).toBeGreaterThan(0.85)
  })

  test('a deleted file that is mapped, by name and descriptor', async () => {
    const { folder, program } = built()
    const path = join(folder, 'cache.map')
    const { pid, said } = await standing(program, 'deleted', path, '80')
    const { grave, find } = await findingsOn(folder, pid)
    expect(grave(/^(?:mappings|leak|process|shm)\./)).toEqual([])
    expect(find('mappings.deleted-open')?.numbers).toMatchObject({
      file: path,
      sizeBytes: 80 * MIB,
      descriptor: said,
    })
  })

  test('shared memory by kind; a segment is left when the program has ended', async () => {
    const { folder, program } = built()
    const { pid, said: shmid, end } = await standing(program, 'shared')
    afterThis(() => void execFileSync(program, ['remove', shmid]))
    const { find } = await findingsOn(folder, pid)
    expect(find('shm.process')?.numbers).toMatchObject({
      sharedBytes: 112 * MIB,
      sysvBytes: 64 * MIB,
      memfdBytes: 32 * MIB,
      anonymousBytes: 16 * MIB,
    })
    await end()
    const after = await findingsOn(folder)
    expect(after.find('shm.orphans')?.numbers['orphanBytes']).toBeGreaterThanOrEqual(64 * MIB)
    expect(after.find('shm.orphans')?.evidence[0]?.source).toBe('proc/sysvipc/shm')
  })

  test.skipIf(maxMapCount() > MOST_MAPPINGS)(
    `a program out of mappings${maxMapCount() > MOST_MAPPINGS ? ' [skipped: vm.max_map_count is high here]' : ''}`,
    async () => {
      const { folder, program } = built()
      const { pid, said } = await standing(program, 'mappings')
      expect(said).toBe('ENOMEM')
      const { verdict, find } = await findingsOn(folder, pid)
      expect(verdict).toBe('critical')
      const limit = find('mappings.limit-reached')
      expect(limit?.numbers).toMatchObject({ maxMapCount: maxMapCount(), holder: '[anonymous]' })
      expect(Number(limit?.numbers['room'])).toBeLessThan(8)
      expect(find('mappings.series')).toBeDefined()
    },
  )
})
