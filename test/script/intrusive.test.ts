/** The intrusive scripts as they run here, in each shell; what they may write; and arguments that are none. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  coreFilePath,
  type IntrusiveEvent,
  type IntrusiveRequest,
} from '../../src/domain/intrusive.ts'
import {
  intrusiveScript,
  lookScript,
  removeCoreScript,
} from '../../src/script/intrusive/compile.ts'
import { IntrusiveReader } from '../../src/script/intrusive/read.ts'
import {
  buildPatient,
  getsOn,
  kindsOf,
  leftOf,
  only,
  requestOf,
  startPatient,
  until,
} from '../real/intrusive.ts'
import { missing, needing } from '../real/needs.ts'
import { WHOLE } from '../whole.ts'

const skip = missing('gdb') || missing('cc') || missing('busybox') || userInfo().uid !== 0
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'memcheck-intrusive-')))
const dumpDir = join(folder, 'dumps')

const APPLETS = [
  'sh',
  'setsid',
  'sleep',
  'df',
  'ls',
  'rm',
  'grep',
  'id',
  'stat',
  'chmod',
  'true',
  'cat',
]
const PATH_LINE = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH'

const SHELLS: readonly {
  readonly name: string
  readonly shell: readonly [string, ...string[]]
  readonly path?: string
}[] = [
  { name: 'dash', shell: ['dash'] },
  { name: 'bash', shell: ['bash'] },
  { name: 'bash --posix', shell: ['bash', '--posix'] },
  {
    name: 'busybox ash, busybox tools and gdb',
    shell: ['/bin/busybox', 'ash'],
    path: join(folder, 'tools'),
  },
]

/** Sleeps and wakes some ten thousand times a second. */
const RESTLESS =
  'const a = new Int32Array(new SharedArrayBuffer(4)); for (;;) Atomics.wait(a, 0, 0, 0.02)'

let patient: ChildProcess & { readonly pid: number }

