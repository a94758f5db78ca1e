/** zip (APPNOTE 6.3): stored and deflated files by the central directory; what else stands in it is named as left out. */
import { UserError } from '../domain/errors.ts'
import type { Skipped } from '../domain/ports.ts'
import { unpackRaw } from './gzip.ts'
import type { TarFile } from './tar.ts'

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** The end record is the last thing but a comment of at most 64 KiB. */
const END_SEARCHED = 22 + 65_535
const [STORED, DEFLATED] = [0, 8]
const UNIX_LINK = 0xa000

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/** Unpacks within the bounds. Throws UserError `archive-unreadable` and `archive-too-large`. */
export async function readZip(
  name: string,
  bytes: Uint8Array,
  mostEntries: number,
  mostBytes: number,
): Promise<{ readonly files: readonly TarFile[]; readonly skipped: readonly Skipped[] }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endRecord(view)
  if (end === null)
    throw new UserError('archive-unreadable', { file: name, detail: 'no central directory' })
  const files: TarFile[] = []
  const skipped: Skipped[] = []
  let room = mostBytes
  let at = view.getUint32(end + 16, true)
  while (at + 46 <= bytes.length && view.getUint32(at, true) === ENTRY) {
    const entry = entryAt(view, bytes, at)
    at = entry.next
    if (entry.name.endsWith('/')) continue
    const why = reasonAgainst(entry, files.length >= mostEntries)
    if (why !== null) {
      skipped.push({ name: entry.name, why })
      continue
    }
    const packed = packedOf(view, bytes, entry)
    const unpacked =
      entry.method === STORED ? packed : await unpackRaw(`${name}/${entry.name}`, packed, room)
    room -= unpacked.length
    if (room < 0) throw new UserError('archive-too-large', { file: name, limitBytes: mostBytes })
    files.push({
      name: entry.name,
      bytes: unpacked,
      mtimeMs: entry.mtimeMs,
      cut: packed.length < entry.packedBytes,
    })
  }
  return { files, skipped }
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly isLink: boolean
  readonly packedBytes: number
  readonly offset: number
  readonly mtimeMs: number | null
  readonly next: number
}

function reasonAgainst(entry: Entry, full: boolean): Skipped['why'] | null {
  if (entry.isLink) return 'link'
  if (entry.encrypted) return 'encrypted'
  if (entry.method !== STORED && entry.method !== DEFLATED) return 'packing'
  // Sizes above 4 GiB stand elsewhere: no file of that size is read.
  if (entry.packedBytes === 0xffffffff || entry.offset === 0xffffffff) return 'too-large'
  return full ? 'too-many' : null
}

function endRecord(view: DataView): number | null {
  const least = Math.max(0, view.byteLength - END_SEARCHED)
  for (let at = view.byteLength - 22; at >= least; at -= 1) {
    if (view.getUint32(at, true) === END) return at
  }
  return null
}

function entryAt(view: DataView, bytes: Uint8Array, at: number): Entry {
  const u16 = (offset: number): number => view.getUint16(at + offset, true)
  const nameEnd = at + 46 + u16(28)
  const mode = view.getUint32(at + 38, true) >>> 16
  return {
    name: new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)),
    method: u16(10),
    encrypted: (u16(8) & 1) !== 0,
    isLink: (mode & 0xf000) === UNIX_LINK,
    packedBytes: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
    mtimeMs: dosTime(u16(14), u16(12)),
    next: nameEnd + u16(30) + u16(32),
  }
}

/** A DOS time has no zone: taken as UTC, it only orders files. */
function dosTime(date: number, time: number): number | null {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31]
  if (month < 1 || month > 12 || day < 1) return null
  return Date.UTC(year, month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}

function packedOf(view: DataView, bytes: Uint8Array, entry: Entry): Uint8Array {
  const at = entry.offset
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return new Uint8Array()
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  return bytes.subarray(from, from + entry.packedBytes)
}
