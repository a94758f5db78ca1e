import { expect, test } from 'vitest'
import { mappings } from '../../src/analyzers/mappings/index.ts'
import { KIB, MIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { fixture } from '../parsers/helpers.ts'
import { findingsOf, frame, said } from './frames.ts'

const BASE = 0x7f00_0000_0000

/** `count` mappings of so many bytes, one after the other, as the kernel prints them. */
function lines(count: number, bytes: number, perms: readonly string[], path = ''): string {
  return Array.from({ length: count }, (_, i) => {
    const start = BASE + i * bytes
    const range = `${start.toString(16)}-${(start + bytes).toString(16)}`
    const where = path === '' ? '00:00 0' : `fe:00 ${4000 + i}`
    return `${range} ${perms[i % perms.length]} 00000000 ${where} ${path}`.trimEnd()
  }).join('\n')
}

const VSYSCALL =
  'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]'

function host(maps: string, max: string | null, threads = 1) {
  return contextOf('made', {
    frames: [
      frame('proc/PID/maps', maps),
      frame(
        'proc/PID/status',
        `Name:\tworker\nState:\tS (sleeping)\nTgid:\t7\nPid:\t7\nPPid:\t1\nVmRSS:\t 9000 kB\nThreads:\t${threads}`,
      ),
      ...(max === null ? [] : [frame('host/settings', `/proc/sys/vm/max_map_count:${max}`)]),
    ],
  })
}

const guarded = ['rw-p', '---p']

test.each([
  ['a program out of mappings', 10_000, '10000', ['critical mappings.limit-reached']],
  ['one that will be soon', 8000, '10000', ['warning mappings.limit-near']],
  ['one with a fifth left', 7999, '10000', []],
  [
    'four fifths of a limit that leaves ample room',
    100_000,
    '120000',
    ['warning mappings.limit-near'],
  ],
  ['room for a whole default', 10_000, '1048576', []],
  ['no limit read', 10_000, null, []],
  ['a limit of 0', 100, '0', []],
])('%s', (_, count, max, codes) => {
  const ctx = host(`${lines(count, 4 * KIB, guarded)}\n${VSYSCALL}`, max)
  expect(said(mappings, ctx).filter((code) => code.includes('limit'))).toEqual(codes)
})

test('the count is without vsyscall, which no process owns, and the largest series is named', () => {
  const [limit, series] = findingsOf(
    mappings,
    host(`${lines(10_000, 4 * KIB, guarded)}\n${VSYSCALL}`, '10000'),
  )
  expect(limit?.numbers).toMatchObject({
    count: 10_000,
    maxMapCount: 10_000,
    room: 0,
    holder: '[anonymous]',
    eachBytes: 4096,
  })
  expect(limit?.evidence.map(({ line }) => line)).toEqual([
    '/proc/sys/vm/max_map_count:10000',
    '7f0000000000-7f0000001000 rw-p 00000000 00:00 0',
  ])
  expect(series).toMatchObject({ code: 'mappings.series', severity: 'info' })
  expect(series?.numbers).toMatchObject({ holderCount: 10_000, totalBytes: 10_000 * 4 * KIB })
})

test.each([
  ['a thousand of one size', lines(1000, 132 * KIB, ['rw-p', 'r--p']), ['info mappings.series']],
  ['fewer', lines(999, 132 * KIB, ['rw-p', 'r--p']), []],
  [
    'one file mapped again and again',
    lines(1000, MIB, ['r--s'], '/srv/index.bin'),
    ['info mappings.series'],
  ],
  [
    'as many of other sizes',
    `${lines(1000, 132 * KIB, ['rw-p', 'r--p'])}\n${lines(1001, 8 * KIB, ['r--s'], '/srv/a').replaceAll('7f0', '7e0')}`,
    ['info mappings.series'],
  ],
])('a series: %s', (_, maps, codes) => {
  expect(said(mappings, host(maps, '1048576'))).toEqual(codes)
})

test('arenas, which come in series by design, are no series of this kind', () => {
  const arenas = lines(1200, 64 * MIB, ['rw-p'])
  expect(said(mappings, host(arenas, '1048576'))).toEqual([])
})

test.each([
  ['as many stacks as threads', 1000, 1001, []],
  ['stacks of threads that ended', 1000, 12, ['info mappings.stacks-left']],
  ['the few that the library keeps for reuse', 10, 5, []],
])('%s', (_, stacks, threads, codes) => {
  const text = Array.from({ length: stacks }, (_, i) => {
    const at = BASE + i * 9 * MIB
    const top = at + 4 * KIB
    const hex = (address: number) => address.toString(16)
    return `${hex(at)}-${hex(top)} ---p 00000000 00:00 0\n${hex(top)}-${hex(top + 8 * MIB)} rw-p 00000000 00:00 0`
  }).join('\n')
  const found = findingsOf(mappings, host(text, '65530', threads))
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(codes)
  if (found[0] !== undefined) expect(found[0].numbers).toMatchObject({ stacks, threads, left: 989 })
})

test('deleted: 80 MiB are held by a file without a name, and descriptor 3', () => {
  const [finding] = findingsOf(mappings, contextOf('deleted'))
  expect(finding).toMatchObject({ code: 'mappings.deleted-open', severity: 'info' })
  expect(finding?.numbers).toMatchObject({
    file: '/opt/app/cache.map',
    sizeBytes: 81_920 * KIB,
    descriptor: '3',
  })
  expect(finding?.evidence.map(({ source, line }) => `${source} ${line.slice(-36)}`)).toEqual([
    expect.stringMatching(/^proc\/PID\/smaps .*\/opt\/app\/cache\.map \(deleted\)$/),
    'proc/PID/fd 41 3 -> /opt/app/cache.map (deleted)',
  ])
})

test('the descriptor is asked for only where a large deleted file is mapped', () => {
  const { facts, evidence } = contextOf('deleted')
  const ask = (pid: number | null, of = evidence) =>
    mappings.deeper?.({ facts, evidence: of, pid }).map(({ id }) => id)
  expect(ask(4070)).toEqual(['proc/PID/fd'])
  expect(ask(null)).toEqual([])
  expect(ask(1, contextOf('healthy').evidence)).toEqual([])
})

test.each([
  ['pmap -X', 'tools/pmap-X-4.0.2.txt', ['info mappings.deleted']],
  ['pmap of a program that maps little', 'tools/pmap-4.0.2.txt', []],
])('%s is enough', (_, file, codes) => {
  expect(said(mappings, contextOf('made', { frames: [frame('pmap', fixture(file))] }))).toEqual(
    codes,
  )
})

test('fds counts by kind and names deleted files; busybox is asked without -q', () => {
  const ctx = contextOf('deleted')
  const fds = mappings.drilldowns.find(({ name }) => name === 'fds')
  const [count, kinds, files] = fds?.answer(asked(ctx, 'en')) ?? []
  expect(count?.kind === 'text' ? plain(count.text) : '').toBe('6 descriptors are open.')
  expect(kinds?.kind === 'table' ? kinds.rows : null).toEqual([
    ['device', '3'],
    ['file', '2'],
    ['pipe', '1'],
  ])
  expect(files?.kind === 'table' ? files.rows : null).toEqual([['3', '/opt/app/cache.map']])
  expect(fds?.deeper?.({ facts: ctx.facts, evidence: ctx.evidence, pid: 1 })).toEqual([])
  const gap = {
    ...frame('proc/PID/fd', ''),
    raw: { kind: 'gap', reason: 'no-tool', detail: '' },
  } as const
  const busybox = contextOf('made', { frames: [gap] })
  expect(fds?.deeper?.({ facts: busybox.facts, evidence: busybox.evidence, pid: 1 })).toMatchObject(
    [{ id: 'proc/PID/fd', at: { argv: ['ls', '-l', '/proc/PID/fd'] } }],
  )
})

test('a library that an upgrade replaced is not told', () => {
  const text = lines(3, 40 * MIB, ['r--p', 'r-xp', 'rw-p'], '/usr/lib/libjvm.so (deleted)')
  expect(said(mappings, host(text, '65530'))).toEqual([])
})

test('smaps alone is enough, and says whose line it quotes', () => {
  const text = `${lines(1, 80 * MIB, ['rw-s'], '/srv/x (deleted)')}
Rss:               81920 kB
Pss:               81920 kB
Shared_Clean:          0 kB
Shared_Dirty:          0 kB
Private_Clean:         0 kB
Private_Dirty:     81920 kB
Anonymous:             0 kB
AnonHugePages:         0 kB
Swap:                  0 kB
VmFlags: rd wr sh mr mw me ms`
  const ctx = contextOf('made', { frames: [frame('proc/PID/smaps', text)] })
  const [finding] = findingsOf(mappings, ctx)
  expect(finding?.evidence).toEqual([
    {
      source: 'proc/PID/smaps',
      line: '7f0000000000-7f0005000000 rw-s 00000000 fe:00 4000 /srv/x (deleted)',
    },
  ])
})

test('nothing to speak of where neither maps nor smaps was read, and nobody misses it', () => {
  const outcome = mappings.run(contextOf('jvm'))
  expect(outcome).toEqual({ kind: 'skipped', missing: [] })
})

test('the drilldown counts, lists series and names deleted files', () => {
  const ctx = host(
    `${lines(1200, 132 * KIB, ['rw-p', 'r--p'])}\n${lines(1, 80 * MIB, ['rw-s'], '/srv/x (deleted)').replaceAll('7f0', '7e0')}`,
    '65530',
  )
  const [one] = mappings.drilldowns
  const blocks = one?.answer(asked(ctx, 'en')) ?? []
  expect(blocks.map((block) => block.kind)).toEqual(['text', 'table', 'table'])
  const [, series, files] = blocks
  expect(series?.kind === 'table' ? series.rows[0] : null).toEqual([
    '[anonymous]',
    '1200',
    '132 KiB',
    '155 MiB',
  ])
  expect(files?.kind === 'table' ? files.rows : null).toEqual([['/srv/x (deleted)', '80 MiB']])
})
