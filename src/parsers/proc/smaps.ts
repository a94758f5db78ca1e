/**
 * /proc/PID/smaps: what of each mapping is resident, shared and swapped. Format: Documentation/filesystems/proc.rst.
 * A mapping is a line of maps, then its fields, then VmFlags (3.8) as the last line.
 *
 * ```
 * 563529f05000-563529f08000 r--p 00000000 fe:00 260850                     /usr/bin/sed
 * Size:                 12 kB
 * KernelPageSize:        4 kB
 * Rss:                  12 kB
 * Pss:                  12 kB
 * Shared_Clean:          0 kB
 * Shared_Dirty:          0 kB
 * Private_Clean:        12 kB
 * Private_Dirty:         0 kB
 * Referenced:           12 kB
 * Anonymous:             0 kB
 * AnonHugePages:         0 kB
 * Swap:                  0 kB
 * VmFlags: rd mr mw me
 * ```
 *
 * A mapping that lacks one of the sizes below is left out with a loss: a size that was not read is not zero.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { kibToBytes } from '../text/numbers.ts'
import { type Mapping, readMapping } from './maps.ts'

/** The sizes kept, by the kernel's names; printed by every kernel since 2.6.38. */
const SIZES = {
  Rss: 'rssBytes',
  Pss: 'pssBytes',
  Shared_Clean: 'sharedCleanBytes',
  Shared_Dirty: 'sharedDirtyBytes',
  Private_Clean: 'privateCleanBytes',
  Private_Dirty: 'privateDirtyBytes',
  Anonymous: 'anonymousBytes',
  Swap: 'swapBytes',
  AnonHugePages: 'anonHugePagesBytes',
} as const

type Size = (typeof SIZES)[keyof typeof SIZES]
const SIZE_BY_FIELD: ReadonlyMap<string, Size> = new Map(Object.entries(SIZES))

export type SmapsMapping = Mapping &
  Readonly<Record<Size, number>> & { readonly vmFlags: readonly string[] }

interface Smaps {
  readonly mappings: readonly SmapsMapping[]
}

const ID = 'proc/PID/smaps'

export const smaps: Source<Smaps> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/smaps', small: false },
  // The memory lock is held for the walk of one mapping at a time.
  price: 'locks-mm',
  class: 'look',
  mask: 'none',
  limits: { bytes: 16 * 1024 * 1024, seconds: 10 },
  counters: false,
  when: 'bounded',
  parse,
}

function parse(text: string, told: Told): Parsed<Smaps> {
  const reader = new SmapsReader()
  eachLine(text, told, reader.losses, (line, number) => reader.line(line, number))
  reader.end(told)
  return reader.mappings.length === 0
    ? noValue(ID, text, told)
    : value({ mappings: reader.mappings }, reader.losses.all())
}

/** Gathers the lines of one mapping until the next one begins. */
class SmapsReader {
  readonly losses = new LossLog(ID)
  readonly mappings: SmapsMapping[] = []
  #mapping: Mapping | null = null
  #mappingLine = 0
  #sizes: Partial<Record<Size, number>> = {}
  #vmFlags: readonly string[] = []

  line(line: string, number: number): void {
    const colon = line.indexOf(':')
    const size = SIZE_BY_FIELD.get(line.slice(0, colon))
    if (size !== undefined) this.#size(size, line, colon, number)
    else if (line.startsWith('VmFlags:')) this.#vmFlags = wordsOf(line.slice(colon + 1))
    else if (!OTHER_FIELD.test(line)) this.#begin(line, number)
  }

  /** Ends the text. The last mapping of a cut text is kept only when its last line was seen. */
  end(told: Told): void {
    if (told.cut && this.#vmFlags.length === 0) this.#mapping = null
    this.#close()
  }

  /** Ends a mapping: kept only when it is whole. */
  #close(): void {
    const mapping = this.#mapping
    if (mapping === null) return
    this.#mapping = null
    const sizes = wholeSizes(this.#sizes)
    if (sizes === null) this.losses.add('missing-field', this.#mappingLine, mapping.path)
    else this.mappings.push({ ...mapping, ...sizes, vmFlags: this.#vmFlags })
  }

  #begin(line: string, number: number): void {
    const mapping = readMapping(line)
    if (mapping === null) {
      if (line.trim() !== '') this.losses.add('bad-line', number, line)
      return
    }
    this.#close()
    this.#mapping = mapping
    this.#mappingLine = number
    this.#sizes = {}
    this.#vmFlags = []
  }

  #size(size: Size, line: string, colon: number, number: number): void {
    const bytes = kibToBytes(line.slice(colon + 1).trim())
    if (bytes === null) this.losses.add('bad-number', number, line)
    else this.#sizes[size] = bytes
  }
}

/** Fields that are not kept: `Locked: 0 kB`, `THPeligible: 0`. */
const OTHER_FIELD = /^[A-Z]\w*:/

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

function wholeSizes(sizes: Partial<Record<Size, number>>): Record<Size, number> | null {
  const names = Object.values(SIZES)
  // Every size is there when each name has one: the types cannot count.
  return names.every((name) => sizes[name] !== undefined) ? (sizes as Record<Size, number>) : null
}
