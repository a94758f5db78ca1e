/**
 * The MemoryContexts of a PostgreSQL process out of its core file: the walk of a living process over the core's ranges,
 * and over the program's own file for the pages that a core leaves out. It stands still, so one try tells all.
 */
import { SERVER } from '../../analyzers/pg-contexts/server.ts'
import type { WalkedContexts } from '../../domain/contexts.ts'
import { isStoredPath } from '../../domain/core.ts'
import { type ErrorCode, UserError } from '../../domain/errors.ts'
import type {
  MemoryRange,
  RangeBytes,
  RangeReader,
  RangeRefusal,
  Walk,
} from '../../domain/memory.ts'
import type { Clock } from '../../domain/ports.ts'
import { baseName } from '../../domain/subject.ts'
import { type Core, type CoreRefusal, readCore } from '../../memory/core.ts'
import { type FilePart, partsOf, throughCore } from '../../memory/coreRanges.ts'
import { type ContextRefusal, contextWalk } from '../../memory/palloc/walk.ts'
import { programStart } from '../../memory/regions.ts'
import { PAGE_BYTES } from '../../memory/view.ts'
import { detailedTree } from './contexts.ts'
import { type DriveLimits, Driver, WALK_LIMITS } from './drive.ts'

export interface CoreContexts {
  readonly contexts: WalkedContexts
  /** True where the file ends before what its tables tell. */
  readonly cut: boolean
}

export type OpenRanges = (path: string) => Promise<RangeReader | RangeRefusal>

type Reads = Pick<RangeReader, 'read'>

/** A core that is open, and how it is read. */
export interface OpenCore {
  /** As errors name it. */
  readonly name: string
  readonly reader: Pick<RangeReader, 'read' | 'way'>
  /** Opens other files of the machine where it lies. */
  readonly open: OpenRanges
  readonly clock: Clock
  /** For all that is read of it. */
  readonly limits: DriveLimits
}

/** A file of one's own disturbs nobody: it is read as fast as it comes. */
export const FILE_LIMITS: DriveLimits = { ...WALK_LIMITS, bytesPerSec: Number.POSITIVE_INFINITY }

/** The tables of a core. Throws a UserError `core-…` that says why it has none. */
export async function coreIn(of: OpenCore): Promise<Core> {
  const driver = driverOf(of, of.reader)
  const core = await driver.run(readCore())
  const slow = driver.driven.spent !== null
  if (!('refused' in core)) return core
  // What has no first bytes is an empty file.
  const refused = core.refused === 'unreadable' && !slow ? 'not-core' : core.refused
  throw refusal(refused, { file: of.name, program: '', slow })
}

/** Its pid: a note's of the process itself, else its first thread's, which is the one that took the signal. */
export function pidOf({ process, threads }: Core): number {
  return process?.pid || (threads[0]?.id ?? 0)
}

/** Walks a core. Throws a UserError `core-…` that says why there is no tree. */
export async function contextsIn(core: Core, of: OpenCore): Promise<CoreContexts> {
  const program = await programOf(core, of)
  try {
    return await walked({ ...of, core, program })
  } finally {
    await program?.close()
  }
}

interface Opened extends OpenCore {
  readonly core: Core
  /** The program's own file; null where it is not there. */
  readonly program: Reads | null
}

function driverOf({ clock, limits }: Pick<OpenCore, 'clock' | 'limits'>, reader: Reads): Driver {
  return new Driver({ reader, swapped: null, clock, limits })
}

async function walked(of: Opened): Promise<CoreContexts> {
  const { core, name } = of
  const through = driverOf(of, readerOf(of))
  const path = core.program ?? ''
  const walk = await through.run(
    contextWalk({ regions: core.regions, program: path, versionHint: null }),
  )
  const cut = await isCut(of)
  if ('refused' in walk) {
    const slow = through.driven.spent !== null
    const absent = of.program === null
    throw refusal(walk.refused, { file: name, program: path, cut, absent, slow })
  }
  const about = { pid: pidOf(core), way: of.reader.way }
  return { contexts: await detailedTree(through, { walk, tries: 1 }, about), cut }
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

function* asked(ranges: readonly MemoryRange[]): Walk<readonly RangeBytes[]> {
  return yield ranges
}

/**
 * The program's file by the path that the core tells, where it is there and is the same build. A core may be anybody's
 * making: no other file than a server's is opened for it, and none that only looks like a file.
 */
async function programOf(core: Core, of: OpenCore): Promise<RangeReader | null> {
  const path = core.program ?? ''
  if (!SERVER.test(baseName(path)) || !isStoredPath(path)) return null
  const file = await of.open(path)
  if ('reason' in file) return null
  if (await isSameBuild(core, of, file)) return file
  await file.close()
  return null
}

/** A core holds the first page of its programs for this (coredump_filter bit 4): headers and build id. True without. */
async function isSameBuild(core: Core, of: OpenCore, file: Reads): Promise<boolean> {
  const start = programStart(core.regions, core.program ?? '')
  const [part] = start === null ? [] : partsOf(core, { at: start, bytes: PAGE_BYTES })
  if (part === undefined || typeof part === 'number' || part.file !== null) return true
  const own = await readOne(of, of.reader, part)
  const theirs = await readOne(of, file, { at: 0, bytes: part.bytes })
  if (own === null || own.length < part.bytes) return true
  return own.every((byte, index) => theirs?.[index] === byte)
}

/** Whether the file ends before the last byte that its tables tell. */
async function isCut(of: Opened): Promise<boolean> {
  const { held } = of.core
  const end = held.reduce((most, { at, end, offset }) => Math.max(most, offset + end - at), 0)
  return end > 0 && (await readOne(of, of.reader, { at: end - 1, bytes: 1 })) === null
}

async function readOne(of: OpenCore, from: Reads, range: MemoryRange): Promise<RangeBytes> {
  const [bytes = null] = await driverOf(of, from).run(asked([range]))
  return bytes
}

interface About {
  readonly file: string
  readonly program: string
  readonly cut?: boolean
  readonly absent?: boolean
  /** The time or the bytes were used up. */
  readonly slow?: boolean
}

function refusal(refused: CoreRefusal | ContextRefusal, about: About): UserError {
  const { file, program } = about
  return new UserError(codeOf(refused, about), { file, program, detail: refused })
}

function codeOf(refused: CoreRefusal | ContextRefusal, about: About): ErrorCode {
  const { program, cut = false, absent = false, slow = false } = about
  if (refused === 'architecture') return 'core-architecture'
  if (refused === 'not-elf' || refused === 'not-core') return 'core-not-core'
  // Most cores are of something else: that is said before what they lack.
  if (refused === 'not-postgres' || (program !== '' && !SERVER.test(baseName(bare(program)))))
    return 'core-not-postgres'
  if (slow) return 'core-slow'
  if (cut) return 'core-cut'
  if (refused === 'unknown-layout' || refused === 'not-started') return 'core-unknown-layout'
  return absent && program !== '' ? 'core-no-program' : 'core-damaged'
}

/** A program that was replaced while the process ran. */
function bare(path: string): string {
  return path.replace(/ \(deleted\)$/, '')
}
