/** Kernel logs of many kernels and distributions: our own captures, and short public samples as literals. */
import { describe, expect, test } from 'vitest'
import type { OomEvent } from '../../../src/parsers/kernel/events.ts'
import { kernelLog } from '../../../src/parsers/kernel/log.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const KIB = 1024
const PAGE = 4096

function log(text: string) {
  return read(kernelLog, text)
}

/** The one event of a text that has one, without losses. */
function event(text: string): OomEvent {
  const { value, losses } = log(text)
  const [first, ...more] = value.ooms
  expect(losses).toEqual([])
  expect(more).toEqual([])
  if (first === undefined) throw new Error('no event')
  return first
}

describe('captures', () => {
  test('a cgroup of v1 at its limit', () => {
    expect(event(fixture('kernel/oom-memcg-v1-6.18.txt'))).toMatchObject({
      at: { uptimeSec: 2705.842646 },
      invoker: { name: 'eater', pid: 3392, order: 0 },
      constraint: 'memcg',
      oomMemcg: '/app-oom',
      taskMemcg: '/app-oom',
      memcg: {
        usageBytes: 65536 * KIB,
        limitBytes: 65536 * KIB,
        failcnt: 67,
        swapUsageBytes: 0,
        swapLimitBytes: null,
        kmemUsageBytes: 248 * KIB,
        stat: { rss: 66_854_912, totalRss: 66_854_912, hierarchicalMemoryLimit: 67_108_864 },
      },
      tasks: [
        { pid: 3390, rssBytes: 2911 * PAGE },
        { pid: 3392, rssAnonBytes: 13_728 * PAGE, rssFileBytes: 347 * PAGE, rssShmemBytes: 0 },
      ],
      victims: [{ pid: 3392, anonRssBytes: 54_912 * KIB, pageTablesBytes: 156 * KIB, uid: 0 }],
      outcome: 'killed',
    })
  })

  test('the one who asked is not the one who was killed, though both have one name', () => {
    const { invoker, victims } = event(fixture('kernel/oom-invoker-not-victim-6.18.txt'))
    expect([invoker?.pid, victims.map((one) => one.pid)]).toEqual([3768, [3766]])
  })

  test('the tasks do not hold what a tmpfs file does', () => {
    const { memcg, tasks } = event(fixture('kernel/oom-tmpfs-6.18.txt'))
    const held = tasks.reduce((sum, task) => sum + task.rssBytes, 0)
    expect(memcg?.stat['shmem']).toBe(52_428_800)
    expect(held).toBeLessThan((memcg?.limitBytes ?? 0) / 4)
  })

  test('a host without memory: zones, buddy lists, reserves, swap, huge pages', () => {
    const global = event(fixture('kernel/oom-global-6.1.txt'))
    expect(global).toMatchObject({
      constraint: 'none',
      oomMemcg: null,
      memcg: null,
      pageBytes: PAGE,
      totalRamBytes: 65_397 * PAGE,
      swap: { totalBytes: 0, freeBytes: 0 },
      memInfo: {
        inactiveAnonBytes: 47_711 * PAGE,
        slabUnreclaimableBytes: 1549 * PAGE,
        freeBytes: 639 * PAGE,
      },
      victims: [{ pid: 224, totalVmBytes: 160_888 * KIB }],
    })
    expect(global.zones).toEqual([
      {
        node: 0,
        zone: 'DMA',
        freeBytes: 888 * KIB,
        minBytes: 132 * KIB,
        lowBytes: 164 * KIB,
        highBytes: 196 * KIB,
        managedBytes: 15_360 * KIB,
        freeBlocks: [0, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0],
        lowmemReserveBytes: [0, 191, 191, 191, 191].map((pages) => pages * PAGE),
      },
      expect.objectContaining({
        zone: 'DMA32',
        minBytes: 1704 * KIB,
        freeBlocks: [1, 4, 4, 1, 2, 1, 1, 2, 0, 0, 0],
      }),
    ])
    expect(global.hugepages).toHaveLength(2)
    expect(global.tasks.map((task) => task.oomScoreAdj)).toEqual([500, 0, 0])
  })

  test('memory.oom.group: each victim once, though the leader is named twice', () => {
    const group = event(fixture('kernel/oom-v2-group-6.1.txt'))
    expect(group.groupKill).toBe(true)
    expect(group.victims.map((one) => one.pid)).toEqual([128, 127, 126])
    expect(group.memcg).toMatchObject({
      limitBytes: 32_768 * KIB,
      swapUsageBytes: 0,
      swapLimitBytes: null,
      stat: { anon: 33_316_864 },
    })
  })
})

