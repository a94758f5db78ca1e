/**
 * /proc/buddyinfo: free blocks of each zone by order; a block of order n is 2^n pages. Format: mm/vmstat.c
 * `frag_show_print`, Documentation/filesystems/proc.rst.
 *
 * ```
 * Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3
 * Node 0, zone    DMA32      2      2      4      2      5      4      3      3      4      2    752
 * Node 0, zone   Normal   3750   2552   2168   1386    886    439    200     99      2    336   2904
 * ```
 *
 * Every zone of one kernel has the same number of orders (11 on most, up to 14 on arm64): a shorter row was cut or
 * wrapped, and is left out. Pages in the per-CPU lists are free too and are not in here.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface BuddyZone {
  readonly node: number
  /** `DMA32`, `Normal`, `HighMem`, `Movable`... */
  readonly zone: string
  /** Free blocks by order, from 0. */
  readonly freeBlocks: readonly number[]
}

interface Buddyinfo {
  readonly zones: readonly BuddyZone[]
}

const ID = 'proc/buddyinfo'

export const buddyinfo: Source<Buddyinfo> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/buddyinfo', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^Node +\d+, zone +\S+ +\d+(?: +\d+){3,}\s*$/,
    goesOn: /^Node +\d+, zone +\S+ +\d+(?: +\d+)*\s*$/,
    names: /buddyinfo/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

const ROW = /^Node +(\d{1,5}), zone +(\w{1,16}) +(-?\d[-\d ]*)$/

function parse(text: string, told: Told): Parsed<Buddyinfo> {
  const losses = new LossLog(ID)
  const rows: (BuddyZone & { readonly line: number })[] = []
  eachLine(text, told, losses, (whole, line) => {
    const row = readRow(whole.trimEnd(), line, losses)
    if (row !== null) rows.push({ ...row, line })
  })
  const orders = rows.reduce((most, { freeBlocks }) => Math.max(most, freeBlocks.length), 0)
  const zones = rows.flatMap(({ line, ...zone }) => {
    if (zone.freeBlocks.length === orders) return [zone]
    losses.add('missing-field', line, `${zone.zone} ${zone.freeBlocks.length}/${orders}`)
    return []
  })
  return zones.length === 0 ? noValue(ID, text, told) : value({ zones }, losses.all())
}

function readRow(line: string, number: number, losses: LossLog): BuddyZone | null {
  if (line === '') return null
  const [, node, zone, rest] = ROW.exec(line) ?? []
  if (node === undefined || zone === undefined || rest === undefined) {
    losses.add('bad-line', number, line)
    return null
  }
  const freeBlocks: number[] = []
  for (const word of rest.split(/ +/)) {
    const blocks = wholeNumber(word)
    if (blocks === null) {
      losses.add('bad-number', number, line)
      return null
    }
    freeBlocks.push(blocks)
  }
  return { node: Number(node), zone, freeBlocks }
}
