/** The script as it runs here, in each shell, with the tools that each kind of host has. */
import { spawn, spawnSync } from 'node:child_process'
import {
  mkdirSync,
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allArgs } from '../../src/parsers/proc/allArgs.ts'
import { compileScript } from '../../src/script/compile.ts'
import { missing, needing } from '../real/needs.ts'
import { WHOLE } from '../whole.ts'
import { frameOf, NONCE, type RunOptions, reasonOf, runScript, textOf } from './run.ts'
import { ALL, file, SET, source } from './sources.ts'

const made: string[] = []
afterAll(() => {
  patient.kill('SIGKILL')
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'memcheck-script-'))
  made.push(dir)
  return dir
}

/** A folder with these tools and no others, as the only place that the script finds any. */
function only(dir: string): (script: string) => string {
  return (script) => {
    const edited = script.replace('PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH', `PATH=${dir}`)
    if (edited === script) throw new Error('the script sets its PATH in another way now')
    return edited
  }
}

function toolFolder(tools: Readonly<Record<string, string>>): string {
  const dir = tempFolder()
  for (const [name, target] of Object.entries(tools)) symlinkSync(target, join(dir, name))
  return dir
}

function busyboxTools(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, '/bin/busybox']))
}

const USED = ['grep', 'head', 'tr', 'sleep', 'true', 'cat', 'uname', 'printf', 'kill']

const HOSTS: readonly {
  readonly name: string
  readonly skip: boolean
  readonly run: RunOptions
}[] = [
  { name: 'dash', skip: missing('dash'), run: { shell: ['dash'] } },
  { name: 'bash', skip: false, run: { shell: ['bash'] } },
  { name: 'bash --posix', skip: false, run: { shell: ['bash', '--posix'] } },
  {
    name: needing('busybox', 'busybox ash and busybox tools alone'),
    skip: missing('busybox'),
    run: {
      shell: ['/bin/busybox', 'ash'],
      edit: only(toolFolder(busyboxTools([...USED, 'timeout']))),
    },
  },
  {
    name: needing('busybox', 'busybox ash without timeout'),
    skip: missing('busybox'),
    run: { shell: ['/bin/busybox', 'ash'], edit: only(toolFolder(busyboxTools(USED))) },
  },
  {
    name: needing('busybox', 'dash without timeout'),
    skip: missing('dash') || missing('busybox'),
    run: { shell: ['/usr/bin/dash'], edit: only(toolFolder(busyboxTools(USED))) },
  },
]

