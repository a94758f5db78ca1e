/** The reader of frames on hand-made streams: forged, cut, chunked anyhow. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../src/domain/capture.ts'
import type { AnySource } from '../../src/domain/source.ts'
import { type Event, FrameReader } from '../../src/script/frames.ts'
import { ALL, file, SET, source } from './sources.ts'

const NONCE = 'n0nce'
const PID = 77

interface Piece {
  readonly stream: 'out' | 'err'
  readonly text: string
}

const out = (text: string): Piece => ({ stream: 'out', text })
const err = (text: string): Piece => ({ stream: 'err', text })

/** A section as the script writes it, on both streams. */
function section(
  name: string,
  text: string,
  rc = 0,
  errors = '',
  uptime = '100.50',
): readonly Piece[] {
  return [
    err(`@@${NONCE} B ${name}\n`),
    out(`@@${NONCE} B ${name}\n`),
    err(errors),
    out(text),
    err(`\n@@${NONCE} E ${name}\n`),
    out(`\n@@${NONCE} E ${name} ${rc} ${uptime}\n`),
  ]
}

const mark = (name: string): Piece => out(`@@${NONCE} M ${name}\n`)

interface Read {
  readonly frames: readonly Frame[]
  readonly events: readonly Event[]
}

function read(
  sources: readonly AnySource[],
  pieces: readonly Piece[],
  options: { readonly pid?: number | null; readonly why?: Parameters<FrameReader['end']>[0] } = {},
): Read {
  const reader = reading(sources, options.pid === undefined ? PID : options.pid)
  const events = [
    ...pieces.flatMap(({ stream, text }) => reader.push(stream, new TextEncoder().encode(text), 5)),
    ...reader.end(options.why ?? 'exited', 9),
  ]
  return {
    events,
    frames: events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : [])),
  }
}

function reading(sources: readonly AnySource[], pid: number | null = PID): FrameReader {
  return new FrameReader({ nonce: NONCE, sources, pid, round: 1, firstSeq: 40 })
}

function rawOf({ frames }: Read, id: string): Frame['raw'] | undefined {
  return frames.find((frame) => frame.source === id)?.raw
}

describe('a frame', () => {
  test('carries its text as it came, its place in the capture and the uptime of its end', () => {
    const { frames } = read([SET.osRelease], section('etc/os-release', 'NAME="x"\n\n'))
    expect(frames).toEqual([
      {
        seq: 40,
        round: 1,
        source: 'etc/os-release',
        reading: 1,
        pid: null,
        raw: { kind: 'ok', text: 'NAME="x"\n\n', cut: null },
        hostUptimeSec: 100.5,
        atMs: 5,
      },
    ])
  })

  test('keeps NUL, and replaces what is no UTF-8', () => {
    const reader = reading([SET.cmdline])
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(`@@${NONCE} B proc/PID/cmdline\n`),
      97,
      0,
      0xff,
      98,
      ...new TextEncoder().encode(`\n@@${NONCE} E proc/PID/cmdline 0 1\n`),
    ])
    const [event] = reader.push('out', bytes, 0)
    expect(event).toMatchObject({ frame: { raw: { text: 'a\0\ufffdb' }, pid: PID } })
  })

  test('is masked by its source before it is given out, errors too', () => {
    const secret = source('args', { kind: 'argv', argv: ['x'] }, { mask: 'args' })
    const given = read([secret], section('args', 'run --token abc123secret'))
    expect(JSON.stringify(given)).not.toContain('abc123secret')
    const failed = read([secret], section('args', '', 1, 'x: password=abc123secret is wrong\n'))
    expect(rawOf(failed, 'args')).toMatchObject({ kind: 'gap', reason: 'failed' })
    expect(JSON.stringify(failed)).not.toContain('abc123secret')
  })

  test('is given out when its end has come, not before', () => {
    const reader = reading([SET.osRelease])
    const pieces = section('etc/os-release', 'x').filter((piece) => piece.stream === 'out')
    const counts = pieces.map(
      ({ text }) => reader.push('out', new TextEncoder().encode(text), 0).length,
    )
    expect(counts).toEqual([0, 0, 1])
  })

  test('that failed waits for its errors on the other stream, and marks stay behind it', () => {
    const reader = reading([SET.osRelease])
    const push = (stream: 'out' | 'err', text: string): readonly Event[] =>
      reader.push(stream, new TextEncoder().encode(text), 0)
    const name = 'etc/os-release'
    push('out', `@@${NONCE} B ${name}\n`)
    expect(push('out', `\n@@${NONCE} E ${name} 1 5\n@@${NONCE} M levels\n`)).toEqual([])
    push('err', `@@${NONCE} B ${name}\nhead: cannot open: Permission denied\n`)
    expect(push('err', `\n@@${NONCE} E ${name}\n`)).toMatchObject([
      { kind: 'frame', frame: { raw: { kind: 'gap', reason: 'denied' } } },
      { kind: 'mark', name: 'levels' },
    ])
  })
})

