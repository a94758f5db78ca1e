import { describe, expect, test } from 'vitest'
import { buddyinfo } from '../../../src/parsers/proc/buddyinfo.ts'
import { pagetypeinfo } from '../../../src/parsers/proc/pagetypeinfo.ts'
import { zoneinfo } from '../../../src/parsers/proc/zoneinfo.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const codes = (losses: readonly { readonly code: string }[]) => losses.map(({ code }) => code)

describe('buddyinfo', () => {
  test('the freed pages of the fragmented machine are order 0', () => {
    const { zones } = read(buddyinfo, fixture('buddy/buddyinfo-6.18-freed.txt')).value
    expect(zones.map(({ node, zone }) => `${node} ${zone}`)).toEqual([
      '0 DMA',
      '0 DMA32',
      '0 Normal',
    ])
    expect(zones[2]?.freeBlocks).toEqual([
      132801, 2730, 2217, 1423, 897, 443, 199, 98, 5, 336, 2904,
    ])
  })

  test.each([
    // A NUMA host, from a mailing list.
    [
      'two nodes',
      'Node 0, zone   Normal   3390  51354  17574   6556   1586     26      2      1      0      0      0 \nNode 1, zone   Normal  11519  23315  23306   9738     73      2      0      1      0      0      0 \n',
      ['0 Normal 11', '1 Normal 11'],
    ],
    // A 32-bit Alpine machine.
    [
      '32-bit',
      'Node 0, zone      DMA      0      1      1      0      2      1      1      0      1      1      3 \nNode 0, zone   Normal     11   1338    248     39    123     46     11      5      2      2     56 \nNode 0, zone  HighMem      0      1      2      3      2      0      0      0      0      0      0 \n',
      ['0 DMA 11', '0 Normal 11', '0 HighMem 11'],
    ],
    // arm64 with hot-plugged nodes.
    [
      'nodes far apart',
      'Node 0, zone      DMA    264    121     36     17      8      4      4     15     25     12    100\nNode 31, zone  Movable      0      0      0      0      0      0      0      0      0      0      7\n',
      ['0 DMA 11', '31 Movable 11'],
    ],
    // Blanks between columns are not kept by every way of pasting.
    [
      'single blanks, 14 orders',
      'Node 0, zone Normal 1 2 3 4 5 6 7 8 9 10 11 12 13 14\n',
      ['0 Normal 14'],
    ],
    [
      'counts as wide as their column touch their neighbour no more than by a blank',
      'Node 0, zone   Normal 235635 1061980 2070800     50      0      0      0      0      0      1      0\n',
      ['0 Normal 11'],
    ],
  ])('%s', (_, text, expected) => {
    const { value, losses } = read(buddyinfo, text)
    expect(losses).toEqual([])
    expect(value.zones.map((of) => `${of.node} ${of.zone} ${of.freeBlocks.length}`)).toEqual(
      expected,
    )
  })

  test('a row that a mail wrapped is left out with a loss: its high orders are not zero', () => {
    const text =
      'Node 0, zone      DMA    490    202     23      0      1      1      1\n     0      1      1      0\nNode 0, zone   Normal   2199   5197    505     39      2      0      1      0      1      0      0\n'
    const { value, losses } = read(buddyinfo, text)
    expect(value.zones.map(({ zone }) => zone)).toEqual(['Normal'])
    expect(codes(losses).sort()).toEqual(['bad-line', 'missing-field'])
  })

  test('a negative count is no count', () => {
    const text = `${'Node 0, zone      DMA      1     -2      1\n'}${'Node 0, zone   Normal     11   1338    248\n'}`
    const { value, losses } = read(buddyinfo, text)
    expect(value.zones.map(({ zone }) => zone)).toEqual(['Normal'])
    expect(codes(losses)).toEqual(['bad-number'])
  })

  test('an empty file and another one are told apart', () => {
    expect(faultOf(buddyinfo, '')).toBe('empty')
    expect(faultOf(buddyinfo, 'Node 0, zone      DMA\n  pages free     3832\n')).toBe(
      'not-this-format',
    )
  })
})

