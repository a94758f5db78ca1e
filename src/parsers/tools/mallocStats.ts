/**
 * malloc_stats(3) of glibc, as a program prints it on stderr. Format: glibc malloc/malloc.c (`__malloc_stats`).
 *
 * ```
 * Arena 0:
 * system bytes     =     135168
 * in use bytes     =       7072
 * Arena 1:
 * system bytes     =   51240960
 * in use bytes     =    3171376
 * Total (incl. mmap):
 * system bytes     =   53997568
 * in use bytes     =    5799888
 * max mmap regions =         16
 * max mmap bytes   =    2621440
 * ```
 *
 * Sizes are printed as 32 bit: beyond 4 GiB they begin again at 0. The totals are the arenas' sums and what was
 * mapped alone, so they are made whole again where both sizes agree on the latter; one arena's cannot be.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface Sizes {
  readonly systemBytes: number
  readonly inUseBytes: number
}

interface MallocDump {
  readonly arenas: readonly (Sizes & { readonly arena: number })[]
  /** All arenas and what was mapped alone; null where the text ends before it or the sizes contradict. */
  readonly total: (Sizes & { readonly wrapped: boolean }) | null
  readonly maxMmapRegions: number | null
  readonly maxMmapBytes: number | null
}

export interface MallocStats {
  /** One for each call, in order: a program may print it again and again. */
  readonly dumps: readonly MallocDump[]
}

const ID = 'malloc_stats'

export const mallocStats: Format<MallocStats> = {
  id: ID,
  mask: 'none',
  signs: {
    begins: /^Arena \d+:$/,
    goesOn:
      /^(?:Arena \d+:|Total \(incl\. mmap\):|(?:system|in use) bytes\s+=|max mmap (?:regions|bytes)\s+=)/,
    names: /malloc_stats/,
  },
  parse: parseBySink(ID, sink),
}

const FIELD = /^(system bytes|in use bytes|max mmap regions|max mmap bytes) {1,12}= {0,20}(\d+)\s*$/
const ARENA = /^Arena (\d{1,6}):\s*$/
const TOTAL = /^Total \(incl\. mmap\):\s*$/

/** What is being read: one arena or the total. */
interface Draft {
  readonly arena: number | null
  readonly line: number
  readonly fields: Map<string, number>
}

function sink(losses: LossLog): LineSink<MallocStats> {
  const dumps: MallocDump[] = []
  let drafts: Draft[] = []
  const close = (): void => {
    if (drafts.length > 0) dumps.push(dumpOf(drafts, losses))
    drafts = []
  }
  return {
    line(text, number) {
      const arena = ARENA.exec(text)?.[1]
      const [, name, digits] = FIELD.exec(text) ?? []
      const draft = drafts.at(-1)
      if (arena !== undefined || TOTAL.test(text)) {
        const index = arena === undefined ? null : Number(arena)
        if (index === 0 || (draft !== undefined && draft.arena === null)) close()
        drafts.push({ arena: index, line: number, fields: new Map() })
      } else if (name !== undefined && digits !== undefined && draft !== undefined) {
        const size = wholeNumber(digits)
        if (size === null) losses.add('bad-number', number, text)
        else draft.fields.set(name, size)
      } else if (text.trim() !== '') losses.add('bad-line', number, text)
    },
    end() {
      close()
      return dumps.some(({ arenas, total }) => arenas.length > 0 || total !== null)
        ? { dumps }
        : null
    },
  }
}

function dumpOf(drafts: readonly Draft[], losses: LossLog): MallocDump {
  const read = drafts.map((draft) => ({ draft, sizes: sizesOf(draft, losses) }))
  const arenas = read.flatMap(({ draft, sizes }) =>
    draft.arena === null || sizes === null ? [] : [{ arena: draft.arena, ...sizes }],
  )
  const last = read.find(({ draft }) => draft.arena === null)
  const sizes = last?.sizes ?? null
  const complete = arenas.length === drafts.length - (last === undefined ? 0 : 1)
  const total = sizes === null || !complete ? null : unwrapped(sizes, arenas)
  if (sizes !== null && total === null)
    losses.add('bad-number', last?.draft.line ?? null, 'Total (incl. mmap):')
  return {
    arenas,
    total,
    maxMmapRegions: last?.draft.fields.get('max mmap regions') ?? null,
    maxMmapBytes: last?.draft.fields.get('max mmap bytes') ?? null,
  }
}

function sizesOf({ fields, line, arena }: Draft, losses: LossLog): Sizes | null {
  const [systemBytes, inUseBytes] = [fields.get('system bytes'), fields.get('in use bytes')]
  if (systemBytes === undefined || inUseBytes === undefined) {
    losses.add('missing-field', line, arena === null ? 'Total' : `Arena ${arena}`)
    return null
  }
  return { systemBytes, inUseBytes }
}

const WRAP = 2 ** 32

/** The total as it was before it was cut to 32 bits; null when it cannot be told. */
function unwrapped(printed: Sizes, arenas: readonly Sizes[]): MallocDump['total'] {
  const systemSum = arenas.reduce((sum, { systemBytes }) => sum + systemBytes, 0)
  const inUseSum = arenas.reduce((sum, { inUseBytes }) => sum + inUseBytes, 0)
  const [system, inUse] = [printed.systemBytes - systemSum, printed.inUseBytes - inUseSum]
  if (system >= 0 && inUse >= 0) return { ...printed, wrapped: false }
  const mapped = modulo(system, WRAP)
  if (mapped !== modulo(inUse, WRAP)) return null
  return { systemBytes: systemSum + mapped, inUseBytes: inUseSum + mapped, wrapped: true }
}

function modulo(of: number, by: number): number {
  return ((of % by) + by) % by
}
