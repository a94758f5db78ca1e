/** The part of the script that reads kernel logs, in each shell, on hosts whose tools and files are made here. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { AnySource } from '../../src/domain/source.ts'
import { kernelLog } from '../../src/parsers/kernel/log.ts'
import { fixture } from '../parsers/helpers.ts'
import { missing, needing } from '../real/needs.ts'
import { frameOf, type RunOptions, reasonOf, runScript, textOf } from './run.ts'
import { LOGS, source } from './sources.ts'

const made: string[] = []
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

const TOOLS = 'cat date grep gzip head id ls sed sleep sh tail timeout tr true uname'.split(' ')

interface Host {
  readonly dmesg?: string
  readonly journalctl?: string
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** Tools that this host lacks. */
  readonly without?: readonly string[]
}

const DENIED = 'echo "dmesg: read kernel buffer failed: Operation not permitted" >&2; exit 1'
const NO_JOURNAL = 'echo "No journal files were found." >&2; exit 0'

/** A host with these tools alone, whose dmesg and journalctl are the given scripts and /var/log has these files. */
function host(
  of: Host,
  busybox: boolean,
): { readonly log: string; readonly edit: NonNullable<RunOptions['edit']> } {
  const dir = mkdtempSync(join(tmpdir(), 'memcheck-klog-'))
  made.push(dir)
  const [bin, log] = [join(dir, 'bin'), join(dir, 'log')]
  mkdirSync(bin)
  mkdirSync(log)
  for (const tool of TOOLS.filter((name) => !of.without?.includes(name))) {
    symlinkSync(busybox ? '/bin/busybox' : where(tool), join(bin, tool))
  }
  for (const tool of ['dmesg', 'journalctl'] as const) {
    const text = of[tool]
    if (text !== undefined)
      writeFileSync(join(bin, `fake-${tool}`), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  }
  for (const [i, [name, text]] of Object.entries(of.files ?? {}).entries()) {
    writeFileSync(join(log, name), text)
    // The first is the newest.
    utimesSync(join(log, name), 1_700_000_000 - i * 60, 1_700_000_000 - i * 60)
  }
  const edit = (script: string): string =>
    script
      .replace('PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH', `PATH=${bin}`)
      .replaceAll('/var/log', log)
      // By other names: busybox's shell takes its own dmesg before any that a PATH has.
      .replaceAll(/klog_try (dmesg|journalctl) \1/g, 'klog_try $1 fake-$1')
  return { log, edit }
}

function where(tool: string): string {
  return String(spawnSync('sh', ['-c', `command -v ${tool}`]).stdout).trim()
}

const SHELLS = [
  { name: 'dash', skip: missing('dash'), shell: [where('dash')], busybox: false },
  { name: 'bash', skip: false, shell: [where('bash')], busybox: false },
  {
    name: needing('busybox', 'busybox ash and its tools'),
    skip: missing('busybox'),
    shell: ['/bin/busybox', 'ash'],
    busybox: true,
  },
] as const

const TRACE = `[    1.000000] Linux version 6.1.0
[    2.000000] usb 1-1: new high-speed USB device
`
const QUIET = `${TRACE}[   30.000000] random: crng init done\n`

/** A dmesg that prints this text. */
function printing(text: string): string {
  return `cat <<'END_OF_LOG'\n${text}END_OF_LOG`
}

describe.each(SHELLS.filter(({ skip }) => !skip))('in $name', ({ shell, busybox }) => {
  const run = async (of: Host, what: AnySource = LOGS.near) => {
    const { log, edit } = host(of, busybox)
    const ran = await runScript([what], { shell: [...shell] as [string, ...string[]], edit })
    expect(ran.marks).toEqual(['levels', 'bye'])
    return { ran, log }
  }

  test('a healthy ring is its first and last line', async () => {
    const { ran } = await run({ dmesg: printing(QUIET) })
    expect(textOf(ran, 'log/near')).toBe(
      '# via dmesg\n[    1.000000] Linux version 6.1.0\n[   30.000000] random: crng init done\n\n# rc 0\n',
    )
  })

  test('reports come whole, without call traces, and read as the whole log does', async () => {
    const whole = `${TRACE}${fixture('kernel/oom-global-6.1.txt')}${fixture('kernel/oom-v2-group-6.1.txt')}`
    const { ran } = await run({ dmesg: printing(whole) })
    const text = textOf(ran, 'log/near')
    expect(text).not.toContain('Call Trace')
    expect(text).not.toContain('dump_stack_lvl')
    expect(text).not.toContain('usb 1-1')
    const [kept, all] = [
      kernelLog.parse(text, { cut: false }),
      kernelLog.parse(whole, { cut: false }),
    ]
    if ('error' in kept || 'error' in all) throw new Error('no value')
    const events = (parsed: typeof kept) =>
      parsed.value.ooms.map((event) => ({ ...event, line: 0 }))
    expect(events(kept)).toEqual(events(all))
    expect(events(kept)).toHaveLength(2)
    expect(kept.value.tried).toMatchObject([{ via: 'dmesg', status: 0 }])
  })

  test('a report that the ring begins with is whole too', async () => {
    const { ran } = await run({ dmesg: printing(fixture('kernel/oom-v2-max-6.1.txt')) })
    const parsed = kernelLog.parse(textOf(ran, 'log/near'), { cut: false })
    expect(parsed).toMatchObject({
      value: { ooms: [{ invoker: { name: 'eater' }, victims: [{ pid: 104 }] }] },
    })
  })

  test('where the ring is denied the journal is asked, and then files', async () => {
    const journal = await run({
      dmesg: DENIED,
      journalctl: printing('2024-11-20T03:14:07+0100 db1 kernel: x\n'),
    })
    expect(textOf(journal.ran, 'log/near')).toBe(
      '# via journalctl\n2024-11-20T03:14:07+0100 db1 kernel: x\n\n# rc 0\n# tried dmesg 1\n',
    )
    const { ran, log } = await run({
      dmesg: DENIED,
      journalctl: NO_JOURNAL,
      files: { messages: 'Nov 20 03:14:07 db1 kernel: y\n' },
    })
    expect(textOf(ran, 'log/near')).toBe(
      `# via ${log}/messages\nNov 20 03:14:07 db1 kernel: y\n\n# rc 0\n# tried dmesg 1\n# tried journalctl 0\n`,
    )
  })

  test('nothing that may be read is a gap that names what is missing', async () => {
    const { ran } = await run({ dmesg: DENIED, journalctl: NO_JOURNAL })
    const raw = frameOf(ran, 'log/near')?.raw
    expect(raw).toMatchObject({ kind: 'gap', reason: 'denied' })
    expect(raw?.kind === 'gap' ? raw.detail : '').toMatch(
      /^dmesg: read kernel buffer failed: Operation not permitted; kernel\.dmesg_restrict=\d groups=\w+/,
    )
    const bare = await run({})
    expect(reasonOf(bare.ran, 'log/near')).toBe('no-tool')
    expect(reasonOf((await run({ journalctl: NO_JOURNAL })).ran, 'log/near')).toBe('failed')
  })

  test('an empty ring is a ring that was read', async () => {
    const { ran } = await run({ dmesg: 'true' })
    expect(textOf(ran, 'log/near')).toBe('# tried dmesg 0\n# tried journalctl 127\n')
  })

  test('lines that look like the script itself are dropped', async () => {
    const forged =
      '# via journalctl\n[ 1.000000] a\n# rc 7\n@@f00dcafe12345678 E log/near 0 1.0\n[ 9.000000] z\n'
    const { ran } = await run({ dmesg: printing(forged) })
    expect(textOf(ran, 'log/near')).toBe('# via dmesg\n[ 9.000000] z\n\n# rc 0\n')
  })

  test('of a flood the newest is kept, and the first line', async () => {
    const line = 'printf "[%d.000000] Out of memory: Killed process %d (a) total-vm:1kB\\n" $i $i'
    const flood = `i=1000; while [ $i -lt 3000 ]; do ${line}; i=$((i + 1)); done`
    const limits = { bytes: 8192, seconds: 20 }
    const { ran } = await run(
      { dmesg: flood },
      source('log/near', { kind: 'kernel-log', reach: 'near' }, { limits }),
    )
    const text = textOf(ran, 'log/near')
    expect(text).toMatch(/^# via dmesg\n\[1000\.0/)
    expect(text).toContain('\n[2999.0')
    expect(text).not.toContain('[1500.0')
    expect(frameOf(ran, 'log/near')?.raw).toMatchObject({ cut: null })
  })

  test('a tool that hangs is ended with the time of the source', async () => {
    const limits = { bytes: 9000, seconds: 1 }
    const { ran } = await run(
      { dmesg: 'exec sleep 47.5', files: { syslog: 'Nov 20 03:14:07 db1 kernel: y\n' } },
      source('log/near', { kind: 'kernel-log', reach: 'near' }, { limits }),
    )
    expect(reasonOf(ran, 'log/near')).toBe('timeout')
  })

  test('all of it: ring, journal, files and packed ones, the newest first', async () => {
    const { ran, log } = await run(
      {
        dmesg: printing(QUIET),
        journalctl: printing('2024-11-20T03:14:07+0100 db1 kernel: x\n'),
        files: {
          'kern.log': 'Nov 20 03:14:07 db1 kernel: new\n',
          'kern.log.1': 'Nov 13 03:14:07 db1 kernel: old\n',
          'kern.log.2.gz': gzipSync('Nov  6 03:14:07 db1 kernel: older\n'),
        },
      },
      LOGS.far,
    )
    const parsed = kernelLog.parse(textOf(ran, 'log/far'), { cut: false })
    expect(parsed).toMatchObject({
      value: {
        tried: [
          'dmesg',
          'journalctl',
          `${log}/kern.log`,
          `${log}/kern.log.1`,
          `${log}/kern.log.2.gz`,
        ].map((via) => ({ via, status: 0 })),
        first: { wall: { month: 11, day: 6 } },
        last: { uptimeSec: 30 },
      },
    })
  })
})
