/** The kit's scripts as a person runs them, and what `read` makes of what they printed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import { SOURCES } from '../../src/parsers/index.ts'
import { collectorSources, kitText, SAMPLER_SOURCES } from '../../src/pipeline/kit/scripts.ts'
import { takenOf } from '../../src/pipeline/kit/taken.ts'
import { readBytes } from '../../src/pipeline/readFile.ts'
import { kitOutputs } from '../../src/script/kitOutput.ts'
import { missing, needing } from '../real/needs.ts'
import { type LocalHouse, openLocalHouse, runIn } from './localHouse.ts'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-kit-'))
const patient = spawn(
  process.execPath,
  ['-e', 'setInterval(() => {}, 1000)', '--', '--password', 'hunter2secret'],
  { stdio: 'ignore' },
)
const pid = patient.pid ?? 0
let local: LocalHouse

beforeAll(async () => {
  local = await openLocalHouse()
  while (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hunter2secret')) await pause(20)
})

afterAll(async () => {
  patient.kill('SIGKILL')
  await local.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Shell {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** The only tools there are; null for those of this machine. */
  readonly tools: string | null
}

/** Applets that the scripts need at least; a busybox may have no `timeout`. */
const USED = [
  'grep',
  'head',
  'tail',
  'tr',
  'sleep',
  'true',
  'cat',
  'uname',
  'printf',
  'kill',
  'id',
  'date',
  'sed',
  'cut',
  'sha256sum',
  'readlink',
  'sh',
  'ls',
  'wc',
  'awk',
  'find',
  'df',
]

function busyboxFolder(name: string, applets: readonly string[]): string {
  const dir = join(folder, name)
  rmSync(dir, { recursive: true, force: true })
  spawnSync('mkdir', ['-p', dir])
  for (const applet of applets) symlinkSync('/bin/busybox', join(dir, applet))
  return dir
}

const ALL_SHELLS: readonly (Shell & { readonly skip: boolean })[] = [
  { name: needing('dash', 'dash'), command: ['dash'], tools: null, skip: missing('dash') },
  { name: 'bash', command: ['bash'], tools: null, skip: false },
  {
    name: needing('busybox', 'busybox alone'),
    command: ['/bin/busybox', 'ash'],
    tools: busyboxFolder('with', [...USED, 'timeout']),
    skip: missing('busybox'),
  },
  {
    name: needing('busybox', 'busybox without timeout'),
    command: ['/bin/busybox', 'ash'],
    tools: busyboxFolder('without', USED),
    skip: missing('busybox'),
  },
]
const SHELLS = ALL_SHELLS.filter(({ skip }) => !skip)

/** The script as it would lie on that host: with its only tools in its PATH. */
function scriptFor(shell: Shell, kind: 'collector' | 'sampler'): string {
  const own = shell.tools === null ? '' : `-${shell.tools.split('/').at(-1)}`
  const file = join(folder, `${kind}${own}.sh`)
  const text = kitText(local.house, kind).script
  const path = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH'
  expect(text).toContain(path)
  if (!existsSync(file))
    writeFileSync(file, shell.tools === null ? text : text.replace(path, `PATH=${shell.tools}`))
  return file
}

interface Printed {
  readonly bytes: Buffer
  readonly err: string
  readonly status: number | null
}

async function printedBy(child: ChildProcess): Promise<Printed> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (bytes: Buffer) => out.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => err.push(bytes))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { bytes: Buffer.concat(out), err: Buffer.concat(err).toString(), status }
}

function run(
  shell: Shell,
  kind: 'collector' | 'sampler',
  args: readonly string[],
): Promise<Printed> {
  const [command, ...first] = shell.command
  return printedBy(spawn(command, [...first, scriptFor(shell, kind), ...args], { cwd: folder }))
}

interface Report {
  readonly verdict: string
  readonly previousAt: string | null
  readonly subject: { readonly kind: string; readonly host: string }
  readonly levels: Readonly<Record<string, number | null>>
  readonly gaps: readonly { readonly source: string; readonly reason: string }[]
  readonly losses: readonly unknown[]
  readonly growth: { readonly verdict: string } | null
  readonly findings: readonly { readonly code: string }[]
  readonly script?: {
    readonly way: string
    readonly sha256: string | null
    readonly todaySha256: string
  }
}

async function readIn(bytes: Uint8Array | string): Promise<Report> {
  const file = { name: 'capture.txt', bytes: Buffer.from(bytes), mtimeMs: null }
  const done = await readBytes(local.house, file, null, 'en')
  return done.json as Report
}