describe('pagetypeinfo', () => {
  test('free lists by type add up to buddyinfo of the same instant', () => {
    const types = read(pagetypeinfo, fixture('buddy/pagetypeinfo-6.18.txt')).value
    const zones = read(buddyinfo, fixture('buddy/buddyinfo-6.18-after.txt')).value.zones
    expect(types).toMatchObject({ pageBlockOrder: 9, pagesPerBlock: 512 })
    for (const zone of zones.filter(({ zone: name }) => name !== 'Normal')) {
      const sums = zone.freeBlocks.map((_, order) =>
        types.free
          .filter((row) => row.zone === zone.zone)
          .reduce((sum, row) => sum + (row.freeBlocks[order] ?? 0), 0),
      )
      expect(sums).toEqual(zone.freeBlocks)
    }
    expect(types.blocks.at(-1)).toEqual({
      node: 0,
      zone: 'Normal',
      types: [
        { type: 'Unmovable', pageBlocks: 149 },
        { type: 'Movable', pageBlocks: 6729 },
        { type: 'Reclaimable', pageBlocks: 162 },
        { type: 'HighAtomic', pageBlocks: 0 },
        { type: 'Isolate', pageBlocks: 0 },
      ],
    })
  })

  const HEAD = 'Free pages count per migrate type at order       0      1      2 \n'

  test('a list that the kernel stopped counting is a lower bound', () => {
    const { value } = read(
      pagetypeinfo,
      `${HEAD}Node    0, zone   Normal, type      Movable >100000     12      3 \n`,
    )
    expect(value.free).toEqual([
      { node: 0, zone: 'Normal', type: 'Movable', freeBlocks: [100_000, 12, 3], atLeast: true },
    ])
  })

  test('orders are read by the header, in whatever order it names them', () => {
    const { value, losses } = read(
      pagetypeinfo,
      'Free pages count per migrate type at order       2      0      1 \nNode    0, zone   Normal, type      Movable      7      5      6 \n',
    )
    expect(losses).toEqual([])
    expect(value.free[0]?.freeBlocks).toEqual([5, 6, 7])
  })

  test('a header that lost an order gives a loss, no shifted column', () => {
    const parsed = pagetypeinfo.parse(
      'Free pages count per migrate type at order       0      2      3 \nNode    0, zone   Normal, type      Movable      5      7      8 \nNumber of blocks type     Unmovable      Movable \nNode 0, zone   Normal          120          345 \n',
      { cut: false },
    )
    expect('error' in parsed ? [] : parsed.value.free).toEqual([])
    expect('error' in parsed ? [] : codes(parsed.losses)).toEqual(['missing-field'])
  })

  test('block types of 3.10 and permuted ones are read by name', () => {
    const { value } = read(
      pagetypeinfo,
      'Number of blocks type     Reclaimable  Unmovable      Movable      Reserve      Isolate \nNode 1, zone   Normal          433          815        31518            2            0 \n',
    )
    expect(value.blocks[0]?.types[1]).toEqual({ type: 'Unmovable', pageBlocks: 815 })
  })

  test('rows without a header are not guessed', () => {
    expect(
      faultOf(pagetypeinfo, 'Node    0, zone   Normal, type      Movable      5      7      8 \n'),
    ).toBe('not-this-format')
  })

  test('the mixed blocks of page_owner are another table, and not read as the first', () => {
    const { value, losses } = read(
      pagetypeinfo,
      'Number of blocks type     Unmovable      Movable \nNode 0, zone   Normal          120          345 \n\nNumber of mixed blocks    Unmovable      Movable \nNode 0, zone   Normal           16           13 \n',
    )
    expect(losses).toEqual([])
    expect(value.blocks).toHaveLength(1)
  })
})