const patient = spawn(
  process.execPath,
  ['-e', 'setInterval(() => {}, 1000)', '--', '--password', 'hunter2secret'],
  {
    stdio: 'ignore',
  },
)
const pid = patient.pid ?? 0
beforeAll(async () => {
  while (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hunter2secret')) await pause(10)
})

describe.each(HOSTS.filter(({ skip }) => !skip))('on a host with $name', ({ run }) => {
  test('every source gives what it has, or why it gives nothing', async () => {
    const ran = await runScript(ALL, { ...run, pid, wait: 1 })
    expect(ran.status).toBe(0)
    expect(ran.marks).toEqual(['levels', 'bye'])
    const gaps = ran.frames.flatMap(({ source: id, raw }) =>
      raw.kind === 'gap' ? [[id, raw.reason]] : [],
    )
    expect(gaps).toEqual([
      ['proc/no-such-file', 'absent'],
      ['no-tool', 'no-tool'],
    ])
    expect(ran.frames.filter(({ raw }) => raw.kind === 'ok' && raw.cut !== null)).toEqual([])
    expect(textOf(ran, 'proc/meminfo')).toMatch(/^MemTotal: +\d+ kB\nMemFree:[\s\S]*\n$/)
    expect(textOf(ran, 'proc/sys/vm/swappiness')).toBe(
      readFileSync('/proc/sys/vm/swappiness', 'utf8'),
    )
    expect(textOf(ran, 'settings')).toBe(
      ['overcommit_memory', 'max_map_count']
        .map((name) => `/proc/sys/vm/${name}:${readFileSync(`/proc/sys/vm/${name}`, 'utf8')}`)
        .join(''),
    )
    expect(textOf(ran, 'etc/os-release')).toBe(readFileSync('/etc/os-release', 'utf8'))
    // Tests of the project run in containers too.
    expect(textOf(ran, 'tools')).toMatch(/^tools head tr\n(arch \S+\n)?(there \S+\n)*$/)
    expect(textOf(ran, 'quoted')).toBe("it's|$HOME `id`|a;b|")
    expect(textOf(ran, 'proc/PID/stat')).toMatch(new RegExp(`^${pid} \\(`))
    expect(textOf(ran, 'proc/PID/status')).toContain(`\nPid:\t${pid}\n`)
    expect(textOf(ran, 'proc/PID/smaps')).toContain('[stack]')
    expect(textOf(ran, 'proc/PID/smaps_rollup')).toContain('Pss:')
    expect(textOf(ran, 'proc/processes')).toContain(`${pid}/stat:${pid} (`)
    expect(textOf(ran, 'proc/processes')).toMatch(new RegExp(`^${pid}/status:VmRSS:`, 'm'))
    expect(textOf(ran, 'proc/processes')).not.toContain('VmPeak')
    expect(textOf(ran, 'proc/first-args').split('\0')).toContain(
      `${pid}/cmdline:${process.execPath}`,
    )
  })

  test('arguments arrive whole, and masked before anyone keeps them', async () => {
    const ran = await runScript([SET.cmdline], { ...run, pid })
    expect(textOf(ran, 'proc/PID/cmdline').split('\0').slice(0, 5)).toEqual([
      process.execPath,
      '-e',
      'setInterval(() => {}, 1000)',
      '--',
      '--password',
    ])
    expect(JSON.stringify(ran.frames)).not.toContain('hunter2secret')
  })

  test('counters and stat are read again, each with the uptime of its own reading', async () => {
    const ran = await runScript([SET.vmstat, SET.meminfo, SET.stat], { ...run, pid, wait: 1 })
    const first = frameOf(ran, 'proc/vmstat', 1)?.hostUptimeSec ?? 0
    const second = frameOf(ran, 'proc/vmstat', 2)?.hostUptimeSec ?? 0
    expect(second - first).toBeGreaterThanOrEqual(1)
    expect(ran.frames.map((frame) => `${frame.source} ${frame.reading}`)).toEqual([
      'proc/vmstat 1',
      'proc/meminfo 1',
      'proc/PID/stat 1',
      'proc/PID/stat 2',
      'proc/vmstat 2',
      'proc/PID/stat 2',
    ])
  })

  test('a command that hangs is killed, one that floods is cut, and the rest is read', async () => {
    const limits = { bytes: 5000, seconds: 5 }
    const hung = { limits: { bytes: 5000, seconds: 1 } }
    const hangs = source('hangs', { kind: 'argv', argv: ['sleep', '41.5'] }, hung)
    const floods = source('floods', { kind: 'argv', argv: ['cat', '/dev/zero'] }, { limits })
    const endless = file('/dev/zero', false, { id: 'endless', limits })
    const ran = await runScript([hangs, floods, endless, SET.stat], { ...run, pid })
    expect(reasonOf(ran, 'hangs')).toBe('timeout')
    for (const id of ['floods', 'endless']) {
      expect(frameOf(ran, id)?.raw).toEqual({ kind: 'ok', text: '\0'.repeat(5000), cut: 'cap' })
    }
    expect(textOf(ran, 'proc/PID/stat')).toContain(String(pid))
    expect(ran.marks).toEqual(['levels', 'bye'])
    expect(stillRunning('41.5')).toEqual([])
  })

  test('a process that is not there is gone, not absent', async () => {
    const sources = [SET.stat, SET.status, SET.cmdline, SET.rollup, SET.cgroup, SET.meminfo]
    const ran = await runScript(sources, { ...run, pid: 4_194_304 })
    const reasons = sources.map((one) => reasonOf(ran, one.id))
    expect(reasons).toEqual(['gone', 'gone', 'gone', 'gone', 'gone', 'ok'])
  })

  test('a host-only round reads nothing of a process', async () => {
    const ran = await runScript(ALL, { ...run, pid: null })
    expect(reasonOf(ran, 'proc/PID/status')).toBe('not-asked')
    expect(ran.frames.filter((frame) => frame.pid !== null)).toEqual([])
    expect(textOf(ran, 'proc/meminfo')).toContain('MemTotal')
  })

  test('arguments that are no numbers are refused before anything is read', () => {
    const [command, ...first] = run.shell ?? ['sh']
    for (const args of [
      ['x;id', '1', '0'],
      ['', '1', '0'],
      [NONCE, '1x', '0'],
      [NONCE, '', '0'],
      [NONCE, '-1', '0'],
      [NONCE, '../1', '0'],
      [NONCE, '1', '-'],
      [NONCE, '1', ''],
    ]) {
      const ran = spawnSync(command, [...first, '-s', '--', ...args], { input: compileScript(ALL) })
      expect([ran.status, String(ran.stdout)]).toEqual([64, ''])
    }
  })

  test('all that was started ends with a caller who held on and went away', async () => {
    const hangs = source(
      'hangs',
      { kind: 'argv', argv: ['sleep', '43.5'] },
      {
        limits: { bytes: 100, seconds: 60 },
      },
    )
    const [command, ...first] = run.shell ?? ['sh']
    const text = (run.edit ?? ((script: string) => script))(compileScript([SET.meminfo, hangs]))
    // Detached: it leads its group, as it does under sshd.
    const child = spawn(command, [...first, '-s', '--', NONCE, '-', '0'], { detached: true })
    const closed = new Promise((resolve) => child.on('close', resolve))
    child.stdin.write(`${text}\nexit\n`)
    child.stderr.resume()
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.stdout.resume()
    await new Promise((resolve) => child.stdin.write('hold\n', resolve))
    while (stillRunning('43.5').length === 0) await pause(20)
    child.stdin.end()
    await closed
    while (stillRunning('43.5').length > 0) await pause(20)
  })

  test('a caller who closes its ends leaves nothing running', async () => {
    const [command, ...first] = run.shell ?? ['sh']
    const text = (run.edit ?? ((script: string) => script))(compileScript(ALL))
    const child = spawn(command, [...first, '-s', '--', NONCE, String(pid), '3'])
    const exited = new Promise((resolve) => child.on('exit', resolve))
    child.stdin.end(text)
    child.stderr.destroy()
    child.stdout.once('data', () => child.stdout.destroy())
    await exited
  })
})

/** Pids of running commands whose last argument is this. */
function stillRunning(argument: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').endsWith(`\0${argument}\0`)
    } catch {
      return false
    }
  })
}

