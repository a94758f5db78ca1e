import { describe, expect, test } from 'vitest'
import { pageCache } from '../../src/analyzers/page-cache/index.ts'
import type { Frame } from '../../src/domain/capture.ts'
import { plain } from '../../src/domain/words.ts'
import { asked, contextOf, framesOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  readonly freeKb?: number
  readonly availableKb?: number
  readonly cachedKb?: number
  readonly shmemKb?: number
  readonly some?: number
  /** Pages a second, and the counter's name. */
  readonly refaults?: number
  readonly counter?: string
  /** Pages at the two readings; null where it was read once. */
  readonly dirty?: readonly [number, number | null]
}

function host(of: Host) {
  const mem = [
    ['MemTotal', 32 * GIB_KB],
    ['MemFree', of.freeKb ?? 8 * GIB_KB],
    ['MemAvailable', of.availableKb ?? 16 * GIB_KB],
    ['Buffers', 1024],
    ['Cached', of.cachedKb ?? 8 * GIB_KB],
    ['AnonPages', 2 * GIB_KB],
    ['Shmem', of.shmemKb ?? 1024],
    ['SReclaimable', 1024],
  ].map(([name, kb]) => `${name}: ${kb} kB`)
  const frames: Frame[] = [frame('proc/meminfo', mem.join('\n'))]
  const counter = of.counter ?? 'workingset_refault_file'
  const vm = (refaults: number, dirty: number) =>
    `nr_free_pages ${(of.freeKb ?? 8 * GIB_KB) / 4}\nnr_dirty ${dirty}\nnr_writeback 0\nnr_dirty_threshold 100000\nnr_dirty_background_threshold 50000\n${counter} ${refaults}`
  const [first, second] = of.dirty ?? [0, 0]
  frames.push(frame('proc/vmstat', vm(0, first)))
  if (second !== null) frames.push(frame('proc/vmstat', vm((of.refaults ?? 0) * 2, second), 2))
  if (of.some !== undefined)
    frames.push(
      frame(
        'proc/pressure/memory',
        `some avg10=${of.some.toFixed(2)} avg60=0.00 avg300=0.00 total=0`,
      ),
    )
  return contextOf('db1', { frames })
}

const FULL = { freeKb: GIB_KB }
const LOW_KB = 2 * GIB_KB

describe.each<[string, Host, readonly string[]]>([
  ['plenty free', {}, []],
  ['the graph says 97 %, half is available', FULL, ['info cache.counted-as-used']],
  ['used, and little is available: not a matter of cache', { ...FULL, availableKb: LOW_KB }, []],
  [
    'files read again, nobody waits: they are larger than the memory',
    { refaults: 9000, some: 0 },
    [],
  ],
  ['read again, waiting not known', { refaults: 9000 }, ['info cache.refaulting-some']],
  [
    'read again and felt on a host that is short',
    { refaults: 9000, some: 9, availableKb: LOW_KB },
    ['warning cache.refaulting'],
  ],
  [
    'read again and felt on a host with room',
    { refaults: 9000, some: 9 },
    ['warning cache.refaulting-inside'],
  ],
  [
    'before 5.9 there is one counter',
    { refaults: 9000, some: 9, counter: 'workingset_refault' },
    ['warning cache.refaulting-inside'],
  ],
  [
    'anonymous refaults are the swap analyzer’s',
    { refaults: 9000, some: 9, counter: 'workingset_refault_anon' },
    [],
  ],
  ['a stall with few refaults', { refaults: 100, some: 50 }, []],
  ['the cache is tmpfs', { cachedKb: 8 * GIB_KB, shmemKb: 6 * GIB_KB }, ['info cache.shmem']],
  [
    'the cache is tmpfs, and memory is low',
    { cachedKb: 8 * GIB_KB, shmemKb: 6 * GIB_KB, availableKb: LOW_KB },
    ['warning cache.shmem'],
  ],
  ['a little tmpfs in a large cache', { cachedKb: 16 * GIB_KB, shmemKb: 4 * GIB_KB }, []],
  ['a burst that was written out meanwhile', { dirty: [99_000, 10] }, []],
  ['a backlog half way to the limit', { dirty: [76_000, 77_000] }, ['info cache.dirty-slowed']],
  ['a backlog at the limit', { dirty: [99_000, 99_000] }, ['warning cache.dirty-held']],
  ['a backlog at the limit, seen once', { dirty: [99_000, null] }, ['info cache.dirty-slowed']],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(pageCache, host(of))).toEqual(expected)
  })
})

test('the calm line counts files and slab as what goes, not shared memory', () => {
  const [line] = findingsOf(pageCache, host({ ...FULL, shmemKb: GIB_KB }))
  expect(line?.numbers).toMatchObject({
    usedRatio: 31 / 32,
    availableRatio: 0.5,
    reclaimableBytes: (7 * GIB_KB + 1024 + 1024) * 1024,
    numbersCommand: 'memcheck db1 numbers',
  })
})

