import { describe, expect, test } from 'vitest'
import { isReclaimable } from '../../src/analyzers/slab/caches.ts'
import { slab } from '../../src/analyzers/slab/index.ts'
import type { SampleRow } from '../../src/domain/sample.ts'
import { HOST_METRICS } from '../../src/domain/sample.ts'
import { CHECKED_AT_MS, contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

const GIB_KB = 1024 * 1024

interface Host {
  readonly fixedKb: number
  readonly backKb?: number
  readonly availableKb?: number
  readonly caches?: string
  /** Unreclaimable slab an hour earlier. */
  readonly beforeKb?: number
  readonly agoMinutes?: number
}

function check(of: Host) {
  const back = of.backKb ?? GIB_KB / 2
  const mem = `MemTotal: ${32 * GIB_KB} kB\nMemFree: 1024 kB\nMemAvailable: ${of.availableKb ?? 16 * GIB_KB} kB\nSlab: ${of.fixedKb + back} kB\nSReclaimable: ${back} kB\nSUnreclaim: ${of.fixedKb} kB`
  const frames = [
    frame('proc/meminfo', mem),
    ...(of.caches === undefined ? [] : [frame('proc/slabinfo', of.caches)]),
  ]
  const values = Object.fromEntries(HOST_METRICS.map((name) => [name, null]))
  // A sample with what this rule looks at; its type asks for every metric.
  const earlier = {
    kind: 'host',
    subject: 'db1',
    incarnation: 'boot:unknown',
    atMs: CHECKED_AT_MS - (of.agoMinutes ?? 60) * 60_000,
    hostUptimeSec: 1,
    startedAtMs: null,
    pid: null,
    values: {
      ...values,
      slabBytes: ((of.beforeKb ?? 0) + 100) * 1024,
      slabReclaimableBytes: 100 * 1024,
    },
  } as unknown as SampleRow
  const history = { process: [], host: of.beforeKb === undefined ? [] : [earlier], cgroup: [] }
  return contextOf('db1', { frames, history })
}

const CACHES =
  'slabinfo - version: 2.1\ndentry            4194304 4194304    192   21    1 : tunables    0    0    0 : slabdata  400000  400000      0\nkmalloc-64        4676224 4676224     64   64    1 : tunables    0    0    0 : slabdata  1073066  1073066      0\nkmalloc-1k          10 10     1024   16    4 : tunables    0    0    0 : slabdata  2  2      0'

describe.each<[string, Host, readonly string[]]>([
  ['ordinary', { fixedKb: GIB_KB }, []],
  ['a tenth, and plenty is left', { fixedKb: 4 * GIB_KB }, ['info slab.unreclaimable-large']],
  [
    'a tenth, and little is left',
    { fixedKb: 4 * GIB_KB, availableKb: 2 * GIB_KB },
    ['warning slab.unreclaimable-large'],
  ],
  ['a third', { fixedKb: 11 * GIB_KB }, ['warning slab.unreclaimable-large']],
  ['named', { fixedKb: 4 * GIB_KB, caches: CACHES }, ['info slab.unreclaimable-named']],
  ['names of files', { fixedKb: GIB_KB, backKb: 8 * GIB_KB }, ['info slab.reclaimable-large']],
  ['a little growth', { fixedKb: GIB_KB, beforeKb: GIB_KB - 64 * 1024 }, []],
  ['growth', { fixedKb: 2 * GIB_KB, beforeKb: GIB_KB, agoMinutes: 1440 }, ['info slab.growing']],
  [
    'growth that takes all within the day',
    { fixedKb: 3 * GIB_KB, beforeKb: GIB_KB, agoMinutes: 60 },
    ['warning slab.growing'],
  ],
  [
    'growth of a large slab',
    { fixedKb: 4 * GIB_KB, beforeKb: 3 * GIB_KB, agoMinutes: 6000 },
    ['warning slab.unreclaimable-large', 'info slab.growing'],
  ],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(slab, check(of))).toEqual(expected)
  })
})

test('the largest cache that cannot be given back is named, not the largest one', () => {
  const more = CACHES.replaceAll('400000', '2400000')
  const [finding] = findingsOf(slab, check({ fixedKb: 4 * GIB_KB, caches: more }))
  expect(finding?.numbers).toMatchObject({
    cache: 'kmalloc-64',
    cacheBytes: 1_073_066 * 4096,
    objects: 4_676_224,
  })
  expect(finding?.evidence.at(-1)?.line).toMatch(/^kmalloc-64 +4676224/)
})

test('the capture: 68 % of the group is kernel memory, and it is information', () => {
  const [finding] = findingsOf(slab, contextOf('slab'))
  expect(finding).toMatchObject({
    code: 'slab.group-kernel',
    severity: 'info',
    numbers: { group: '/app-slab', kernelBytes: 30_003_200, chargedBytes: 44_105_728 },
  })
  expect(finding?.evidence).toHaveLength(2)
})

test('slabinfo is looked at only where slab is large', () => {
  const deeper = (of: Host) => {
    const { facts, evidence } = check(of)
    return slab.deeper?.({ facts, evidence, pid: null }).map(({ id }) => id)
  }
  expect(deeper({ fixedKb: GIB_KB })).toEqual([])
  expect(deeper({ fixedKb: 4 * GIB_KB })).toEqual(['proc/slabinfo'])
})

test.each([
  ['dentry', true],
  ['ext4_inode_cache', true],
  ['xfs_inode', true],
  ['radix_tree_node', true],
  ['kmalloc-rcl-96', true],
  ['extent_status', true],
  ['ext4_extent_status', true],
  ['kmalloc-96', false],
  ['lsm_inode_cache', false],
  ['task_struct', false],
  ['kernfs_node_cache', false],
])('%s is reclaimable: %s', (name, expected) => {
  expect(isReclaimable(name)).toBe(expected)
})

describe('a table of caches alone', () => {
  const HEADER =
    'slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n'
  const row = (name: string, slabs: number): string =>
    `${name} ${slabs * 64} ${slabs * 64} 64 64 1 : tunables 0 0 0 : slabdata ${slabs} ${slabs} 0\n`
  const alone = (rows: string) =>
    slab.run(contextOf('db1', { frames: [frame('proc/slabinfo', HEADER + rows)] }))

  test('the largest that cannot be given back is named, in bytes and as information', () => {
    const of = alone(row('dentry', 900_000) + row('ebitmap_node', 300_000))
    expect(of.kind === 'ran' ? of.findings : of).toMatchObject([
      {
        code: 'slab.cache-unreclaimable',
        severity: 'info',
        numbers: { cache: 'ebitmap_node', cacheBytes: 300_000 * 4096, cacheRatio: 0.25 },
      },
    ])
  })

  test('one that the kernel gives back is worth a word from 1 GiB on', () => {
    const of = alone(row('dentry', 300_000) + row('ebitmap_node', 100_000))
    expect(of.kind === 'ran' ? of.findings : of).toMatchObject([{ code: 'slab.cache-reclaimable' }])
  })

  test('small caches without the host’s memory are judged by nobody: that is not fine', () => {
    expect(alone(row('ebitmap_node', 100_000)).kind).toBe('skipped')
  })
})
