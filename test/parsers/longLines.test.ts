/** Lines that are far longer than any kernel writes: an expression that backtracks over them would never end. */
import { describe, expect, test } from 'vitest'
import { buddyinfo } from '../../src/parsers/proc/buddyinfo.ts'
import { pagetypeinfo } from '../../src/parsers/proc/pagetypeinfo.ts'
import { slabinfo } from '../../src/parsers/proc/slabinfo.ts'
import { zoneinfo } from '../../src/parsers/proc/zoneinfo.ts'
import { hugepages } from '../../src/parsers/sys/hugepages.ts'
import { thp } from '../../src/parsers/sys/thp.ts'
import { hugeadm } from '../../src/parsers/tools/hugeadm.ts'
import { slabtop } from '../../src/parsers/tools/slabtop.ts'
import { faultOf } from './helpers.ts'

const CHARS = 200_000
const long = (text: string): string => text.repeat(Math.ceil(CHARS / text.length)).slice(0, CHARS)

const LINES = [
  `a${long(' ')}b`,
  long(' '),
  `${long('a')}!`,
  `${long('1 ')}x`,
  long('always never '),
  long('transparent_hugepage/'),
  `a${long(' : tunables 1')} : slabdata x`,
  `# name ${long('<a : ')}`,
  long('OBJ/SLAB CACHE SIZE NAME '),
  `Node 0, zone Normal ${long('1 ')}x`,
]

describe.each([buddyinfo, pagetypeinfo, zoneinfo, slabinfo, slabtop, hugepages, thp, hugeadm])(
  '$id',
  (format) => {
    test.each(LINES.map((line) => [line.slice(0, 24), line]))('%s...', (_, line) => {
      expect(['empty', 'not-this-format', 'value']).toContain(faultOf(format, `${line}\n`))
      expect(typeof format.signs?.begins.test(line)).toBe('boolean')
      expect(typeof format.signs?.goesOn.test(line)).toBe('boolean')
    })
  },
)