describe('the forms of a kill', () => {
  test.each([
    [
      '2.6.18 (RHEL 5)',
      'Out of memory: Killed process 17414, UID 505, (python2.7).',
      { pid: 17_414, uid: 505, name: 'python2.7', totalVmBytes: null },
    ],
    [
      '2.6.9',
      'Out of Memory: Killed process 2348 (httpd).',
      { pid: 2348, name: 'httpd', uid: null },
    ],
    [
      '2.6.32',
      'Killed process 1234 (java) vsz:1200kB, anon-rss:900kB, file-rss:12kB',
      {
        pid: 1234,
        totalVmBytes: 1200 * KIB,
        anonRssBytes: 900 * KIB,
        fileRssBytes: 12 * KIB,
        shmemRssBytes: null,
      },
    ],
    [
      'RHEL 6',
      'Killed process 215701, UID 679, (java) total-vm:11017300kB, anon-rss:7152432kB, file-rss:1232kB',
      { pid: 215_701, uid: 679, name: 'java', anonRssBytes: 7_152_432 * KIB },
    ],
    [
      'RHEL 7.9',
      'Killed process 3123 (java), UID 0, total-vm:4028kB, anon-rss:300kB, file-rss:2kB, shmem-rss:1kB',
      { pid: 3123, uid: 0, name: 'java', shmemRssBytes: KIB },
    ],
    [
      '4.x',
      'Killed process 2746 (leaker) total-vm:536704kB, anon-rss:521176kB, file-rss:1208kB, shmem-rss:0kB',
      { pid: 2746, uid: null, shmemRssBytes: 0 },
    ],
    [
      '5.x',
      'Out of memory: Killed process 116 (stress-ng-vm) total-vm:10515768kB, anon-rss:7980628kB, file-rss:564kB, shmem-rss:0kB, UID:0 pgtables:15676kB oom_score_adj:1000',
      { pid: 116, uid: 0, pageTablesBytes: 15_676 * KIB, oomScoreAdj: 1000 },
    ],
    [
      'oom_kill_allocating_task',
      'Out of memory (oom_kill_allocating_task): Killed process 7 (a) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:40kB oom_score_adj:-998',
      { pid: 7, oomScoreAdj: -998 },
    ],
    [
      'a cgroup',
      'Memory cgroup out of memory: Killed process 9 (b) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:33 pgtables:40kB oom_score_adj:0',
      { pid: 9, uid: 33 },
    ],
    [
      'a name with brackets and blanks',
      'Out of memory: Killed process 5 ((sd-pam) x) y) total-vm:8kB, anon-rss:4kB, file-rss:0kB',
      { pid: 5, name: '(sd-pam) x) y' },
    ],
    [
      'a size beyond 2^53',
      'Out of memory: Killed process 5 (a) total-vm:90071992547409930kB, anon-rss:4kB, file-rss:0kB',
      { totalVmBytes: null, anonRssBytes: 4 * KIB },
    ],
  ] as const)('%s', (_, line, victim) => {
    expect(event(`[  1.000000] ${line}\n`)).toMatchObject({
      victims: [victim],
      outcome: 'killed',
      invoker: null,
    })
  })

  test('two lines of old kernels are one event; the score is the process’s', () => {
    const one =
      event(`[1.000000] Out of memory: Kill process 1234 (java) score 854 or sacrifice child
[1.000001] Killed process 1234 (java) total-vm:11017300kB, anon-rss:7152432kB, file-rss:1232kB
`)
    expect(one.victims).toMatchObject([{ pid: 1234, score: 854, anonRssBytes: 7_152_432 * KIB }])
  })

  test('a child that died in its parent’s place does not take its score', () => {
    const one =
      event(`[1.000000] Memory cgroup out of memory: Kill process 3861 (bash) score 88 or sacrifice child
[1.000001] Killed process 3876 (dd) total-vm:8484kB, anon-rss:1052kB, file-rss:1720kB, shmem-rss:0kB
[1.000002] oom_reaper: reaped process 3876 (dd), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
`)
    expect(one).toMatchObject({
      constraint: 'memcg',
      victims: [{ pid: 3876, score: null }],
      reaped: [3876],
    })
  })

  test('an intent alone still names whom', () => {
    expect(
      event('[1.000000] Out of memory: Kill process 12 (a) score 9 or sacrifice child\n'),
    ).toMatchObject({
      outcome: 'killed',
      victims: [{ pid: 12, name: 'a', score: 9, anonRssBytes: null }],
    })
  })

  test('5.0 to 5.4 called the bytes of page tables kB', () => {
    const one =
      event(`[1.000000] a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[1.000001] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[1.000002] [      9]     0     9     1000      500    49152        0             0 a
[1.000003] Out of memory: Killed process 9 (a) total-vm:4000kB, anon-rss:2000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:49152kB oom_score_adj:0
`)
    expect(one.victims[0]?.pageTablesBytes).toBe(49_152)
  })
})

