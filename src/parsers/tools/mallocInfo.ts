/**
 * malloc_info(3) of glibc: XML of what each arena has taken from the system and what of it is free. Format: glibc
 * malloc/malloc.c (`__malloc_info`).
 *
 * ```
 * <malloc version="1">
 * <heap nr="0">
 * <sizes>
 *   <size from="33" to="33" total="198" count="6"/>
 *   <unsorted from="1313" to="49649" total="48029592" count="1256"/>
 * </sizes>
 * <total type="fast" count="12" size="492"/>
 * <total type="rest" count="1257" size="48070840"/>
 * <system type="current" size="51240960"/>
 * <system type="max" size="51240960"/>
 * <aspace type="total" size="51240960"/>
 * <aspace type="mprotect" size="51240960"/>
 * <aspace type="subheaps" size="1"/>
 * </heap>
 * <total type="fast" count="12" size="492"/>
 * <total type="rest" count="1257" size="48070840"/>
 * <total type="mmap" count="16" size="2621440"/>
 * <system type="current" size="51240960"/>
 * <system type="max" size="51240960"/>
 * <aspace type="total" size="51240960"/>
 * <aspace type="mprotect" size="51240960"/>
 * </malloc>
 * ```
 *
 * `rest` holds the free chunks outside of the fast bins and, since 2.26, the free top of the arena; chunks in a
 * thread's own cache (tcache) count as in use. `mmap` came with 2.19. The bins are passed over: their sums are in
 * the totals. Read tag by tag, because some programs print it without line feeds.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { type Tag, tagsOf } from '../text/tags.ts'

interface Sizes {
  /** Free inside: fast bins and all others. */
  readonly freeBytes: number
  readonly freeChunks: number
  /** Taken from the system, without what was mapped alone. */
  readonly systemBytes: number
  readonly systemMaxBytes: number | null
}

interface MallocHeap extends Sizes {
  readonly heap: number
  readonly subheaps: number | null
}

interface MallocTotal extends Sizes {
  /** Large requests that were mapped alone: all of it is in use. Null before 2.19. */
  readonly mmapBytes: number | null
  readonly mmapChunks: number | null
}

export interface MallocInfo {
  /** One for each call, in order. */
  readonly dumps: readonly {
    readonly version: string
    readonly heaps: readonly MallocHeap[]
    /** Null when the text ends before it. */
    readonly total: MallocTotal | null
  }[]
}

const ID = 'malloc_info'

export const mallocInfo: Format<MallocInfo> = {
  id: ID,
  mask: 'none',
  signs: {
    begins: /^\s*<malloc version="/,
    goesOn: /^\s*<\/?(?:malloc|heap|sizes|size|unsorted|total|system|aspace)\b/,
    names: /malloc_info/,
  },
  parse,
}

type Dump = MallocInfo['dumps'][number]

/** A heap or the whole, while it is read. */
type Draft = Map<string, { readonly count: number | null; readonly size: number | null }>

interface Reading {
  readonly losses: LossLog
  readonly heaps: MallocHeap[]
  readonly whole: Draft
  version: string | null
  heap: { readonly nr: number; readonly draft: Draft } | null
}

function parse(text: string, told: Told): Parsed<MallocInfo> {
  const losses = new LossLog(ID)
  const dumps: Dump[] = []
  let reading: Reading | null = null
  for (const tag of tagsOf(text, losses)) {
    if (tag.name === 'malloc') {
      if (reading !== null) dumps.push(...dumpOf(reading))
      reading = begin(tag, losses)
    } else if (reading === null) losses.add('bad-line', tag.line, tag.name)
    else if (tag.name === '/malloc') {
      dumps.push(...dumpOf(reading))
      reading = null
    } else take(reading, tag)
  }
  if (reading !== null) {
    dumps.push(...dumpOf(reading))
    if (!told.cut) losses.add('missing-field', null, '</malloc>')
  }
  if (told.cut) losses.add('cut', null, '')
  const known = dumps.some(({ heaps, total }) => heaps.length > 0 || total !== null)
  return known ? value({ dumps }, losses.all()) : noValue(ID, text, told)
}

function begin(tag: Tag, losses: LossLog): Reading {
  const version = tag.attributes.get('version') ?? ''
  return { losses, heaps: [], whole: new Map(), version, heap: null }
}

const PASSED = new Set(['sizes', '/sizes', 'size', 'unsorted'])
const SIZED = new Set(['total', 'system', 'aspace'])

function take(reading: Reading, tag: Tag): void {
  const { losses, heap } = reading
  if (PASSED.has(tag.name)) return
  if (tag.name === 'heap') {
    const nr = wholeNumber(tag.attributes.get('nr') ?? '')
    if (nr === null) losses.add('bad-number', tag.line, 'heap')
    reading.heap = { nr: nr ?? -1, draft: new Map() }
  } else if (tag.name === '/heap') {
    if (heap !== null) reading.heaps.push(...heapOf(heap.nr, heap.draft, tag.line, losses))
    reading.heap = null
  } else if (SIZED.has(tag.name)) {
    const [size, count] = ['size', 'count'].map((name) => numberOf(tag, name, losses))
    const draft = heap === null ? reading.whole : heap.draft
    draft.set(`${tag.name} ${tag.attributes.get('type') ?? ''}`, {
      size: size ?? null,
      count: count ?? null,
    })
  } else losses.add('bad-line', tag.line, tag.name)
}

function numberOf(tag: Tag, name: string, losses: LossLog): number | null {
  const text = tag.attributes.get(name)
  if (text === undefined) return null
  const number = wholeNumber(text)
  if (number === null) losses.add('bad-number', tag.line, `${tag.name} ${name}="${text}"`)
  return number
}

function sizesOf(draft: Draft): Sizes | null {
  const [fast, rest] = [draft.get('total fast'), draft.get('total rest')]
  const systemBytes = draft.get('system current')?.size ?? null
  if (fast?.size == null || rest?.size == null || systemBytes === null) return null
  return {
    freeBytes: fast.size + rest.size,
    freeChunks: (fast.count ?? 0) + (rest.count ?? 0),
    systemBytes,
    systemMaxBytes: draft.get('system max')?.size ?? null,
  }
}

function heapOf(nr: number, draft: Draft, line: number, losses: LossLog): readonly MallocHeap[] {
  const sizes = sizesOf(draft)
  if (sizes === null || nr < 0) {
    losses.add('missing-field', line, `heap ${nr}`)
    return []
  }
  return [{ heap: nr, ...sizes, subheaps: draft.get('aspace subheaps')?.size ?? null }]
}

function dumpOf({ version, heaps, whole }: Reading): readonly Dump[] {
  const sizes = sizesOf(whole)
  const mmap = whole.get('total mmap')
  const total =
    sizes === null
      ? null
      : { ...sizes, mmapBytes: mmap?.size ?? null, mmapChunks: mmap?.count ?? null }
  return [{ version: version ?? '', heaps, total }]
}
