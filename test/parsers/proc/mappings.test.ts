import { describe, expect, test } from 'vitest'
import { maps } from '../../../src/parsers/proc/maps.ts'
import { numaMaps } from '../../../src/parsers/proc/numaMaps.ts'
import { smaps } from '../../../src/parsers/proc/smaps.ts'
import { smapsRollup } from '../../../src/parsers/proc/smapsRollup.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

const KIB = 1024

describe('maps', () => {
  test('arenas of glibc: rw and reserved parts of 64 MiB', () => {
    const { mappings } = read(maps, fixture('proc/maps-6.18-arena.txt')).value
    expect(mappings).toHaveLength(fixture('proc/maps-6.18-arena.txt').trimEnd().split('\n').length)
    expect(mappings[0]).toEqual({
      start: '557b6da7a000',
      end: '557b6da7b000',
      sizeBytes: 4096,
      perms: 'r--p',
      offset: '00000000',
      dev: 'fe:00',
      inode: '1712277',
      path: '/opt/app/bin/arena',
    })
    const arena = mappings.filter(
      (one) => one.start === '7f1700000000' || one.end === '7f1704000000',
    )
    expect(arena.map((one) => [one.perms, one.path])).toEqual([
      ['rw-p', ''],
      ['---p', ''],
    ])
    expect(arena.reduce((sum, one) => sum + one.sizeBytes, 0)).toBe(64 * KIB * KIB)
  })

  test('a deleted file keeps its mark', () => {
    const { mappings } = read(maps, fixture('proc/maps-6.18-deleted.txt')).value
    expect(mappings.find((one) => one.path.endsWith('(deleted)'))).toMatchObject({
      path: '/opt/app/cache.map (deleted)',
      sizeBytes: 80 * KIB * KIB,
    })
  })

  test.each([
    [
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
      4096,
      '[vsyscall]',
    ],
    [
      'f2c6ff8c000-7f2c7078c000 rw-p 00000000 00:00 0    [stack:986]',
      0x7f2c7078c000 - 0xf2c6ff8c000,
      '[stack:986]',
    ],
    ['7f00-8f00 rw-s 00000000 00:01 9 /x y\\012z (deleted)', 4096, '/x y\\012z (deleted)'],
    ['7f00-8f00 rw-p 00000000 00:00 0 ', 4096, ''],
    ['7f00-8f00 rw-p 00000000 00:00 0', 4096, ''],
    [
      '7f00-8f00 rw-p 00000000 00:00 0 [anon: glibc: malloc arena]',
      4096,
      '[anon: glibc: malloc arena]',
    ],
    ['7f00-8f00 r--p 00000000 00:2c 18446744073709551615 /o', 4096, '/o'],
  ])('%j', (line, sizeBytes, path) => {
    expect(read(maps, `${line}\n`).value.mappings).toMatchObject([{ sizeBytes, path }])
  })

  test.each([
    '8f00-7f00 rw-p 00000000 00:00 0',
    '7f00-7f00 rw-p 00000000 00:00 0',
    '-1-8f00 rw-p 0 00:00 0',
  ])('%j is no mapping', (line) => {
    const { value, losses } = read(maps, `7f00-8f00 rw-p 00000000 00:00 0\n${line}\n`)
    expect(value.mappings).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 2 }])
  })

  test('a kernel thread, or a process just gone, has an empty file', () => {
    expect(faultOf(maps, '')).toBe('empty')
  })

  // Lines are read at their places in the text: what ends a line must end its last word.
  test('a line says the same alone and among others, whatever ends it', () => {
    const lines = [
      '7f1700000000-7f17030de000 rw-p 00000000 00:00 0',
      '7f17030de000-7f1704000000 ---p 00000000 00:00 0 ',
      '7f1704000000-7f1704001000 r-xs 00001000 fe:00 12        ',
      '7f1704001000-7f1704002000 rwxp 00000000 fe:00 12        /opt/two  words ',
      '7f1704002000-7f1704003000 -w-p 00000000 fe:00 12\u00a0/opt/other-blank',
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
    ]
    for (const end of ['\n', '\r\n', '\n \n', '\n\n']) {
      const { mappings } = read(maps, lines.map((line) => line + end).join('')).value
      expect(mappings).toEqual(lines.flatMap((line) => read(maps, line).value.mappings))
    }
    expect(read(maps, lines.join('\n')).value.mappings.map(({ perms }) => perms)).toEqual([
      ...['rw-p', '---p', 'r-xs', 'rwxp', '-w-p', '--xp'],
    ])
  })

  test('a row says the same alone and behind one like it', () => {
    const rows = [
      '7f1700000000-7f17030de000 rw-p 00000000 00:00 0 ',
      '7f17030de000-7f1704000000 ---p 00000000 00:00 0 ',
      '7f1704000000-7f1704001000 rw-p 00000000 00:00 0                          [heap]',
      '7f1704001000-7f1704002000 r--s 00000000 00:00 0                          /dev/zero (deleted)',
      '7f1704002000-7f1704003000 r--p 00000000 fe:00 0',
      '7f1704003000-7f1704004000 r--p 00000000 fe:00 01',
      '7f1704004000-7f1704005000 r--p 00001000 fe:00 01',
      '7f1704005000-7f1704005000 r--p 00001000 fe:00 01',
      '7f1704005000-7f170400600g r--p 00001000 fe:00 01',
      '557b6da7a000-557b6da7b000 r--p 00001000 fe:00 011',
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
    ]
    const alone = rows.map((row) => maps.parse(row, { cut: false }))
    const { value, losses } = read(maps, rows.join('\n'))
    expect(value.mappings).toEqual(
      alone.flatMap((one) => ('error' in one ? [] : one.value.mappings)),
    )
    expect(value.mappings).toHaveLength(9)
    expect(losses).toMatchObject([{ code: 'bad-line', count: 2 }])
  })

  test('60,000 mappings are all read', () => {
    const line = (i: number): string =>
      `${(0x7f0000000000 + i * 8192).toString(16)}-${(0x7f0000000000 + i * 8192 + 4096).toString(16)} rw-p 00000000 00:00 0 \n`
    const text = Array.from({ length: 60_000 }, (_, i) => line(i)).join('')
    expect(read(maps, text).value.mappings).toHaveLength(60_000)
  })
})

