import { describe, expect, test } from 'vitest'
import { refused } from '../../src/analyzers/refused/index.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const MIB_KB = 1024
const GIB_KB = 1024 * MIB_KB
const MEM = frame('proc/meminfo', `MemTotal: ${64 * GIB_KB} kB\nMemAvailable: ${32 * GIB_KB} kB`)

const tail = (threads: number) =>
  `0 0 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 ${threads} 0 777 4096 10 18446744073709551615 0 0`

interface Process {
  readonly uid?: number
  readonly threads?: number
  readonly sizeKb?: number
  readonly dataKb?: number
  readonly lockedKb?: number
  readonly limits?: string
}

function processFrames(of: Process) {
  const { uid = 1000, threads = 1, sizeKb = 1000, dataKb = 500, lockedKb = 0, limits = '' } = of
  return [
    frame(
      'proc/processes',
      `1/stat:1 (app) S 0 ${tail(threads)}\n1/status:Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    ),
    frame(
      'proc/PID/status',
      `Name:\tapp\nState:\tS (sleeping)\nTgid:\t1\nPid:\t1\nPPid:\t0\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nVmSize:\t${sizeKb} kB\nVmLck:\t${lockedKb} kB\nVmData:\t${dataKb} kB\nThreads:\t${threads}`,
    ),
    frame(
      'proc/PID/limits',
      `Limit                     Soft Limit           Hard Limit           Units\n${limits}`,
    ),
  ]
}

const row = (name: string, soft: number | 'unlimited', unit: string): string =>
  `${name.padEnd(25)} ${String(soft).padEnd(20)} unlimited            ${unit}`

const GIB = 1024 ** 3

describe.each<[string, Process, readonly string[]]>([
  ['no limits', { limits: row('Max address space', 'unlimited', 'bytes') }, []],
  ['half of it', { sizeKb: GIB_KB, limits: row('Max address space', 2 * GIB, 'bytes') }, []],
  [
    'nine tenths of a limit that leaves much',
    { sizeKb: 91 * GIB_KB, limits: row('Max address space', 100 * GIB, 'bytes') },
    [],
  ],
  [
    'near',
    { sizeKb: 3900 * MIB_KB, limits: row('Max address space', 4 * GIB, 'bytes') },
    ['warning refused.address-space'],
  ],
  [
    'reached',
    { sizeKb: 4 * GIB_KB - 8 * MIB_KB, limits: row('Max address space', 4 * GIB, 'bytes') },
    ['critical refused.address-space'],
  ],
  [
    'data reached',
    { dataKb: 2 * GIB_KB - MIB_KB, limits: row('Max data size', 2 * GIB, 'bytes') },
    ['critical refused.data'],
  ],
  [
    'a key store that locks its 64 KiB',
    { lockedKb: 64, limits: row('Max locked memory', 65_536, 'bytes') },
    [],
  ],
  [
    'a guest whose memory is locked, with the room it was given',
    { lockedKb: 32 * GIB_KB, limits: row('Max locked memory', 33 * GIB, 'bytes') },
    [],
  ],
  [
    'all that may be locked is',
    { lockedKb: GIB_KB, limits: row('Max locked memory', GIB, 'bytes') },
    ['info refused.locked'],
  ],
  [
    'threads of the user',
    { threads: 4000, limits: row('Max processes', 4096, 'processes') },
    ['warning refused.processes'],
  ],
  [
    'the last threads of the user',
    { threads: 4090, limits: row('Max processes', 4096, 'processes') },
    ['critical refused.processes'],
  ],
  [
    'root is exempt',
    { uid: 0, threads: 4090, limits: row('Max processes', 4096, 'processes') },
    [],
  ],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    const ctx = contextOf('db1', { frames: [MEM, ...processFrames(of)] })
    expect(said(refused, ctx)).toEqual(expected)
  })
})

const pids = (current: number, max: number | 'max', events?: number) => [
  frame(
    'cgroup/pids',
    `/sys/fs/cgroup/a/pids.current:${current}\n/sys/fs/cgroup/a/pids.max:${max}${events === undefined ? '' : `\n/sys/fs/cgroup/a/pids.events:max ${events}`}`,
  ),
]
const settings = (text: string) => [frame('host/settings', text)]
const tasks = (threads: number) => [frame('proc/processes', `2/stat:2 (app) S 1 ${tail(threads)}`)]

const segments = (count: number, bytes: number) => {
  const header =
    '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap'
  const row = (id: number): string => `${id} ${id} 600 ${bytes} 1 1 1 0 0 0 0 0 0 0 4096 0`
  return [
    frame(
      'proc/sysvipc/shm',
      [header, ...Array.from({ length: count }, (_, i) => row(i + 1))].join('\n'),
    ),
    frame('getconf/PAGESIZE', '4096'),
  ]
}
const descriptors = (count: number) => [
  frame(
    'proc/PID/fd',
    Array.from(
      { length: count },
      (_, i) => `lrwx------ 1 root root 64 Nov 21 01:41 ${i} -> socket:[${i}]`,
    ).join('\n'),
  ),
  frame(
    'proc/PID/limits',
    `Limit                     Soft Limit           Hard Limit           Units\n${row('Max open files', 1024, 'files')}`,
  ),
]

describe.each<[string, ReturnType<typeof pids>, readonly string[]]>([
  ['a few segments', [...segments(10, 4096), ...settings('kernel.shmmni = 4096')], []],
  [
    'segments near their number',
    [...segments(3900, 4096), ...settings('kernel.shmmni = 4096')],
    ['warning refused.shm-segments'],
  ],
  [
    'a database given all that may be shared',
    [...segments(1, 2 * GIB), ...settings('kernel.shmmni = 4096\nkernel.shmall = 524288')],
    ['info refused.shm-pages'],
  ],
  [
    'no limit of shared pages',
    [...segments(1, 2 * GIB), ...settings('kernel.shmall = 18446744073692774399')],
    [],
  ],
  ['open files with room', descriptors(400), []],
  ['open files near the limit', descriptors(950), ['warning refused.open-files']],
  ['all files open', descriptors(1020), ['critical refused.open-files']],

  ['a group without a limit', pids(9000, 'max', 0), []],
  ['room in the group', pids(100, 4915, 0), []],
  ['a group made for what it holds', pids(2, 2, 0), ['warning refused.cgroup-tasks']],
  ['a full group that refuses', pids(24, 24, 3), ['critical refused.cgroup-tasks']],
  ['a full group of an old kernel', pids(24, 24), ['warning refused.cgroup-tasks']],
  ['room now, refused before', pids(10, 24, 3), ['info refused.forks-before']],
  [
    'the host near its pids',
    [...tasks(31_000), ...settings('kernel.pid_max = 32768\nkernel.threads-max = 190000')],
    ['warning refused.tasks'],
  ],
  [
    'the host out of threads',
    [...tasks(29_980), ...settings('kernel.pid_max = 4194304\nkernel.threads-max = 29981')],
    ['critical refused.tasks'],
  ],
  ['plenty of pids', [...tasks(800), ...settings('kernel.pid_max = 32768')], []],
  [
    'open files near the limit of the host',
    settings('fs.file-nr = 98000\t0\t100000\nfs.file-max = 100000'),
    ['warning refused.files'],
  ],
  [
    'unused handles are room',
    settings('fs.file-nr = 98000\t60000\t100000\nfs.file-max = 100000'),
    [],
  ],
  [
    'no limit of files',
    settings('fs.file-nr = 98000\t0\t9223372036854775807\nfs.file-max = 9223372036854775807'),
    [],
  ],
])('%s', (_, frames, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(refused, contextOf('db1', { frames: [MEM, ...frames] }))).toEqual(expected)
  })
})

test('a real process refused by ulimit -v: the limit, its use, and what the host has', () => {
  const [finding] = findingsOf(refused, contextOf('rlimit'))
  expect(finding?.numbers).toMatchObject({ name: 'RLIMIT_AS', limitBytes: GIB })
  expect(Number(finding?.numbers.availableBytes)).toBeGreaterThan(16 * GIB)
  expect(finding?.evidence.map(({ line }) => line.split(/[\s:]+/)[0])).toEqual(['Max', 'VmSize'])
})

test('limits shows the nearest first, huge pages and the commit limit where they are limits', () => {
  const ctx = contextOf('db1', {
    frames: [
      frame(
        'proc/meminfo',
        `MemTotal: ${64 * GIB_KB} kB\nCommitLimit: ${40 * GIB_KB} kB\nCommitted_AS: ${30 * GIB_KB} kB\nHugePages_Total: 100\nHugePages_Free: 90\nHugePages_Rsvd: 40\nHugepagesize: 2048 kB`,
      ),
      ...settings('vm.overcommit_memory = 2\nkernel.pid_max = 32768'),
      ...tasks(100),
    ],
  })
  const [limits] = refused.drilldowns
  const [shown] = limits?.answer(asked(ctx, 'en')) ?? []
  expect(shown?.kind === 'table' ? shown.rows : []).toEqual([
    ['promised memory', '30 GiB', '40 GiB', '75 %', 'CommitLimit'],
    ['huge pages', '100 MiB', '200 MiB', '50 %', 'HugePages_Total'],
    ['tasks of the host', '100', '32 768', '0.3 %', 'kernel.pid_max'],
  ])
})

test('limits and status alone are judged; what the host has is not known then', () => {
  const frames = processFrames({
    sizeKb: 4 * GIB_KB - 8 * MIB_KB,
    limits: row('Max address space', 4 * GIB, 'bytes'),
  }).filter(({ source }) => source.includes('PID'))
  const [finding] = findingsOf(refused, contextOf('file', { frames }))
  expect(finding?.code).toBe('refused.address-space')
  expect(finding?.numbers).not.toHaveProperty('availableBytes')
})
