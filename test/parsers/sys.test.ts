import { describe, expect, test } from 'vitest'
import { hugepages } from '../../src/parsers/sys/hugepages.ts'
import { thp } from '../../src/parsers/sys/thp.ts'
import { hugeadm } from '../../src/parsers/tools/hugeadm.ts'
import { faultOf, fixture, read } from './helpers.ts'

const codes = (losses: readonly { readonly code: string }[]) => losses.map(({ code }) => code)
const DIR = '/sys/kernel/mm/hugepages/hugepages-2048kB'

describe('hugepages', () => {
  test('both pools of an x86 host, in any order of files', () => {
    const { pools } = read(hugepages, fixture('buddy/hugepages-6.18.txt')).value
    expect(pools.map(({ sizeBytes }) => sizeBytes)).toEqual([2 ** 21, 2 ** 30])
    expect(pools[0]).toMatchObject({ node: null, nrHugepages: 0, nrOvercommitHugepages: 0 })
  })

  test('the nodes\u2019 parts are told from the whole', () => {
    const text = `${DIR}/nr_hugepages:1024\n${DIR}/free_hugepages:1000\n/sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages:512\n/sys/devices/system/node/node1/hugepages/hugepages-2048kB/free_hugepages:500\n`
    const { value, losses } = read(hugepages, text)
    expect(losses).toEqual([])
    expect(value.pools.map(({ node, nrHugepages }) => [node, nrHugepages])).toEqual([
      [null, 1024],
      [1, 512],
    ])
  })

  test('paths as a grep inside the folder prints them', () => {
    const text = 'hugepages-64kB/nr_hugepages:10\nhugepages-64kB/free_hugepages:3\n'
    expect(read(hugepages, text).value.pools[0]).toMatchObject({
      sizeBytes: 65536,
      freeHugepages: 3,
      resvHugepages: null,
    })
  })

  test('a pool without its free pages is left out: not known is not zero', () => {
    expect(faultOf(hugepages, `${DIR}/nr_hugepages:1024\n`)).toBe('not-this-format')
    const text = `${DIR}/nr_hugepages:1024\n${DIR}/free_hugepages:-3\nhugepages-64kB/nr_hugepages:10\nhugepages-64kB/free_hugepages:3\n`
    const { value, losses } = read(hugepages, text)
    expect(value.pools).toHaveLength(1)
    expect(codes(losses)).toEqual(['bad-number', 'missing-field'])
  })
})

describe('hugeadm', () => {
  test.each([
    [
      'x86',
      '      Size  Minimum  Current  Maximum  Default\n   2097152    12850    12850    12850        *\n1073741824        0        0        0        \n',
      [
        [2097152, 12850, true],
        [1073741824, 0, false],
      ],
    ],
    [
      'permuted',
      '  Default  Size  Maximum  Minimum  Current\n   *  16777216       30      20       20\n',
      [[16777216, 20, true]],
    ],
  ])('%s', (_, text, expected) => {
    const { value, losses } = read(hugeadm, text)
    expect(losses).toEqual([])
    expect(value.pools.map((of) => [of.sizeBytes, of.current, of.default])).toEqual(expected)
  })

  test('a row of another width is no pool', () => {
    const text = '      Size  Minimum  Current  Maximum  Default\n   2097152    12850    12850\n'
    expect(codes(read(hugeadm, text).losses)).toEqual(['bad-line'])
  })
})

describe('thp', () => {
  test('all of the folder, 6.18', () => {
    const { value } = read(thp, fixture('buddy/thp-6.18.txt'))
    expect(value).toMatchObject({
      enabled: 'madvise',
      defrag: 'madvise',
      shmemEnabled: 'never',
      khugepagedDefrag: true,
      maxPtesNone: 511,
    })
    expect(value.sizes).toContainEqual({ sizeBytes: 2 ** 21, enabled: 'inherit' })
    expect(value.sizes).toContainEqual({ sizeBytes: 65536, enabled: 'never' })
  })

  test.each<[string, string, object]>([
    [
      'RHEL 6',
      '/sys/kernel/mm/redhat_transparent_hugepage/enabled:[always] madvise never\n/sys/kernel/mm/redhat_transparent_hugepage/khugepaged/defrag:yes [no]\n',
      { enabled: 'always', khugepagedDefrag: false },
    ],
    [
      '3.10: choices of two kinds',
      '/sys/kernel/mm/transparent_hugepage/defrag:always madvise [never]\n/sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none:1023\n',
      { enabled: null, defrag: 'never', maxPtesNone: 1023 },
    ],
    ['cat enabled', 'always [madvise] never\n', { enabled: 'madvise', defrag: null }],
    [
      'cat defrag',
      'always defer [defer+madvise] madvise never\n',
      { enabled: null, defrag: 'defer+madvise' },
    ],
    [
      'cat shmem_enabled',
      'always within_size advise [never] deny force\n',
      { shmemEnabled: 'never' },
    ],
  ])('%s', (_, text, expected) => {
    const { value, losses } = read(thp, text)
    expect(losses).toEqual([])
    expect(value).toMatchObject(expected)
  })

  test('nothing chosen is a loss, not a default', () => {
    const { value, losses } = read(
      thp,
      '/sys/kernel/mm/transparent_hugepage/enabled:always madvise never\n/sys/kernel/mm/transparent_hugepage/defrag:always madvise [never]\n',
    )
    expect(value.enabled).toBeNull()
    expect(codes(losses)).toEqual(['bad-line'])
  })

  test.each(['511\n', 'always never\n', 'yes [no]\n'])('%j alone is not known', (text) => {
    expect(faultOf(thp, text)).toBe('not-this-format')
  })
})
