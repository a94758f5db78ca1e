/**
 * Rows in the form that kernels print are read by hand, all others by patterns: for every row that both can be given,
 * whole or spoilt, the two tell the same. `careful` writes the same row so that only the patterns take it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyFormat } from '../../src/domain/source.ts'
import { maps } from '../../src/parsers/proc/maps.ts'
import { numaMaps } from '../../src/parsers/proc/numaMaps.ts'
import { slabinfo } from '../../src/parsers/proc/slabinfo.ts'
import { zoneinfo } from '../../src/parsers/proc/zoneinfo.ts'

interface Case {
  readonly format: AnyFormat
  /** What stands before the rows that are read by hand. */
  readonly before: readonly string[]
  /** The same number of lines, before rows that are not. */
  readonly beforeCareful: readonly string[]
  readonly rows: fc.Arbitrary<string>
  readonly careful: (row: string) => string
  /** How much of a row may be spoilt; all of it where this is not said. */
  readonly spoils?: (row: string) => number
  /** Characters that are put into rows. */
  readonly junk: readonly string[]
}

const hex = (max: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: 1n, max: 2n ** BigInt(max) - 1n }).map((number) => number.toString(16))
const count = fc.oneof(
  fc.nat(5000).map(String),
  fc.bigInt({ min: 0n, max: 99_999_999_999_999_999n }).map(String),
  fc.constantFrom('007', '999999999999999', '9007199254740991', '9007199254740992'),
)
const path = fc.constantFrom('', '[heap]', '[stack]', '/usr/lib/a b.so', '/é (deleted)')

/** Of all lengths, and of the one that nearly all have. */
const range = fc.oneof(
  fc.record({ start: hex(48), end: hex(64) }),
  fc.record({ start: fc.nat(9), end: fc.nat(9) }).map(({ start, end }) => ({
    start: `7f00000${start}0000`,
    end: `7f00000${end}1000`,
  })),
)

const MAPS: Case = {
  format: maps,
  before: [],
  beforeCareful: [],
  // Neighbours have the same offset and inode as often as not.
  rows: fc
    .record({
      range,
      perms: fc.constantFrom('r--p', 'rw-s', '---p', 'r-xp'),
      offset: fc.oneof(
        fc.constant('00000000'),
        hex(40).map((digits) => digits.padStart(8, '0')),
      ),
      inode: fc.oneof(fc.constantFrom('0', '01'), count),
      path,
    })
    .map(({ range: { start, end }, perms, offset, inode, path: of }) =>
      `${start}-${end} ${perms} ${offset} fe:00 ${inode}${of === '' ? '' : `      ${of}`}`.trimEnd(),
    ),
  // A tab behind the inode.
  careful: (row) => row.replace(/^(\S+ \S+ \S+ \S+ \d+)(?: |$)/, '$1\t'),
  junk: ['F', '-', ':', '0', 'x', 'g', '\r', ' ', '\u2028'],
}

const SLAB_HEADER =
  '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>'

const SLABINFO: Case = {
  format: slabinfo,
  before: [SLAB_HEADER],
  // Without a header, rows are known by their labels, and read by the patterns alone.
  beforeCareful: [''],
  rows: fc
    .tuple(
      fc.constantFrom('dentry', 'kmalloc-8k', ':A-0000128', 'ext4 inode'),
      fc.array(count, { minLength: 8, maxLength: 8 }),
    )
    .map(
      ([name, of]) =>
        `${name.padEnd(17)} ${of.slice(0, 5).join('  ')} : tunables  120   60    8 : slabdata ${of.slice(5).join(' ')}`,
    ),
  // Without a header nobody knows of the tunables' columns.
  spoils: (row) => row.indexOf(' : tunables'),
  careful: (row) => row,
  junk: ['-', 'x', '0', '.', '9 '],
}

const NUMA_MAPS: Case = {
  format: numaMaps,
  before: [],
  beforeCareful: [],
  rows: fc
    .record({
      start: hex(48).map((digits) => digits.padStart(8, '0')),
      policy: fc.constantFrom('default', 'bind:0', 'interleave:0-1', 'prefer (many):0-1', 'local'),
      file: fc.constantFrom('', ' file=/usr/bin/cat', ' file=/a\\040(deleted)', ' file=/é'),
      flags: fc.subarray([' heap', ' stack', ' huge']),
      names: fc.subarray(['anon', 'dirty', 'mapped', 'mapmax', 'active', 'N0', 'N1', 'N7', 'N40']),
      counts: fc.array(count, { minLength: 9, maxLength: 9 }),
      size: fc.constantFrom('', ' kernelpagesize_kB=4', ' kernelpagesize_kB=2048'),
    })
    .map(({ start, policy, file, flags, names, counts, size }) => {
      const words = names.map((name, i) => ` ${name}=${counts[i]}`)
      return `${start} ${policy}${file}${flags.join('')}${words.join('')}${size}`
    }),
  // A blank at the end.
  careful: (row) => `${row} `,
  junk: ['=', '0', 'N', 'N1=5 ', 'N01=5 ', '__proto__=1 ', 'anon=9 ', '\\', '\t', '\u00a0', 'x'],
}

const ZONE_BEFORE = [
  'Node 0, zone   Normal',
  '  pages free     3832',
  '      nr_free_pages 1',
  'Node 0, zone   Movable',
  '  pages free     7',
]

const ZONEINFO: Case = {
  format: zoneinfo,
  before: ZONE_BEFORE,
  beforeCareful: ZONE_BEFORE,
  rows: fc
    .tuple(
      fc.constantFrom('nr_free_pages', 'min', 'high', 'constructor', '__proto__', 'pages', 'N'),
      fc.constantFrom(' ', '     ', ':', ':   ', ': '),
      count,
    )
    .map(([name, between, of]) => `        ${name}${between}${of}`),
  // As 2.6 told how far lists were read.
  careful: (row) => (/\d$/.test(row) ? `${row} (a: 0 i: 0)` : row),
  junk: ['-', ':', '0', 'A', '_', ' ', 'é', '\t'],
}

const CASES = [MAPS, SLABINFO, NUMA_MAPS, ZONEINFO]

/** A row as it is, or with a character taken out or put in. */
function spoilt({ rows, junk, spoils = (row) => row.length }: Case): fc.Arbitrary<string> {
  const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  return fc
    .tuple(rows, at, fc.nat(1), fc.option(fc.constantFrom(...junk, '')))
    .map(([row, of, out, text]) => {
      const place = Math.floor(of * spoils(row))
      return text === null ? row : row.slice(0, place) + text + row.slice(place + out)
    })
}

/** What was read, and how many losses of each kind; samples differ, as the rows do. */
function outcome(format: AnyFormat, lines: readonly string[]): unknown {
  const parsed = format.parse(`${lines.join('\n')}\n`, { cut: false })
  if ('error' in parsed) return parsed.error.code
  return [JSON.stringify(parsed.value), parsed.losses.map(({ code, count: of }) => [code, of])]
}

describe.each(CASES.map((one) => [one.format.id, one] as const))('%s', (_, one) => {
  test('rows read by hand tell what the patterns tell', () => {
    fc.assert(
      fc.property(fc.array(spoilt(one), { minLength: 1, maxLength: 4 }), (rows) => {
        const plain = outcome(one.format, [...one.before, ...rows])
        const careful = outcome(one.format, [...one.beforeCareful, ...rows.map(one.careful)])
        expect(plain).toEqual(careful)
      }),
      { numRuns: 1000 },
    )
  })
})
