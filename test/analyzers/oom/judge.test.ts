import { describe, expect, test } from 'vitest'
import { oom } from '../../../src/analyzers/oom/index.ts'
import { MIB } from '../../../src/domain/bytes.ts'
import type { OomEvent } from '../../../src/parsers/kernel/events.ts'
import { CHECKED_AT_MS, contextOf } from '../../hosts/load.ts'
import { findingsOf, frame, said } from '../frames.ts'
import {
  at,
  codes,
  event,
  group,
  log,
  NO_STAMP,
  onLive,
  task,
  UP_SEC,
  up,
  victim,
  withLog,
  zone,
} from './events.ts'

const MINUTE = 60
const HIGHUSER = '0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO)'
const asks = (gfpMask: string, order = 0): Partial<OomEvent> => ({
  invoker: { name: 'asker', pid: 9, gfpMask, order, oomScoreAdj: 0 },
})
/** No block of order 3 or more. */
const PIECES = [5000, 2000, 10, 0, 0, 0, 0, 0, 0, 0, 0]

describe.each<[string, Partial<OomEvent>, string]>([
  ['a limit of its own group', group('/app'), 'oom.limit'],
  [
    'a limit above the group it ran in',
    { ...group('/pod'), taskMemcg: '/pod/container' },
    'oom.limit-above',
  ],
  [
    'a group that goes as a whole',
    { ...group('/app'), groupKill: true, victims: [victim(1, 'a'), victim(2, 'a')] },
    'oom.limit-all',
  ],
  ['an old kernel that writes no constraint', { ...group('/a'), constraint: null }, 'oom.limit'],
  ['memory and swap', { swap: { totalBytes: 100 * MIB, freeBytes: MIB } }, 'oom.host'],
  ['no swap', { swap: { totalBytes: 0, freeBytes: 0 } }, 'oom.host-no-swap'],
  [
    'swap with room',
    { swap: { totalBytes: 100 * MIB, freeBytes: 60 * MIB } },
    'oom.host-swap-left',
  ],
  [
    'low memory of a 32-bit kernel while high memory has room',
    {
      ...asks('0x4200ca(GFP_KERNEL)'),
      zones: [
        zone('DMA'),
        zone('Normal'),
        zone('HighMem', { freeBytes: 900 * MIB, managedBytes: 3000 * MIB }),
      ],
    },
    'oom.low-zone',
  ],
  [
    'the same by the bits of an old mask',
    {
      ...asks('0xd0'),
      zones: [zone('Normal'), zone('HighMem', { freeBytes: 900 * MIB, managedBytes: 3000 * MIB })],
    },
    'oom.low-zone',
  ],
  [
    'a small rest in the other zone is no room',
    {
      ...asks('0xd0'),
      zones: [zone('Normal'), zone('HighMem', { freeBytes: 10 * MIB, managedBytes: 30 * MIB })],
    },
    'oom.host',
  ],
  [
    'free memory in pieces',
    { ...asks(HIGHUSER, 3), zones: [zone('Normal', { freeBytes: 90 * MIB, freeBlocks: PIECES })] },
    'oom.fragmented',
  ],
  [
    'pieces that would have done',
    { ...asks(HIGHUSER, 2), zones: [zone('Normal', { freeBytes: 90 * MIB, freeBlocks: PIECES })] },
    'oom.cause-not-told',
  ],
  [
    'a reserve for lower zones is not room',
    {
      ...asks(HIGHUSER, 0),
      zones: [
        zone('DMA', { freeBytes: 15 * MIB, lowmemReserveBytes: [0, 90 * MIB, 90 * MIB, 90 * MIB] }),
        zone('Normal'),
      ],
    },
    'oom.host',
  ],
  ['nodes of a cpuset', { constraint: 'cpuset', nodemask: '1' }, 'oom.cpuset'],
  ['nodes of a policy', { constraint: 'mempolicy', nodemask: '0-1' }, 'oom.mempolicy'],
  ['a person', { sysrq: true }, 'oom.asked'],
  ['a person, by the order', asks('0xd0', -1), 'oom.asked'],
  ['a panic', { outcome: 'panic', victims: [] }, 'oom.panic'],
  ['nobody left', { outcome: 'no-killable', victims: [] }, 'oom.no-killable'],
  ['a log that was cut', { outcome: 'not-told', victims: [] }, 'oom.victim-not-told'],
  ['nothing but the kill line', { constraint: null }, 'oom.cause-not-told'],
])('%s', (_, of, code) => {
  test(code, () => {
    const [first] = onLive(log([event({ ...of, at: up(UP_SEC - MINUTE) })]))
    expect(first?.code).toBe(code)
    expect(first?.severity).toBe(code === 'oom.asked' ? 'info' : 'critical')
    expect(first?.evidence.length).toBeGreaterThan(0)
  })
})

