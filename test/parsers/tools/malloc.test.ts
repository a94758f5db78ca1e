import { describe, expect, test } from 'vitest'
import { mallocInfo } from '../../../src/parsers/tools/mallocInfo.ts'
import { mallocStats } from '../../../src/parsers/tools/mallocStats.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

describe('malloc_stats', () => {
  test('nine arenas, of whose memory a fifteenth is in use', () => {
    const { dumps } = read(mallocStats, fixture('tools/malloc_stats-2.36.txt')).value
    expect(dumps).toHaveLength(1)
    expect(dumps[0]?.arenas).toHaveLength(9)
    expect(dumps[0]?.arenas[1]).toEqual({ arena: 1, systemBytes: 51240960, inUseBytes: 3171376 })
    expect(dumps[0]?.total).toEqual({
      systemBytes: 412_442_624,
      inUseBytes: 28_287_952,
      wrapped: false,
    })
    expect(dumps[0]).toMatchObject({ maxMmapRegions: 16, maxMmapBytes: 2_621_440 })
  })

  test('printed twice in one text, with a line of the program between', () => {
    const { value, losses } = read(mallocStats, fixture('tools/malloc_stats-2.36-trim.txt'))
    expect(value.dumps.map(({ arenas }) => arenas.length)).toEqual([9, 9])
    expect(value.dumps[1]?.arenas[0]).toEqual({ arena: 0, systemBytes: 8192, inUseBytes: 7552 })
    expect(losses).toEqual([
      { code: 'bad-line', source: 'malloc_stats', line: 33, count: 1, sample: 'after malloc_trim' },
    ])
  })

  test('blanks that a page collapsed', () => {
    const text = 'Arena 0:\nsystem bytes = 703614976\nin use bytes = 423398352\n'
    expect(read(mallocStats, text).value.dumps[0]).toEqual({
      arenas: [{ arena: 0, systemBytes: 703_614_976, inUseBytes: 423_398_352 }],
      total: null,
      maxMmapRegions: null,
      maxMmapBytes: null,
    })
  })

  const GIB = 1024 ** 3
  const dump = (arenas: readonly (readonly [number, number])[], total: readonly [number, number]) =>
    [
      ...arenas.flatMap(([system, inUse], i) => [
        `Arena ${i}:`,
        `system bytes     = ${system}`,
        `in use bytes     = ${inUse}`,
      ]),
      'Total (incl. mmap):',
      `system bytes     = ${total[0]}`,
      `in use bytes     = ${total[1]}`,
    ].join('\n')

  test('a total of 32 bits that began again at 0 is made whole from the arenas', () => {
    const arenas = [
      [3 * GIB, 2 * GIB],
      [3 * GIB, GIB],
    ] as const
    const mapped = 500
    const text = dump(arenas, [(6 * GIB + mapped) % 2 ** 32, 3 * GIB + mapped])
    const { value, losses } = read(mallocStats, text)
    expect(losses).toEqual([])
    expect(value.dumps[0]?.total).toEqual({
      systemBytes: 6 * GIB + mapped,
      inUseBytes: 3 * GIB + mapped,
      wrapped: true,
    })
  })

  test('a total that contradicts the arenas is no number', () => {
    const { value, losses } = read(mallocStats, dump([[3 * GIB, 2 * GIB]], [GIB, 7]))
    expect(value.dumps[0]?.total).toBeNull()
    expect(losses.map(({ code }) => code)).toEqual(['bad-number'])
  })

  test('an arena without one of its sizes is left out, and so is the total', () => {
    const text = dump([[9000, 100]], [9000, 100]).replace('in use bytes     = 100\nTotal', 'Total')
    const { value, losses } = read(
      mallocStats,
      `Arena 0:\nsystem bytes = 1\nin use bytes = 1\n${text.replace('Arena 0', 'Arena 1')}`,
    )
    expect(value.dumps[0]?.arenas.map(({ arena }) => arena)).toEqual([0])
    expect(value.dumps[0]?.total).toBeNull()
    expect(losses.map(({ code }) => code)).toContain('missing-field')
  })

  test.each(['', 'Arena 0:\n', 'system bytes     =  5\n', '___ Begin jemalloc statistics ___\n'])(
    'no value in %j',
    (text) => {
      expect(faultOf(mallocStats, text)).not.toBe('value')
    },
  )
})

