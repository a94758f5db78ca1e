/**
 * A small backend in simulated memory, built from the table of layouts: an ELF program with one symbol, contexts with
 * blocks, chunks and free lists. What PostgreSQL would print of each context is counted while it is built.
 */
import type { MemoryRange, RangeBytes, Walk } from '../../src/domain/memory.ts'
import { chunkHeaderBytes, freelistBytes } from '../../src/memory/palloc/chunks.ts'
import type { Layout } from '../../src/memory/palloc/fields.ts'
import type { Region } from '../../src/memory/regions.ts'
import { PAGE_BYTES } from '../../src/memory/view.ts'

export const PROGRAM = '/usr/lib/postgresql/bin/postgres'
const PROGRAM_AT = 0x5555_5555_4000
export const HEAP_AT = 0x5555_5580_0000
export const HEAP_BYTES = 1024 * 1024
const BLOCK_BYTES = 8192
const SYMBOL_AT = 0x3000
const WORD = 2 ** 32

export class Image {
  readonly #pages = new Map<number, Uint8Array>()
  readonly regions: readonly Region[] = [
    { at: PROGRAM_AT, end: PROGRAM_AT + 4 * PAGE_BYTES, offset: 0, path: PROGRAM },
    { at: HEAP_AT, end: HEAP_AT + HEAP_BYTES, offset: 0, path: '[heap]' },
  ]
  #next = HEAP_AT + 16

  bytes(at: number, values: readonly number[]): void {
    values.forEach((value, index) => {
      const page = Math.floor((at + index) / PAGE_BYTES)
      const bytes = this.#pages.get(page) ?? new Uint8Array(PAGE_BYTES)
      this.#pages.set(page, bytes)
      bytes[(at + index) % PAGE_BYTES] = value
    })
  }

  word(at: number, value: number): void {
    this.half(at, value % WORD)
    this.half(at + 4, Math.floor(value / WORD))
  }

  half(at: number, value: number): void {
    this.bytes(
      at,
      [0, 8, 16, 24].map((shift) => (value >>> shift) & 255),
    )
  }

  text(at: number, text: string): void {
    this.bytes(at, [...new TextEncoder().encode(text), 0])
  }

