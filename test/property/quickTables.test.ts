/**
 * Rows of ps, sar and lsof have a quick way and a careful way, and both say the same of any row. A blank that is not
 * of ASCII around a line changes nothing of what it says, and only the careful way knows it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyFormat } from '../../src/domain/source.ts'
import { lsof } from '../../src/parsers/tools/lsof.ts'
import { ps } from '../../src/parsers/tools/ps.ts'
import { sar } from '../../src/parsers/tools/sar.ts'

const BLANK = '\u00a0'
const RUNS = { numRuns: 1500 }

interface Table {
  readonly name: string
  readonly format: AnyFormat
  readonly header: string
  readonly rows: readonly string[]
  /** Where the blank does not change what a line is: behind it, or in front of all lines of it. */
  readonly careful: (line: string) => string
}

const behind = (line: string): string => line + BLANK
const before = (line: string): string => BLANK + line

const TABLES: readonly Table[] = [
  {
    name: 'ps aux',
    format: ps,
    header: 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    rows: [
      'root           1  0.1  0.0  44560 17324 ?        S<Ll Nov24   0:02 /sbin/init splash',
      'postgres     812  1.0 12.5 221184 33000 ?        Ss   02:11   9:07 postgres: checkpointer ',
      'root           7  0.0  0.0      0     0 ?        S N  Nov24   0:02 [ksmd]',
    ],
    careful: behind,
  },
  {
    name: 'ps -o, the command in between',
    format: ps,
    header: '    PID    PPID CMD                         %MEM STAT    RSS',
    rows: [
      '   1592       1 /usr/sbin/mysqld --x 1      12,5 S     33000',
      '   1593       2 S N x                        0.0 S <       0',
    ],
    careful: behind,
  },
  {
    name: 'ps of no command',
    format: ps,
    header: '    PID  NI    VSZ TTY  WOBBLE',
    rows: ['   1592 -20  17324 ?    7', '      7   0      0 pts/0    x1'],
    careful: behind,
  },
  {
    name: 'sar',
    format: sar,
    header: '00:00:01    kbmemfree kbmemused  %memused wobble pgpgin/s  pswpin/s  %commit',
    rows: [
      '16:10:01       212980    801800     79.01     12     1.25      0.00   122,97',
      '16:20:01  900719925474      0      100.00  0.125     0.33    -1.00     0.5%',
    ],
    careful: behind,
  },
  {
    name: 'sar of twelve hours',
    format: sar,
    header: '12:00:01 AM kbmemfree  %memused  kbdirty',
    rows: ['12:10:01 AM    212980     79.01        0', '01:10:01 PM         0     0.001       70'],
    careful: behind,
  },
  {
    name: 'lsof',
    format: lsof,
    header: 'COMMAND     PID  TID TASKCMD USER   FD   TYPE DEVICE SIZE/OFF NLINK    NODE NAME',
    rows: [
      'delmap     4070              root  cwd    DIR  254,0     4096     2 2196783 /opt/app NAME',
      'delmap     4070 4071 worker  root  DEL    REG  254,0                1712284 /opt/app/x E',
      'delmap     4070              root    0r   CHR    1,3      0t0     1       3 /dev/null',
      'delmap     4070              root    3uW  REG  254,0 83886080     0 1712284 /a (deleted)',
      'averylong  4070              root  251w  FIFO   0,15     0x1f     1  503134 pipe',
      'delmap     4070              root    5u   REG  254,0     4096     1 1712284 /x COMMAND PID FD NAME',
    ],
    careful: before,
  },
]

/** What a text says, with the losses but for their samples, which have the blank. */
function said({ format }: Table, lines: readonly string[]): unknown {
  const parsed = format.parse(lines.join('\n'), { cut: false })
  if ('error' in parsed) return parsed.error.code
  return {
    value: parsed.value,
    losses: parsed.losses.map(({ code, line, count }) => ({ code, line, count })),
  }
}

function agree(table: Table, rows: readonly string[]): void {
  const lines = [table.header, ...rows]
  expect(said(table, lines)).toEqual(said(table, lines.map(table.careful)))
}

const CHARS = [
  ...' \t0159.,-+?%:<NSIrwux/AE',
  '\u0001',
  '\r',
  '\u00e9',
  '\u3000',
  '99999999999',
  '0t',
  '  ',
]

/** Rows in which a few characters were taken out, put in or put in place of others. */
function spoilt(rows: readonly string[]): fc.Arbitrary<readonly string[]> {
  const change = fc.record({
    row: fc.nat({ max: rows.length - 1 }),
    at: fc.nat({ max: 100 }),
    taken: fc.nat({ max: 2 }),
    put: fc.constantFrom('', ...CHARS),
  })
  return fc
    .array(change, { maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (all, { row, at, taken, put }) =>
          all.with(row, (all[row] ?? '').slice(0, at) + put + (all[row] ?? '').slice(at + taken)),
        rows,
      ),
    )
}

describe.each(TABLES.map((table) => [table.name, table] as const))('%s', (_, table) => {
  test('plain rows', () => agree(table, table.rows))

  test('rows with other characters', () => {
    fc.assert(
      fc.property(spoilt(table.rows), (rows) => agree(table, rows)),
      RUNS,
    )
  })

  test('numbers of any size', () => {
    const number = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String), decimal)
    fc.assert(
      fc.property(fc.array(number, { minLength: 12, maxLength: 12 }), (numbers) => {
        const rows = table.rows.map((row) =>
          row.replace(/(?<=\s)\d+(?:[.,]\d+)?(?=\s|$)/g, (old) => numbers[old.length] ?? old),
        )
        agree(table, rows)
      }),
    )
  })
})

const decimal = fc
  .tuple(fc.nat(), fc.constantFrom('.', ','), fc.nat(), fc.nat({ max: 12 }))
  .map(([whole, point, part, digits]) => `${whole}${point}${String(part).padStart(digits, '0')}`)

test('decimals are the numbers that they say', () => {
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
      const header = '00:00:01 %memused kbmemfree %commit'
      const parsed = sar.parse(`${header}\n16:10:01 ${one} 7 ${other}\n`, { cut: false })
      if ('error' in parsed) throw new Error(parsed.error.code)
      const read = parsed.value.tables[0]?.rows[0]?.values
      const right = (text: string): number => Number(text.replace(',', '.'))
      for (const [name, text] of [
        ['memusedPercent', one],
        ['commitPercent', other],
      ] as const) {
        if (read?.[name] !== undefined) expect(read[name]).toBe(right(text))
      }
    }),
    RUNS,
  )
})
