/**
 * /proc/PID/maps: the address space, one mapping a line. Format: proc_pid_maps(5), fs/proc/task_mmu.c.
 *
 * ```
 * 557b6da7a000-557b6da7b000 r--p 00000000 fe:00 1712277                    /opt/app/bin/arena
 * 557b8f3f6000-557b8f417000 rw-p 00000000 00:00 0                          [heap]
 * 7f1700000000-7f17030de000 rw-p 00000000 00:00 0
 * 7f17030de000-7f1704000000 ---p 00000000 00:00 0
 * 7f3bd1a00000-7f3bd6a00000 rw-s 00000000 fe:00 1712301                    /opt/app/cache map (deleted)
 * 7ffd8f6c9000-7ffd8f6ea000 rw-p 00000000 00:00 0                          [stack]
 * ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
 * ```
 *
 * A line feed in a path is written `\012`; a backslash is not escaped, so paths are kept as printed.
 * `[stack:TID]` is printed by 3.4 to 4.4 only. Kernel threads have no mappings: the file is empty.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { codeAt, digitsEnd, hexDistance, hexEnd, textBetween, wordStart } from '../text/scan.ts'

export interface Mapping {
  /** Addresses and offset as printed, in hex: they do not fit a double. */
  readonly start: string
  readonly end: string
  readonly sizeBytes: number
  readonly perms: string
  readonly offset: string
  readonly dev: string
  /** As printed, in decimal: overlay and btrfs use all 64 bits. */
  readonly inode: string
  /** `''` for anonymous memory, `[heap]`, `[stack]`, `/path (deleted)`. */
  readonly path: string
}

const ID = 'proc/PID/maps'

export const maps: Source<{ readonly mappings: readonly Mapping[] }> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/maps', small: false },
  // Takes the memory lock for a page of text at a time: no stall was measurable at 60,000 mappings.
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: {
    begins:
      /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] [0-9a-f]{8,16} [0-9a-f]{2,}:[0-9a-f]{2,} \d+(?!.*\[rollup\])/,
    goesOn: /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] (?!.*\[rollup\])/,
    names: /^maps/,
  },
  limits: { bytes: 16 * 1024 * 1024, seconds: 5 },
  counters: false,
  when: 'always',
  parse,
}

function parse(text: string, told: Told): Parsed<{ readonly mappings: readonly Mapping[] }> {
  const losses = new LossLog(ID)
  const mappings: Mapping[] = []
  let before = NO_MAPPING
  const keep = (mapping: Mapping | null): boolean => {
    if (mapping === null) return false
    mappings.push(mapping)
    before = mapping
    return true
  }
  const quick = (of: string, from: number, to: number): boolean =>
    keep(plainMapping(of, from, to, before))
  const visit = (line: string, number: number): void => {
    if (!keep(anyMapping(line)) && line.trim() !== '') losses.add('bad-line', number, line)
  }
  eachLine(text, told, losses, visit, quick)
  return mappings.length === 0 ? noValue(ID, text, told) : value({ mappings }, losses.all())
}

// A path may hold a carriage return: the kernel writes line feeds alone in octal.
const LINE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][sp]) ([0-9a-f]{1,16}) ([0-9a-f]+:[0-9a-f]+) (\d{1,20})(?:\s+(.*))?$/s

/**
 * Reads one line of maps, which is also the first line of each mapping of smaps; null when it is none.
 * Texts that it shares with the mapping before are taken from there: a hundred thousand mappings have few of them.
 */
export function readMapping(line: string, before: Mapping | null): Mapping | null {
  return plainMapping(line, 0, line.length, before ?? NO_MAPPING) ?? anyMapping(line)
}

function anyMapping(line: string): Mapping | null {
  const match = LINE.exec(line)
  if (match === null) return null
  const [, start = '', end = '', perms = '', offset = '', dev = '', inode = '', path = ''] = match
  const bytes = Number(BigInt(`0x${end}`) - BigInt(`0x${start}`))
  if (bytes <= 0 || !Number.isSafeInteger(bytes)) return null
  return { start, end, sizeBytes: bytes, perms, offset, dev, inode, path }
}