test('the calm line is told of what free prints, too', () => {
  const free =
    '               total        used        free      shared  buff/cache   available\nMem:        16384000     2400000      655360      120000    13328640    12500000\nSwap:        2097148     1000000     1097148'
  const [line] = findingsOf(pageCache, contextOf('free.txt', { frames: [frame('free', free)] }))
  expect(line).toMatchObject({ code: 'cache.counted-as-used', severity: 'info' })
  expect(line?.numbers).toMatchObject({
    usedRatio: 0.96,
    reclaimableBytes: (12_500_000 - 655_360) * 1024,
  })
})

test('a group full of clean cache that nobody misses is no finding', () => {
  expect(said(pageCache, contextOf('pagecache'))).toEqual([])
})

/** The captured group, filled to its limit, and a second reading in which it has read `pages` again. */
function full(pages: number, stall: number) {
  const frames = framesOf('pagecache').flatMap((one) => {
    if (one.source !== 'cgroup/memory' || one.raw.kind !== 'ok') return [one]
    const text = one.raw.text.replace('limit_in_bytes:268435456', 'limit_in_bytes:233832448')
    const path = /^(.*memory\.stat):/m.exec(text)?.[1] ?? ''
    const at = (count: number) =>
      `${text.trimEnd()}\n${path}:total_workingset_refault_file ${count}`
    return [
      frame('cgroup/memory', at(4096 * 10)),
      frame('cgroup/memory', at(4096 * (10 + 2 * pages)), 2),
    ]
  })
  const line = `some avg10=${stall.toFixed(2)} avg60=0.00 avg300=0.00 total=0`
  return contextOf('pagecache', { frames: [...frames, frame('proc/pressure/memory', line)] })
}

test('a full group is a fault once it reads again what it threw out, and somebody waits', () => {
  expect(said(pageCache, full(5000, 0))).toEqual([])
  expect(said(pageCache, full(100, 20))).toEqual([])
  const [finding] = findingsOf(pageCache, full(5000, 20))
  expect(finding).toMatchObject({ code: 'cache.group-refaulting', severity: 'warning' })
  // v1 prints bytes: 5000 pages, not 20 million.
  expect(finding?.numbers['refaultBytesPerSec']).toBe(5000 * 4096)
})

describe('cache', () => {
  const FILES = `RES SIZE FD FILE\nuid 1000\n${[
    '4194304 8388608 812/fd/7 /var/lib/app/data.db',
    '1048576 1048576 812/fd/8 /dev/shm/pool',
    '2097152 2097152 813/fd/9 /var/log/app.log (deleted)',
    '0 9999999 813/fd/4 /srv/backup.tar',
    'untold 900/fd/4',
  ].join('\n')}`

  const blocks = (frames: readonly Frame[], lang: 'en' | 'zh' = 'en') =>
    pageCache.drilldowns[0]?.answer(asked(contextOf('db1', { frames }), lang)) ?? []
  const rows = (frames: readonly Frame[]) =>
    blocks(frames).flatMap((block) =>
      block.kind === 'table' ? block.rows.map((row) => row.join(' | ')) : [],
    )
  const MEM = frame(
    'proc/meminfo',
    'MemTotal: 8388608 kB\nBuffers: 1024 kB\nCached: 1047552 kB\nDirty: 2048 kB\nWriteback: 0 kB\nAnonPages: 1 kB\nMapped: 4096 kB\nShmem: 524288 kB\nSReclaimable: 1024 kB',
  )

  test('the parts are what tools call cache, each with whether it can go', () => {
    expect(rows([MEM])).toEqual([
      'files, clean | 510 MiB | at once',
      'files, dirty | 2 MiB | once written',
      'files, being written | 0 B | once written',
      'slab, reclaimable | 1 MiB | mostly',
      'shared, tmpfs | 512 MiB | no',
    ])
  })

  test('files with most in the cache come first; what has nothing there is left out', () => {
    expect(rows([frame('fs/cached', FILES)])).toEqual([
      'data.db | 4 MiB | 50 % | 8 MiB | 812 | ',
      'app.log | 2 MiB | 100 % | 2 MiB | 813 | deleted',
      'pool | 1 MiB | 100 % | 1 MiB | 812 | in memory only',
    ])
    const said = blocks([frame('fs/cached', FILES)]).flatMap((block) =>
      block.kind === 'text' ? [plain(block.text)] : [],
    )
    expect(said.at(-1)).toContain('1 open files belong to others')
    expect(said.at(-2)).toContain('Asked as user id 1000')
  })

  test('a host without fincore says so, and the parts are still there', () => {
    const gap: Frame = {
      ...frame('fs/cached', ''),
      raw: { kind: 'gap', reason: 'no-tool', detail: '' },
    }
    expect(rows([MEM, gap])).toHaveLength(5)
    const last = blocks([MEM, gap]).at(-1)
    expect(last?.kind === 'text' ? plain(last.text) : '').toContain('fincore')
  })
})
