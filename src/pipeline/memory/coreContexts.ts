/**
 * The MemoryContexts of a PostgreSQL process out of its core file: the walk of a living process over the core's ranges,
 * and over the program's own file for the pages that a core leaves out. It stands still, so one try tells all.
 */
import { SERVER } from '../../analyzers/pg-contexts/server.ts'
import type { WalkedContexts } from '../../domain/contexts.ts'
import { type ErrorCode, UserError } from '../../domain/errors.ts'
import type { RangeBytes, RangeReader, RangeRefusal, Walk } from '../../domain/memory.ts'
import type { Clock } from '../../domain/ports.ts'
import { baseName } from '../../domain/subject.ts'
import { type Core, type CoreRefusal, readCore } from '../../memory/core.ts'
import { type FilePart, partsOf, throughCore } from '../../memory/coreRanges.ts'
import { type ContextRefusal, contextWalk } from '../../memory/palloc/walk.ts'
import { programStart } from '../../memory/regions.ts'
import { PAGE_BYTES } from '../../memory/view.ts'
import { detailedTree } from './contexts.ts'
import { Driver, WALK_LIMITS } from './drive.ts'

export interface CoreContexts {
  readonly contexts: WalkedContexts
  /** True where the file ends before what its tables tell. */
  readonly cut: boolean
}

export type OpenRanges = (path: string) => Promise<RangeReader | RangeRefusal>

type Reads = Pick<RangeReader, 'read'>

/** A file disturbs nobody: it is read as fast as it comes. */
const FILE_LIMITS = { ...WALK_LIMITS, bytesPerSec: Number.POSITIVE_INFINITY }

/** Walks an open core. Throws a UserError `core-…` that says why there is no tree. */
export async function contextsOfCore(
  name: string,
  reader: Reads,
  open: OpenRanges,
  clock: Clock,
): Promise<CoreContexts> {
  const core = await new Driver({ reader, swapped: null, clock, limits: FILE_LIMITS }).run(
    readCore(),
  )
  if ('refused' in core) throw refusal(core.refused, { file: name, program: '' })
  const program = await programOf(core, reader, open)
  try {
    return await walked(name, { core, reader, program, clock })
  } finally {
    await program?.close()
  }
}

interface Opened {
  readonly core: Core
  readonly reader: Reads
  /** The program's own file; null where it is not here. */
  readonly program: Reads | null
  readonly clock: Clock
}

async function walked(name: string, of: Opened): Promise<CoreContexts> {
  const { core, clock } = of
  const through = new Driver({
    reader: readerOf(of),
    swapped: null,
    clock,
    limits: FILE_LIMITS,
  })
  const path = core.program ?? ''
  const walk = await through.run(
    contextWalk({ regions: core.regions, program: path, versionHint: null }),
  )
  const cut = await isCut(of)
  if ('refused' in walk)
    throw refusal(walk.refused, { file: name, program: path, cut, absent: of.program === null })
  const pid = core.threads[0]?.id ?? 0
  const contexts = await detailedTree(through, { walk, tries: 1 }, { pid, way: 'local' })
  return { contexts, cut }
}

/** Addresses as they were in the process, answered from the core and the program's file. */
function readerOf({ core, reader, program }: Opened): Reads {
  const from = async (parts: readonly FilePart[], file: Reads | null, own: boolean) => {
    const wanted = parts.filter((part) => (part.file === null) === own)
    return wanted.length === 0 || file === null ? [] : file.read(wanted)
  }
  const read = async (parts: readonly FilePart[]): Promise<readonly RangeBytes[]> => {
    const known = parts.filter(({ file }) => file === null || file === core.program)
    const held = (await from(known, reader, true)).values()
    const mapped = (await from(known, program, false)).values()
    return parts.map(({ file }) => {
      if (file === null) return held.next().value ?? null
      return file === core.program ? (mapped.next().value ?? null) : null
    })
  }
  return {
    async read(ranges) {
      const parts = throughCore(core, asked(ranges))
      let step = parts.next()
      while (step.done !== true) step = parts.next(await read(step.value))
      return step.value
    },
  }
}

function* asked(ranges: Parameters<Reads['read']>[0]): Walk<readonly RangeBytes[]> {
  return yield ranges
}

/** The program's file by the path that the core tells, where it is here and is the same build. */
async function programOf(core: Core, reader: Reads, open: OpenRanges): Promise<RangeReader | null> {
  if (core.program?.startsWith('/') !== true) return null
  const file = await open(core.program)
  if ('reason' in file) return null
  if (await isSameBuild(core, reader, file)) return file
  await file.close()
  return null
}

/** A core holds the first page of its programs for this (coredump_filter bit 4): headers and build id. True without. */
async function isSameBuild(core: Core, reader: Reads, file: Reads): Promise<boolean> {
  const start = programStart(core.regions, core.program ?? '')
  const [part] = start === null ? [] : partsOf(core, { at: start, bytes: PAGE_BYTES })
  if (part === undefined || typeof part === 'number' || part.file !== null) return true
  const [own] = await reader.read([part])
  const [theirs] = await file.read([{ at: 0, bytes: part.bytes }])
  if (own == null || own.length < part.bytes) return true
  return own.every((byte, index) => theirs?.[index] === byte)
}

/** Whether the file ends before the last byte that its tables tell. */
async function isCut({ core, reader }: Opened): Promise<boolean> {
  const end = core.held.reduce((most, { at, end, offset }) => Math.max(most, offset + end - at), 0)
  const [last] = end === 0 ? [] : await reader.read([{ at: end - 1, bytes: 1 }])
  return end > 0 && last == null
}

interface About {
  readonly file: string
  readonly program: string
  readonly cut?: boolean
  readonly absent?: boolean
}

function refusal(refused: CoreRefusal | ContextRefusal, about: About): UserError {
  const { file, program } = about
  return new UserError(codeOf(refused, about), { file, program, detail: refused })
}

function codeOf(refused: CoreRefusal | ContextRefusal, about: About): ErrorCode {
  const { program, cut = false, absent = false } = about
  if (refused === 'architecture') return 'core-architecture'
  // Most cores are of something else: that is said before what they lack.
  if (refused === 'not-postgres' || (program !== '' && !SERVER.test(baseName(bare(program)))))
    return 'core-not-postgres'
  if (cut) return 'core-cut'
  if (refused === 'unknown-layout' || refused === 'not-started') return 'core-unknown-layout'
  return absent && program !== '' ? 'core-no-program' : 'core-damaged'
}

/** A program that was replaced while the process ran. */
function bare(path: string): string {
  return path.replace(/ \(deleted\)$/, '')
}