const NO_MAPPING: Mapping = {
  start: '',
  end: '',
  sizeBytes: 0,
  perms: '',
  offset: '',
  dev: '',
  inode: '',
  path: '',
}
const [SPACE, COLON, DASH] = [32, 58, 45]
const PERMS_CHARS = 4
/** Hex digits that a double holds exactly: 13 of 4 bits are 52. Only vsyscall lies higher. */
const EXACT_HEX_DIGITS = 13
const MOST_HEX_DIGITS = 16
/** With more, it may be beyond 64 bits, which the pattern tells. */
const PLAIN_INODE_DIGITS = 15

/**
 * The line between two places of a text, in the form that kernels print, taken apart at its places; null leaves it to
 * the pattern. No string is made of the line: reading through one that is a part of another takes a third longer.
 */
function plainMapping(text: string, from: number, to: number, before: Mapping): Mapping | null {
  const dash = hexEnd(text, from)
  const toPerms = hexEnd(text, dash + 1)
  if (codeAt(text, dash) !== DASH || codeAt(text, toPerms) !== SPACE) return null
  if (!isExactHex(from, dash) || !isExactHex(dash + 1, toPerms)) return null
  const toOffset = toPerms + 1 + PERMS_CHARS
  const perms = permsAt(text, toPerms + 1)
  const toDev = hexEnd(text, toOffset + 1)
  if (codeAt(text, toOffset) !== SPACE || codeAt(text, toDev) !== SPACE) return null
  if (toDev === toOffset + 1 || toDev > toOffset + 1 + MOST_HEX_DIGITS) return null
  const toInode = devEnd(text, toDev + 1)
  const ended = digitsEnd(text, toInode + 1)
  if (codeAt(text, toInode) !== SPACE || !isPlainEnd(text, ended, to)) return null
  if (ended === toInode + 1 || ended > toInode + 1 + PLAIN_INODE_DIGITS) return null
  const sizeBytes = hexDistance(text, from, dash, toPerms)
  if (sizeBytes <= 0 || perms === null) return null
  return {
    start: textBetween(text, from, dash, before.end),
    end: text.slice(dash + 1, toPerms),
    sizeBytes,
    perms,
    offset: textBetween(text, toOffset + 1, toDev, before.offset),
    dev: textBetween(text, toDev + 1, toInode, before.dev),
    inode: textBetween(text, toInode + 1, ended, before.inode),
    path: textBetween(text, Math.min(wordStart(text, ended), to), to, before.path),
  }
}

/** All that there are, so that no row keeps its own: neighbours mostly differ. A bit for each letter, in reverse. */
const PERMS = Array.from(
  { length: 16 },
  (_, bits) =>
    `${bits & 1 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 4 ? 'x' : '-'}${bits & 8 ? 's' : 'p'}`,
)
const [R, W, X, S, P] = [114, 119, 120, 115, 112]

/** `r-xp` and the like; null when anything else stands there. */
function permsAt(text: string, at: number): string | null {
  const [r, w] = [codeAt(text, at), codeAt(text, at + 1)]
  const [x, s] = [codeAt(text, at + 2), codeAt(text, at + 3)]
  const known = (r === R || r === DASH) && (w === W || w === DASH) && (x === X || x === DASH)
  if (!known || (s !== S && s !== P)) return null
  return (
    PERMS[(r === R ? 1 : 0) | (w === W ? 2 : 0) | (x === X ? 4 : 0) | (s === S ? 8 : 0)] ?? null
  )
}

function isExactHex(from: number, to: number): boolean {
  return to > from && to - from <= EXACT_HEX_DIGITS
}

/** Where `fe:00` ends; -1 when no device stands there. */
function devEnd(line: string, from: number): number {
  const colon = hexEnd(line, from)
  const end = hexEnd(line, colon + 1)
  return colon > from && codeAt(line, colon) === COLON && end > colon + 1 ? end : -1
}

/** An inode ends the line, or blanks and a path follow it. */
function isPlainEnd(text: string, at: number, end: number): boolean {
  return at === end || codeAt(text, at) === SPACE
}