describe('a script that was cut on its way', () => {
  const script = compileScript(ALL)
  const ends = [...Array(80).keys()].map((i) => script.length - 2 - i)
  const spread = [...Array(60).keys()].map((i) => Math.floor((script.length * i) / 60))

  test.each([
    ['dash', 1],
    // It is much slower to start: of its cuts every fourth, where not all are asked for.
    ['bash', WHOLE ? 1 : 4],
  ])('runs nothing in %s', (shell, every) => {
    for (const end of [...ends, ...spread].filter((_, i) => i % every === 0)) {
      const ran = spawnSync(shell, ['-s', '--', NONCE, '1', '0'], { input: script.slice(0, end) })
      expect([end, String(ran.stdout)]).toEqual([end, ''])
    }
  })
})

describe('places that only some hosts have', () => {
  test('a grep without -z has no first arguments to give', async () => {
    const dir = toolFolder({
      head: '/usr/bin/head',
      tr: '/usr/bin/tr',
      timeout: '/usr/bin/timeout',
    })
    const fake = join(dir, 'grep')
    writeFileSync(fake, '#!/bin/sh\necho "grep: invalid option -- \'z\'" >&2\nexit 2\n', {
      mode: 0o755,
    })
    const ran = await runScript([SET.firstArgs], { edit: only(`${dir}:/usr/bin:/bin`) })
    expect(reasonOf(ran, 'proc/first-args')).toBe('no-tool')
  })

  test('a process with more mappings than the limit keeps its memory lock to itself', async () => {
    // The limit's place in the script is lowered instead of making 5000 mappings.
    const edit = (script: string): string => script.replaceAll('5000', '3')
    const ran = await runScript([SET.status, SET.rollup, SET.smaps], { pid, edit })
    expect(reasonOf(ran, 'proc/PID/smaps_rollup')).toBe('too-large')
    expect(reasonOf(ran, 'proc/PID/smaps')).toBe('too-large')
    expect(reasonOf(ran, 'proc/PID/status')).toBe('ok')
  })

  test('what may not be read is denied by name', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'] as const
    const able = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0
    const ran = await runScript([SET.smaps, SET.status, file('/etc/shadow', true), SET.meminfo], {
      pid,
      ...(able ? { shell: nobody } : {}),
    })
    expect(reasonOf(ran, 'etc/shadow')).toBe('denied')
    if (able) expect(reasonOf(ran, 'proc/PID/smaps')).toBe('denied')
    expect(reasonOf(ran, 'proc/PID/status')).toBe('ok')
  })
})

