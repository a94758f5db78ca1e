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
import { maps } from './maps.ts'
import { type Mapping, readMapping } from './mapsRow.ts'

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
const SIZE_NAMES = Object.values(SIZES)
/** Place of each kept field in a mapping's list of sizes. */
const PLACE_BY_FIELD: ReadonlyMap<string, number> = new Map(
  Object.keys(SIZES).map((field, place) => [field, place]),
)

type SmapsMapping = Mapping &
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
  mask: 'paths',
  signs: {
    begins: /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] (?!.*\[rollup\])/,
    goesOn:
      /^(?:[0-9a-f]{4,16}-[0-9a-f]{4,16} (?!.*\[rollup\])|(?:Size|KernelPageSize|MMUPageSize|Rss|Pss\w*|Shared_\w+|Private_\w+|Referenced|Anonymous|KSM|LazyFree|AnonHugePages|Shmem\w*Mapped|File\w*Mapped|Swap|SwapPss|Locked|THPeligible|ProtectionKey|VmFlags|Name|Nr_\w+):\s)/,
    names: /^smaps(?!_rollup)/,
  },
  limits: { bytes: 16 * 1024 * 1024, seconds: 10 },
  counters: false,
  when: 'bounded',
  parse,
  // Each mapping begins with its line of maps.
  also: (value) => [{ format: maps, value }],
}

function parse(text: string, told: Told): Parsed<Smaps> {
  const reader = new SmapsReader()
  eachLine(text, told, reader.losses, (line, number) => reader.line(line, number))
  reader.end(told)
  return reader.mappings.length === 0
    ? noValue(ID, text, told)
    : value({ mappings: reader.mappings }, reader.losses.all())
}

/** A size that was not read. */
const NOT_READ = -1

/** Gathers the lines of one mapping until the next one begins. Written for a million lines and more. */
class SmapsReader {
  readonly losses = new LossLog(ID)
  readonly mappings: SmapsMapping[] = []
  readonly #sizes: number[] = SIZE_NAMES.map(() => NOT_READ)
  #mapping: Mapping | null = null
  #mappingLine = 0
  #vmFlags: readonly string[] = []

  line(line: string, number: number): void {
    if (!isCapital(line.charCodeAt(0))) {
      this.#begin(line, number)
      return
    }
    const colon = line.indexOf(':')
    const field = line.slice(0, Math.max(0, colon))
    const place = PLACE_BY_FIELD.get(field)
    if (place !== undefined) this.#sizes[place] = this.#bytes(line, colon, number)
    else if (field === 'VmFlags') this.#vmFlags = wordsOf(line.slice(colon + 1))
    else if (colon < 0) this.losses.add('bad-line', number, line)
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
    if (this.#sizes.includes(NOT_READ)) {
      this.losses.add('missing-field', this.#mappingLine, mapping.path)
    } else {
      this.mappings.push(joined(mapping, this.#sizes, this.#vmFlags))
    }
  }

  #begin(line: string, number: number): void {
    const mapping = readMapping(line, this.#mapping)
    if (mapping === null) {
      if (line.trim() !== '') this.losses.add('bad-line', number, line)
      return
    }
    this.#close()
    this.#mapping = mapping
    this.#mappingLine = number
    this.#sizes.fill(NOT_READ)
    this.#vmFlags = []
  }

  #bytes(line: string, colon: number, number: number): number {
    const bytes = kibToBytes(line, colon + 1)
    if (bytes === null) this.losses.add('bad-number', number, line)
    return bytes ?? NOT_READ
  }
}

/** Fields begin with a capital, mappings with a small hex digit. */
function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

/** Spelled out: spreading two objects into a third makes slow objects, and took most of the parse. */
function joined(
  { start, end, sizeBytes, perms, offset, dev, inode, path }: Mapping,
  sizes: readonly number[],
  vmFlags: readonly string[],
): SmapsMapping {
  const at = (name: Size): number => sizes[SIZE_NAMES.indexOf(name)] ?? NOT_READ
  return {
    start,
    end,
    sizeBytes,
    perms,
    offset,
    dev,
    inode,
    path,
    rssBytes: at('rssBytes'),
    pssBytes: at('pssBytes'),
    sharedCleanBytes: at('sharedCleanBytes'),
    sharedDirtyBytes: at('sharedDirtyBytes'),
    privateCleanBytes: at('privateCleanBytes'),
    privateDirtyBytes: at('privateDirtyBytes'),
    anonymousBytes: at('anonymousBytes'),
    swapBytes: at('swapBytes'),
    anonHugePagesBytes: at('anonHugePagesBytes'),
    vmFlags,
  }
}
