import { describe, expect, test } from 'vitest'
import { bySize } from '../../../src/analyzers/slab/caches.ts'
import { meminfo } from '../../../src/parsers/proc/meminfo.ts'
import { slabinfo } from '../../../src/parsers/proc/slabinfo.ts'
import { slabtop } from '../../../src/parsers/tools/slabtop.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const codes = (losses: readonly { readonly code: string }[]) => losses.map(({ code }) => code)
const HEAD_2_1 =
  '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>'

/** name, objects and pages of the one cache of a text. */
function only(text: string) {
  const { value, losses } = read(slabinfo, text)
  const [cache] = value.caches
  return { version: value.version, ...cache, losses: codes(losses) }
}

describe('slabinfo', () => {
  test('pages of all caches agree with meminfo of the same instant', () => {
    const { caches } = read(slabinfo, fixture('buddy/slabinfo-6.18.txt')).value
    const { slabBytes = 0 } = read(meminfo, fixture('../hosts/slab/proc/meminfo')).value
    const sized = bySize(caches, 4096)
    const sum = sized.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
    expect(Math.abs(sum / slabBytes - 1)).toBeLessThan(0.06)
    expect(sized.slice(0, 2).map(({ name }) => name)).toEqual(['ext4_inode_cache', 'dentry'])
    expect(caches.find(({ name }) => name === 'dentry')).toMatchObject({ numObjs: 334_152 })
  })

  test.each<[string, string, object]>([
    [
      '2.1',
      `slabinfo - version: 2.1\n${HEAD_2_1}\ndentry            334152 334152    192   21    1 : tunables    0    0    0 : slabdata  15912  15912      0\n`,
      { version: '2.1', name: 'dentry', numSlabs: 15912, pagesPerSlab: 1, objsizeBytes: 192 },
    ],
    [
      '2.0, with batchcount before limit',
      'slabinfo - version: 2.0\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <batchcount> <limit> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\nrpc_inode_cache        0      9    896   18    4 : tunables   54   27    8 : slabdata      0      3      0\n',
      { version: '2.0', numObjs: 9, numSlabs: 3, pagesPerSlab: 4 },
    ],
    [
      '2.1 with statistics',
      `slabinfo - version: 2.1 (statistics)\n${HEAD_2_1} : globalstat <listallocs> <maxobjs> <grown> <reaped> <error> <maxfreeable> <nodeallocs> <remotefrees> <alienoverflow> : cpustat <allochit> <allocmiss> <freehit> <freemiss>\nfilp 160 168 192 21 1 : tunables 120 60 8 : slabdata 8 8 0 : globalstat 8 168 8 0 0 0 0 0 0 : cpustat 152 8 0 0\n`,
      { version: '2.1', numObjs: 168, numSlabs: 8 },
    ],
    [
      '1.1 of 2.4 with SMP',
      'slabinfo - version: 1.1 (SMP)\ninode_cache         5714   5992    512  856  856    1 :  124   62\n',
      { version: '1.1', numObjs: 5992, numSlabs: 856, pagesPerSlab: 1 },
    ],
    [
      '1.1 of 2.4 on one CPU, a name with a blank',
      'slabinfo - version: 1.1\nfile lock cache        0     42     92    0    1    1\n',
      { version: '1.1', name: 'file lock cache', numObjs: 42, numSlabs: 1 },
    ],
    [
      '1.1 of 2.4 with statistics',
      'slabinfo - version: 1.1 (statistics)\nkmem_cache            58     84    136    3    3    1 :     58      58     3    0    0\n',
      { version: '1.1', numObjs: 84, numSlabs: 3 },
    ],
    [
      '1.0 of 2.2: objects alone',
      'slabinfo - version: 1.0\nkmem_cache            29     42\n',
      { version: '1.0', numObjs: 42, numSlabs: null, pagesPerSlab: null },
    ],
    [
      'rows that a grep took out',
      'size-64(DMA)           0      0     64   59    1 : tunables  120   60    8 : slabdata      7      7      0\n',
      { version: null, name: 'size-64(DMA)', numSlabs: 7 },
    ],
  ])('%s', (_, text, expected) => {
    expect(only(text)).toMatchObject({ ...expected, losses: [] })
  })

  test('columns are read by the header: permuted ones, unknown ones', () => {
    const head =
      '# name <num_objs> <active_objs> <objsize> <colour> <pagesperslab> <objperslab> : slabdata <num_slabs> <active_slabs>'
    const cache = only(`slabinfo - version: 2.9\n${head}\nfilp 168 160 192 5 2 21 : slabdata 9 8\n`)
    expect(cache).toMatchObject({
      activeObjs: 160,
      numObjs: 168,
      pagesPerSlab: 2,
      numSlabs: 9,
      losses: [],
    })
  })

  test('a missing column is a loss, not its neighbour', () => {
    const head = HEAD_2_1.replace(' <pagesperslab>', '')
    const row = 'filp 160 168 192 21 : tunables 0 0 0 : slabdata 8 8 0'
    expect(only(`${head}\n${row}\n`)).toMatchObject({
      pagesPerSlab: null,
      losses: ['missing-field'],
    })
  })

  test('a header that lost a column which the rows have gives losses, not shifted numbers', () => {
    const head = HEAD_2_1.replace(' <objperslab>', '')
    const row = 'filp 160 168 192 21 1 : tunables 0 0 0 : slabdata 8 8 0'
    const text = `${head}\n${row}\nkmem_cache 1 1 : slabdata 1 1 0\n`
    expect(faultOf(slabinfo, text)).toBe('not-this-format')
  })

  test('a row with more or fewer numbers than its header is left out', () => {
    const text = `${HEAD_2_1}\nfilp 160 168 192 21 1 : tunables 0 0 0 : slabdata 8 8\ndentry 1 1 192 21 1 : tunables 0 0 0 : slabdata 1 1 0\n`
    const { value, losses } = read(slabinfo, text)
    expect(value.caches.map(({ name }) => name)).toEqual(['dentry'])
    expect(codes(losses)).toEqual(['bad-number'])
  })

  test('without version, header and labels nothing is guessed', () => {
    expect(faultOf(slabinfo, 'inode_cache         5714   5992    512  856  856    1\n')).toBe(
      'not-this-format',
    )
  })
})