// A k8s node of CentOS 7, from a public blog.
const EL7 = `[147913.262269] monocular invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=-998
[147913.264347] monocular cpuset=docker-5d3a4c6e.scope mems_allowed=0
[147913.266552] CPU: 0 PID: 26049 Comm: monocular Tainted: G               ------------ T 3.10.0-693.11.6.el7.x86_64 #1
[147913.293325] Task in /kubepods.slice/podbee/docker-5d3a.scope killed as a result of limit of /kubepods.slice/podbee
[147913.298709] memory: usage 233472kB, limit 233472kB, failcnt 3028
[147913.300052] memory+swap: usage 233472kB, limit 9007199254740988kB, failcnt 0
[147913.301744] kmem: usage 0kB, limit 9007199254740988kB, failcnt 0
[147913.303218] Memory cgroup stats for /kubepods.slice/podbee: cache:0KB rss:0KB rss_huge:0KB mapped_file:0KB swap:0KB inactive_anon:0KB active_anon:0KB inactive_file:0KB active_file:0KB unevictable:0KB
[147913.447142] Memory cgroup stats for /kubepods.slice/podbee/docker-bf8a.scope: cache:0KB rss:44KB rss_huge:0KB mapped_file:0KB swap:0KB inactive_anon:0KB active_anon:44KB inactive_file:0KB active_file:0KB unevictable:0KB
[147913.492743] Memory cgroup stats for /kubepods.slice/podbee/docker-5d3a.scope: cache:0KB rss:233428KB rss_huge:2048KB mapped_file:0KB swap:0KB inactive_anon:0KB active_anon:233428KB inactive_file:0KB active_file:0KB unevictable:0KB
[147913.544835] [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[147913.546739] [24389]     0 24389      253        1       4        0          -998 pause
[147913.548605] [24518]     0 24518    66805    60921     134        0          -998 monocular
[147913.550548] Memory cgroup out of memory: Kill process 26074 (monocular) score 54 or sacrifice child
[147913.552593] Killed process 24518 (monocular) total-vm:267220kB, anon-rss:232620kB, file-rss:11064kB, shmem-rss:0kB
[147919.170462] SELinux: mount invalid.  Same superblock, different security settings for (dev mqueue, type mqueue)
`

test('3.10: limit and group of the task, figures of the groups below summed, pages of page tables', () => {
  expect(event(EL7)).toMatchObject({
    invoker: { name: 'monocular', pid: 26_049, gfpMask: '0xd0', oomScoreAdj: -998 },
    constraint: 'memcg',
    taskMemcg: '/kubepods.slice/podbee/docker-5d3a.scope',
    oomMemcg: '/kubepods.slice/podbee',
    cpuset: 'docker-5d3a4c6e.scope',
    memcg: { limitBytes: 233_472 * KIB, swapLimitBytes: null, stat: { rss: 233_472 * KIB } },
    tasks: [{ pid: 24_389 }, { pid: 24_518, rssBytes: 60_921 * PAGE, pageTablesBytes: 134 * PAGE }],
    victims: [{ pid: 24_518, score: 54 }],
    pageBytes: PAGE,
  })
})

