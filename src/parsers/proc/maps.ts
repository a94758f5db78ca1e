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
import { digitsOf } from '../text/words.ts'

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
  eachLine(text, told, losses, (line, number) => {
    const mapping = readMapping(line)
    if (mapping !== null) mappings.push(mapping)
    else if (line.trim() !== '') losses.add('bad-line', number, line)
  })
  return mappings.length === 0 ? noValue(ID, text, told) : value({ mappings }, losses.all())
}

const LINE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][sp]) ([0-9a-f]{1,16}) ([0-9a-f]+:[0-9a-f]+) (\d{1,20})(?:\s+(.*))?$/

/** Reads one line of maps, which is also the first line of each mapping of smaps; null when it is none. */
export function readMapping(line: string): Mapping | null {
  return plainMapping(line) ?? anyMapping(line)
}

/** The form that kernels print, taken apart at its blanks; null leaves the line to the pattern. */
function plainMapping(line: string): Mapping | null {
  const dash = line.indexOf('-')
  const toPerms = line.indexOf(' ', dash)
  const toOffset = toPerms + 5
  const toDev = line.indexOf(' ', toOffset + 1)
  const toInode = line.indexOf(' ', toDev + 1)
  if (dash < 1 || toPerms < 0 || line[toOffset] !== ' ' || toDev < 0 || toInode < 0) return null
  const toPath = line.indexOf(' ', toInode + 1)
  const inode = line.slice(toInode + 1, toPath < 0 ? line.length : toPath)
  const [start, end] = [line.slice(0, dash), line.slice(dash + 1, toPerms)]
  const [perms, offset] = [line.slice(toPerms + 1, toOffset), line.slice(toOffset + 1, toDev)]
  const dev = line.slice(toDev + 1, toInode)
  if (!isHex(start) || !isHex(end) || !isHex(offset) || digitsOf(inode) < 0) return null
  if (!PERMS.test(perms) || !DEV.test(dev)) return null
  const sizeBytes = distance(start, end)
  if (sizeBytes === null) return null
  const path = toPath < 0 ? '' : line.slice(toPath).trimStart()
  return { start, end, sizeBytes, perms, offset, dev, inode, path }
}

const PERMS = /^[r-][w-][x-][sp]$/
const DEV = /^[0-9a-f]+:[0-9a-f]+$/
const MOST_HEX = 16

function isHex(text: string): boolean {
  if (text.length === 0 || text.length > MOST_HEX) return false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (!((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false
  }
  return true
}

function anyMapping(line: string): Mapping | null {
  const match = LINE.exec(line)
  if (match === null) return null
  const [, start = '', end = '', perms = '', offset = '', dev = '', inode = '', path = ''] = match
  const sizeBytes = distance(start, end)
  return sizeBytes === null ? null : { start, end, sizeBytes, perms, offset, dev, inode, path }
}

/** Hex digits that a double holds exactly: 13 of 4 bits are 52. */
const EXACT_HEX_DIGITS = 13

function distance(start: string, end: string): number | null {
  // Only vsyscall lies so high that it needs the slow way.
  const bytes =
    end.length <= EXACT_HEX_DIGITS && start.length <= EXACT_HEX_DIGITS
      ? Number.parseInt(end, 16) - Number.parseInt(start, 16)
      : Number(BigInt(`0x${end}`) - BigInt(`0x${start}`))
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null
}