describe('zoneinfo', () => {
  test('zones, watermarks and per-CPU lists of 6.18', () => {
    const { zones, nodes } = read(zoneinfo, fixture('buddy/zoneinfo-6.18.txt')).value
    expect(zones.map(({ zone }) => zone)).toEqual(['DMA', 'DMA32', 'Normal', 'Movable', 'Device'])
    expect(zones[1]?.pages).toMatchObject({ min: 8353, low: 10441, high: 12529, managed: 772808 })
    expect(zones[1]?.protection).toEqual([0, 0, 3072, 3072, 3072])
    expect(nodes).toHaveLength(1)
    expect(nodes[0]?.stats).toHaveProperty('nrSlabUnreclaimable')
    expect(zones[0]?.stats).not.toHaveProperty('nrSlabUnreclaimable')
  })

  // 3.10 (RHEL 7): all counters are the zone's, protection stands after them.
  const RHEL7 = `Node 0, zone    DMA32
  pages free     159434
        min      5530
        low      6912
        high     8295
        scanned  0
        spanned  1044480
        present  782327
        managed  721081
    nr_free_pages 159434
    nr_alloc_batch 1343
    nr_inactive_anon 14605
    workingset_refault 16084171
        protection: (0, 0, 4990, 4990)
  pagesets
    cpu: 0
              count: 135
              high:  186
              batch: 31
  vm stats threshold: 20
    cpu: 1
              count: 166
              high:  186
              batch: 31
  vm stats threshold: 20
  all_unreclaimable: 0
  start_pfn:         4096
  inactive_ratio:    3
`

  test('counters of 3.10 are the zone\u2019s own, and both per-CPU lists count', () => {
    const { value, losses } = read(zoneinfo, RHEL7)
    expect(losses).toEqual([])
    expect(value.zones).toEqual([
      {
        node: 0,
        zone: 'DMA32',
        pages: {
          free: 159434,
          min: 5530,
          low: 6912,
          high: 8295,
          scanned: 0,
          spanned: 1044480,
          present: 782327,
          managed: 721081,
        },
        protection: [0, 0, 4990, 4990],
        stats: {
          nrFreePages: 159434,
          nrAllocBatch: 1343,
          nrInactiveAnon: 14605,
          workingsetRefault: 16084171,
        },
        pagesetsPages: 301,
      },
    ])
    expect(value.nodes).toEqual([])
  })

  test('2.6 with its scanned lists, and two lists a CPU', () => {
    const { value, losses } = read(
      zoneinfo,
      `Node 0, zone      DMA
  pages free     2015
        min      28
        low      35
        high     42
        scanned  0 (a: 7 i: 30)
        present  4096
    nr_slab      253
        protection: (0, 0, 296, 296)
  pagesets
    cpu: 0 pcp: 0
              count: 2
              high:  6
    cpu: 0 pcp: 1
              count: 3
              high:  2
  all_unreclaimable: 0
  prev_priority:     12
  start_pfn:         0
`,
    )
    expect(losses).toEqual([])
    expect(value.zones[0]).toMatchObject({ pagesetsPages: 5, stats: { nrSlab: 253 } })
  })

  test('the newest kernels tell the node before its zones', () => {
    const { value } = read(
      zoneinfo,
      'Node 0, per-node stats\n      nr_inactive_anon 2783\nNode 0, zone      DMA\n  pages free     3584\n        boost    0\n        min      46\n      nr_free_pages 3584\n',
    )
    expect(value.nodes).toEqual([{ node: 0, stats: { nrInactiveAnon: 2783 } }])
    expect(value.zones[0]?.stats).toEqual({ nrFreePages: 3584 })
  })

  test('what grep -A left out is only missing', () => {
    const { value, losses } = read(
      zoneinfo,
      'Node 0, zone      DMA\n  pages free     3976\n        min      8\n--\nNode 0, zone    DMA32\n  pages free     619169\n        min      1948\n',
    )
    expect(losses).toEqual([])
    expect(value.zones.map(({ pages }) => pages.min)).toEqual([8, 1948])
  })

  test('a zone without its free pages is left out with a loss', () => {
    const { value, losses } = read(
      zoneinfo,
      'Node 0, zone      DMA\n        min      8\nNode 0, zone    DMA32\n  pages free     619169\n',
    )
    expect(value.zones.map(({ zone }) => zone)).toEqual(['DMA32'])
    expect(codes(losses)).toEqual(['missing-field'])
  })
})