describe('task tables by their header', () => {
  const HEAD = '[1.000000] a invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0\n'
  const END =
    '[1.000009] Out of memory: Killed process 9 (a) total-vm:4kB, anon-rss:4kB, file-rss:0kB\n'
  const table = (header: string, ...rows: string[]) =>
    log(`${HEAD}${[header, ...rows].map((line) => `[1.000001] ${line}\n`).join('')}${END}`)

  test.each([
    [
      '2.6.32',
      '[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name',
      '[ 2903]     0  2903     1618      436   1     -17         -1000 udevd',
      { rssBytes: 436 * PAGE, oomScoreAdj: -1000, name: 'udevd' },
    ],
    [
      '2.6.31',
      '[ pid ]   uid  tgid total_vm      rss cpu oom_adj name',
      '[ 2903]     0  2903     1618      436   1     -17 udevd',
      { rssBytes: 436 * PAGE, oomScoreAdj: null, name: 'udevd' },
    ],
    [
      '4.1',
      '[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name',
      '[ 2903]     0  2903     1618      436       9       3       65             0 oom03',
      { pageTablesBytes: 12 * PAGE, swapBytes: 65 * PAGE },
    ],
    [
      '5.x',
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[   6410]     0  6410     9427      532    61440        0             0 syz-executor5',
      { pageTablesBytes: 61_440 },
    ],
    [
      '6.8',
      '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name',
      '[    116]     0   116  2628942  1995298  1995157      141         0 16052224        0          1000 stress-ng-vm',
      { rssAnonBytes: 1_995_157 * PAGE, pageTablesBytes: 16_052_224, oomScoreAdj: 1000 },
    ],
    [
      'a name with blanks',
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[   6410]  1000  6410     9427      532    61440        0           300 Web Content',
      { name: 'Web Content' },
    ],
    [
      'a name with brackets',
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[   6410]  1000  6410     9427      532    61440        0             0 [a] (b c)',
      { name: '[a] (b c)' },
    ],
    [
      'no name',
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[   6410]  1000  6410     9427      532    61440        0             0 ',
      { name: '' },
    ],
  ])('%s', (_, header, row, task) => {
    const { value, losses } = table(header, row)
    expect(losses).toEqual([])
    expect(value.ooms[0]?.tasks).toMatchObject([task])
  })

  test('a row with a column more or less than its header is a loss, not a shifted row', () => {
    const header = '[  pid  ]   uid  tgid total_vm      rss swapents oom_score_adj name'
    const { value, losses } = table(
      header,
      '[   6410]     0  6410     9427      532    61440        0             0 a',
      '[   6411]     0  6411     9427      532 a',
    )
    expect(value.ooms[0]?.tasks).toEqual([])
    expect(losses).toMatchObject([{ code: 'bad-line', count: 2 }])
  })

  test('a renamed column is told, and the others are right', () => {
    const { value, losses } = table(
      '[  pid  ]   uid  tgid vm_total      rss swapents oom_score_adj name',
      '[   6410]     0  6410     9427      532    61440        0 a b',
    )
    expect(value.ooms[0]?.tasks).toMatchObject([
      {
        pid: 6410,
        totalVmBytes: null,
        rssBytes: 532 * PAGE,
        swapBytes: 61_440 * PAGE,
        name: 'a b',
      },
    ])
    expect(losses).toMatchObject([{ code: 'missing-field', sample: 'total_vm' }])
  })

  test('numbers that cannot be are a loss', () => {
    const { value, losses } = table(
      '[  pid  ]   uid  tgid total_vm      rss swapents oom_score_adj name',
      '[   6410]     0  6410     9427      -32    61440        0 a',
      '[   6411]     0  6411     9427      18446744073709551615    61440        0 b',
    )
    expect(value.ooms[0]?.tasks).toEqual([])
    expect(losses).toMatchObject([{ code: 'bad-number', count: 2 }])
  })
})

describe('page size', () => {
  test('of the buddy lists', () => {
    const one = event(`[1.000000] a invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0
[1.000001] Mem-Info:
[1.000001] active_anon:10 inactive_anon:20 isolated_anon:0
[1.000002] Node 0 Normal free:6144kB min:5000kB low:6000kB high:7000kB
[1.000003] lowmem_reserve[]: 0 2
[1.000004] Node 0 Normal: 2*64kB (U) 1*128kB (M) 0*256kB = 256kB
[1.000005] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[1.000006] [      9]     0     9     1000      500    49152        0             0 a
[1.000007] Out of memory: Killed process 9 (a) total-vm:64000kB, anon-rss:32000kB, file-rss:0kB
`)
    expect(one).toMatchObject({
      pageBytes: 65_536,
      memInfo: { activeAnonBytes: 655_360 },
      zones: [{ freeBlocks: [2, 1, 0], lowmemReserveBytes: [0, 131_072] }],
      tasks: [{ rssBytes: 500 * 65_536 }],
    })
  })

  test('of a victim’s size in kB beside its row in pages, where a cgroup’s report has no buddy list', () => {
    const one = event(`[1.000000] a invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0
[1.000005] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[1.000006] [      9]     0     9     1000      500    49152        0             0 a
[1.000007] Memory cgroup out of memory: Killed process 9 (a) total-vm:64000kB, anon-rss:32000kB, file-rss:0kB
`)
    expect(one.tasks[0]?.rssBytes).toBe(500 * 65_536)
  })
})