describe('slabtop', () => {
  test('sizes agree with slabinfo of the same instant', () => {
    const { value } = read(slabtop, fixture('buddy/slabtop-4.0.txt'))
    expect(value).toMatchObject({ totalCaches: 235, totalSizeBytes: Math.round(273135.56 * 1024) })
    const sizes = new Map(
      bySize(read(slabinfo, fixture('buddy/slabinfo-6.18.txt')).value.caches, 4096).map((of) => [
        of.name,
        of.sizeBytes,
      ]),
    )
    // slabtop multiplies by the pages of a slab too, but was run a moment earlier.
    for (const { name, cacheSizeBytes } of value.caches.slice(0, 4)) {
      expect(Math.abs(cacheSizeBytes / (sizes.get(name) ?? 1) - 1)).toBeLessThan(0.02)
    }
    const [told] = slabtop.also?.(value) ?? []
    expect(told?.format).toBe(slabinfo)
  })

  test.each([
    [
      'USE of 0 % and columns pushed aside by wide numbers',
      '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME\n18151770 10478447   0%    0.13K 605059       30   2420236K kernfs_node_cache\n',
      { name: 'kernfs_node_cache', objs: 18151770, cacheSizeBytes: 2420236 * 1024 },
    ],
    [
      'decimal commas',
      '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   \n162825  162299  99%    0,10K   4175       39     16700K buffer_head\n',
      { objSizeBytes: 102, cacheSizeBytes: 16700 * 1024 },
    ],
    [
      'permuted columns',
      '  NAME OBJS CACHE SIZE ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB\nfilp 168 36K 160  95%    0.19K   8       21\n',
      { name: 'filp', objs: 168, active: 160, cacheSizeBytes: 36 * 1024 },
    ],
  ])('%s', (_, text, expected) => {
    const { value, losses } = read(slabtop, text)
    expect(losses).toEqual([])
    expect(value.caches[0]).toMatchObject(expected)
  })

  test.each(['ACTIVE  ', 'USE ', 'OBJ SIZE  ', 'SLABS ', 'OBJ/SLAB '])(
    'a header without %j shifts no column',
    (title) => {
      const head = '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME'.replace(title, '')
      const row = '126196 126196 100%    1.10K   9014       14    144224K ext4_inode_cache'
      const { value, losses } = read(slabtop, `${head}\n${row}\n`)
      expect(value.caches).toEqual([])
      expect(codes(losses)).toEqual(['bad-line'])
    },
  )

  test('rows before a header are not read', () => {
    expect(faultOf(slabtop, '162825  162299  99%    0.10K   4175       39     16700K filp\n')).toBe(
      'not-this-format',
    )
  })
})