describe('when it was', () => {
  const one = (before: number) => log([event({ at: up(UP_SEC - before) })])

  test.each([
    [2 * MINUTE, 'critical'],
    [31 * MINUTE, 'warning'],
    [9 * 60 * MINUTE, 'warning'],
  ])('%i s ago is %s', (before, severity) => {
    const [finding] = onLive(one(before))
    expect(finding).toMatchObject({ severity, numbers: { ageSeconds: before } })
  })

  test('a kill of last week is information', () => {
    const [finding] = onLive(log([event({ at: at(CHECKED_AT_MS - 7 * 86_400_000) })]))
    expect(finding).toMatchObject({ severity: 'info', numbers: { ageSeconds: 7 * 86_400 } })
  })

  test('an earlier run could tell it already: information', () => {
    const row = { ...NO_ROW, atMs: CHECKED_AT_MS - MINUTE * 1000 }
    const previous = { process: null, cgroup: null, host: row }
    expect(codes(onLive(one(2 * MINUTE), { previous }))).toEqual(['info oom.host'])
    expect(codes(onLive(one(30), { previous }))).toEqual(['critical oom.host'])
  })

  test('a time that is not known is not called old', () => {
    const [finding] = onLive(log([event({ at: NO_STAMP })]))
    expect(finding).toMatchObject({ severity: 'warning', numbers: { killedAtMs: '?' } })
  })

  test('wall clock without the host’s offset is shown as it was written', () => {
    const wall = { year: null, month: 11, day: 20, secondOfDay: 11_647 }
    const [finding] = onLive(log([event({ at: { ...NO_STAMP, wall } })]))
    expect(finding?.numbers.killedAtMs).toBe('11-20 03:14:07')
  })

  test('in a pasted log its own end is now', () => {
    const pasted = log([event({ at: up(100) })], { last: up(160) })
    expect(codes(findingsOf(oom, withLog(pasted)))).toEqual(['critical oom.host'])
    const longAgo = { ...pasted, last: up(100_000) }
    expect(codes(findingsOf(oom, withLog(longAgo)))).toEqual(['info oom.host'])
  })
})

describe('the same again', () => {
  const kill = (second: number, pid: number, rest: Partial<OomEvent> = {}): OomEvent =>
    event({
      ...group('/app'),
      line: second,
      at: up(second),
      victims: [victim(pid, 'leaky')],
      ...rest,
    })

  test('five kills in forty minutes are one finding with a rate', () => {
    const ends = UP_SEC - MINUTE
    const five = [40, 30, 20, 10, 0].map((minutes, i) => kill(ends - minutes * MINUTE, 100 + i))
    const [rate, ...others] = onLive(log(five))
    expect(rate).toMatchObject({
      code: 'oom.repeats',
      severity: 'critical',
      numbers: { events: 5, spanSeconds: 2400, everySeconds: 600, victimPid: '104' },
    })
    expect(codes(others)).toEqual(['critical oom.limit', 'info oom.trigger-lives'])
  })

  test('two have an interval and no rate; another name or group is another subject', () => {
    const of = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code)
    expect(of(onLive(log([kill(100, 1), kill(700, 2)])))).toContain('oom.second')
    const other = kill(700, 2, { victims: [victim(2, 'other')] })
    expect(of(onLive(log([kill(100, 1), other])))).not.toContain('oom.second')
    const elsewhere = kill(700, 2, group('/elsewhere'))
    expect(of(onLive(log([kill(100, 1), elsewhere])))).not.toContain('oom.second')
  })

  test('a container that came back under a new id is the same subject', () => {
    const inPod = (second: number, id: string) =>
      kill(second, second, group(`/kubepods/pod1234/${id.repeat(64)}`))
    const codes = onLive(log([inPod(100, 'a'), inPod(700, 'b'), inPod(1300, 'c')])).map(
      ({ code }) => code,
    )
    expect(codes).toContain('oom.repeats')
  })
})

