import { describe, expect, test } from 'vitest'
import type { MemoryRange, RangeBytes } from '../../src/domain/memory.ts'
import { type Core, readCore } from '../../src/memory/core.ts'
import { type FilePart, partsOf, throughCore } from '../../src/memory/coreRanges.ts'
import { coreBytes, type Load } from './coreFile.ts'
import { run } from './image.ts'

/** A core of two stretches of memory, a program of which only the first page is held, and one thread. */
const LOADS: readonly Load[] = [
  { at: 0x400000, offset: 0x2000, fileBytes: 0x1000, memoryBytes: 0x3000 },
  { at: 0x600000, offset: 0x3000, fileBytes: 0x2000, memoryBytes: 0x2000 },
  { at: 0x602000, offset: 0x5000, fileBytes: 0x1000, memoryBytes: 0x1000 },
]
const FILES = [{ at: 0x400000, end: 0x403000, page: 0, path: '/usr/bin/server' }]

function coreFile({ count = LOADS.length + 1, sections = 0 } = {}): Uint8Array {
  const bytes = coreBytes({
    loads: LOADS,
    files: FILES,
    pid: 4242,
    signal: 11,
    entry: 0x400800,
    bytes: 0x6000,
    count,
    sections,
  })
  for (let at = 0x2000; at < bytes.length; at += 1) bytes[at] = at >> 12
  return bytes
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
