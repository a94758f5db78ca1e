import { expect, test } from 'vitest'
import { mallocArenas } from '../../src/analyzers/malloc-arenas/index.ts'
import { MIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { fixture } from '../parsers/helpers.ts'
import { findingsOf, frame, said } from './frames.ts'

const made = (...frames: readonly ReturnType<typeof frame>[]) => contextOf('made', { frames })

test('arenas are counted from outside, and how much is free inside is not guessed', () => {
  const [finding] = findingsOf(mallocArenas, contextOf('arena'))
  expect(finding).toMatchObject({ code: 'arenas.held', severity: 'info' })
  expect(finding?.numbers).toMatchObject({ arenas: 8 })
  expect(finding?.evidence[0]?.line).toMatch(/^7f1700000000-/)
})

test('pmap -x alone shows the arenas as well', () => {
  const ctx = made(frame('pmap', fixture('tools/pmap-x-4.0.2.txt')))
  const [finding] = findingsOf(mallocArenas, ctx)
  expect(finding?.numbers).toMatchObject({ arenas: 8 })
  expect(finding?.evidence[0]).toMatchObject({
    source: 'pmap',
    line: expect.stringMatching(/^00007f1700000000 /),
  })
})

test.each([
  ['malloc_stats', 'tools/malloc_stats-2.36.txt'],
  ['malloc_info', 'tools/malloc_info-2.36.txt'],
])('%s proves that 93 %% is free inside: no leak', (source, file) => {
  const [finding, ...others] = findingsOf(mallocArenas, made(frame(source, fixture(file))))
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'arenas.free-inside', severity: 'info' })
  expect(finding?.numbers).toMatchObject({ systemBytes: 412_442_624, arenas: 9 })
  expect(Number(finding?.numbers.freeRatio)).toBeCloseTo(0.931, 2)
  expect(finding?.evidence.map(({ line }) => line).join(' ')).toMatch(/412442624|384160122/)
})

test('of two reports the last one counts: malloc_trim has given nothing of the address space back', () => {
  const ctx = made(frame('malloc_stats', fixture('tools/malloc_stats-2.36-trim.txt')))
  expect(findingsOf(mallocArenas, ctx)[0]?.numbers).toMatchObject({ systemBytes: 412_315_648 })
})

const stats = (system: number, inUse: number) =>
  made(
    frame(
      'malloc_stats',
      [
        'Arena 0:',
        `system bytes     = ${system}`,
        `in use bytes     = ${inUse}`,
        'Total (incl. mmap):',
        `system bytes     = ${system}`,
        `in use bytes     = ${inUse}`,
      ].join('\n'),
    ),
  )

test.each([
  ['half of it free', 200 * MIB, 100 * MIB, ['info arenas.free-inside']],
  ['a little less than half', 200 * MIB, 101 * MIB, ['info arenas.in-use']],
  ['all in use', 200 * MIB, 200 * MIB, ['info arenas.in-use']],
  ['half of 100 MiB, which is less than a heap', 100 * MIB, 50 * MIB, ['info arenas.in-use']],
  ['a small program', 63 * MIB, MIB, []],
  ['more in use than there is', 200 * MIB, 300 * MIB, []],
])('%s', (_, system, inUse, codes) => {
  expect(said(mallocArenas, stats(system, inUse))).toEqual(codes)
})

const line = (at: number, size: number, perms: string, path = '') =>
  `${at.toString(16)}-${(at + size).toString(16)} ${perms} 00000000 00:00 0 ${path}`

test('what looks like arenas is not called so with another malloc', () => {
  const base = 0x7f00_0000_0000
  const arenas = Array.from({ length: 6 }, (_, i) => line(base + i * 192 * MIB, 64 * MIB, 'rw-p'))
  const smaps = (library: string) =>
    [...arenas, line(0x7fff_0000_0000, 4096, 'r-xp', library)]
      .map((text) => {
        const held = text.includes('rw-p') ? 65_536 : 4
        const sizes = [
          'Pss',
          'Shared_Clean',
          'Shared_Dirty',
          'Private_Clean',
          'Private_Dirty',
          'Anonymous',
          'Swap',
          'AnonHugePages',
        ]
        return [
          text,
          `Rss: ${held} kB`,
          ...sizes.map((name) => `${name}: 0 kB`),
          'VmFlags: rd',
        ].join('\n')
      })
      .join('\n')
  const with_ = (library: string) =>
    said(mallocArenas, made(frame('proc/PID/smaps', smaps(library))))
  expect(with_('/usr/lib64/libc-2.17.so')).toEqual(['info arenas.held'])
  expect(with_('/usr/lib/x86_64-linux-gnu/libjemalloc.so.2')).toEqual([])
  expect(with_('/lib/ld-musl-x86_64.so.1')).toEqual([])
})

test.each([
  ['/usr/lib64/libc-2.17.so', 'Its malloc is glibc malloc 2.17, as its libraries tell.'],
  ['/usr/lib/x86_64-linux-gnu/libc.so.6', 'Its malloc is glibc malloc, as its libraries tell.'],
  ['/lib/ld-musl-aarch64.so.1', 'Its malloc is musl malloc, as its libraries tell.'],
  [
    '/usr/lib/x86_64-linux-gnu/libtcmalloc_minimal.so.4.5.3',
    'Its malloc is tcmalloc, as its libraries tell.',
  ],
  ['/usr/local/lib/libmimalloc.so.2.1', 'Its malloc is mimalloc, as its libraries tell.'],
  ['[anon:scudo:primary]', 'Its malloc is Scudo, as its libraries tell.'],
  [
    '/opt/app/static',
    'None of its libraries tells which malloc it uses: it may be linked into the program.',
  ],
])('%s tells the allocator', (path, said) => {
  const ctx = made(frame('proc/PID/maps', line(0x7f00_0000_0000, 4096, 'r-xp', path)))
  const [first] = mallocArenas.drilldowns[0]?.answer(asked(ctx, 'en')) ?? []
  expect(first?.kind === 'text' ? plain(first.text) : '').toBe(said)
})

test('runtimes with heaps of their own are named beside malloc', () => {
  const text = [
    line(0xc0_0000_0000, 64 * MIB, 'rw-p'),
    line(0x7f00_0000_0000, 4096, 'r-xp', '/usr/lib/jvm/java-17/lib/server/libjvm.so'),
    line(0x7f10_0000_0000, 4096, 'r-xp', '/usr/lib/libc.so.6'),
  ].join('\n')
  const answer = mallocArenas.drilldowns[0]?.answer(asked(made(frame('proc/PID/maps', text)), 'en'))
  const [, second] = answer ?? []
  expect(second?.kind === 'text' ? plain(second.text) : '').toBe(
    'Beside it keeps a heap of its own: Java, Go.',
  )
})