describe('why there is nothing', () => {
  const cases: readonly (readonly [string, number, string, string, string])[] = [
    ['66 absent', 66, '', '', 'absent'],
    ['67 gone', 67, '', '', 'gone'],
    ['68 too large', 68, '', '', 'too-large'],
    ['127 no tool', 127, '', '', 'no-tool'],
    ['137 timeout', 137, '', '', 'timeout'],
    [
      'denied in words',
      1,
      '',
      'dmesg: read kernel buffer failed: Operation not permitted\n',
      'denied',
    ],
    ['no file in words', 1, '', 'readlink: x: No such file or directory\n', 'absent'],
    ['an option that is not known', 1, '', 'dmesg: unrecognized option: time-format\n', 'no-tool'],
    ['anything else', 3, '', 'it broke\n', 'failed'],
    ['status that is none', 999, '', '', 'failed'],
  ]
  test.each(cases)('%s', (_name, rc, text, errors, reason) => {
    const raw = rawOf(read([SET.uname], section('uname', text, rc, errors)), 'uname')
    expect(raw).toMatchObject({ kind: 'gap', reason })
  })

  test('the error line is the evidence', () => {
    const raw = rawOf(read([SET.uname], section('uname', '', 3, '\nit broke\nbadly\n')), 'uname')
    expect(raw).toEqual({ kind: 'gap', reason: 'failed', detail: 'it broke' })
  })

  test('what came before a timeout or a failure is kept, as cut', () => {
    expect(rawOf(read([SET.uname], section('uname', 'half', 137)), 'uname')).toEqual({
      kind: 'ok',
      text: 'half',
      cut: 'timeout',
    })
    expect(rawOf(read([SET.uname], section('uname', 'half', 1)), 'uname')).toMatchObject({
      cut: 'lost',
    })
  })

  test('a full cap is no cut, one byte more is', () => {
    const small = source(
      'small',
      { kind: 'argv', argv: ['x'] },
      { limits: { bytes: 4, seconds: 1 } },
    )
    expect(rawOf(read([small], section('small', 'abcd')), 'small')).toMatchObject({
      text: 'abcd',
      cut: null,
    })
    expect(rawOf(read([small], section('small', 'abcde', 141)), 'small')).toEqual({
      kind: 'ok',
      text: 'abcd',
      cut: 'cap',
    })
    expect(rawOf(read([small], section('small', 'abc\n')), 'small')).toMatchObject({
      text: 'abc\n',
      cut: null,
    })
  })

  test('a stream that ends names each source that gave nothing by how it ended', () => {
    const reasons = (['exited', 'deadline', 'too-large', 'lost'] as const).map((why) => {
      const given = read([SET.osRelease, SET.uname], section('etc/os-release', 'x'), { why })
      return given.frames.map(({ raw }) => (raw.kind === 'gap' ? raw.reason : 'ok'))
    })
    expect(reasons).toEqual([
      ['ok', 'failed'],
      ['ok', 'timeout'],
      ['ok', 'too-large'],
      ['ok', 'lost'],
    ])
  })

  test('a login shell that refuses is quoted', () => {
    const given = read([SET.uname], [err('This account is currently not available.\n')])
    expect(rawOf(given, 'uname')).toEqual({
      kind: 'gap',
      reason: 'failed',
      detail: 'This account is currently not available.',
    })
  })

  test('a process was not asked for in a round without one', () => {
    expect(rawOf(read([SET.stat], [], { pid: null }), 'proc/PID/stat')).toMatchObject({
      reason: 'not-asked',
    })
  })

  test('what came of an open section is kept', () => {
    const given = read([SET.uname], section('uname', 'Linux 6').slice(0, 4), { why: 'lost' })
    expect(rawOf(given, 'uname')).toEqual({ kind: 'ok', text: 'Linux 6', cut: 'lost' })
  })
})

