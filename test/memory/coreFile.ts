/** Core files made by hand: segments of memory and the notes that name the program, its files and its one thread. */

const PHDR_BYTES = 56
const HEADERS_AT = 64
const SECTIONS_AT = 768
const NOTES_AT = 1024

export interface Load {
  readonly at: number
  readonly offset: number
  readonly fileBytes: number
  readonly memoryBytes: number
}

export interface MappedFile {
  readonly at: number
  readonly end: number
  /** Where in the file it begins, in pages. */
  readonly page: number
  readonly path: string
}

export interface CoreShape {
  readonly loads: readonly Load[]
  readonly files: readonly MappedFile[]
  readonly pid: number
  /** What it called itself; a core without the note where it is empty. */
  readonly title?: string
  readonly signal: number
  /** Where the program was entered. */
  readonly entry: number
  readonly bytes: number
  /** e_phnum, and the count in section 0 where that cannot hold it. */
  readonly count?: number
  readonly sections?: number
}

/** All but what the memory holds: that is for the test to lay. */
export function coreBytes(of: CoreShape): Uint8Array {
  const bytes = new Uint8Array(of.bytes)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, 4, true)
  view.setUint16(18, 62, true)
  word(view, 32, HEADERS_AT)
  view.setUint16(56, of.count ?? of.loads.length + 1, true)
  if (of.sections !== undefined && of.sections > 0) {
    word(view, 40, SECTIONS_AT)
    view.setUint32(SECTIONS_AT + 44, of.sections, true)
  }
  const notes = notesBytes(of)
  bytes.set(notes, NOTES_AT)
  header(view, 0, 4, { at: 0, offset: NOTES_AT, fileBytes: notes.length, memoryBytes: 0 })
  for (const [index, load] of of.loads.entries()) header(view, index + 1, 1, load)
  return bytes
}

function header(view: DataView, index: number, type: number, load: Load): void {
  const at = HEADERS_AT + index * PHDR_BYTES
  view.setUint32(at, type, true)
  word(view, at + 8, load.offset)
  word(view, at + 16, load.at)
  word(view, at + 32, load.fileBytes)
  word(view, at + 40, load.memoryBytes)
}

function word(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, BigInt(value), true)
}

function notesBytes({ files, pid, signal, entry, title = '' }: CoreShape): Uint8Array {
  const status = new Uint8Array(336)
  new DataView(status.buffer).setUint16(12, signal, true)
  new DataView(status.buffer).setUint32(32, pid, true)
  const info = new Uint8Array(136)
  new DataView(info.buffer).setUint32(24, pid, true)
  info.set(new TextEncoder().encode(title).subarray(0, 80), 56)
  const auxv = new Uint8Array(32)
  word(new DataView(auxv.buffer), 0, 9)
  word(new DataView(auxv.buffer), 8, entry)
  const paths = files.map(({ path }) => `${path}\0`).join('')
  const mapped = new Uint8Array(16 + files.length * 24 + paths.length)
  const view = new DataView(mapped.buffer)
  word(view, 0, files.length)
  word(view, 8, 4096)
  for (const [index, { at, end, page }] of files.entries()) {
    word(view, 16 + index * 24, at)
    word(view, 24 + index * 24, end)
    word(view, 32 + index * 24, page)
  }
  mapped.set(new TextEncoder().encode(paths), 16 + files.length * 24)
  return Uint8Array.from([
    ...note(1, status),
    ...(title === '' ? [] : note(3, info)),
    ...note(6, auxv),
    ...note(0x46494c45, mapped),
  ])
}

function note(type: number, content: Uint8Array): readonly number[] {
  const head = new Uint8Array(20)
  const view = new DataView(head.buffer)
  view.setUint32(0, 5, true)
  view.setUint32(4, content.length, true)
  view.setUint32(8, type, true)
  head.set(new TextEncoder().encode('CORE'), 12)
  return [...head, ...content, ...new Uint8Array((4 - (content.length % 4)) % 4)]
}
