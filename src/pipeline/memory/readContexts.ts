/**
 * A check's own look at MemoryContexts: whether the process is PostgreSQL's, whether its memory may be read, and what
 * came of it, as the text or the gap that is kept under `memory/contexts`.
 */
import { type Cost, type GapReason, NO_COST, type Raw } from '../../domain/capture.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import type { RangedFile, RangeReader, RangeRefusal } from '../../domain/memory.ts'
import { decode } from '../../memory/bytes.ts'
import type { ContextRefusal } from '../../memory/palloc/walk.ts'
import { type Region, regionsOf } from '../../memory/regions.ts'
import { contextsText } from '../../parsers/postgres/memoryContexts.ts'
import { exe } from '../../parsers/proc/exe.ts'
import { maps } from '../../parsers/proc/maps.ts'
import type { Mapping } from '../../parsers/proc/mapsRow.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import type { House } from '../house.ts'
import { detailedTree, walkTree } from './contexts.ts'
import { type DriveLimits, Driver, WALK_LIMITS } from './drive.ts'
import { denialOf, whyDenied } from './rights.ts'
import { Swapped } from './swapped.ts'

export interface ContextsRead {
  readonly raw: Raw
  readonly cost: Cost
}

/** What is known of a process that is to be read. */
export interface Readable {
  readonly pid: number
  /** Null where the evidence does not tell. */
  readonly program: string | null
  /** Null where the evidence is of another process: they are read first. */
  readonly mappings: readonly Mapping[] | null
  readonly holdsSwap: boolean
  readonly limits: DriveLimits
}

/** Reads those of the process that the evidence is of. Throws a UserError when the host is lost. */
export async function readContexts(
  house: Pick<House, 'ranges' | 'clock'>,
  host: HostEntry,
  evidence: Evidence,
  pid: number,
): Promise<ContextsRead> {
  return await readProcess(house, host, evidence, {
    pid,
    program: evidence.get(exe)?.path ?? null,
    mappings: evidence.get(maps)?.mappings ?? (isGranted(host) ? null : []),
    holdsSwap: (evidence.get(processStatus)?.vmSwapBytes ?? 0) > 0,
    limits: WALK_LIMITS,
  })
}

/** Reads those of any process of a server. Throws a UserError when the host is lost. */
export async function readProcess(
  house: Pick<House, 'ranges' | 'clock'>,
  host: HostEntry,
  evidence: Evidence,
  { pid, program, mappings, holdsSwap, limits }: Readable,
): Promise<ContextsRead> {
  if (host.pinned && host.memoryKey === null) return { raw: gap('denied', 'pinned'), cost: NO_COST }
  const beganMs = house.clock.now()
  const open = (file: RangedFile): Promise<RangeReader | RangeRefusal> =>
    house.ranges.open(host, file)
  const known = mappings === null ? await regionsNow(open, pid) : regionsOf(mappings)
  const regions = known ?? []
  const path = program ?? (isGranted(host) ? programIn(regions) : null)
  // Whoever may not read these may not read memory either.
  if (path === null || regions.length === 0) {
    // GNU's readlink says nothing of a link that it may not read, so that the mappings tell of both.
    const maySee = [exe, maps].every(({ id }) => evidence.gapOf(id)?.reason !== 'denied')
    const detail = maySee ? 'no-program' : await whyDenied(open, evidence)
    return { raw: gap(maySee ? 'failed' : 'denied', detail), cost: NO_COST }
  }
  const opening = open({ kind: 'memory', pid })
  const hinting = readText(open, `/proc/${pid}/cwd/PG_VERSION`)
  const swapping = holdsSwap ? open({ kind: 'pagemap', pid }) : null
  const [reader, hint, pagemap] = await Promise.all([opening, hinting, swapping])
  try {
    if ('reason' in reader) return { raw: await refusalGap(reader, open, evidence), cost: NO_COST }
    const swapped = pagemap === null || 'reason' in pagemap ? null : new Swapped(pagemap)
    const driver = new Driver({ reader, swapped, clock: house.clock, limits })
    const input = { regions, program: path, versionHint: hint }
    const tree = await walkTree(driver, house.clock, input, () => regionsNow(open, pid))
    const raw: Raw =
      typeof tree === 'string'
        ? walkGap(tree, driver)
        : {
            kind: 'ok',
            text: contextsText(await detailedTree(driver, tree, { pid, way: reader.way })),
            cut: null,
          }
    const hostMs = house.clock.now() - beganMs
    return { raw, cost: { execs: 1, bytes: driver.driven.bytes, hostMs, stoppedMs: 0 } }
  } finally {
    for (const one of [reader, pagemap]) if (one !== null && 'close' in one) await one.close()
  }
}

/** Whether memory is read with other rights than the evidence. */
function isGranted({ memoryAs, memoryKey }: HostEntry): boolean {
  return memoryAs !== null || memoryKey !== null
}

/** Where the link to the program may not be read: the first file that is mapped from its start. */
function programIn(regions: readonly Region[]): string | null {
  return regions.find(({ path, offset }) => path.startsWith('/') && offset === 0)?.path ?? null
}

/** What is mapped now; null where it cannot be told. */
async function regionsNow(
  open: (file: RangedFile) => Promise<RangeReader | RangeRefusal>,
  pid: number,
): Promise<readonly Region[] | null> {
  const reader = await open({ kind: 'file', path: `/proc/${pid}/maps` })
  if ('reason' in reader) return null
  let text = ''
  let ended = false
  // The loop gives all at once, SFTP 4 KiB a time: such a file of the kernel's has no more for one read.
  for (let reads = 0, at = 0; !ended && reads < MAPS_READS; reads += 1) {
    const [bytes = null] = await reader.read([{ at, bytes: maps.limits.bytes }])
    at += bytes?.length ?? 0
    text += bytes === null ? '' : decode(bytes)
    ended = bytes === null
  }
  await reader.close()
  const parsed = maps.parse(text, { cut: !ended })
  return !ended || 'error' in parsed ? null : regionsOf(parsed.value.mappings)
}

/** A backend has some 200 mappings in 20 KiB. */
const MAPS_READS = 32

/** A small file's text without its line end; null where it is not there or not one word. */
async function readText(
  open: (file: RangedFile) => Promise<RangeReader | RangeRefusal>,
  path: string,
): Promise<string | null> {
  const reader = await open({ kind: 'file', path })
  if ('reason' in reader) return null
  const [bytes] = await reader.read([{ at: 0, bytes: HINT_BYTES }])
  await reader.close()
  const word = String.fromCharCode(...(bytes ?? [])).trim()
  return /^\d{1,2}(?:\.\d)?$/.test(word) ? word : null
}

/** `9.4` and a line end. */
const HINT_BYTES = 16

async function refusalGap(
  { reason, detail, lacking = null }: RangeRefusal,
  open: (file: RangedFile) => Promise<RangeReader | RangeRefusal>,
  evidence: Evidence,
): Promise<Raw> {
  if (reason !== 'denied') return gap(reason, detail)
  return gap('denied', lacking === null ? await whyDenied(open, evidence) : denialOf(lacking))
}

function walkGap(refused: ContextRefusal, driver: Driver): Raw {
  if (driver.driven.spent === 'deadline') return gap('timeout', refused)
  // A process that ended gives nothing any more.
  if (refused === 'unreadable' && driver.driven.bytes === 0) return gap('gone', refused)
  return gap(refused === 'unreadable' ? 'failed' : 'unparsable', refused)
}

function gap(reason: GapReason, detail: string): Raw {
  return { kind: 'gap', reason, detail }
}
