/**
 * The tables of a core file: its segments and its notes (which files were mapped, which threads it had, which program it
 * was). Sources: System V ABI chapters 4 and 5, fs/binfmt_elf.c (NT_FILE, NT_PRSTATUS, NT_PRPSINFO, PN_XNUM).
 */
import type { Walk } from '../domain/memory.ts'
import { decode, u16, u32, u64 } from './bytes.ts'
import {
  ELF_HEADER_BYTES,
  type ElfRefusal,
  type Note,
  notesOf,
  PROGRAM_HEADER_BYTES,
  refusedHeader,
  type Segment,
  segmentsOf,
} from './elf.ts'
import { type Region, regionAt } from './regions.ts'

export type CoreRefusal = ElfRefusal | 'not-core'

export interface CoreThread {
  readonly id: number
  /** The signal that it took; 0 for gcore's. */
  readonly signal: number
}

/** NT_PRPSINFO: what `ps` told of it. */
export interface CoreProcess {
  readonly pid: number
  /** Its arguments, or the title that it gave itself: the first 80 bytes, not masked. */
  readonly title: string
}

export interface Core {
  /** Parts of memory that the file holds, in the order of their addresses. */
  readonly held: readonly HeldPart[]
  /** As the process had it mapped: files by NT_FILE, the rest by the segments. */
  readonly regions: readonly Region[]
  readonly threads: readonly CoreThread[]
  /** The process itself; null where the core has no note of it. */
  readonly process: CoreProcess | null
  /** Path of the program, by where it was entered; null where the core does not tell. */
  readonly program: string | null
}

export interface HeldPart {
  readonly at: number
  readonly end: number
  /** Where in the core it begins. */
  readonly offset: number
}

const ET_CORE = 4
const PT_LOAD = 1
const PT_NOTE = 4
const NT_PRSTATUS = 1
const NT_PRPSINFO = 3
const NT_AUXV = 6
const NT_FILE = 0x46494c45
const AT_ENTRY = 9
/** e_phnum when the number of segments stands in sh_info of section 0. */
const PN_XNUM = 0xffff
/** The kernel's own limit of mappings is 65,530; it may be raised to a million and more. */
const MAX_SEGMENTS = 1_000_000
/** Notes are some hundred bytes a thread and a path a mapping. */
const MAX_NOTES_BYTES = 64 * 1024 * 1024
const MAX_FILES = 1_000_000
/** struct elf_prstatus of x86-64: pr_cursig and pr_pid. */
const PRSTATUS_SIGNAL_AT = 12
const PRSTATUS_PID_AT = 32
/** struct elf_prpsinfo of x86-64: pr_pid and pr_psargs. */
const PRPSINFO_PID_AT = 24
const PRPSINFO_TITLE_AT = 56
const PRPSINFO_TITLE_BYTES = 80

/** Whether a file begins as a core, of any architecture: what is refused is named then. */
export function looksLikeCore(first: Uint8Array): boolean {
  const isElf = [0x7f, 0x45, 0x4c, 0x46].every((byte, index) => first[index] === byte)
  const type = u16(first, 16)
  return isElf && (type === ET_CORE || type === ET_CORE * 256)
}

/** Reads a core's tables: all that is needed to find any of its bytes. */
export function* readCore(): Walk<Core | { readonly refused: CoreRefusal }> {
  const [header = null] = yield [{ at: 0, bytes: ELF_HEADER_BYTES }]
  const refused =
    header !== null && header.length < ELF_HEADER_BYTES ? 'not-elf' : refusedHeader(header)
  if (refused !== null || header === null) return { refused: refused ?? 'unreadable' }
  if (u16(header, 16) !== ET_CORE) return { refused: 'not-core' }
  const count = yield* segmentCount(header)
  if (count === 0 || count > MAX_SEGMENTS) return { refused: 'damaged' }
  const [table = null] = yield [{ at: u64(header, 32), bytes: count * PROGRAM_HEADER_BYTES }]
  if (table === null || table.length < count * PROGRAM_HEADER_BYTES) return { refused: 'damaged' }
  const segments = segmentsOf(table)
  const wanted = segments
    .filter(
      ({ type, fileBytes }) => type === PT_NOTE && fileBytes > 0 && fileBytes <= MAX_NOTES_BYTES,
    )
    .map(({ offset, fileBytes }) => ({ at: offset, bytes: fileBytes }))
  const notes = wanted.length === 0 ? [] : yield wanted
  return coreOf(
    segments,
    notes.flatMap((bytes) => (bytes === null ? [] : notesOf(bytes))),
  )
}

