/**
 * Rows of maps: by hand in the form that kernels print, because a database has a hundred thousand of them, and by a
 * pattern in any other. The format is maps.ts's.
 */
import {
  codeAt,
  digitsEnd,
  hexBetween,
  hexEnd,
  standsAt,
  textBetween,
  wordStart,
} from '../text/scan.ts'

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

// A path may hold a carriage return: the kernel writes line feeds alone in octal.
const LINE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][sp]) ([0-9a-f]{1,16}) ([0-9a-f]+:[0-9a-f]+) (\d{1,20})(?:\s+(.*))?$/s

/**
 * Reads one line of maps, which is also the first line of each mapping of smaps; null when it is none.
 * Texts that it shares with the mapping before are taken from there: a hundred thousand mappings have few of them.
 */
export function readMapping(line: string, before: Mapping | null): Mapping | null {
  return mappingAt(line, 0, line.length, before ?? NO_MAPPING) ?? anyMapping(line)
}

/** The line between two places of a text, in the form that kernels print; null leaves it to `anyMapping`. */
export function mappingAt(text: string, from: number, to: number, before: Mapping): Mapping | null {
  return mappingLike(text, from, to, before) ?? plainMapping(text, from, to, before)
}

/** A line by the pattern, in whatever form; null when it is none. */
export function anyMapping(line: string): Mapping | null {
  const match = LINE.exec(line)
  if (match === null) return null
  const [, start = '', end = '', perms = '', offset = '', dev = '', inode = '', path = ''] = match
  const bytes = Number(BigInt(`0x${end}`) - BigInt(`0x${start}`))
  if (bytes <= 0 || !Number.isSafeInteger(bytes)) return null
  return { start, end, sizeBytes: bytes, perms, offset, dev, inode, path }
}

/** Before the first. */
export const NO_MAPPING: Mapping = {
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
 * A line whose addresses are as long as those of the line before, of the same offset, device and inode: nearly all of a
 * large process, whose memory is in anonymous mappings. Null leaves it to `plainMapping`, which says the same of it.
 */
function mappingLike(text: string, from: number, to: number, before: Mapping): Mapping | null {
  const dash = from + before.end.length
  const toPerms = dash + 1 + before.end.length
  if (codeAt(text, dash) !== DASH || codeAt(text, toPerms) !== SPACE) return null
  if (!isExactHex(from, dash)) return null
  const toOffset = toPerms + 1 + PERMS_CHARS
  const ended = endOfSame(text, toOffset, before)
  if (ended < 0 || ended > to || !isPlainEnd(text, ended, to)) return null
  const start = hexBetween(text, from, dash)
  const sizeBytes = hexBetween(text, dash + 1, toPerms) - start
  const perms = permsAt(text, toPerms + 1)
  if (start < 0 || sizeBytes <= 0 || perms === null) return null
  return {
    start: textBetween(text, from, dash, before.end),
    end: text.slice(dash + 1, toPerms),
    sizeBytes,
    perms,
    offset: before.offset,
    dev: before.dev,
    inode: before.inode,
    path: textBetween(text, Math.min(wordStart(text, ended), to), to, before.path),
  }
}

/** Where ` 00000000 00:00 0` ends that begins here, if it is that of the mapping before; -1 when it is not. */
function endOfSame(text: string, from: number, { offset, dev, inode }: Mapping): number {
  const toDev = from + 1 + offset.length
  const toInode = toDev + 1 + dev.length
  const isSpaced =
    codeAt(text, from) === SPACE && codeAt(text, toDev) === SPACE && codeAt(text, toInode) === SPACE
  if (!isSpaced || !standsAt(text, from + 1, offset)) return -1
  if (!standsAt(text, toDev + 1, dev) || !standsAt(text, toInode + 1, inode)) return -1
  return toInode + 1 + inode.length
}

/**
 * The line between two places of a text taken apart at its places; null leaves it to the pattern. No string is made of
 * the line: reading through one that is a part of another takes a third longer.
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
  const sizeBytes = hexBetween(text, dash + 1, toPerms) - hexBetween(text, from, dash)
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
