import { describe, expect, test } from 'vitest'
import { GIB, KIB, MIB } from '../../../src/domain/bytes.ts'
import { swaps } from '../../../src/parsers/proc/swaps.ts'
import { swapon } from '../../../src/parsers/tools/swapon.ts'
import { faultOf, fixture, read } from '../helpers.ts'

describe('proc/swaps', () => {
  test('a swap file', () => {
    expect(read(swaps, fixture('tools/swaps-6.18.txt'))).toEqual({
      losses: [],
      value: {
        swaps: [
          {
            filename: '/opt/app/swapfile',
            type: 'file',
            sizeBytes: 196_604 * KIB,
            usedBytes: 75_472 * KIB,
            priority: -2,
          },
        ],
      },
    })
  })

  test('no swap is a value, not a fault', () => {
    const header = 'Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n'
    expect(read(swaps, header)).toEqual({ losses: [], value: { swaps: [] } })
  })

  test('an old kernel, a blank in the name, a deleted file', () => {
    const text = [
      'Filename                                Type            Size    Used    Priority',
      '/dev/mapper/VolGroup00-LogVol01         partition\t2031608\t12\t-1',
      '/var/my\\040swap\\040(deleted)            file            1024    0       5',
    ].join('\n')
    const { value, losses } = read(swaps, text)
    expect(losses).toEqual([])
    expect(value.swaps.map(({ filename, priority }) => [filename, priority])).toEqual([
      ['/dev/mapper/VolGroup00-LogVol01', -1],
      ['/var/my swap (deleted)', 5],
    ])
  })

  test.each([
    ['a size below zero', '/dev/sda2 partition -4 0 -2'],
    ['a size beyond 2^53', '/dev/sda2 partition 9007199254740993 0 -2'],
    ['a column that is not there', '/dev/sda2 partition 4 -2'],
  ])('%s is a loss', (_, line) => {
    const { value, losses } = read(swaps, `Filename Type Size Used Priority\n${line}\n`)
    expect(value).toEqual({ swaps: [] })
    expect(losses).toMatchObject([{ code: 'bad-line', line: 2 }])
  })

  test('rows without a header are refused', () => {
    expect(faultOf(swaps, '/dev/sda2 partition 8388604 0 -2\n')).toBe('not-this-format')
  })
})

describe('swapon', () => {
  const text = [
    'NAME      TYPE       SIZE   USED PRIO',
    '/dev/sda2 partition    8G  75,5M   -2',
    '/swap.img file      2097148K    0B    5',
  ].join('\n')

  test('sizes with units', () => {
    const { value, losses } = read(swapon, text)
    expect(losses).toEqual([])
    expect(value.swaps).toEqual([
      {
        name: '/dev/sda2',
        type: 'partition',
        sizeBytes: 8 * GIB,
        usedBytes: Math.round(75.5 * MIB),
        prio: -2,
      },
      { name: '/swap.img', type: 'file', sizeBytes: 2_097_148 * KIB, usedBytes: 0, prio: 5 },
    ])
  })

  test('--bytes, and what /proc/swaps would say', () => {
    const { value } = read(
      swapon,
      'NAME      TYPE            SIZE USED PRIO\n/dev/dm-1 partition 2147479552 4096   -2\n',
    )
    expect(swapon.also?.(value)).toEqual([
      {
        format: swaps,
        value: {
          swaps: [
            {
              filename: '/dev/dm-1',
              type: 'partition',
              sizeBytes: 2_147_479_552,
              usedBytes: 4096,
              priority: -2,
            },
          ],
        },
      },
    ])
  })

  test('columns that are empty in a row do not shift the others', () => {
    const { value, losses } = read(
      swapon,
      [
        'NAME      TYPE      SIZE USED PRIO UUID                                 LABEL',
        '/dev/sda2 partition   2G   0B   -2 0f0f0f0f-5a5a-4b4b-8c8c-123456789abc ',
        '/dev/sda3 partition   1G   1M   -3 ',
      ].join('\n'),
    )
    expect(losses).toEqual([])
    expect(value.swaps.map(({ name, sizeBytes, prio }) => [name, sizeBytes, prio])).toEqual([
      ['/dev/sda2', 2 * GIB, -2],
      ['/dev/sda3', GIB, -3],
    ])
    const { value: shifted, losses: lost } = read(
      swapon,
      'LABEL NAME TYPE SIZE USED PRIO\n/dev/sda2 partition 2G 0B -2\n',
    )
    expect(shifted.swaps).toEqual([])
    expect(lost).toMatchObject([{ code: 'bad-line' }])
  })

  test('lsblk also has NAME, TYPE and SIZE, and is not this', () => {
    const { begins } = swapon.signs ?? { begins: /$^/ }
    expect(begins.test('NAME   MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS')).toBe(false)
    expect(begins.test('NAME      TYPE      SIZE USED PRIO')).toBe(true)
  })
})