describe('malloc_info', () => {
  test('what is free inside of each heap and of all', () => {
    const [dump] = read(mallocInfo, fixture('tools/malloc_info-2.36.txt')).value.dumps
    expect(dump?.version).toBe('1')
    expect(dump?.heaps).toHaveLength(9)
    expect(dump?.heaps[1]).toEqual({
      heap: 1,
      freeBytes: 48_070_840,
      freeChunks: 1257,
      systemBytes: 51_240_960,
      systemMaxBytes: 51_240_960,
      subheaps: 1,
    })
    expect(dump?.total).toEqual({
      freeBytes: 384_160_122,
      freeChunks: 10_051,
      systemBytes: 409_821_184,
      systemMaxBytes: 409_821_184,
      mmapBytes: 2_621_440,
      mmapChunks: 16,
    })
  })

  test('on one line, as some programs print it', () => {
    const text = fixture('tools/malloc_info-2.36.txt')
    const { value, losses } = read(mallocInfo, text.replaceAll('\n', ''))
    expect(losses).toEqual([])
    expect(value).toEqual(read(mallocInfo, text).value)
  })

  // malloc_info(3), the example of its manual page: glibc 2.13 has no line for mmap.
  const GLIBC_2_13 = `============ Before allocating blocks ============
<malloc version="1">
<heap nr="0">
<sizes>
</sizes>
<total type="fast" count="0" size="0"/>
<total type="rest" count="0" size="0"/>
<system type="current" size="135168"/>
<system type="max" size="135168"/>
<aspace type="total" size="135168"/>
<aspace type="mprotect" size="135168"/>
</heap>
<total type="fast" count="0" size="0"/>
<total type="rest" count="0" size="0"/>
<system type="current" size="135168"/>
<system type="max" size="135168"/>
<aspace type="total" size="135168"/>
<aspace type="mprotect" size="135168"/>
</malloc>
`

  test('glibc 2.13, twice, with text of the program around it', () => {
    const { value, losses } = read(mallocInfo, `${GLIBC_2_13}\n${GLIBC_2_13}`)
    expect(value.dumps).toHaveLength(2)
    expect(value.dumps[1]?.total).toMatchObject({ systemBytes: 135_168, mmapBytes: null })
    expect(losses).toEqual([
      {
        code: 'bad-line',
        source: 'malloc_info',
        line: 1,
        count: 2,
        sample: '============ Before allocating blocks ============',
      },
    ])
  })

  test('attributes in another order, and unknown ones, give the same', () => {
    const swapped = GLIBC_2_13.replace(/type="(\w+)" size="(\d+)"/g, 'size="$2" new="1" type="$1"')
    expect(read(mallocInfo, swapped).value).toEqual(read(mallocInfo, GLIBC_2_13).value)
  })

  test('a size that is none is a loss, not 0', () => {
    const { value, losses } = read(
      mallocInfo,
      GLIBC_2_13.replace('count="0" size="0"', 'count="0" size="-7"'),
    )
    expect(value.dumps[0]?.heaps).toEqual([])
    expect(losses.map(({ code }) => code)).toEqual(['bad-line', 'bad-number', 'missing-field'])
  })

  test('cut in the middle of the heaps there is no total', () => {
    const text = fixture('tools/malloc_info-2.36.txt').slice(0, 1500)
    const { value, losses } = read(mallocInfo, text, CUT)
    expect(value.dumps[0]?.heaps.length).toBeGreaterThan(1)
    expect(value.dumps[0]?.total).toBeNull()
    expect(losses.map(({ code }) => code)).toContain('cut')
  })

  test('a megabyte of brackets ends', () => {
    expect(faultOf(mallocInfo, '<'.repeat(1_000_000))).toBe('not-this-format')
  })
})