// Side by side: the script waits most of its time.
describe.concurrent.each(SHELLS)('the collector under $name', (shell) => {
  test('prints a capture of the host and the process that is read like a check', async () => {
    const { bytes, err, status } = await run(shell, 'collector', [String(pid)])
    expect({ err, status }).toEqual({ err: '', status: 0 })
    const [output] = kitOutputs(bytes.toString())
    if (output === undefined) throw new Error('no output')
    expect(output).toMatchObject({ version: 1, kind: 'collector', pid, whole: true })
    const [taken] = takenOf(
      output,
      { collector: collectorSources(local.house), sampler: SAMPLER_SOURCES },
      { host: 'x', untoldMs: 0, todaySha256: '' },
    )
    const twice = taken?.frames.filter(({ reading, raw }) => reading === 2 && raw.kind === 'ok')
    expect(twice?.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['proc/vmstat', 'proc/PID/stat']),
    )
    const report = await readIn(bytes)
    expect(report.subject).toMatchObject({ kind: 'process', host: output.host })
    expect(report.levels['process.rssBytes']).toBeGreaterThan(1024 * 1024)
    expect(report.levels['process.pssBytes']).toBeGreaterThan(0)
    expect(report.levels['host.memTotalBytes']).toBeGreaterThan(0)
    // The output holds the secret, as its head says; what is read of it does not.
    expect(bytes.toString()).toContain('hunter2secret')
    expect(JSON.stringify(report) + JSON.stringify(taken)).not.toContain('hunter2secret')
    const text = readFileSync(scriptFor(shell, 'collector'), 'utf8')
    expect(report.script?.sha256).toBe(local.house.ids.sha256(text))
    expect(report.script?.sha256 === report.script?.todaySha256).toBe(shell.tools === null)
  })

  test('of the host alone, without arguments, and refusing words that are none', async () => {
    const [host, bare, bad] = await Promise.all([
      run(shell, 'collector', []),
      run(shell, 'collector', ['--no-args', String(pid)]),
      run(shell, 'collector', ['1;id']),
    ])
    expect((await readIn(host.bytes)).subject.kind).toBe('host')
    expect(bare.bytes.toString()).not.toContain('hunter2secret')
    expect((await readIn(bare.bytes)).levels['process.rssBytes']).toBeGreaterThan(0)
    expect(bad.status).toBe(64)
    expect(bad.bytes.length).toBe(0)
  })
})

describe('what came back damaged', () => {
  let whole = ''
  beforeAll(async () => {
    const [shell] = SHELLS
    if (shell === undefined) throw new Error('no shell')
    whole = (await run(shell, 'collector', [String(pid)])).bytes.toString()
  })

  test('line ends, quotes, encodings and text around it change nothing', async () => {
    const levels = (await readIn(whole)).levels
    const crlf = whole.replaceAll('\n', '\r\n')
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(crlf, 'utf16le')])
    const quoted = whole.replace(/^/gm, '> ')
    const pasted = `$ sh memcheck-kit.sh ${pid}\n${whole}$ exit\n`
    for (const text of [crlf, quoted, pasted]) expect((await readIn(text)).levels).toEqual(levels)
    expect((await readIn(utf16)).levels).toEqual(levels)
  })

  test('cut anywhere it gives what was there, and says that its end is missing', async () => {
    for (let part = 1; part <= 12; part += 1) {
      const cut = whole.slice(0, Math.floor((whole.length * part) / 13))
      const report = await readIn(cut)
      expect(report.losses).toContainEqual(
        expect.objectContaining({ code: 'cut', source: 'memcheck/script' }),
      )
      if (part < 6) expect(report.gaps.map(({ reason }) => reason)).toContain('cut-off')
      const total = report.levels['host.memTotalBytes'] ?? null
      if (total !== null) expect(total).toBeGreaterThan(1024 ** 3 / 2)
    }
  })

  test('outputs of one process, one behind the other, are each other’s history', async () => {
    const seconds = Number(/ K date (\d+)/.exec(whole)?.[1])
    const later = whole
      .replace(/ K date \d+/, ` K date ${seconds + 600}`)
      .replace(new RegExp(`(/proc/${pid}/status:VmRSS:\\s+)\\d+`), '$1999999')
    const report = await readIn(`${later}${whole}`)
    expect(report.levels['process.rssBytes']).toBe(999_999 * 1024)
    expect(report.previousAt).toBe(`${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`)
  })

  test('another version is told, not guessed at', async () => {
    const reading = readIn(whole.replace('memcheck-kit 1 ', 'memcheck-kit 2 '))
    await expect(reading).rejects.toThrow(UserError)
  })

  test('what evidence holds can neither end an output nor begin another', () => {
    const nonce = 'a'.repeat(32)
    const other = 'b'.repeat(32)
    const text = [
      `memcheck-kit 1 collector ${nonce}`,
      `@@${nonce} K host db1`,
      `@@${nonce} B kernel/log`,
      `memcheck-kit 1 collector ${other}`,
      `@@${other} K host evil`,
      `@@${other} Z`,
      `@@${nonce} E kernel/log 0 1.0`,
      `@@${nonce} S`,
      `@@${nonce} Z`,
      '',
    ].join('\n')
    expect(kitOutputs(`${text}${text}`).map(({ host }) => host)).toEqual(['db1', 'db1'])
  })

  test('no text makes it throw', () => {
    const nonce = '0'.repeat(32)
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `memcheck-kit 1 sampler ${nonce}\n`,
        `@@${nonce} `,
        'T 5\n',
        'K pid 3\n',
        'S\n',
        'Z\n',
        '\r\n',
      ),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        for (const output of kitOutputs(words.join('')))
          takenOf(
            output,
            { collector: SOURCES.slice(0, 8), sampler: SAMPLER_SOURCES },
            { host: '', untoldMs: 0, todaySha256: '' },
          )
      }),
    )
  })
})

