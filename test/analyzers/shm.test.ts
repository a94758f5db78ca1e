import { expect, test } from 'vitest'
import { shm } from '../../src/analyzers/shm/index.ts'
import { GIB, KIB, MIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { fixture } from '../parsers/helpers.ts'
import { findingsOf, frame, said } from './frames.ts'

const made = (...frames: readonly ReturnType<typeof frame>[]) => contextOf('made', { frames })
const HEADER = 'key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap'
const segment = (shmid: number, nattch: number, rss: number, swap = 0) =>
  `77 ${shmid} 600 ${GIB} 4003 4003 ${nattch} 0 0 0 0 0 0 0 ${rss} ${swap}`
const segments = (...rows: readonly string[]) =>
  frame('proc/sysvipc/shm', [HEADER, ...rows].join('\n'))
const mem = (totalBytes: number) => frame('proc/meminfo', `MemTotal: ${totalBytes / KIB} kB`)

test('a process: 64 MiB of System V, 32 of memfd and 16 shared anonymous, which is its RssShmem', () => {
  const finding = findingsOf(shm, contextOf('shm')).find(({ code }) => code === 'shm.process')
  expect(finding?.numbers).toMatchObject({
    sharedBytes: 112 * MIB,
    sysvBytes: 64 * MIB,
    memfdBytes: 32 * MIB,
    anonymousBytes: 16 * MIB,
    tmpfsBytes: 0,
  })
  expect(finding?.evidence.map(({ line }) => line.replace(/\s+/g, ' '))).toEqual([
    'RssShmem: 114688 kB',
    expect.stringContaining('/SYSV4d454d43'),
  ])
})

test('its group holds more: the file on tmpfs is in no process', () => {
  const finding = findingsOf(shm, contextOf('shm')).find(({ code }) => code === 'shm.group')
  expect(finding?.numbers).toMatchObject({ shmemBytes: 243_269_632, chargedBytes: 265_379_840 })
  expect(finding?.evidence[0]?.line).toContain('memory.stat:shmem 243269632')
})

test('after the process has ended a segment and the file are left', () => {
  const [orphans, group] = findingsOf(shm, contextOf('shm-left'))
  expect(orphans).toMatchObject({ code: 'shm.orphans', severity: 'info' })
  expect(orphans?.numbers).toMatchObject({ segments: 1, orphanBytes: 64 * MIB, shmid: '50' })
  expect(orphans?.evidence[0]?.line).toMatch(/^\/proc\/sysvipc\/shm:1296387395 +50 /)
  expect(group?.numbers).toMatchObject({
    shmemBytes: 192_937_984,
    shmemRatio: 192_937_984 / 207_794_176,
  })
})

test('ipcs -m alone tells of the segment that nobody uses', () => {
  const ctx = made(frame('ipcs', fixture('tools/ipcs-m-2.38-left.txt')))
  const [orphans, ...others] = findingsOf(shm, ctx)
  expect(others).toEqual([])
  expect(orphans).toMatchObject({ code: 'shm.orphans', severity: 'info' })
  expect(orphans?.evidence).toEqual([
    { source: 'ipcs', line: '0x4d454d43 50         root       600        67108864   0' },
  ])
  expect(said(shm, made(frame('ipcs', fixture('tools/ipcs-m-2.38.txt'))))).toEqual([])
})

test.each([
  ['attached', [segment(1, 2, GIB)], 8 * GIB, []],
  ['never touched', [segment(1, 0, 0)], 8 * GIB, []],
  ['a few pages', [segment(1, 0, 15 * MIB)], 8 * GIB, []],
  ['swapped out', [segment(1, 0, 0, 16 * MIB)], 8 * GIB, ['info shm.orphans']],
  [
    'much of a small host',
    [segment(1, 0, 300 * MIB), segment(2, 0, 200 * MIB)],
    8 * GIB,
    ['warning shm.orphans'],
  ],
  ['the same on a large host', [segment(1, 0, 500 * MIB)], 64 * GIB, ['info shm.orphans']],
])('segments without a user: %s', (_, rows, total, codes) => {
  expect(said(shm, made(segments(...rows), mem(total)))).toEqual(codes)
})

const df = (...rows: readonly (readonly [string, string, number, string])[]) =>
  frame(
    'df',
    [
      'Filesystem Type 1024-blocks Used Available Capacity Mounted on',
      ...rows.map(
        ([name, type, used, on]) => `${name} ${type} 99999999 ${used / KIB} 9999 9% ${on}`,
      ),
    ].join('\n'),
  )

test.each([
  ['a tenth of the memory', [['tmpfs', 'tmpfs', GIB, '/dev/shm']], 10 * GIB, ['info shm.tmpfs']],
  ['less', [['tmpfs', 'tmpfs', GIB, '/dev/shm']], 11 * GIB, []],
  ['a tenth of a tiny host', [['tmpfs', 'tmpfs', 100 * MIB, '/run']], GIB, []],
  ['a disk', [['/dev/sda1', 'ext4', 9 * GIB, '/']], 10 * GIB, []],
  [
    'one mount shown twice counts once',
    [
      ['tmpfs', 'tmpfs', 900 * MIB, '/a'],
      ['tmpfs', 'tmpfs', 900 * MIB, '/b'],
    ],
    10 * GIB,
    [],
  ],
  ['a name of its own', [['scratch', 'tmpfs', 2 * GIB, '/scratch']], 10 * GIB, ['info shm.tmpfs']],
] as const)('tmpfs: %s', (_, rows, total, codes) => {
  expect(said(shm, made(df(...rows), mem(total)))).toEqual(codes)
})

test('the drilldown tells where Shmem is, as far as it has a name', () => {
  const [sum, table, mounts, process] =
    shm.drilldowns[0]?.answer(asked(contextOf('shm'), 'en')) ?? []
  expect(sum?.kind === 'text' ? plain(sum.text) : '').toContain(
    'files on tmpfs 120 MiB, System V segments 64 MiB; the rest, 56.6 MiB,',
  )
  expect(table?.kind === 'table' ? table.rows : null).toEqual([
    ['50', '0x4d454d43', '64 MiB', '64 MiB', '1', '4003'],
  ])
  expect(mounts?.kind === 'table' ? mounts.rows : null).toEqual([
    ['/dev/shm', '120 MiB', '23.5 GiB'],
  ])
  expect(
    process?.kind === 'table' ? process.rows.map(([kind, , , held]) => [kind, held]) : null,
  ).toEqual([
    ['System V', '64 MiB'],
    ['memfd', '32 MiB'],
    ['shared anonymous', '16 MiB'],
  ])
})
