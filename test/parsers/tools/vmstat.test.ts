import { describe, expect, test } from 'vitest'
import { KIB, MIB } from '../../../src/domain/bytes.ts'
import { vmstatCommand } from '../../../src/parsers/tools/vmstat.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const HEAD = [
  'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----',
  ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st',
]
const ROW = ' 1  0  89380 239772   2052 480512    4    8  1419  2338  907 2561 46 13 41  0  0'

describe('vmstat', () => {
  test('a capture that thrashes: the first row is since boot', () => {
    const { value, losses } = read(vmstatCommand, fixture('tools/vmstat-swap-4.0.2.txt'))
    expect(losses).toEqual([])
    expect(value).toMatchObject({ unit: 'kB', unitSure: true })
    expect(value.rows.map(({ sinceBoot, siBytesPerSec }) => [sinceBoot, siBytesPerSec])).toEqual([
      [true, 41 * KIB],
      [false, 158_796 * KIB],
      [false, 162_672 * KIB],
      [false, 158_684 * KIB],
      [false, 137_040 * KIB],
      [false, 171_296 * KIB],
    ])
    expect(value.rows[1]).toEqual({
      at: null,
      sinceBoot: false,
      r: 2,
      b: 0,
      swpdBytes: 89_380 * KIB,
      freeBytes: 23_979_772 * KIB,
      buffBytes: 2052 * KIB,
      cacheBytes: 480_512 * KIB,
      siBytesPerSec: 158_796 * KIB,
      soBytesPerSec: 140_552 * KIB,
      biBlocksPerSec: 158_808,
      boBlocksPerSec: 140_608,
      inPerSec: 13_098,
      csPerSec: 10_643,
      usPercent: 0,
      syPercent: 33,
      idPercent: 49,
      waPercent: 18,
      stPercent: 0,
    })
  })

  test('-a: active and inactive stand where buff and cache did', () => {
    const { value } = read(vmstatCommand, fixture('tools/vmstat-a-centos7.txt'))
    expect(value.rows).toMatchObject([
      { inactBytes: 295_968 * KIB, activeBytes: 312_736 * KIB, sinceBoot: true },
    ])
    expect(value.rows[0]?.cacheBytes).toBeUndefined()
  })

  test('-w -t of procps 4: times, and a column more', () => {
    const { value, losses } = read(vmstatCommand, fixture('tools/vmstat-wt-4.0.2.txt'))
    expect(losses).toEqual([])
    expect(value.rows.map(({ at, guPercent }) => [at, guPercent])).toEqual([
      ['2026-11-26 02:44:14', 0],
      ['2026-11-26 02:44:15', 0],
    ])
  })

  test('-S M', () => {
    const text = [
      ...HEAD,
      ' 8  0      0  21832     31   1452    0    0   689  1257  531 1061 52  9 39  0  0',
      '15  1      0  21832     31   1452    1    2   112     0 1810 2764 84 16  0  0  0',
    ].join('\n')
    expect(read(vmstatCommand, text).value).toMatchObject({
      unit: 'assumed-MiB',
      rows: [{ freeBytes: 21_832 * MIB }, { siBytesPerSec: MIB, biBlocksPerSec: 112 }],
    })
  })

  test('a header that comes again on the next page is no new run, after few rows or another line it is', () => {
    const sinceBoot = (lines: readonly string[]) =>
      read(vmstatCommand, lines.join('\n')).value.rows.map((row) => row.sinceBoot)
    const page = [...HEAD, ...Array<string>(21).fill(ROW)]
    expect(sinceBoot([...page, ...page]).filter(Boolean)).toHaveLength(1)
    expect(sinceBoot([...HEAD, ROW, ROW, ...HEAD, ROW, ROW])).toEqual([true, false, true, false])
    expect(sinceBoot([...page, '$ vmstat 1', ...HEAD, ROW, ROW]).slice(21)).toEqual([true, false])
  })

  test.each([
    [
      '-s',
      '     24683656 K total memory\n       272964 K used memory\n        73167 pages swapped in\n',
    ],
    [
      '-d',
      'disk- ------------reads------------ ------------writes----------- -----IO------\n       total merged sectors      ms  total merged sectors      ms    cur    sec\nsda    15257    100  841035    8395  50851   5502 1648657  146540      0     44\n',
    ],
    ['/proc/vmstat', 'nr_free_pages 6116654\npswpin 73167\n'],
  ])('%s is another table and refused', (_, text) => {
    expect(faultOf(vmstatCommand, text)).toBe('not-this-format')
    expect(text.split('\n').some((line) => vmstatCommand.signs?.begins.test(line))).toBe(false)
  })

  test('a row of another length is a loss, not shifted', () => {
    const { value, losses } = read(
      vmstatCommand,
      [...HEAD, ROW, `${ROW} 7`, ROW.slice(0, 60)].join('\n'),
    )
    expect(value.rows).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 4, count: 2 }])
  })
})
