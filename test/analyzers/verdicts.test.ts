/** What the analyzers say of each captured host: the truth of each is told in test/hosts/README.md. */
import { expect, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import type { AnalyzeContext } from '../../src/domain/analyzer.ts'
import { MIB } from '../../src/domain/bytes.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { CHECKED_AT_MS, contextOf, framesOf, HOSTS } from '../hosts/load.ts'

function findingsOn(ctx: AnalyzeContext): readonly Finding[] {
  return ANALYZERS.flatMap((analyzer) => {
    const outcome = analyzer.run(ctx)
    return outcome.kind === 'ran' ? outcome.findings : []
  })
}

const SAID: Readonly<Record<string, readonly string[]>> = {
  arena: ['info process.where', 'info arenas.held', 'info leak.one-snapshot'],
  centos7: ['info process.where-rss', 'info leak.one-snapshot'],
  frag: [],
  deleted: ['info process.where', 'info mappings.deleted-open', 'info leak.one-snapshot'],
  healthy: ['info process.where', 'info leak.one-snapshot'],
  jvm: ['info process.where-by-kind', 'info leak.one-snapshot'],
  oomglobal: ['critical oom.host-no-swap', 'info oom.held-by-tasks', 'info oom.next-victim'],
  oomtmpfs: ['critical oom.held-by-shared-memory', 'critical oom.limit'],
  pagecache: [],
  pids: ['info process.where-by-kind', 'critical refused.cgroup-tasks', 'info leak.one-snapshot'],
  rlimit: [
    'info process.where-by-kind',
    'critical refused.address-space',
    'info leak.one-snapshot',
  ],
  shm: ['info process.where', 'info shm.process', 'info shm.group', 'info leak.one-snapshot'],
  'shm-left': ['info shm.orphans', 'info shm.group'],
  slab: ['info slab.group-kernel'],
  swap: [
    'warning cgroup.full-swapped',
    'warning host.pressure-inside',
    'warning swap.thrashing-group',
    'info process.where',
    'warning process.swapping',
    'info leak.one-snapshot',
  ],
  sysstat: ['warning swap.rows-both'],
  thp: ['info thp.held-asked'],
  v2high: ['warning cgroup.throttled', 'info process.where-by-kind', 'info leak.one-snapshot'],
  v2max: ['critical cgroup.oom-kills'],
  v2swap: [
    'info oom.kills-before',
    'warning cgroup.full-swapped',
    'warning host.pressure-inside',
    'info process.where-by-kind',
    'info leak.one-snapshot',
  ],
}

test('every captured host has its expected findings here', () => {
  expect(Object.keys(SAID).sort()).toEqual(HOSTS)
})

test.each(HOSTS)('%s', (host) => {
  const said = findingsOn(contextOf(host)).map(({ severity, code }) => `${severity} ${code}`)
  expect(said).toEqual(SAID[host])
})

test('arena: eight arenas hold nearly all of it, and it is not called a leak', () => {
  const arenas = findingsOn(contextOf('arena')).find(({ code }) => code === 'arenas.held')
  expect(arenas?.numbers).toMatchObject({ arenas: 8 })
  expect(Number(arenas?.numbers.arenaBytes)).toBeGreaterThan(380 * MIB)
})

test('shm: shared memory is named, and what is shared is 112 MiB exactly', () => {
  const where = findingsOn(contextOf('shm')).find(({ code }) => code === 'process.where')
  expect(where?.numbers).toMatchObject({ shmemBytes: 112 * MIB, holder: '/SYSV4d454d43' })
  expect(where?.numbers.holderBytes).toBe(64 * MIB)
})

test('a history of two readings gives a difference, quoted from both ends', () => {
  const ctx = contextOf('healthy')
  const key = ctx.incarnation?.key ?? ''
  const history = {
    process: [60, 30].map((minutes, i) => ({
      kind: 'process' as const,
      subject: 'healthy/process:python3',
      incarnation: key,
      atMs: CHECKED_AT_MS - minutes * 60_000,
      hostUptimeSec: 1000,
      startedAtMs: null,
      pid: 26528,
      values: { ...EMPTY, anonBytes: (20 + i) * MIB, swapBytes: 0, rssBytes: 22 * MIB },
    })),
    host: [],
    cgroup: [],
  }
  const two = findingsOn(
    contextOf('healthy', { history: { ...history, process: history.process.slice(1) } }),
  )
  const difference = two.find(({ code }) => code === 'leak.difference')
  expect(difference?.numbers).toMatchObject({ points: 2, moreSamples: 4, spanSeconds: 1800 })
  expect(difference?.evidence.map(({ source }) => source)).toContain('history')
  const three = findingsOn(contextOf('healthy', { history }))
  expect(three.find(({ code }) => code === 'leak.trend')?.numbers).toMatchObject({
    rises: 2,
    falls: 0,
  })
})

test('page cache that fills its group is information, with what can be given back', () => {
  const full = framesOf('pagecache').map((frame) =>
    frame.source === 'cgroup/memory' && frame.raw.kind === 'ok'
      ? {
          ...frame,
          raw: {
            ...frame.raw,
            text: frame.raw.text.replace('limit_in_bytes:268435456', 'limit_in_bytes:233832448'),
          },
        }
      : frame,
  )
  const [finding, ...others] = findingsOn(contextOf('pagecache', { frames: full }))
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'cgroup.charged-reclaimable', severity: 'info' })
  expect(Number(finding?.numbers.unreclaimableRatio)).toBeLessThan(0.1)
})

const EMPTY = {
  rssBytes: null,
  pssBytes: null,
  anonBytes: null,
  fileBytes: null,
  shmemBytes: null,
  swapBytes: null,
  heapBytes: null,
  stackBytes: null,
  virtualBytes: null,
  peakRssBytes: null,
  mappings: null,
  threads: null,
  minorFaults: null,
  majorFaults: null,
  openFiles: null,
  cpuSeconds: null,
  wakeUps: null,
  walSegments: null,
  transactions: null,
}