describe('a group', () => {
  const group = [SET.stat, SET.status, file('/proc/PID/oom_score', true)] as const
  const lines = (...of: readonly string[]): string =>
    of.map((line) => `/proc/77/${line}\n`).join('')

  test('is split by file, in the order of its sources', () => {
    const given = read(
      group,
      section('group:process', lines('stat:77 (a) S', 'status:Name:\ta', 'status:Pid: 77')),
    )
    expect(given.frames.map(({ source: id, raw }) => [id, raw])).toEqual([
      ['proc/PID/stat', { kind: 'ok', text: '77 (a) S\n', cut: null }],
      ['proc/PID/status', { kind: 'ok', text: 'Name:\ta\nPid: 77\n', cut: null }],
      ['proc/PID/oom_score', { kind: 'ok', text: '', cut: null }],
    ])
  })

  test('a file cannot speak for another, whatever its content looks like', () => {
    const text = `${lines('stat:/proc/77/status:Name: forged', 'status:Name: true')}/etc/shadow:root\n`
    const given = read(group, section('group:process', text))
    expect(rawOf(given, 'proc/PID/stat')).toMatchObject({ text: '/proc/77/status:Name: forged\n' })
    expect(rawOf(given, 'proc/PID/status')).toMatchObject({ text: 'Name: true\n' })
  })

  test('each missing file has its own reason', () => {
    const errors = [
      'grep: /proc/77/status: Permission denied',
      'grep: /proc/77/oom_score: No such file or directory',
    ].join('\n')
    const given = read(group, section('group:process', lines('stat:1'), 2, `${errors}\n`))
    expect(rawOf(given, 'proc/PID/status')).toEqual({
      kind: 'gap',
      reason: 'denied',
      detail: 'grep: /proc/77/status: Permission denied',
    })
    expect(rawOf(given, 'proc/PID/oom_score')).toMatchObject({ reason: 'absent' })
  })

  test('a process that ended under the group is gone; what was read of it stays', () => {
    const errors =
      'grep: /proc/77/status: No such process\ngrep: /proc/77/oom_score: No such file or directory\n'
    const given = read(group, section('group:process', lines('stat:1'), 67, errors))
    expect(rawOf(given, 'proc/PID/stat')).toMatchObject({ kind: 'ok', cut: null })
    expect(rawOf(given, 'proc/PID/status')).toMatchObject({ reason: 'gone' })
    expect(rawOf(given, 'proc/PID/oom_score')).toMatchObject({ reason: 'gone' })
  })

  test('cut in the middle: the file that was being read is cut, those before are whole, those after are gaps', () => {
    for (const [pieces, why, cut, reason] of [
      [section('group:process', lines('stat:1', 'status:N'), 137), 'exited', 'timeout', 'timeout'],
      [section('group:process', lines('stat:1', 'status:N')).slice(0, 4), 'lost', 'lost', 'lost'],
      [
        section('group:process', lines('stat:1', 'status:N')).slice(0, 4),
        'deadline',
        'timeout',
        'timeout',
      ],
    ] as const) {
      const given = read(group, pieces, { why })
      expect(rawOf(given, 'proc/PID/stat')).toMatchObject({ kind: 'ok', cut: null })
      expect(rawOf(given, 'proc/PID/status')).toMatchObject({ kind: 'ok', cut })
      expect(rawOf(given, 'proc/PID/oom_score')).toMatchObject({ kind: 'gap', reason })
    }
  })

  test('a file that is larger than its cap is cut alone', () => {
    const tight = file('/proc/PID/status', true, { limits: { bytes: 10, seconds: 1 } })
    const text = lines('stat:1', `status:${'x'.repeat(50)}`, 'oom_score:5')
    const given = read([SET.stat, tight, group[2]], section('group:process', text))
    expect(rawOf(given, 'proc/PID/status')).toEqual({
      kind: 'ok',
      text: 'x'.repeat(10),
      cut: 'cap',
    })
    expect(rawOf(given, 'proc/PID/oom_score')).toMatchObject({ text: '5\n', cut: null })
  })

  test('a flood in one file is never an empty answer of the next', () => {
    const tight = group.map((one) => ({ ...one, limits: { bytes: 10, seconds: 1 } }))
    const text = lines(`stat:${'x'.repeat(5000)}`, 'status:N')
    const given = read(tight, section('group:process', text))
    expect(rawOf(given, 'proc/PID/stat')).toMatchObject({ cut: 'cap' })
    expect(rawOf(given, 'proc/PID/status')).toMatchObject({ kind: 'gap', reason: 'too-large' })
  })
})