test('a kernel of 32 bits without nodes: HighMem, its limits, its "no limit"', () => {
  const one = event(`[1.000000] a invoked oom-killer: gfp_mask=0x200da, order=0, oom_score_adj=0
[1.000001] memory: usage 1024kB, limit 1024kB, failcnt 5
[1.000001] memory+swap: usage 1024kB, limit 8589934588kB, failcnt 0
[1.000001] Mem-Info:
[1.000001] DMA free:2124kB min:84kB low:104kB high:124kB active_anon:0kB present:15804kB
[1.000001] lowmem_reserve[]: 0 865 1000
[1.000002] HighMem free:200kB min:300kB low:400kB high:500kB
[1.000003] lowmem_reserve[]: 0 0 0
[1.000004] DMA: 1*4kB 1*8kB 0*16kB = 12kB
[1.000004] HighMem: 2*4kB 0*8kB 0*16kB = 8kB
[1.000005] Free swap  = 12kB
[1.000005] Total swap = 4096kB
[1.000005] 261 pages of RAM
[1.000007] Out of memory: Killed process 9 (a) total-vm:64000kB, anon-rss:32000kB, file-rss:0kB
`)
  expect(one).toMatchObject({
    memcg: { swapUsageBytes: 0, swapLimitBytes: null },
    swap: { totalBytes: 4096 * KIB, freeBytes: 12 * KIB },
    totalRamBytes: 261 * PAGE,
    zones: [
      {
        node: 0,
        zone: 'DMA',
        managedBytes: null,
        freeBlocks: [1, 1, 0],
        lowmemReserveBytes: [0, 865 * PAGE, 1000 * PAGE],
      },
      { zone: 'HighMem', minBytes: 300 * KIB, freeBlocks: [2, 0, 0] },
    ],
  })
})

describe('why', () => {
  const kill = (
    constraint: string,
  ) => `[1.000000] oom-kill:constraint=${constraint},nodemask=0-1,3,cpuset=/a,b,mems_allowed=0-1,3,global_oom,task_memcg=/x,y.slice,task=a,b,pid=9,uid=0
[1.000001] Out of memory: Killed process 9 (a,b) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
`
  test.each([
    ['CONSTRAINT_NONE', 'none'],
    ['CONSTRAINT_CPUSET', 'cpuset'],
    ['CONSTRAINT_MEMORY_POLICY', 'mempolicy'],
    ['CONSTRAINT_NEW', null],
  ])('%s, with commas in its values', (word, constraint) => {
    expect(event(kill(word))).toMatchObject({
      constraint,
      nodemask: '0-1,3',
      cpuset: '/a,b',
      taskMemcg: '/x,y.slice',
      oomMemcg: null,
    })
  })

  test('old kernels name no constraint: it is none where the cpuset is all, else not known', () => {
    const of = (cpuset: string) =>
      event(`[1.000000] a invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
[1.000001] a cpuset=${cpuset} mems_allowed=0-1
[1.000002] Out of memory: Kill process 9 (a) score 9 or sacrifice child
[1.000003] Out of memory: Killed process 9 (a) total-vm:4kB, anon-rss:4kB, file-rss:0kB
`).constraint
    expect([of('/'), of('docker-5d3a.scope')]).toEqual(['none', null])
  })

  test('SysRq', () => {
    const text =
      '[1.000000] sysrq: Manual OOM execution\n[1.000001] kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0\n'
    expect(event(text)).toMatchObject({ sysrq: true, invoker: { name: 'kworker/0:1', order: -1 } })
  })

  test.each([
    ['Out of memory and no killable processes...', 'no-killable'],
    ['Kernel panic - not syncing: Out of memory and no killable processes...', 'panic'],
    ['Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled', 'panic'],
    ['Kernel panic - not syncing: System is deadlocked on memory', 'panic'],
  ])('%s', (line, outcome) => {
    const text = `[1.000000] a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n[1.000001] ${line}\n`
    expect(event(text)).toMatchObject({ outcome, victims: [] })
  })

  test('a report that the ring or the file cut off says so', () => {
    expect(
      event(
        '[1.000000] a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n',
      ).outcome,
    ).toBe('not-told')
  })
})

