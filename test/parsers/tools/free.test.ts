import { describe, expect, test } from 'vitest'
import { GIB, KIB, MIB } from '../../../src/domain/bytes.ts'
import { meminfo } from '../../../src/parsers/proc/meminfo.ts'
import { free } from '../../../src/parsers/tools/free.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const told = (text: string) => free.also?.(read(free, text).value) ?? []

describe('free', () => {
  test('centos 7 -w: the numbers themselves say kB', () => {
    const { value, losses } = read(free, fixture('tools/free-w-centos7.txt'))
    expect(losses).toEqual([])
    expect(value).toMatchObject({
      unit: 'kB',
      memTotalBytes: 8_053_804 * KIB,
      memUsedBytes: 1_262_704 * KIB,
      memBuffersBytes: 61_596 * KIB,
      memCacheBytes: 898_640 * KIB,
      memAvailableBytes: 6_483_996 * KIB,
      swapFreeBytes: 2_097_152 * KIB,
    })
  })

  test('-m: figures that are no multiples of a page are not kB', () => {
    const { value, losses } = read(free, fixture('tools/free-m-4.0.2.txt'))
    expect(losses).toEqual([])
    expect(value).toMatchObject({
      unit: 'assumed-MiB',
      memTotalBytes: 24_105 * MIB,
      swapTotalBytes: 191 * MIB,
      swapUsedBytes: 74 * MIB,
    })
  })

  test('-h of CentOS 7 is binary although it prints no i', () => {
    const { value } = read(free, fixture('tools/free-h-centos7.txt'))
    expect(value).toMatchObject({
      unit: 'printed',
      memTotalBytes: Math.round(3.7 * GIB),
      memUsedBytes: 217 * MIB,
      swapUsedBytes: 0,
    })
  })

  test('-b, -g and -lwt', () => {
    const bytes = [
      '              total        used        free      shared  buff/cache   available',
      'Mem:     16524931072  1656258560 13704818688    12845056  1540685824 14868672512',
      'Swap:    16524505088           0 16524505088',
    ].join('\n')
    expect(read(free, bytes).value).toMatchObject({ unit: 'B', memTotalBytes: 16_524_931_072 })
    const gib = [
      '              gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar',
      'Speicher:         31          14           3           2          15          16',
      'Swap:              8           8           0',
    ].join('\n')
    expect(read(free, gib).value).toMatchObject({
      unit: 'assumed-GiB',
      memTotalBytes: 31 * GIB,
      memAvailableBytes: 16 * GIB,
      swapUsedBytes: 8 * GIB,
    })
    const wide = read(free, fixture('tools/free-lwt-4.0.2.txt'))
    expect(wide.losses).toEqual([])
    expect(wide.value).toMatchObject({
      lowFreeBytes: 24_467_616 * KIB,
      highTotalBytes: 0,
      totalUsedBytes: 272_512 * KIB,
    })
  })

  test('old form: cached holds shared memory, and available is not known', () => {
    const old = fixture('tools/free-3.2.8.txt')
    const { value, losses } = read(free, old)
    expect(losses).toEqual([])
    expect(value).toMatchObject({
      memTotalBytes: 515_792 * KIB,
      memCachedBytes: 240_360 * KIB,
      buffersCacheUsedBytes: 206_228 * KIB,
      buffersCacheFreeBytes: 309_564 * KIB,
    })
    expect(told(old)).toEqual([])
  })

  test('busybox', () => {
    const text = [
      '             total         used         free       shared      buffers',
      'Mem:        125676        29276        96400            0         3468',
      '-/+ buffers:              25808        99868',
      'Swap:            0            0            0',
    ].join('\n')
    expect(read(free, text)).toMatchObject({
      losses: [],
      value: { unit: 'kB', memBuffersBytes: 3468 * KIB, buffersCacheUsedBytes: 25_808 * KIB },
    })
  })

  test.each([
    [
      'German, label and number glued together',
      [
        '               gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar',
        'Speicher:16524931072  1656258560 13704818688    12845056  1540685824 14868672512',
        'Auslager: 16524505088           0 16524505088',
      ],
      { memTotalBytes: 16_524_931_072, swapTotalBytes: 16_524_505_088 },
    ],
    [
      'German -h, with a comma',
      [
        '              gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar',
        'Speicher:      3,7Gi       2,3Gi       560Mi       316Mi       1,4Gi       1,4Gi',
        'Swap:          1,9Gi          0B       1,9Gi',
      ],
      { memTotalBytes: Math.round(3.7 * GIB), memAvailableBytes: Math.round(1.4 * GIB) },
    ],
    [
      'Chinese',
      [
        '              总计         已用        空闲      共享    缓冲/缓存    可用',
        '内存：       3.8Gi       932Mi       2.2Gi        16Mi       768Mi       2.7Gi',
        '交换：          0B          0B          0B',
      ],
      { memUsedBytes: 932 * MIB, memAvailableBytes: Math.round(2.7 * GIB), swapTotalBytes: 0 },
    ],
    [
      'Russian',
      [
        '               всего        занят        своб      общая  буф/врем.   доступно',
        'Память:         15Gi       3,2Gi        11Gi       595Mi       1,6Gi        12Gi',
        'Подкачка:      4,0Gi          0B       4,0Gi',
      ],
      { memSharedBytes: 595 * MIB, memAvailableBytes: 12 * GIB, swapFreeBytes: 4 * GIB },
    ],
  ])('%s', (_, lines, expected) => {
    const { value, losses } = read(free, lines.join('\n'))
    expect(losses).toEqual([])
    expect(value).toMatchObject(expected)
  })

  test('a word of the header that is not known is a loss, and its column no value', () => {
    const { value, losses } = read(
      free,
      '     total   used   free   shared   buff/cache   wobble\nMem: 4000 400 3000 40 400 3400\n',
    )
    expect(losses).toMatchObject([{ code: 'missing-field', sample: 'wobble' }])
    expect(value.memAvailableBytes).toBeUndefined()
    expect(value.memTotalBytes).toBe(4000 * KIB)
  })

  test('a table in another language altogether is refused', () => {
    expect(faultOf(free, '   aaa  bbb  ccc\nMem: 1 2 3\n')).toBe('not-this-format')
  })

  test('the same table again and again: the last one counts, all are kept', () => {
    const one = fixture('tools/free-w-centos7.txt')
    const two = `${one}\n${one.replace('6483996', '4000000')}`
    const { value, losses } = read(free, two)
    expect(losses).toEqual([])
    expect(value.readings.map((reading) => reading.memAvailableBytes)).toEqual([
      6_483_996 * KIB,
      4_000_000 * KIB,
    ])
    expect(value.memAvailableBytes).toBe(4_000_000 * KIB)
  })

  test('where MiB and GiB would both do, a loss says so and nothing follows', () => {
    const text = [
      '              total        used        free      shared  buff/cache   available',
      'Mem:            503          17         350           1         135         481',
      'Swap:             0           0           0',
    ].join('\n')
    const { value, losses } = read(free, text)
    expect(losses).toMatchObject([{ code: 'missing-field', sample: 'unit (taken as assumed-MiB)' }])
    expect(free.also?.(value)).toEqual([])
  })

  test('what meminfo would say as well', () => {
    expect(told(fixture('tools/free-m-4.0.2.txt'))).toMatchObject([
      {
        format: meminfo,
        value: {
          memTotalBytes: 24_105 * MIB,
          memAvailableBytes: 23_553 * MIB,
          swapTotalBytes: 191 * MIB,
          swapFreeBytes: 117 * MIB,
        },
      },
    ])
  })

  test('a row of too few or too many numbers is a loss, never a shifted column', () => {
    const header =
      '              total        used        free      shared  buff/cache   available\n'
    const { value, losses } = read(
      free,
      `${header}Mem: 4000 400 3000 40 400 3400\nSwap: 4 4\nLow: 1 2 3 4 5\n`,
    )
    expect(losses).toMatchObject([{ code: 'bad-line', line: 3, count: 2 }])
    expect(value.swapFreeBytes).toBeUndefined()
    expect(faultOf(free, `${header}Mem: 4000 400 3000 40 400\n`)).toBe('not-this-format')
  })
})