function* segmentCount(header: Uint8Array): Walk<number> {
  const count = u16(header, 56)
  if (count !== PN_XNUM) return count
  const [section = null] = yield [{ at: u64(header, 40), bytes: SECTION_HEADER_BYTES }]
  return section === null ? 0 : u32(section, SECTION_INFO_AT)
}

const SECTION_HEADER_BYTES = 64
const SECTION_INFO_AT = 44

function coreOf(segments: readonly Segment[], notes: readonly Note[]): Core {
  const loads = segments.filter(
    ({ type, at, memoryBytes }) => type === PT_LOAD && sane(at, memoryBytes),
  )
  const held = loads
    .filter(({ fileBytes }) => fileBytes > 0)
    .map(({ at, offset, fileBytes, memoryBytes }) => ({
      at,
      end: at + Math.min(fileBytes, memoryBytes),
      offset,
    }))
    .sort((a, b) => a.at - b.at)
  const files = notes
    .filter(({ type }) => type === NT_FILE)
    .flatMap(({ content }) => filesOf(content))
  const threads = notes
    .filter(({ name, type }) => name === 'CORE' && type === NT_PRSTATUS)
    .map(({ content }) => ({
      id: u32(content, PRSTATUS_PID_AT),
      signal: u16(content, PRSTATUS_SIGNAL_AT),
    }))
  const regions = regionsOf(loads, files)
  const entry = notes
    .filter(({ type }) => type === NT_AUXV)
    .flatMap(({ content }) => entryOf(content))[0]
  const program = entry === undefined ? null : (regionAt(regions, entry)?.path ?? null)
  return {
    held,
    regions,
    threads,
    process: notes.flatMap(processOf)[0] ?? null,
    program: program === '' ? null : program,
  }
}

function processOf({ name, type, content }: Note): readonly CoreProcess[] {
  if (name !== 'CORE' || type !== NT_PRPSINFO) return []
  const title = content.subarray(PRPSINFO_TITLE_AT, PRPSINFO_TITLE_AT + PRPSINFO_TITLE_BYTES)
  const end = title.indexOf(0)
  const told = decode(end < 0 ? title : title.subarray(0, end)).trim()
  return [{ pid: u32(content, PRPSINFO_PID_AT), title: told }]
}

/** The auxiliary vector: pairs of words, one of which is where the program was entered. */
function entryOf(content: Uint8Array): readonly number[] {
  for (let at = 0; at + 16 <= content.length; at += 16)
    if (u64(content, at) === AT_ENTRY) return [u64(content, at + 8)]
  return []
}

/** User addresses of x86-64 have 47 bits; the vsyscall page lies beyond and is nobody's memory. */
function sane(at: number, bytes: number): boolean {
  return at + bytes <= 2 ** 47
}

/** NT_FILE: how many, the unit of offsets, then start, end and offset of each, then their paths. */
function filesOf(content: Uint8Array): readonly Region[] {
  const count = Math.min(u64(content, 0), MAX_FILES, Math.floor((content.length - 16) / 24))
  const unit = u64(content, 8)
  const files: Region[] = []
  let path = 16 + count * 24
  for (let index = 0; index < count; index += 1) {
    const end = content.indexOf(0, path)
    if (end < 0) return files
    const at = 16 + index * 24
    files.push({
      at: u64(content, at),
      end: u64(content, at + 8),
      offset: u64(content, at + 16) * unit,
      path: decode(content.subarray(path, end)),
    })
    path = end + 1
  }
  return files.filter(({ at, end }) => at < end && sane(at, end - at))
}

/** Mapped files keep their names; what no file covers is memory of no name. */
function regionsOf(loads: readonly Segment[], files: readonly Region[]): readonly Region[] {
  const starts = new Set(files.map(({ at }) => at))
  const others = loads
    .filter(({ at, memoryBytes }) => memoryBytes > 0 && !starts.has(at))
    .map(({ at, memoryBytes }) => ({ at, end: at + memoryBytes, offset: 0, path: '' }))
  return [...files, ...others].sort((a, b) => a.at - b.at)
}