describe('a host under memory pressure', () => {
  const calm =
    'some avg10=99.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=9.99 avg60=0.00 avg300=0.00 total=1\n'
  const pressed = calm.replace('full avg10=9.99', 'full avg10=10.00')

  test.each(HOSTS.filter(({ skip }) => !skip))(
    'is spared what walks mappings, and of thousands of processes the arguments, with $name',
    async ({ run }) => {
      const dir = tempFolder()
      for (const pressure of [calm, pressed]) {
        writeFileSync(join(dir, 'memory'), pressure)
        const edit = (script: string): string =>
          (run.edit ?? ((text: string) => text))(script)
            .replaceAll('/proc/pressure/memory', join(dir, 'memory'))
            .replaceAll('-gt 1000', '-gt 4')
        const ran = await runScript([SET.status, SET.rollup, SET.smaps, SET.firstArgs], {
          ...run,
          pid,
          edit,
        })
        const reasons = ['proc/PID/smaps_rollup', 'proc/PID/smaps', 'proc/first-args'].map((id) =>
          reasonOf(ran, id),
        )
        expect(reasons).toEqual(Array(3).fill(pressure === pressed ? 'shed' : 'ok'))
        expect(reasonOf(ran, 'proc/PID/status')).toBe('ok')
        if (pressure === pressed)
          expect(frameOf(ran, 'proc/PID/smaps')?.raw).toMatchObject({
            detail: 'memory pressure: full avg10=10.00',
          })
      }
    },
  )
})

describe('a process whose arguments cannot be read', () => {
  test.each(HOSTS.filter(({ skip }) => !skip))(
    'costs its own alone, with $name',
    // They wait for the reader that hangs.
    { concurrent: true },
    async ({ run }) => {
      const dir = tempFolder()
      // A reader of a pipe that nobody writes hangs as one of a page that never comes.
      for (const name of ['1', '4', '42', '421', '4242', '4243', '5']) {
        mkdirSync(join(dir, name))
        if (name === '4242') spawnSync('mkfifo', [join(dir, name, 'cmdline')])
        else writeFileSync(join(dir, name, 'cmdline'), `prog-${name}\0x\0`)
      }
      const edit = (script: string): string =>
        (run.edit ?? ((text: string) => text))(script).replace('cd /proc ', `cd ${dir} `)
      const limits = { bytes: 10_000, seconds: 1 }
      const ran = await runScript([{ ...allArgs, limits }], { ...run, edit })
      const parsed = allArgs.parse(textOf(ran, 'proc/all-args'), { cut: false })
      expect(parsed).toMatchObject({ losses: [{ code: 'missing-field', sample: '#hung 4242' }] })
      expect(
        'value' in parsed && [...parsed.value.processes].sort((a, b) => a.pid - b.pid),
      ).toEqual(
        [1, 4, 42, 421, 4243, 5]
          .sort((a, b) => a - b)
          .map((own) => ({ pid: own, args: [`prog-${own}`, 'x'] })),
      )
    },
  )
})

