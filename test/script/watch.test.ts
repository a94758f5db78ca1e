/** What takes too long is ended, by the watch or in the old way, and neither leaves anything behind. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { compileScript } from '../../src/script/compile.ts'
import { missing, needing } from '../real/needs.ts'
import { frameOf, NONCE, runScript, textOf } from './run.ts'
import { file, SET, source } from './sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-watch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SHELLS: readonly (readonly [string, ...string[]])[] = [
  ['dash'],
  ['bash'],
  ['/bin/busybox', 'ash'],
]

type Edit = (script: string) => string

function replaced(script: string, from: string, to: string): string {
  if (!script.includes(from)) throw new Error(`the script has no ${from} now`)
  return script.replaceAll(from, to)
}

/** A kernel without CONFIG_PROC_CHILDREN, as the script sees it. */
const withoutChildren: Edit = (script) => replaced(script, '/children', '/no-such-file')

/** A host without `timeout`. */
const withoutTimeout: Edit = (script) => {
  const dir = mkdtempSync(join(folder, 'tools-'))
  for (const tool of ['cat', 'grep', 'head', 'sh', 'sleep', 'tr'])
    symlinkSync('/bin/busybox', join(dir, tool))
  return replaced(script, 'PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH', `PATH=${dir}`)
}

const WAYS: readonly (readonly [string, Edit])[] = [
  ['the watch', (script) => script],
  ['the watch, without timeout', withoutTimeout],
  ['timeout', withoutChildren],
  ['neither', (script) => withoutTimeout(withoutChildren(script))],
]

/** Seconds of one are those of the test, see `runScript`; it begins to speak, and hangs. */
const hangs = source(
  'hangs',
  { kind: 'argv', argv: ['sh', '-c', 'echo first; exec sleep 45.5'] },
  { limits: { bytes: 100, seconds: 1 } },
)
const slow = source('slow', { kind: 'argv', argv: ['sh', '-c', 'echo a; sleep 3; echo b'] })

describe.each(SHELLS)('in %s', (...words) => {
  const shell = words.filter((word) => word !== undefined) as [string, ...string[]]
  const skip = missing('busybox') || missing('dash')

  test.skipIf(skip).each(WAYS)(
    needing('busybox', 'what takes too long is ended, and nothing beside it, by %s'),
    // All they do is wait.
    { concurrent: true },
    async (_way, edit) => {
      const pipe = join(folder, 'pipe')
      spawnSync('mkfifo', [pipe])
      const silent = file(pipe, false, { id: 'silent', limits: { bytes: 100, seconds: 1 } })
      const ran = await runScript([hangs, silent, slow, SET.meminfo], { shell, edit })
      // head, which stood beside the command, has given what had come.
      expect(frameOf(ran, 'hangs')?.raw).toEqual({ kind: 'ok', text: 'first\n', cut: 'timeout' })
      expect(frameOf(ran, 'silent')?.raw).toEqual({ kind: 'gap', reason: 'timeout', detail: '' })
      expect(textOf(ran, 'slow')).toBe('a\nb\n')
      expect(textOf(ran, 'proc/meminfo')).toContain('MemTotal')
      expect(ran.marks).toEqual(['levels', 'bye'])
    },
  )

  test.skipIf(skip)(needing('busybox', 'nothing is left when the script has ended'), async () => {
    const script = start(shell, compileScript([SET.meminfo]))
    await script.exited
    await gone(script.group)
  })

  test.skipIf(skip)(
    needing('busybox', 'nothing is left when its group is killed, nor of the watch without it'),
    async () => {
      for (const whole of [true, false]) {
        const script = start(shell, compileScript([SET.meminfo, { ...slow, limits: LONG }]))
        while (inGroup(script.group).length < 4) await pause(20)
        process.kill(whole ? -script.group : script.group, 'SIGKILL')
        await script.exited
        await gone(script.group)
      }
    },
  )
})

const LONG = { bytes: 100, seconds: 30 }

/** It leads its group, as it does under sshd, and its standard input stays open. */
function start(
  [command, ...first]: readonly [string, ...string[]],
  script: string,
): { readonly group: number; readonly exited: Promise<unknown> } {
  const child: ChildProcess = spawn(command, [...first, '-s', '--', NONCE, '-', '0'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exited = new Promise((resolve) => child.on('exit', resolve))
  child.stdin?.write(script)
  return { group: child.pid ?? 0, exited }
}

/** Shorter than LONG, after which what was left would end by itself. */
const GONE = { timeout: 20_000 }

async function gone(group: number): Promise<void> {
  await expect.poll(() => inGroup(group), GONE).toEqual([])
}

/** Names of the group's processes that live. */
function inGroup(group: number): readonly string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, comm = '', rest = ''] =
        /\((.*)\) (.*)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      const [state, , own] = rest.split(' ')
      return Number(own) === group && state !== 'Z' ? [comm] : []
    } catch {
      return []
    }
  })
}