describe('numa_maps', () => {
  test('a row says the same alone and among others, whatever ends it', () => {
    const rows = [
      '7ffa302ab000 default',
      '55d10d5f4000 default file=/usr/bin/cat mapped=2 N0=2 kernelpagesize_kB=4',
      '7f3bcfe69000 interleave:0-1 anon=9 dirty=9 active=0 N0=4 N1=5 kernelpagesize_kB=4',
      '7f4dc1200000 default file=/a\\040(deleted) huge',
      '7ffd73c90000 default stack anon=3 dirty=3 N0=3',
    ]
    for (const end of ['\n', '\r\n', ' \n', '\n\n']) {
      const { mappings } = read(numaMaps, rows.map((row) => row + end).join('')).value
      expect(mappings).toEqual(rows.flatMap((row) => read(numaMaps, row).value.mappings))
    }
  })
})

describe('smaps', () => {
  test.each(['proc/smaps-6.18-deleted.txt', 'proc/smaps-6.18-swap.txt'])(
    '%s adds up to the file itself',
    (file) => {
      const text = fixture(file)
      const { mappings } = read(smaps, text).value
      const summed = (field: string): number =>
        [...text.matchAll(new RegExp(`^${field}: +(\\d+) kB`, 'gm'))].reduce(
          (sum, match) => sum + Number(match[1]) * KIB,
          0,
        )
      expect(mappings).toHaveLength([...text.matchAll(/^Size:/gm)].length)
      expect(mappings.reduce((sum, one) => sum + one.sizeBytes, 0)).toBe(summed('Size'))
      expect(mappings.reduce((sum, one) => sum + one.rssBytes, 0)).toBe(summed('Rss'))
      expect(mappings.reduce((sum, one) => sum + one.pssBytes, 0)).toBe(summed('Pss'))
      expect(mappings.reduce((sum, one) => sum + one.swapBytes, 0)).toBe(summed('Swap'))
      expect(mappings.reduce((sum, one) => sum + one.privateDirtyBytes, 0)).toBe(
        summed('Private_Dirty'),
      )
    },
  )

  test('the deleted file holds its 80 MiB', () => {
    const { mappings } = read(smaps, fixture('proc/smaps-6.18-deleted.txt')).value
    const held = mappings.find((one) => one.path === '/opt/app/cache.map (deleted)')
    expect(held?.rssBytes).toBe(81_920 * KIB)
    expect(held?.vmFlags).toContain('sh')
  })

  const MAPPING = fixture('proc/smaps-6.18-swap.txt').split(/(?<=VmFlags:.*\n)/)[0] ?? ''

  test('a mapping without one of its sizes is left out with a loss: not read is not zero', () => {
    const { value, losses } = read(smaps, `${MAPPING}${MAPPING.replace(/^Swap:.*\n/m, '')}`)
    expect(value.mappings).toHaveLength(1)
    expect(losses).toMatchObject([
      { code: 'missing-field', line: MAPPING.split('\n').length, count: 1 },
    ])
  })

  test('a cut last mapping is a loss, wherever it is cut', () => {
    for (let at = MAPPING.length + 1; at < 2 * MAPPING.length; at += 1) {
      const { value, losses } = read(smaps, `${MAPPING}${MAPPING}`.slice(0, at), CUT)
      expect(value.mappings).toHaveLength(1)
      expect(losses.map((loss) => loss.code)).toContain('cut')
    }
  })

  test('kernels before 3.8 print no VmFlags', () => {
    const { mappings } = read(smaps, MAPPING.replace(/^VmFlags:.*\n/m, '')).value
    expect(mappings).toMatchObject([{ vmFlags: [] }])
  })
})

describe('smaps_rollup', () => {
  test('6.18 and 6.1', () => {
    expect(read(smapsRollup, fixture('proc/smaps_rollup-6.18.txt')).value).toMatchObject({
      swapBytes: 77_964 * KIB,
    })
    const { value } = read(smapsRollup, fixture('proc/smaps_rollup-6.1.txt'))
    for (const name of [
      'rssBytes',
      'pssBytes',
      'pssAnonBytes',
      'privateDirtyBytes',
      'anonymousBytes',
      'swapPssBytes',
      'anonHugePagesBytes',
    ]) {
      expect(value[name]).toBeTypeOf('number')
    }
  })

  test('without Rss or Pss it is another format', () => {
    expect(faultOf(smapsRollup, 'Rss: 5 kB\n')).toBe('not-this-format')
    expect(faultOf(smapsRollup, fixture('proc/smaps_rollup-6.1.txt').slice(0, 120), CUT)).toBe(
      'cut-before-value',
    )
  })
})
