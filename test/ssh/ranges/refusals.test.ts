/** What the ways to ranges say when they may not, cannot, or are cut off; and that nothing stays behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../../src/domain/errors.ts'
import type { Log } from '../../../src/domain/ports.ts'
import { startEmbeddedHost } from '../../../src/local/embeddedHost.ts'
import { createSshRemote } from '../../../src/ssh/remote.ts'
import { type Piped, pipedRanges, SFTP_SERVER } from './pipedHost.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}
const NOBODY = 65_534
const isRoot = userInfo().uid === 0
const WAYS: readonly (readonly [string, Piped])[] = [
  ['perl', {}],
  ['python3', { lacks: ['perl'] }],
  ['sftp', { sftp: true, lacks: ['perl', 'python3'] }],
]

function isLoop(pid: string): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    return /memcheck-ranges|def ranged|sysopen/.test(line)
  } catch {
    return false
  }
}

function parentOf(pid: string): string | null {
  try {
    return /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

function isOfThisProcess(pid: string | null): boolean {
  if (pid === null || pid === '0') return false
  return pid === String(process.pid) || isOfThisProcess(parentOf(pid))
}

/** The loops that this process started: other tests run theirs on the same machine. */
function running(): readonly string[] {
  return readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && isLoop(pid) && isOfThisProcess(pid),
  )
}

describe.each(WAYS)('%s', (name, piped) => {
  const skip = name === 'sftp' && !existsSync(SFTP_SERVER)

  // Root may read all; another user may not read root's.
  test.skipIf(skip || !isRoot)(
    'is told that it may not read the memory of another user',
    async () => {
      const ranges = pipedRanges({ ...piped, uid: NOBODY })
      expect(await ranges.open({ kind: 'memory', pid: process.pid })).toEqual({
        reason: 'denied',
        detail: 'Permission denied',
      })
    },
  )

  test.skipIf(skip)('refuses a path and a pid that no evidence can have given', async () => {
    const ranges = pipedRanges(piped)
    await expect(ranges.open({ kind: 'file', path: 'etc/passwd' })).rejects.toThrow('not a path')
    await expect(ranges.open({ kind: 'memory', pid: -1 })).rejects.toThrow('not a pid')
    await expect(ranges.open({ kind: 'memory', pid: 1.5 })).rejects.toThrow('not a pid')
  })
})

test('a host with neither SFTP nor an interpreter says what it lacks', async () => {
  const ranges = pipedRanges({ lacks: ['perl', 'python3'] })
  const refusal = await ranges.open({ kind: 'memory', pid: process.pid })
  expect(refusal).toEqual({ reason: 'no-tool', detail: 'perl, python3' })
})

describe('over SSH', () => {
  test('a session that is cut off rejects what is asked with a UserError, and leaves nothing behind', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'memcheck-ranges-'))
    const host = await startEmbeddedHost({ dataDir, log: silent })
    const remote = createSshRemote({ log: silent })
    const reader = await remote.open(host.entry, { kind: 'file', path: process.execPath })
    if ('reason' in reader) throw new Error(reader.detail)
    const loops = running()
    expect(loops.length).toBe(1)
    const reading = reader.read([{ at: 0, bytes: 32 * 1024 * 1024 }])
    for (const pid of loops) process.kill(Number(pid), 'SIGKILL')
    const error = await reading.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ code: 'connection-lost' })
    await reader.close()
    // A new session takes its place.
    const again = await remote.open(host.entry, { kind: 'file', path: process.execPath })
    if ('reason' in again) throw new Error(again.detail)
    const [elf] = await again.read([{ at: 1, bytes: 3 }])
    expect(Buffer.from(elf ?? []).toString()).toBe('ELF')
    const all = [...loops, ...running()]
    expect(all.length).toBe(2)
    await remote.close()
    await host.close()
    while (all.some(isLoop) || running().length > 0) await pause(20)
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('open files of one host share a channel, so that commands still find one', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'memcheck-ranges-'))
    const host = await startEmbeddedHost({ dataDir, log: silent })
    const remote = createSshRemote({ log: silent })
    const readers = await Promise.all(
      Array.from({ length: 20 }, () =>
        remote.open(host.entry, { kind: 'memory', pid: process.pid }),
      ),
    )
    const end = await remote.exec(host.entry, {
      script: 'echo fine',
      args: ['x'],
      deadlineMs: 60_000,
      maxBytes: 1000,
      onBytes: () => undefined,
    })
    expect(end).toMatchObject({ kind: 'exited', status: 0 })
    for (const reader of readers) if ('close' in reader) await reader.close()
    await remote.close()
    await host.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

test('a loop that is asked nothing ends by itself', async () => {
  const { LOOP_SCRIPT } = await import('../../../src/ssh/ranges/loopScript.ts')
  for (const lacks of ['none', 'perl']) {
    const child = spawn('sh', [
      '-s',
      '--',
      'abc',
      '1',
      Buffer.from('/proc/self/maps').toString('hex'),
    ])
    child.stdin.write(LOOP_SCRIPT.replace(`if ${lacks}`, 'if false'))
    const [, signal] = await once(child, 'close')
    expect(signal).toBe('SIGALRM')
  }
})