describe('who held it', () => {
  test('tmpfs: the tasks had little, what filled the group stays after the kill', () => {
    const tmpfs = event({
      ...group('/app-shm', {
        kmemUsageBytes: 212 * 1024,
        stat: { totalRss: 14_462_976, totalCache: 52_428_800, totalShmem: 52_428_800 },
      }),
      victims: [victim(3782, 'eater', { anonRssBytes: 14_080 * 1024 })],
    })
    const shared = onLive(log([tmpfs])).find(({ code }) => code === 'oom.held-by-shared-memory')
    expect(shared?.numbers).toMatchObject({ partBytes: 52_428_800, tasksBytes: 14_462_976 })
  })

  test('before 4.18 shared memory is what the anon lists hold beyond rss', () => {
    const stat = { rss: 10 * MIB, cache: 52 * MIB, activeAnon: 2 * MIB, inactiveAnon: 58 * MIB }
    const said = onLive(log([event(group('/old', { stat }))]))
    const shared = said.find(({ code }) => code === 'oom.held-by-shared-memory')
    expect(shared?.numbers.partBytes).toBe(50 * MIB)
  })

  test('what neither rss nor cache explains is the kernel’s', () => {
    const stat = { totalRss: 10 * MIB, totalCache: 4 * MIB }
    const kernel = onLive(log([event(group('/slab', { stat }))])).find(
      ({ code }) => code === 'oom.held-by-kernel',
    )
    expect(kernel?.numbers.partBytes).toBe(50 * MIB)
  })

  test('huge pages that are set aside starve the rest of the host', () => {
    const host = event({
      memInfo: { activeAnonBytes: 100 * MIB, inactiveAnonBytes: 0, freeBytes: 10 * MIB },
      totalRamBytes: 1000 * MIB,
      hugepages: [{ node: 0, total: 350, free: 350, sizeBytes: 2 * MIB }],
    })
    expect(onLive(log([host])).map(({ code }) => code)).toContain('oom.held-by-hugepages')
  })

  test('many workers of one name held more than the victim', () => {
    const tasks = [1, 2, 3].map((pid) => task(pid, 'php-fpm', { rssAnonBytes: 100 * MIB }))
    const mysql = task(10, 'mysqld', { rssAnonBytes: 200 * MIB, swapBytes: 10 * MIB })
    const held = onLive(
      log([event({ tasks: [...tasks, mysql], victims: [victim(10, 'mysqld')] })]),
    ).find(({ code }) => code === 'oom.held-by-tasks')
    expect(held?.numbers).toMatchObject({ holder: 'php-fpm', tasks: 3, heldBytes: 300 * MIB })
  })

  test('a larger one that its oom_score_adj spared is named by pid', () => {
    const tasks = [
      task(1, 'db', { rssBytes: 900 * MIB, oomScoreAdj: -900 }),
      task(10, 'db', { rssBytes: 100 * MIB }),
    ]
    const spared = onLive(log([event({ tasks, victims: [victim(10, 'db')] })])).find(
      ({ code }) => code === 'oom.spared',
    )
    expect(spared?.numbers).toMatchObject({ sparedPid: '1', oomScoreAdj: '-900' })
  })

  test('of two with one name the pid tells who asked and who was killed', () => {
    const lives = onLive(
      log([
        event({
          invoker: { name: 'eater', pid: 3768, gfpMask: null, order: 0, oomScoreAdj: 0 },
          victims: [victim(3766, 'eater')],
        }),
      ]),
    ).find(({ code }) => code === 'oom.trigger-lives')
    expect(lives?.numbers).toMatchObject({ triggerPid: '3768', victimPid: '3766' })
  })
})

describe('daemons', () => {
  test('kills by systemd-oomd, earlyoom and the kubelet are findings of their own, one a subject', () => {
    const kill = {
      line: 1,
      at: up(UP_SEC - 10),
      pid: null,
      rssBytes: null,
      reason: 'r',
      quote: 'q',
    }
    const found = onLive(
      log([], {
        daemonKills: [
          { ...kill, by: 'systemd-oomd', what: '/user.slice/app.scope' },
          { ...kill, by: 'systemd-oomd', what: '/user.slice/app.scope' },
          { ...kill, by: 'earlyoom', what: 'firefox', pid: 77 },
          { ...kill, by: 'kubelet', what: 'default/web' },
        ],
      }),
    )
    expect(codes(found)).toEqual([
      'critical oom.kubelet',
      'critical oom.earlyoom',
      'critical oom.systemd-oomd',
    ])
    expect(found.at(-1)?.numbers).toMatchObject({ kills: 2, whatName: 'app.scope' })
  })
})

describe('the counter alone', () => {
  const counts = (first: number, second: number, gap: object | null = null) =>
    contextOf('db1', {
      frames: [
        frame('proc/vmstat', `oom_kill ${first}`),
        frame('proc/vmstat', `oom_kill ${second}`, 2),
        ...(gap === null ? [] : [{ ...frame('kernel/log', ''), raw: gap as never }]),
      ],
    })
  const denied = { kind: 'gap', reason: 'denied', detail: 'dmesg: Operation not permitted' }

  test('a rise without the log, which was not asked for', () => {
    const ctx = counts(0, 2)
    expect(said(oom, ctx)).toEqual(['critical oom.kills-not-looked-up'])
    expect(findingsOf(oom, ctx)[0]?.evidence).toEqual([
      { source: 'proc/vmstat', line: 'oom_kill 0 -> 2' },
    ])
  })

  test('a rise whose log was refused says by what', () => {
    const ctx = counts(0, 2, denied)
    expect(said(oom, ctx)).toEqual(['critical oom.kills-counted'])
    expect(findingsOf(oom, ctx)[0]?.numbers.refusal).toBe(denied.detail)
  })

  test('kills since boot are no news', () => {
    expect(said(oom, counts(3, 3))).toEqual([])
    const once = contextOf('db1', { frames: [frame('proc/vmstat', 'oom_kill 3')] })
    expect(said(oom, once)).toEqual(['info oom.kills-before'])
  })
})

const NO_ROW = {
  kind: 'host',
  subject: 'sdw3',
  incarnation: 'boot',
  hostUptimeSec: null,
  startedAtMs: null,
  pid: null,
  values: {} as never,
} as const
