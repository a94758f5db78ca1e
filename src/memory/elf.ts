/**
 * An ELF program in the memory of its process: its headers, its symbols and its build id are mapped, so no second file
 * is needed. Sources: System V ABI chapters 4 and 5; x86-64 psABI; for DT_GNU_HASH glibc's elf/dl-lookup.c.
 */
import { u16, u32, u64 } from './bytes.ts'
import { type Task, textAt } from './crew.ts'

/** Why a program's symbols cannot be looked up. */
export type ElfRefusal = 'unreadable' | 'not-elf' | 'architecture' | 'no-symbols' | 'damaged'

export interface Program {
  /** What is added to its file's addresses: 0 for one that is not position-independent. */
  readonly bias: number
  /** Hexadecimal, as `file` and gdb print it; null where it has none. */
  readonly buildId: string | null
  /** Addresses in memory of its dynamic tables. */
  readonly hash: number
  readonly symbols: number
  readonly strings: number
}

const ELF64_LITTLE = [0x7f, 0x45, 0x4c, 0x46, 2, 1] as const
const EM_X86_64 = 62
const ET_EXEC = 2
const ET_DYN = 3
const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_NOTE = 4
const DT_STRTAB = 5
const DT_SYMTAB = 6
const DT_GNU_HASH = 0x6ffffef5
const NT_GNU_BUILD_ID = 3

export const ELF_HEADER_BYTES = 64
export const PROGRAM_HEADER_BYTES = 56
/** A program has some 13 headers, 40 entries of dynamic linking and notes of some hundred bytes. */
const MAX_PROGRAM_HEADERS = 128
const MAX_DYNAMIC_BYTES = 16 * 1024
const MAX_NOTE_BYTES = 4096
/** Symbols of one bucket; the linker aims at one or two. */
const MAX_CHAIN = 1024
const SYMBOL_BYTES = 24

export interface Segment {
  readonly type: number
  readonly offset: number
  readonly at: number
  readonly fileBytes: number
  readonly memoryBytes: number
}

/** What the first bytes are of; null where it is a 64-bit little-endian file for x86-64. */
export function refusedHeader(header: Uint8Array | null): ElfRefusal | null {
  if (header === null) return 'unreadable'
  if ([0x7f, 0x45, 0x4c, 0x46].some((byte, index) => header[index] !== byte)) return 'not-elf'
  if (ELF64_LITTLE.some((byte, index) => header[index] !== byte)) return 'architecture'
  return u16(header, 18) === EM_X86_64 ? null : 'architecture'
}

export function segmentsOf(table: Uint8Array): readonly Segment[] {
  return Array.from({ length: Math.floor(table.length / PROGRAM_HEADER_BYTES) }, (_, index) => {
    const at = index * PROGRAM_HEADER_BYTES
    return {
      type: u32(table, at),
      offset: u64(table, at + 8),
      at: u64(table, at + 16),
      fileBytes: u64(table, at + 32),
      memoryBytes: u64(table, at + 40),
    }
  })
}

/** Reads what is needed for look-ups of the program whose file begins at `start`. */
export function* readProgram(start: number): Task<Program | { readonly refused: ElfRefusal }> {
  const header = yield { at: start, bytes: ELF_HEADER_BYTES }
  const refused = refusedHeader(header)
  if (refused !== null || header === null) return { refused: refused ?? 'unreadable' }
  const type = u16(header, 16)
  const count = u16(header, 56)
  if (type !== ET_EXEC && type !== ET_DYN) return { refused: 'not-elf' }
  if (count === 0 || count > MAX_PROGRAM_HEADERS) return { refused: 'damaged' }
  const table = yield { at: start + u64(header, 32), bytes: count * PROGRAM_HEADER_BYTES }
  if (table === null) return { refused: 'unreadable' }
  const segments = segmentsOf(table)
  const first = segments.find((segment) => segment.type === PT_LOAD && segment.offset === 0)
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC)
  if (first === undefined || dynamic === undefined) return { refused: 'no-symbols' }
  const bias = start - first.at
  if (dynamic.memoryBytes > MAX_DYNAMIC_BYTES) return { refused: 'damaged' }
  const entries = yield { at: dynamic.at + bias, bytes: dynamic.memoryBytes }
  if (entries === null) return { refused: 'unreadable' }
  const [hash, symbols, strings] = [DT_GNU_HASH, DT_SYMTAB, DT_STRTAB].map((tag) =>
    dynamicAddress(entries, tag, bias),
  )
  if (hash == null || symbols == null || strings == null) return { refused: 'no-symbols' }
  return { bias, buildId: yield* buildId(segments, bias), hash, symbols, strings }
}