describe('several', () => {
  test('reports of one log, and kills whose report was left out', () => {
    const text = `${fixture('kernel/oom-memcg-v1-6.18.txt')}[ 2800.000000] Memory cgroup out of memory: Killed process 41 (x) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
[ 2801.000000] Memory cgroup out of memory: Killed process 42 (x) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
${fixture('kernel/oom-tmpfs-6.18.txt')}[ 2823.999999] oom_reaper: reaped process 41 (x), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
`
    const { ooms } = log(text).value
    expect(ooms.map((one) => one.victims.map((victim) => victim.pid))).toEqual([
      [3392],
      [41],
      [42],
      [3782],
    ])
    expect(ooms.map((one) => one.reaped)).toEqual([[], [41], [], []])
    expect(ooms.map((one) => one.line)).toEqual([1, 81, 82, 83])
  })

  test('reports of two hosts in one file, line by line in turn', () => {
    const [one, two] = ['oom-global-6.1', 'oom-v2-max-6.1'].map((name, i) =>
      fixture(`kernel/${name}.txt`)
        .trimEnd()
        .split('\n')
        .map((line) => `Nov 20 03:14:07 db${i + 1} kernel: ${line}`),
    )
    const lines = (one ?? []).flatMap((line, i) => [
      line,
      two?.[i] ?? 'Nov 20 03:14:07 db3 kernel: quiet',
    ])
    const { ooms } = log([...lines, ...(two ?? []).slice(one?.length)].join('\n')).value
    expect(ooms.map((event) => [event.host, event.victims[0]?.pid, event.constraint])).toEqual([
      ['db1', 224, 'none'],
      ['db2', 104, 'memcg'],
    ])
    expect(ooms[0]?.zones).toHaveLength(2)
  })

  test('other messages in between are no part of it', () => {
    const lines = fixture('kernel/oom-global-6.1.txt').split('\n')
    const noisy = lines.flatMap((line) => [
      line,
      '[   21.780000] eth0: link up, 1000 Mbps, pid 4',
      '[   21.780001] audit: type=1400 audit(1.2:3): pid=9 comm="a b"',
    ])
    expect({ ...event(noisy.join('\n')), line: 1 }).toEqual(event(lines.join('\n')))
  })

  test('what other programs quote of the kernel is not the kernel’s', () => {
    const { value } = log(`Nov 20 03:14:07 db1 kernel: [ 1.000000] ok
Nov 20 03:14:07 db1 node-problem-detector[9]: Memory cgroup out of memory: Killed process 9 (a) total-vm:4kB, anon-rss:4kB, file-rss:0kB
Nov 20 03:14:07 db1 sudo: root : COMMAND=/bin/grep "invoked oom-killer: gfp_mask=0x1, order=0" /var/log/messages
`)
    expect(value.ooms).toEqual([])
  })
})

describe('lines as they are wrapped', () => {
  const plain = fixture('kernel/oom-v2-group-6.1.txt')
    .replace(/^\[ *[\d.]+\] /gm, '')
    .trimEnd()
  const whole = event(`${plain}\n`)
  /** All but what the form of a line decides. */
  const core = ({ invoker, memcg, tasks, victims, constraint, groupKill }: OomEvent) => ({
    invoker,
    memcg,
    tasks,
    victims,
    constraint,
    groupKill,
  })

  test.each([
    ['joined by rsyslog', `Nov 20 03:14:07 db1 kernel: ${plain.replaceAll('\n', '#012')}`],
    [
      'joined with times',
      `Nov 20 03:14:07 db1 kernel: ${plain.replaceAll('\n', '#012[  174.712345] ')}`,
    ],
    [
      'JSON of the journal',
      JSON.stringify({
        MESSAGE: plain,
        __REALTIME_TIMESTAMP: '1732068847123456',
        _HOSTNAME: 'db1',
        SYSLOG_IDENTIFIER: 'kernel',
      }),
    ],
    [
      'JSON of the journal, line by line',
      plain
        .split('\n')
        .map((line) => JSON.stringify({ MESSAGE: line, _TRANSPORT: 'kernel', _HOSTNAME: 'db1' }))
        .join('\n'),
    ],
    [
      'JSON of a container runtime',
      plain
        .split('\n')
        .map((line) =>
          JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2024-11-20T02:14:07.1Z' }),
        )
        .join('\n'),
    ],
    [
      'memory.stat without prefixes, indented as journalctl does',
      plain
        .split('\n')
        .map((line) =>
          /^[a-z_]+ \d+$/.test(line)
            ? `                          ${line}`
            : `Nov 20 03:14:07 db1 kernel: ${line}`,
        )
        .join('\n'),
    ],
    [
      'coloured',
      plain
        .split('\n')
        .map((line) => `\u001b[32m[  174.712345] \u001b[0m\u001b[1m${line}\u001b[0m`)
        .join('\n'),
    ],
    [
      'CRLF',
      plain
        .split('\n')
        .map((line) => `<4>[  174.712345] ${line}`)
        .join('\r\n'),
    ],
  ])('%s', (_, text) => {
    expect(core(event(text))).toEqual(core(whole))
  })
})