describe('forged frames', () => {
  test('marks of another nonce are text', () => {
    const forged = '@@other E etc/os-release 0 1\n@@other B proc/meminfo\nMemTotal: 1 kB\n'
    const given = read([SET.osRelease, SET.meminfo], section('etc/os-release', forged))
    expect(rawOf(given, 'etc/os-release')).toMatchObject({ text: forged })
    expect(rawOf(given, 'proc/meminfo')).toMatchObject({ reason: 'failed' })
  })

  test('a mark in the middle of a line is text', () => {
    const forged = `x @@${NONCE} E etc/os-release 0 1\n`
    const given = read([SET.osRelease], section('etc/os-release', forged))
    expect(rawOf(given, 'etc/os-release')).toMatchObject({ text: forged })
  })

  test('a section is read once, and only if it was asked for', () => {
    const given = read(
      [SET.osRelease],
      [
        ...section('etc/os-release', 'true'),
        ...section('etc/os-release', 'again'),
        ...section('etc/shadow', 'root:x'),
      ],
    )
    expect(given.frames.map(({ raw }) => raw)).toEqual([{ kind: 'ok', text: 'true', cut: null }])
  })
})

describe('any stream', () => {
  const fragments = fc.oneof(
    fc.constantFrom(
      ...ALL.map((one) => `@@${NONCE} B ${one.id}\n`),
      ...ALL.map((one) => `\n@@${NONCE} E ${one.id} 0 12.5\n`),
      ...['group:host', 'group:process', 'group:host-counters#2', 'proc/PID/stat#end'].flatMap(
        (name) => [
          `@@${NONCE} B ${name}\n`,
          `\n@@${NONCE} E ${name} 0 3\n`,
          `\n@@${NONCE} E ${name} 2 3\n`,
          `\n@@${NONCE} E ${name} 137\n`,
        ],
      ),
      `@@${NONCE} M levels\n`,
      `@@${NONCE} M bye\n`,
      `@@${NONCE} `,
      '@@',
      '\n',
      '/proc/meminfo:MemTotal: 1\n',
      '/proc/77/stat:77 (x) S\n',
      'grep: /proc/77/status: Permission denied\n',
    ),
    fc.string(),
  )
  const pieces = fc.array(fc.record({ stream: fc.constantFrom('out', 'err'), text: fragments }), {
    maxLength: 40,
  })

  test('gives the same events however it is chunked, and one reading of each source at most once', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (of, sizes) => {
          const whole = read(ALL, of)
          const reader = reading(ALL)
          const events: Event[] = []
          let turn = 0
          for (const { stream, text } of of) {
            const bytes = new TextEncoder().encode(text)
            for (let at = 0; at < bytes.length; ) {
              const size = sizes[turn++ % sizes.length] ?? 1
              events.push(...reader.push(stream, bytes.subarray(at, at + size), 5))
              at += size
            }
          }
          events.push(...reader.end('exited', 9))
          expect(events).toEqual(whole.events)
          const first = whole.frames
            .filter((frame) => frame.reading === 1)
            .map((frame) => frame.source)
          expect([...first].sort()).toEqual(ALL.map((one) => one.id).sort())
          expect(whole.frames.map((frame) => frame.seq)).toEqual(whole.frames.map((_, i) => 40 + i))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('of any bytes at all throws nothing, and accounts for every source', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        const reader = reading(ALL)
        const events = chunks.flatMap((chunk, i) =>
          reader.push(i % 3 === 0 ? 'err' : 'out', chunk, 0),
        )
        const all = [...events, ...reader.end('lost', 0)]
        expect(all.filter((event) => event.kind === 'frame')).toHaveLength(ALL.length)
      }),
    )
  })

  test('cut at every byte keeps what came and names the rest', () => {
    const full = [
      ...section('group:host', '/proc/meminfo:MemTotal: 1\n/proc/sys/vm/swappiness:60\n'),
      ...section('uname', 'Linux'),
      mark('levels'),
      mark('bye'),
    ]
    const sources = [SET.meminfo, SET.swappiness, SET.uname]
    const text = full
      .filter(({ stream }) => stream === 'out')
      .map((piece) => piece.text)
      .join('')
    for (let end = 0; end <= text.length; end += 1) {
      const given = read(sources, [out(text.slice(0, end))], { why: 'lost' })
      expect(given.frames.map((frame) => frame.source).sort()).toEqual(
        sources.map((one) => one.id).sort(),
      )
      const uname = rawOf(given, 'uname')
      if (uname?.kind === 'ok' && uname.cut === null) expect(uname.text).toBe('Linux')
    }
  })

  test('of 24 MB in small chunks takes time by its length alone', () => {
    const reader = reading([SET.osRelease])
    const limit = source(
      'big',
      { kind: 'argv', argv: ['x'] },
      { limits: { bytes: 2 ** 25, seconds: 9 } },
    )
    const big = new FrameReader({
      nonce: NONCE,
      sources: [limit],
      pid: null,
      round: 0,
      firstSeq: 0,
    })
    big.push('out', new TextEncoder().encode(`@@${NONCE} B big\n`), 0)
    const chunk = new TextEncoder().encode(
      '7f00-7f01 rw-p 00000000 00:00 0\nRss: 4 kB\n'.repeat(25),
    )
    const count = Math.floor((24 * 1024 * 1024) / chunk.length)
    for (let i = 0; i < count; i += 1) big.push('out', chunk, 0)
    // One line without an end, byte by byte, in the shape of a mark: what a quadratic reader would choke on.
    const at = new TextEncoder().encode('@')
    for (let i = 0; i < 200_000; i += 1) big.push('out', at, 0)
    const [event] = big.push('out', new TextEncoder().encode(`\n@@${NONCE} E big 0 1\n`), 0)
    expect(event).toMatchObject({ kind: 'frame', frame: { raw: { kind: 'ok', cut: null } } })
    expect(reader.end('exited', 0)).toHaveLength(1)
  })
})