beforeAll(async () => {
  if (skip) return
  mkdirSync(dumpDir, { mode: 0o700 })
  mkdirSync(join(folder, 'tools'))
  for (const name of APPLETS) symlinkSync('/bin/busybox', join(folder, 'tools', name))
  symlinkSync('/usr/bin/gdb', join(folder, 'tools', 'gdb'))
  patient = await startPatient(buildPatient(folder), 40)
})
afterAll(() => {
  patient?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs it as a caller does who holds on until the end. */
async function run(
  request: IntrusiveRequest,
  [command, ...first]: readonly [string, ...string[]],
  path?: string,
  change: (text: string) => string = (text) => text,
  compile = intrusiveScript,
): Promise<{ readonly events: readonly IntrusiveEvent[]; readonly err: string }> {
  const { script, args, sign } = compile(request)
  const text = path === undefined ? script : script.replaceAll(PATH_LINE, `PATH=${path}`)
  const child = spawn(command, [...first, '-s', '--', ...args], { detached: true })
  const reader = new IntrusiveReader(request)
  const events: IntrusiveEvent[] = []
  let out = ''
  let err = ''
  child.stderr.on('data', (bytes) => {
    err += bytes
  })
  child.stdout.on('data', (bytes: Buffer) => {
    if (!out.includes(sign)) {
      out += bytes.toString()
      if (out.includes(sign)) child.stdin.write('hold\n')
    }
    events.push(...reader.push(bytes))
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${change(text)}\nexit\n`)
  await new Promise((resolve) => child.on('close', resolve))
  return { events: [...events, ...reader.end()], err }
}

const shells = WHOLE ? SHELLS : SHELLS.filter(({ name }) => name !== 'bash --posix')

describe.skipIf(skip).each(shells)(needing('gdb', 'in $name'), ({ shell, path }) => {
  test('gdb tells the stacks', async () => {
    const request = requestOf('gdb', patient.pid)
    const { events, err } = await run(request, shell, path)
    expect(kindsOf(events)).toEqual(['begun', 'pausing', 'text', 'resumed', 'cleaned', 'end'])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
    const lines = only(events, 'text').map(({ line }) => line)
    expect(lines.join('\n')).toMatch(/^Thread 1 [\s\S]*one_turn[\s\S]* main /)
    expect(err).toBe('')
    await getsOn(patient.pid)
    await until('nothing is left', () => leftOf(request.nonce).length === 0)
  })

  test('regression: what gdb says counts though it has let go before that is read', async () => {
    const slow = (text: string): string => text.replace('tell P ;;', 'tell P; sleep 2 ;;')
    const request = requestOf('gdb', patient.pid)
    const { events } = await run(request, shell, path, slow)
    expect(kindsOf(events)).toEqual(['begun', 'pausing', 'text', 'resumed', 'cleaned', 'end'])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
  })

  test('gcore writes a core, which is removed by its own script alone', async () => {
    const request = requestOf('gcore', patient.pid, { dumpDir })
    const { events, err } = await run(request, shell, path)
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
    expect(only(events, 'file')[0]?.bytes).toBeGreaterThan(40 * 1024 * 1024)
    expect(err).toBe('')
    await getsOn(patient.pid)
    await until('nothing is left', () => leftOf(request.nonce).length === 0)
    const { script, args } = removeCoreScript(request)
    const [command, ...first] = shell
    const removed = spawnSync(command, [...first, '-s', '--', ...args], { input: script })
    expect(String(removed.stdout)).toContain(' C 0\n')
    expect(existsSync(coreFilePath(request))).toBe(false)
  })

  test('regression: a process that falls asleep and wakes while it is looked at is seen as it is', async () => {
    const restless = spawn(process.execPath, ['-e', RESTLESS], { stdio: 'ignore' })
    try {
      for (let look = 0; look < 40; look += 1) {
        const { events } = await run(
          requestOf('gdb', restless.pid ?? 0),
          shell,
          path,
          (text) => text,
          lookScript,
        )
        expect(only(events, 'refused')).toEqual([])
      }
    } finally {
      restless.kill('SIGKILL')
    }
  })

  test('a folder that cannot be written is told, and what is none of the script is left', async () => {
    const request = requestOf('gcore', patient.pid, { dumpDir: '/proc' })
    const { events } = await run(request, shell, path)
    expect(only(events, 'refused')).toHaveLength(1)
    expect(events.at(-1)).toEqual({ kind: 'end', ok: false, detail: 'refused' })
    await getsOn(patient.pid)
  })

  test('arguments that are none are refused before anything is said', () => {
    const [command, ...first] = shell
    const good = ['gcore', 'f00dcafe12345678', '1', '1', '10', '/tmp', '10', 'do']
    const bad: readonly (readonly [number, string])[] = [
      ...['perf', '', 'gdb;id', 'gdb'].map((word) => [0, word] as const),
      ...['', 'F00D', 'x;id', '../a'].map((word) => [1, word] as const),
      ...[2, 3, 4, 6].flatMap((at) =>
        ['', '0', '-1', '1x', '$(id)'].map((word) => [at, word] as const),
      ),
      ...['', 'tmp', '-', '/a/../b', '/a/..', '/../a', '/a b', '/a;id', '/a\nb'].map(
        (word) => [5, word] as const,
      ),
      ...['', 'dont', 'do;id', 'look do'].map((word) => [7, word] as const),
    ]
    const { script } = intrusiveScript(requestOf('gdb', patient.pid))
    for (const [at, word] of bad) {
      const ran = spawnSync(command, [...first, '-s', '--', ...good.with(at, word)], {
        input: script,
      })
      expect([at, word, ran.status, String(ran.stdout)]).toEqual([at, word, 64, ''])
    }
    const { script: remove } = removeCoreScript(requestOf('gcore', patient.pid, { dumpDir }))
    for (const args of [
      ['F', '1', '/tmp', '-'],
      ['f0', '1/../x', '/tmp', '-'],
      ['f0', '1', 'tmp', '-'],
      ['f0', '1', '/tmp/..', '-'],
      ['f0', '1', '/t mp', '-'],
      ['f0', '1', '/tmp', ''],
      ['f0', '1', '/tmp', '1;id'],
    ]) {
      const ran = spawnSync(command, [...first, '-s', '--', ...args], { input: remove })
      expect([args, ran.status, String(ran.stdout)]).toEqual([args, 64, ''])
    }
  })
})

test.each(['dash', 'bash'])('a script that was cut on its way runs nothing in %s', (shell) => {
  const request = { kind: 'gcore', pid: 1, startTicks: 1, nonce: 'f00dcafe12345678' } as const
  const { script, args } = intrusiveScript({
    ...request,
    seconds: 9,
    dumpDir: '/tmp',
    dumpMaxBytes: 9,
  })
  const remove = removeCoreScript({ ...request, dumpDir: '/tmp' })
  for (const [text, words] of [
    [script, args],
    [remove.script, remove.args],
  ] as const) {
    const spread = [...Array(15).keys()].map((i) => Math.floor((text.length * i) / 15))
    const ends = [...Array(25).keys()].map((i) => text.length - 2 - i)
    for (const end of [...spread, ...ends]) {
      const ran = spawnSync(shell, ['-s', '--', ...words], { input: text.slice(0, end) })
      expect([end, String(ran.stdout)]).toEqual([end, ''])
    }
  }
})

test('what has not the form of a request never becomes a script', () => {
  const good: IntrusiveRequest = {
    kind: 'gcore',
    pid: 7,
    startTicks: 8,
    nonce: 'f00dcafe12345678',
    seconds: 9,
    dumpDir: '/var/tmp/cores/',
    dumpMaxBytes: 10,
  }
  expect(intrusiveScript(good).args).toEqual([
    'gcore',
    'f00dcafe12345678',
    '7',
    '8',
    '9',
    '/var/tmp/cores',
    '10',
    'do',
  ])
  expect(lookScript(good).args.at(-1)).toBe('look')
  expect(removeCoreScript(good).args.at(-1)).toBe('-')
  const made = { inode: 3, changedAtSec: 4, bytes: 5 }
  expect(removeCoreScript(good, made).args.at(-1)).toBe('3.4.5')
  expect(() => removeCoreScript(good, { ...made, inode: Number.NaN })).toThrow()
  for (const part of [
    { pid: 0 },
    { pid: 1.5 },
    { startTicks: Number.NaN },
    { seconds: -1 },
    { dumpMaxBytes: 2 ** 60 },
    { nonce: 'f00d' },
    { nonce: 'f00dcafe1234567;' },
    { dumpDir: 'cores' },
    { dumpDir: '/' },
    { dumpDir: '/a/../b' },
    { dumpDir: '/a/.' },
    { dumpDir: '/a b' },
    { dumpDir: '/a//b' },
    { dumpDir: '/$(id)' },
  ])
    expect(() => intrusiveScript({ ...good, ...part })).toThrow()
  // The text holds nothing of a request.
  const { script } = intrusiveScript(good)
  expect(
    intrusiveScript({ ...good, pid: 99, dumpDir: '/other', nonce: 'abcdef0123456789' }).script,
  ).toBe(script)
})

/** Where a text of sh writes to: what stands behind each `>`. */
function writtenTo(text: string): readonly string[] {
  const code = text.replace(/^\s*#.*$/gm, '')
  const places = [...code.matchAll(/>>?\s*(&[\d-]|"[^"]*"|[^\s;)]+)/g)].map(([, to = '']) => to)
  return [...new Set(places)].sort()
}

test('of all scripts these alone write: the core, and nothing else', () => {
  const request = { pid: 1, nonce: 'f00dcafe12345678', dumpDir: '/tmp' }
  const { script } = intrusiveScript({
    ...request,
    kind: 'gcore',
    startTicks: 1,
    seconds: 1,
    dumpMaxBytes: 1,
  })
  const remove = removeCoreScript(request).script
  expect(writtenTo(script)).toEqual(['"./$file"', '&1', '/dev/null', '/proc/self/oom_score_adj'])
  expect(writtenTo(remove)).toEqual(['/dev/null'])
  const removed = (text: string) => [...new Set(text.match(/\brm -\S+ \S+/g))]
  expect(removed(script)).toEqual(['rm -f "./$file";'])
  expect(removed(remove)).toEqual(['rm -f "./$file"'])
})

test.skipIf(skip)(
  needing('gdb', 'a host on which nothing but the folder can be written is enough'),
  async () => {
    const request = requestOf('gcore', patient.pid, { dumpDir })
    const mounts = 'mount --bind "$1" "$1" && mount -o remount,bind,ro / && shift && exec "$@"'
    const { events } = await run(request, [
      'unshare',
      '-m',
      'sh',
      '-c',
      mounts,
      'sh',
      dumpDir,
      'sh',
    ])
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, detail: 'done' })
    expect(existsSync(coreFilePath(request))).toBe(true)
    rmSync(coreFilePath(request))
  },
)