/** glibc writes the final addresses into the section in memory, musl leaves the file's: told apart by their size. */
function dynamicAddress(entries: Uint8Array, tag: number, bias: number): number | null {
  for (let at = 0; at + 16 <= entries.length; at += 16) {
    const found = u64(entries, at)
    if (found === 0) return null
    const value = u64(entries, at + 8)
    if (found === tag) return value < bias ? value + bias : value
  }
  return null
}

function* buildId(segments: readonly Segment[], bias: number): Task<string | null> {
  for (const { type, at, memoryBytes } of segments) {
    if (type !== PT_NOTE || memoryBytes > MAX_NOTE_BYTES) continue
    const bytes = yield { at: at + bias, bytes: memoryBytes }
    const found = notesOf(bytes ?? new Uint8Array(0)).find(
      ({ name, type }) => name === 'GNU' && type === NT_GNU_BUILD_ID,
    )
    if (found !== undefined)
      return [...found.content].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return null
}

export interface Note {
  readonly name: string
  readonly type: number
  readonly content: Uint8Array
}

/** Notes of a segment: three words, a name and a content, each filled up to four bytes. */
export function notesOf(bytes: Uint8Array): readonly Note[] {
  const notes: Note[] = []
  let at = 0
  while (at + 12 <= bytes.length) {
    const nameAt = at + 12
    const contentAt = nameAt + upToFour(u32(bytes, at))
    const end = contentAt + u32(bytes, at + 4)
    if (end > bytes.length) return notes
    const name = bytes.subarray(nameAt, nameAt + Math.max(u32(bytes, at) - 1, 0))
    notes.push({
      name: new TextDecoder().decode(name),
      type: u32(bytes, at + 8),
      content: bytes.subarray(contentAt, end),
    })
    at = contentAt + upToFour(u32(bytes, at + 4))
  }
  return notes
}

function upToFour(bytes: number): number {
  return Math.ceil(bytes / 4) * 4
}

/** Looks a defined symbol up by DT_GNU_HASH: its address in memory, or null where the program has none of that name. */
export function* symbolAt(program: Program, name: string): Task<number | null> {
  const head = yield { at: program.hash, bytes: 16 }
  if (head === null) return null
  const [buckets, firstHashed, filterWords] = [u32(head, 0), u32(head, 4), u32(head, 8)]
  if (buckets === 0) return null
  const wanted = gnuHash(name)
  const bucketsAt = program.hash + 16 + filterWords * 8
  const chainsAt = bucketsAt + buckets * 4
  const bucket = yield { at: bucketsAt + (wanted % buckets) * 4, bytes: 4 }
  const first = bucket === null ? 0 : u32(bucket, 0)
  if (first < firstHashed || first === 0) return null
  for (let index = first; index < first + MAX_CHAIN; index += 1) {
    const link = yield { at: chainsAt + (index - firstHashed) * 4, bytes: 4 }
    if (link === null) return null
    const hash = u32(link, 0)
    if (hash >>> 1 === wanted >>> 1) {
      const value = yield* named(program, index, name)
      if (value !== null) return value
    }
    if (hash % 2 === 1) return null
  }
  return null
}

function* named(program: Program, index: number, name: string): Task<number | null> {
  const symbol = yield { at: program.symbols + index * SYMBOL_BYTES, bytes: SYMBOL_BYTES }
  if (symbol === null || u16(symbol, 6) === 0) return null
  const text = yield* textAt(program.strings + u32(symbol, 0), name.length + 1)
  if (text === null || new TextDecoder().decode(text) !== name) return null
  return u64(symbol, 8) + program.bias
}

function gnuHash(name: string): number {
  return [...new TextEncoder().encode(name)].reduce(
    (hash, byte) => (Math.imul(hash, 33) + byte) >>> 0,
    5381,
  )
}