describe.each([
  ['at once', 8000],
  ['by leading digit, where there are many', 2],
])('the table of processes is whole when it is read %s', (_how, atOnce) => {
  const pids = ['1', '12', '345', '4', '77', '9000001']

  test.each(['dash', 'bash', 'busybox'])('in %s', async (shell) => {
    if (shell === 'busybox' && missing('busybox')) return
    const dir = tempFolder()
    for (const name of pids) {
      mkdirSync(join(dir, name))
      writeFileSync(join(dir, name, 'stat'), `${name} (x) S\n`)
      writeFileSync(join(dir, name, 'status'), `Name: x\nVmRSS: ${name} kB\n`)
      writeFileSync(join(dir, name, 'cmdline'), `arg\n${name}\0second\0`)
    }
    mkdirSync(join(dir, 'self'))
    writeFileSync(join(dir, 'self', 'stat'), 'no\n')
    const ran = await runScript([SET.processes, SET.firstArgs], {
      shell: shell === 'busybox' ? ['/bin/busybox', 'ash'] : [shell],
      edit: (script) =>
        script.replace('cd /proc ', `cd ${dir} `).replaceAll('-le 8000', `-le ${atOnce}`),
    })
    const lines = pids.flatMap((name) => [
      `${name}/stat:${name} (x) S`,
      `${name}/status:Name: x`,
      `${name}/status:VmRSS: ${name} kB`,
    ])
    expect(textOf(ran, 'proc/processes').trim().split('\n').sort()).toEqual(lines.sort())
    // A line feed in an argument comes as a blank, so that no argument can look like a frame.
    expect(textOf(ran, 'proc/first-args').split('\0').filter(Boolean).sort()).toEqual(
      pids.map((name) => `${name}/cmdline:arg ${name}`).sort(),
    )
  })
})

describe('cgroups', () => {
  /** A tree as the kernel shows it, with the script's roots pointed at it. */
  function tree(
    cgroup: string,
    files: Readonly<Record<string, string>>,
  ): RunOptions & { readonly dir: string } {
    const dir = tempFolder()
    for (const [path, text] of Object.entries(files)) {
      const full = join(dir, path)
      spawnSync('mkdir', ['-p', full.slice(0, full.lastIndexOf('/'))])
      writeFileSync(full, text)
    }
    writeFileSync(join(dir, 'cgroup'), cgroup)
    return {
      dir,
      pid,
      edit: (script) =>
        script.replaceAll('/sys/fs/cgroup', dir).replaceAll('"$P/cgroup"', `'${dir}/cgroup'`),
    }
  }

  const of = source('c', {
    kind: 'cgroups',
    files: ['memory.max', 'memory.stat', 'memory.limit_in_bytes'],
  })

  test('v2: the group and all above it up to the root, whatever its name holds', async () => {
    const run = tree('0::/a b/c:d/$(id)\n', {
      'cgroup.controllers': 'memory\n',
      'memory.stat': 'anon 1\n',
      'a b/memory.max': 'max\n',
      'a b/c:d/memory.max': '100\n',
      'a b/c:d/$(id)/memory.max': '50\n',
      'a b/c:d/$(id)/memory.stat': 'anon 9\nfile 8\n',
      'other/memory.max': '7\n',
    })
    expect(textOf(await runScript([of], run), 'c').split('\n')).toEqual([
      `${run.dir}/a b/c:d/$(id)/memory.max:50`,
      `${run.dir}/a b/c:d/$(id)/memory.stat:anon 9`,
      `${run.dir}/a b/c:d/$(id)/memory.stat:file 8`,
      `${run.dir}/a b/c:d/memory.max:100`,
      `${run.dir}/a b/memory.max:max`,
      `${run.dir}/memory.stat:anon 1`,
      '',
    ])
  })

  test('v1 and v2 mounted side by side are both walked', async () => {
    const run = tree('4:cpu,memory:/app\n3:cpuset:/other\n0::/unit\n', {
      'memory/memory.limit_in_bytes': '9\n',
      'memory/app/memory.limit_in_bytes': '5\n',
      'unified/cgroup.controllers': '\n',
      'unified/unit/memory.max': '3\n',
      'cpuset/other/memory.max': '1\n',
    })
    expect(textOf(await runScript([of], run), 'c').split('\n')).toEqual([
      `${run.dir}/memory/app/memory.limit_in_bytes:5`,
      `${run.dir}/memory/memory.limit_in_bytes:9`,
      `${run.dir}/unified/unit/memory.max:3`,
      '',
    ])
  })

  test.each(['0::/../../other\n', '0::/docker/elsewhere\n', '4:memory:/docker/elsewhere\n'])(
    'a path outside of what is mounted here is absent: %j',
    async (cgroup) => {
      const run = tree(cgroup, {
        'cgroup.controllers': 'memory\n',
        'memory.max': '1\n',
        'memory/memory.max': '1\n',
      })
      expect(reasonOf(await runScript([of], run), 'c')).toBe('absent')
    },
  )
})