test(needing('strace', 'writes to no file, and leaves no process'), async () => {
  if (missing('strace')) return
  const before = readdirSync(folder).sort()
  const trace = await printedBy(
    spawn(
      'strace',
      [
        '-f',
        '-q',
        '-e',
        'trace=open,openat,creat,unlink,unlinkat,mkdir,rename,connect',
        'sh',
        'collector.sh',
        String(pid),
      ],
      { cwd: folder },
    ),
  )
  const touched = trace.err
    .split('\n')
    .filter((line) =>
      /O_WRONLY|O_RDWR|O_CREAT|creat\(|unlink|mkdir\(|rename\(|connect\(/.test(line),
    )
    .filter((line) => !line.includes('"/dev/null"') && !line.includes('"/dev/tty"'))
  expect(touched).toEqual([])
  expect(readdirSync(folder).sort()).toEqual(before)
  expect(kitOutputs(trace.bytes.toString())[0]?.whole).toBe(true)
})

describe('the sampler', () => {
  const tools = SHELLS.at(-1)
  const first = SHELLS[0]
  if (first === undefined || tools === undefined) throw new Error('no shell')

  test('ends after so many samples, with its process, and when nobody takes its output', async () => {
    const short = spawn('sleep', ['1000'], { stdio: 'ignore' })
    const closing = spawn(first.command[0], [
      ...first.command.slice(1),
      scriptFor(first, 'sampler'),
      '-i',
      '5',
    ])
    closing.stdout.once('data', () => closing.stdout.destroy())
    const closed = new Promise<number | null>((resolve) => closing.on('exit', resolve))
    const gone = run(first, 'sampler', ['-i', '5', String(short.pid)])
    const [counted, bare] = await Promise.all([
      run(first, 'sampler', ['-i', '5', '-n', '2', String(pid)]),
      run(tools, 'sampler', ['-i', '5', '-n', '2']),
    ])
    short.kill('SIGKILL')
    for (const { bytes, err, status } of [counted, bare, await gone]) {
      expect({ err, status }).toEqual({ err: '', status: 0 })
      const [output] = kitOutputs(bytes.toString())
      expect(output?.whole).toBe(true)
      expect(output?.samples.length).toBeGreaterThan(1)
    }
    expect((await readIn(counted.bytes)).levels['process.rssBytes']).toBeGreaterThan(0)
    expect((await readIn(bare.bytes)).levels['host.memTotalBytes']).toBeGreaterThan(0)
    expect(await closed).not.toBe(0)
  })

  test('refuses what is no number, or too often, too much', async () => {
    for (const args of [
      ['-i', '1'],
      ['-n', '0'],
      ['-n', '9999'],
      ['-i', '5;id'],
      ['x'],
      ['1', '2'],
    ])
      expect((await run(first, 'sampler', args)).status).toBe(64)
  })

  test('its samples are a history, by which growth is judged', async () => {
    const one = (await run(first, 'sampler', ['-n', '1', String(pid)])).bytes.toString()
    const [, nonce = ''] = /sampler ([0-9a-f]{32})/.exec(one) ?? []
    const at = one.indexOf(`@@${nonce} T `)
    const sample = one.slice(one.indexOf('\n', at) + 1, one.indexOf(`@@${nonce} Z`))
    const startSec = Number(/ T (\d+)/.exec(one)?.[1])
    const grown = Array.from({ length: 400 }, (_, i) => {
      const kib = 100_000 + i * 5000
      return `@@${nonce} T ${startSec + i * 60}\n${sample
        .replace(/(VmRSS:\s+)\d+/, `$1${kib + 20_000}`)
        .replace(/(RssAnon:\s+)\d+/, `$1${kib}`)}`
    })
    const text = `${one.slice(0, at)}${grown.join('')}@@${nonce} Z\n`
    const report = await readIn(text)
    expect(report.growth?.verdict).toBe('leaking')
    expect(report.findings.map(({ code }) => code).join()).toContain('leak.leaking')
    // Cut in its last sample, all before it is still there.
    const cut = await readIn(text.slice(0, -sample.length / 2))
    expect(cut.growth?.verdict).toBe('leaking')
  })
})

test('the command prints the script and nothing else, so that it can be sent on', async () => {
  const done = await runIn(local.house, 'kit')
  expect(done.message.blocks).toEqual([
    { kind: 'code', text: kitText(local.house, 'collector').script.trimEnd() },
  ])
  expect(done.json).toMatchObject({
    kind: 'collector',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})