  take(bytes: number): number {
    const at = this.#next
    this.#next = Math.ceil((at + bytes) / 16) * 16
    if (this.#next > HEAP_AT + HEAP_BYTES) throw new Error('the image is full')
    return at
  }

  read({ at, bytes }: MemoryRange): RangeBytes {
    const out = new Uint8Array(bytes)
    for (let one = at; one < at + bytes; one += PAGE_BYTES - (one % PAGE_BYTES)) {
      const page = this.#pages.get(Math.floor(one / PAGE_BYTES))
      const room = Math.min(PAGE_BYTES - (one % PAGE_BYTES), at + bytes - one)
      if (page !== undefined)
        out.set(page.subarray(one % PAGE_BYTES, (one % PAGE_BYTES) + room), one - at)
    }
    return out
  }
}

/** Runs a walk over anything that answers ranges; gives up on one that goes on for ever. */
export function run<T>(
  walk: Walk<T>,
  read: (range: MemoryRange) => RangeBytes,
  maxRounds = 100_000,
): T {
  let step = walk.next([])
  for (let rounds = 0; step.done !== true; rounds += 1) {
    if (rounds > maxRounds) throw new Error('the walk does not end')
    step = walk.next(step.value.map(read))
  }
  return step.value
}

/** An ELF program whose only symbol is TopMemoryContext. */
export function program(image: Image, top: number, machine = 62): void {
  image.bytes(PROGRAM_AT, [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  image.bytes(PROGRAM_AT + 16, [3, 0, machine, 0])
  image.word(PROGRAM_AT + 32, 64)
  image.bytes(PROGRAM_AT + 56, [2, 0])
  segment(image, PROGRAM_AT + 64, { type: 1, at: 0, bytes: 4 * PAGE_BYTES })
  segment(image, PROGRAM_AT + 120, { type: 2, at: 0x1000, bytes: 64 })
  const entries = [
    [0x6ffffef5, 0x2000],
    [6, 0x2100],
    [5, 0x2200],
    [0, 0],
  ] as const
  entries.forEach(([tag, value], index) => {
    image.word(PROGRAM_AT + 0x1000 + index * 16, tag)
    image.word(PROGRAM_AT + 0x1008 + index * 16, value)
  })
  const hash = [...'TopMemoryContext'].reduce(
    (sum, letter) => (Math.imul(sum, 33) + letter.charCodeAt(0)) >>> 0,
    5381,
  )
  for (const [index, value] of [1, 1, 1, 0, 0, 0, 1, (hash | 1) >>> 0].entries())
    image.half(PROGRAM_AT + 0x2000 + index * 4, value)
  image.half(PROGRAM_AT + 0x2118, 1)
  image.bytes(PROGRAM_AT + 0x2118 + 6, [1, 0])
  image.word(PROGRAM_AT + 0x2118 + 8, SYMBOL_AT)
  image.text(PROGRAM_AT + 0x2201, 'TopMemoryContext')
  image.word(PROGRAM_AT + SYMBOL_AT, top)
}

function segment(image: Image, at: number, of: { type: number; at: number; bytes: number }): void {
  image.half(at, of.type)
  image.word(at + 8, of.at)
  image.word(at + 16, of.at)
  image.word(at + 32, of.bytes)
  image.word(at + 40, of.bytes)
}

export interface Shape {
  readonly name: string
  readonly ident?: string
  /** Free-list index of each chunk of each block; a negative one is that of a free chunk (-1 is list 0). */
  readonly blocks: readonly (readonly number[])[]
  readonly children?: readonly Shape[]
}

export interface Expected {
  readonly name: string
  readonly level: number
  readonly totalBytes: number
  readonly blocks: number
  readonly freeBytes: number
  readonly freeChunks: number
}

export interface Built {
  readonly image: Image
  /** In the order that PostgreSQL prints them in. */
  readonly expected: readonly Expected[]
  /** Headers of chunks as they were laid, with their contexts' places. */
  readonly chunks: readonly {
    readonly at: number
    readonly context: number
    readonly free: boolean
  }[]
  readonly sets: readonly number[]
}

/** Builds the program and its contexts. */
export function build(layout: Layout, shape: Shape): Built {
  const image = new Image()
  const made = {
    image,
    expected: [] as Expected[],
    chunks: [] as Built['chunks'][number][],
    sets: [] as number[],
  }
  const top = context(layout, made, shape, { parent: 0, level: 0 })
  program(image, top)
  return made
}

type Made = {
  readonly image: Image
  readonly expected: Expected[]
  readonly chunks: { at: number; context: number; free: boolean }[]
  readonly sets: number[]
}

function context(
  layout: Layout,
  made: Made,
  shape: Shape,
  { parent, level }: { parent: number; level: number },
): number {
  const { image } = made
  const { set } = layout
  const keeper = set.counted > 0
  const at = image.take(set.size + (keeper ? BLOCK_BYTES : 0))
  const place = made.sets.push(at) - 1
  const sums = { total: set.counted, free: 0, chunks: 0 }
  made.expected.push({
    name: shape.name,
    level,
    totalBytes: 0,
    blocks: 0,
    freeBytes: 0,
    freeChunks: 0,
  })
  const lists = new Map<number, number>()
  let next = 0
  shape.blocks.forEach((chunks, index) => {
    const block = keeper && index === 0 ? at + set.size : image.take(BLOCK_BYTES + 8) + 8
    const used = fill(layout, made, { block, set: at, chunks, place, lists, sums })
    sums.total += BLOCK_BYTES
    sums.free += BLOCK_BYTES - used
    link(layout, image, { block, set: at, next, used })
    next = block
  })
  header(layout, image, { at, parent, shape, mem: sums.total, head: next, lists })
  made.expected[place] = {
    name: shape.name === 'dynahash' ? (shape.ident ?? '') : shape.name,
    level,
    totalBytes: sums.total,
    blocks: shape.blocks.length,
    freeBytes: sums.free,
    freeChunks: sums.chunks,
  }
  family(
    layout,
    image,
    at,
    (shape.children ?? []).map((child) =>
      context(layout, made, child, { parent: at, level: level + 1 }),
    ),
  )
  return at
}

/** Lays chunks one behind the other; gives the bytes in use. */
function fill(
  layout: Layout,
  { image, chunks: laid }: Made,
  of: {
    block: number
    set: number
    chunks: readonly number[]
    place: number
    lists: Map<number, number>
    sums: { free: number; chunks: number }
  },
): number {
  const bytes = chunkHeaderBytes(layout.chunk)
  let at = of.block + layout.block.size
  for (const one of of.chunks) {
    const free = one < 0
    const index = free ? -one - 1 : one
    const linked = of.lists.get(index) ?? 0
    chunk(layout, image, { at, index, names: free ? linked : of.set, offset: at - of.block })
    if (free) {
      if (bytes === 8) image.word(at + 8, linked)
      of.lists.set(index, at)
      of.sums.free += bytes + freelistBytes(index)
      of.sums.chunks += 1
    }
    laid.push({ at, context: of.place, free })
    at += bytes + freelistBytes(index)
  }
  return at - of.block
}

function chunk(
  layout: Layout,
  image: Image,
  { at, index, names, offset }: { at: number; index: number; names: number; offset: number },
): void {
  const size = freelistBytes(index)
  const bits = layout.chunk === 'mask-3' ? 3 : 4
  if (layout.chunk === 'size-set') {
    image.word(at, size)
    image.word(at + 8, names)
  } else if (layout.chunk === 'mask-3' || layout.chunk === 'mask-4') {
    image.half(at, 3 | (index << (bits + 1)))
    image.half(at + 4, (offset / 2) << 3)
  } else {
    image.word(at, names)
    image.word(at + 8, size)
  }
}

function link(
  { block: fields }: Layout,
  image: Image,
  { block, set, next, used }: { block: number; set: number; next: number; used: number },
): void {
  image.word(block, set)
  image.word(block + fields.next, next)
  if (fields.prev !== null && next !== 0) image.word(next + fields.prev, block)
  image.word(block + fields.freeptr, block + used)
  if (fields.endptr !== null) image.word(block + fields.endptr, block + BLOCK_BYTES)
  else image.word(block - 8, BLOCK_BYTES)
}

function header(
  layout: Layout,
  image: Image,
  of: {
    at: number
    parent: number
    shape: Shape
    mem: number
    head: number
    lists: Map<number, number>
  },
): void {
  const { context: fields, set } = layout
  const { at, shape } = of
  image.half(at, Number(Object.keys(layout.tags)[0] ?? 300))
  if (fields.memAllocated !== null) image.word(at + fields.memAllocated, of.mem)
  image.word(at + fields.parent, of.parent)
  const name = image.take(shape.name.length + 1)
  image.text(name, shape.name)
  image.word(at + fields.name, name)
  if (fields.ident !== null && shape.ident !== undefined) {
    const ident = image.take(shape.ident.length + 1)
    image.text(ident, shape.ident)
    image.word(at + fields.ident, ident)
  }
  image.word(at + set.blocks, of.head)
  if (set.keeper !== null && set.counted > 0) image.word(at + set.keeper, at + set.size)
  for (const [index, first] of of.lists) image.word(at + set.freelists + index * 8, first)
}

function family(
  { context: fields }: Layout,
  image: Image,
  at: number,
  children: readonly number[],
): void {
  children.forEach((child, index) => {
    if (index === 0) image.word(at + fields.firstChild, child)
    const [before, after] = [children[index - 1], children[index + 1]]
    if (fields.prevChild !== null && before !== undefined)
      image.word(child + fields.prevChild, before)
    if (after !== undefined) image.word(child + fields.nextChild, after)
  })
}