test('page allocation failures: who, how much, and the zones', () => {
  const { value, losses } =
    log(`[ 9556.710241] kworker/u8:7: page allocation failure: order:9, mode:0x194dc2(GFP_HIGHUSER|__GFP_ZERO), nodemask=(null),cpuset=user.slice,mems_allowed=0
[ 9556.710259] CPU: 1 PID: 470821 Comm: kworker/u8:7 Tainted: G            E     5.10.10+ #4
[ 9556.710300] Mem-Info:
[ 9556.710301] active_anon:1 inactive_anon:2 isolated_anon:0
[ 9556.710302] Node 0 Normal free:6144kB min:5000kB low:6000kB high:7000kB
[ 9556.710304] Node 0 Normal: 2*4kB (U) 1*8kB (M) 0*16kB = 16kB
[ 9556.710305] 10 pages RAM
[ 9556.710305] 2 pages reserved
[ 9556.710306] Node 0 Normal: this is none
[ 9600.000000] swapper/0: page allocation failure. order:5, mode:0x20
`)
  expect(losses).toEqual([])
  expect(value.allocationFailures).toMatchObject([
    {
      name: 'kworker/u8:7',
      pid: 470_821,
      order: 9,
      gfpMask: '0x194dc2(GFP_HIGHUSER|__GFP_ZERO)',
      zones: [{ freeBlocks: [2, 1, 0] }],
    },
    { name: 'swapper/0', pid: null, order: 5, gfpMask: '0x20', zones: [] },
  ])
})

describe('kills by daemons', () => {
  test('systemd-oomd, and systemd’s word on the same unit', () => {
    const { daemonKills } =
      log(`Oct 09 19:25:20 pekka systemd-oomd[1027]: Killed /user.slice/user-1000.slice/user@1000.service/app.slice/app-code-892075.scope due to memory pressure for /user.slice/user-1000.slice/user@1000.service being 59.83% > 50.00% for > 20s with reclaim activity
Oct 09 19:25:20 pekka systemd-oomd[1027]: Considered 62 cgroups for killing, top candidates were:
Oct 09 19:25:20 pekka systemd[1635]: app-code-892075.scope: systemd-oomd killed some process(es) in this unit.
Oct 09 19:26:20 pekka systemd[1]: jellyfin.service: systemd-oomd killed 22 process(es) in this unit.
Oct 09 19:27:20 pekka systemd-oomd[1027]: Killed /system.slice/b.service due to memory used (8181899264) / total (8233476096) and swap used (7730171904) / total (8589930496) being more than 90.00%
`).value
    expect(daemonKills.map(({ by, what }) => [by, what])).toEqual([
      [
        'systemd-oomd',
        '/user.slice/user-1000.slice/user@1000.service/app.slice/app-code-892075.scope',
      ],
      ['systemd-oomd', 'jellyfin.service'],
      ['systemd-oomd', '/system.slice/b.service'],
    ])
    expect(daemonKills[0]?.reason).toContain('59.83% > 50.00%')
  })

  test('earlyoom: SIGTERM and SIGKILL of one process are one kill', () => {
    const { daemonKills } =
      log(`Nov 20 03:14:07 pc earlyoom[812]: mem avail:   169 of  7879 MiB ( 2.15%), swap free:    0 of    0 MiB ( 0.00%)
Nov 20 03:14:07 pc earlyoom[812]: low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
Nov 20 03:14:07 pc earlyoom[812]: sending SIGTERM to process 5137 uid 1000 "chrome": oom_score 1200, VmRSS 300 MiB, cmdline "/opt/chrome --type=renderer"
Nov 20 03:14:08 pc earlyoom[812]: sending SIGKILL to process 5137 uid 1000 "chrome": oom_score 1200, VmRSS 300 MiB
Nov 20 03:15:08 pc earlyoom[812]: sending SIGTERM to process 6000 "mprime": badness 906, VmRSS 14480 MiB
`).value
    expect(daemonKills).toMatchObject([
      {
        by: 'earlyoom',
        what: 'chrome',
        pid: 5137,
        rssBytes: 300 * KIB * KIB,
        reason: 'low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%',
      },
      { what: 'mprime', pid: 6000, rssBytes: 14_480 * KIB * KIB },
    ])
  })

  test('kubelet: evictions for memory, and for nothing else', () => {
    const { daemonKills } =
      log(`Oct 12 19:34:40 node1 kubelet[2480]: I1012 19:34:40.100000    2480 eviction_manager.go:351] "Eviction manager: attempting to reclaim" resourceName="memory"
Oct 12 19:34:45 node1 kubelet[2480]: I1012 19:34:45.445172    2480 eviction_manager.go:595] "Eviction manager: pod is evicted successfully" pod="default/nginx"
Oct 12 19:40:40 node1 kubelet[2480]: I1012 19:40:40.100000    2480 eviction_manager.go:351] "Eviction manager: must evict pod(s) to reclaim" resourceName="ephemeral-storage"
Oct 12 19:40:45 node1 kubelet[2480]: I1012 19:40:45.445172    2480 eviction_manager.go:595] "Eviction manager: pod is evicted successfully" pod="default/disk"
Oct 12 19:50:40 node1 kubelet: W1012 19:50:40.100000    2480 eviction_manager.go:142] eviction manager: attempting to reclaim memory
Oct 12 19:50:45 node1 kubelet: I1012 19:50:45.100000    2480 eviction_manager.go:400] eviction manager: pod old_default(9b1c) is evicted successfully
`).value
    expect(daemonKills).toMatchObject([
      { by: 'kubelet', what: 'default/nginx', reason: 'memory' },
      { by: 'kubelet', what: 'old_default(9b1c)', reason: 'memory' },
    ])
  })
})

