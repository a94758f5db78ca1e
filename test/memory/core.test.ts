import { describe, expect, test } from 'vitest'
import type { MemoryRange, RangeBytes } from '../../src/domain/memory.ts'
import { type Core, readCore } from '../../src/memory/core.ts'
import { type FilePart, partsOf, throughCore } from '../../src/memory/coreRanges.ts'
import { run } from './image.ts'

const PHDR_BYTES = 56
const HEADERS_AT = 64
const NOTES_AT = 1024

interface Load {
  readonly at: number
  readonly offset: number
  readonly fileBytes: number
  readonly memoryBytes: number
}

/** A core of two stretches of memory, a program of which only the first page is held, and one thread. */
const LOADS: readonly Load[] = [
  { at: 0x400000, offset: 0x2000, fileBytes: 0x1000, memoryBytes: 0x3000 },
  { at: 0x600000, offset: 0x3000, fileBytes: 0x2000, memoryBytes: 0x2000 },
  { at: 0x602000, offset: 0x5000, fileBytes: 0x1000, memoryBytes: 0x1000 },
]
const FILES = [{ at: 0x400000, end: 0x403000, page: 0, path: '/usr/bin/server' }]

function coreFile({ count = LOADS.length + 1, sections = 0 } = {}): Uint8Array {
  const bytes = new Uint8Array(0x6000)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, 4, true)
  view.setUint16(18, 62, true)
  word(view, 32, HEADERS_AT)
  view.setUint16(56, count, true)
  if (sections > 0) {
    word(view, 40, 768)
    view.setUint32(768 + 44, sections, true)
  }
  const notes = notesBytes()
  bytes.set(notes, NOTES_AT)
  header(view, 0, 4, { at: 0, offset: NOTES_AT, fileBytes: notes.length, memoryBytes: 0 })
  for (const [index, load] of LOADS.entries()) header(view, index + 1, 1, load)
  for (let at = 0x2000; at < bytes.length; at += 1) bytes[at] = at >> 12
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

function notesBytes(): Uint8Array {
  const status = new Uint8Array(336)
  new DataView(status.buffer).setUint16(12, 11, true)
  new DataView(status.buffer).setUint32(32, 4242, true)
  const auxv = new Uint8Array(32)
  word(new DataView(auxv.buffer), 0, 9)
  word(new DataView(auxv.buffer), 8, 0x400800)
  const paths = FILES.map(({ path }) => `${path}\0`).join('')
  const files = new Uint8Array(16 + FILES.length * 24 + paths.length)
  const view = new DataView(files.buffer)
  word(view, 0, FILES.length)
  word(view, 8, 4096)
  for (const [index, { at, end, page }] of FILES.entries()) {
    word(view, 16 + index * 24, at)
    word(view, 24 + index * 24, end)
    word(view, 32 + index * 24, page)
  }
  files.set(new TextEncoder().encode(paths), 16 + FILES.length * 24)
  return Uint8Array.from([...note(1, status), ...note(6, auxv), ...note(0x46494c45, files)])
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

function read(bytes: Uint8Array) {
  return run(readCore(), ({ at, bytes: length }): RangeBytes => bytes.subarray(at, at + length))
}

function coreOf(bytes: Uint8Array): Core {
  const core = read(bytes)
  if ('refused' in core) throw new Error(core.refused)
  return core
}

describe('tables of a core', () => {
  test('threads, mapped files, what is held and the program', () => {
    const core = coreOf(coreFile())
    expect(core.threads).toEqual([{ id: 4242, signal: 11 }])
    expect(core.program).toBe('/usr/bin/server')
    expect(core.held.map(({ at, end }) => [at, end])).toEqual([
      [0x400000, 0x401000],
      [0x600000, 0x602000],
      [0x602000, 0x603000],
    ])
    expect(core.regions.map(({ at, end, path }) => [at, end, path])).toEqual([
      [0x400000, 0x403000, '/usr/bin/server'],
      [0x600000, 0x602000, ''],
      [0x602000, 0x603000, ''],
    ])
  })

  test('more segments than e_phnum can say stand in the first section', () => {
    expect(coreOf(coreFile({ count: 0xffff, sections: LOADS.length + 1 })).held.length).toBe(3)
  })

  test.each([
    ['a program', (bytes: Uint8Array) => bytes.set([2], 16), 'not-core'],
    ['a core of arm64', (bytes: Uint8Array) => bytes.set([183], 18), 'architecture'],
    ['text', (bytes: Uint8Array) => bytes.set([35, 33], 0), 'not-elf'],
    ['a core with no segments', (bytes: Uint8Array) => bytes.set([0, 0], 56), 'damaged'],
  ] as const)('%s is refused', (_, change, code) => {
    const bytes = coreFile()
    change(bytes)
    expect(read(bytes)).toEqual({ refused: code })
  })

  test('a core cut anywhere gives tables or a refusal', () => {
    const bytes = coreFile()
    for (let end = 0; end < 2000; end += 1)
      expect(['object', 'string']).toContain(typeof read(bytes.subarray(0, end)))
  })
})

describe('bytes of an address', () => {
  const core = coreOf(coreFile())

  test.each([
    ['in the core', { at: 0x600010, bytes: 16 }, [{ file: null, at: 0x3010, bytes: 16 }]],
    [
      'in two of its segments',
      { at: 0x601ff0, bytes: 32 },
      [
        { file: null, at: 0x4ff0, bytes: 16 },
        { file: null, at: 0x5000, bytes: 16 },
      ],
    ],
    [
      'in the core and then in the program',
      { at: 0x400ff0, bytes: 32 },
      [
        { file: null, at: 0x2ff0, bytes: 16 },
        { file: '/usr/bin/server', at: 0x1000, bytes: 16 },
      ],
    ],
    ['nowhere', { at: 0x500000, bytes: 32 }, [32]],
  ] as const)('%s', (_, range, parts) => {
    expect(partsOf(core, range)).toEqual(parts)
  })

  test('a walk over memory runs on the files', () => {
    function* walk(): Generator<
      readonly MemoryRange[],
      readonly RangeBytes[],
      readonly RangeBytes[]
    > {
      return yield [
        { at: 0x601fff, bytes: 2 },
        { at: 0x500000, bytes: 4 },
        { at: 0x400fff, bytes: 2 },
      ]
    }
    const bytes = coreFile()
    const parts = throughCore(core, walk())
    const step = parts.next([])
    if (step.done === true) throw new Error('it asked for nothing')
    const answer = ({ file, at, bytes: length }: FilePart): RangeBytes =>
      file === null ? bytes.subarray(at, at + length) : Uint8Array.from({ length }, () => 99)
    const end = parts.next(step.value.map(answer))
    expect(end.value).toEqual([Uint8Array.from([4, 5]), null, Uint8Array.from([2, 99])])
  })
})