describe('what the script says of its tries', () => {
  const KILL =
    'Out of memory: Killed process 9 (a) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0'

  test('an event that several logs tell is one, with both times', () => {
    const { value } = log(`# via dmesg
[    0.000000] Linux version 6.1.0
[  100.500000] ${KILL}

# rc 0
# via journalctl
2024-11-20T03:14:07+0100 db1 kernel: ${KILL}
2024-11-20T03:15:07+0100 db1 kernel: ${KILL.replace(' 9 ', ' 10 ')}

# rc 137
# tried /var/log/messages 1
`)
    expect(value.tried).toEqual([
      { via: 'dmesg', status: 0, lines: 2 },
      { via: 'journalctl', status: 137, lines: 2 },
      { via: '/var/log/messages', status: 1, lines: 0 },
    ])
    expect(
      value.ooms.map((one) => [one.victims[0]?.pid, one.at.uptimeSec, one.at.atMs, one.host]),
    ).toEqual([
      [9, 100.5, Date.UTC(2024, 10, 20, 2, 14, 7), 'db1'],
      [10, null, Date.UTC(2024, 10, 20, 2, 15, 7), 'db1'],
    ])
  })

  test('in a text that does not begin with it, it is a line like others', () => {
    expect(log(`[ 1.000000] ${KILL}\n# via dmesg\n# rc 0\n`).value).toMatchObject({
      tried: [],
      lines: 3,
    })
  })

  test('a ring that was read and is empty is known to be so', () => {
    expect(log('# tried dmesg 0\n').value).toMatchObject({
      tried: [{ via: 'dmesg', status: 0, lines: 0 }],
      lines: 0,
      first: null,
      ooms: [],
    })
  })
})

test('how far a log reaches', () => {
  const { first, last, lines } = log(`Linux version 6.1.0
[    0.000000] Command line: quiet
[   12.000000] a
no time
`).value
  expect([first?.uptimeSec, last?.uptimeSec, lines]).toEqual([0, 12, 4])
})

test('what is no kernel log is none', () => {
  expect(
    faultOf(kernelLog, '2024-11-20T03:14:07Z INFO started\n2024-11-20T03:14:08Z INFO ready\n'),
  ).toBe('not-this-format')
  expect(faultOf(kernelLog, 'MemTotal: 1 kB\n')).toBe('not-this-format')
  expect(faultOf(kernelLog, '')).toBe('empty')
})
