/** From what people name or share to parts: folders listed, archives opened, what is too large read line by line. */
import { UserError } from '../../domain/errors.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { Loss } from '../../domain/parsed.ts'
import { sampleOf } from '../../domain/parsed.ts'
import type { Archives, Clock, Files, FoundFile, Skipped } from '../../domain/ports.ts'
import type { AnyFormat } from '../../domain/source.ts'
import { partOfCore } from './cores.ts'
import { isBeside } from './foreign.ts'
import { coreAt, held } from './held.ts'
import { kitIn } from './kits.ts'
import { orderOf } from './names.ts'
import { type Brought, partsOf, type RawPart, UNKNOWN } from './parts.ts'
import { partOfLarge } from './stream.ts'

export interface Reading {
  readonly formats: readonly AnyFormat[]
  readonly archives: Archives
  readonly clock: Clock
  readonly as: AnyFormat | null
}

/** Parts of files and folders, and the files themselves as far as they were held in memory. */
export interface Gathered {
  readonly parts: readonly RawPart[]
  readonly files: readonly Brought[]
}

/** Reads all paths. One that cannot be read is a part that says so; throws its UserError when there is no other. */
export async function fromPaths(
  paths: readonly string[],
  files: Files,
  reading: Reading,
): Promise<Gathered> {
  const parts: RawPart[] = []
  const kept: Brought[] = []
  const found: (FoundFile & { readonly named: boolean })[] = []
  for (const path of paths) {
    const below = await files.list(path)
    found.push(...below.map((one) => ({ ...one, named: one.path === path })))
  }
  const isOne = found.length === 1
  let room: number = LIMITS.readTotalBytes
  for (const one of found.slice(0, LIMITS.readFiles)) {
    try {
      const mostBytes = Math.min(room, LIMITS.readFileBytes)
      const got = await held(files.chunks(one.path), mostBytes, (first) =>
        coreAt(one.path, first, files, reading.as),
      )
      if ('core' in got) {
        parts.push(await partOfCore(one, got.core, (path) => files.ranges(path), reading.clock))
        continue
      }
      if ('rest' in got) {
        parts.push(await partOfLarge(one.path, got.rest, reading.formats, reading.as))
        continue
      }
      room -= got.bytes.length
      const file = { name: one.path, bytes: got.bytes, mtimeMs: one.mtimeMs }
      const own = await fromBytes(file, reading)
      parts.push(...(one.named ? own.parts : tidied(own.parts)))
      // Of a file that was named something is said, if only that it is empty.
      if (one.named && !isOne && own.parts.length === 0 && !isKit(file, reading))
        parts.push(failed(one.path, new UserError('file-empty', { file: one.path })))
      kept.push(...own.files)
    } catch (cause) {
      if (isOne || !(cause instanceof UserError)) throw cause
      parts.push(failed(one.path, cause))
    }
  }
  if (found.length > LIMITS.readFiles)
    parts.push(leftOut(paths[0] ?? '', [{ name: `${found.length}`, why: 'too-many' }]))
  return { parts, files: kept }
}

/** Parts of one file's bytes; an archive's files each in their own right. */
export async function fromBytes(file: Brought, reading: Reading): Promise<Gathered> {
  const opened = await reading.archives.open(file.name, file.bytes)
  if (opened === null) return { parts: ownParts(file, reading), files: [file] }
  const files = opened.files.map(
    (one): Brought => ({ ...one, mtimeMs: one.mtimeMs ?? file.mtimeMs }),
  )
  const parts = files.flatMap((one) => ownParts(one, reading))
  const skipped = opened.skipped.length === 0 ? [] : [leftOut(file.name, opened.skipped)]
  return { parts: [...(files.length === 1 ? parts : tidied(parts)), ...skipped], files }
}

/** What the kit printed has no parts: it is a capture. */
function ownParts(file: Brought, reading: Reading): readonly RawPart[] {
  return isKit(file, reading) ? [] : partsOf(file, reading.formats, reading.as)
}

function isKit({ bytes }: Brought, { as }: Reading): boolean {
  return as === null && kitIn(bytes) !== null
}

/** Of many files, those of no kind are one part each, and only where a name or a tool's mark says they should be read. */
function tidied(parts: readonly RawPart[]): readonly RawPart[] {
  const known = parts.filter((part) => part.format !== null)
  const unknown = parts.filter(
    ({ format, expected, looksLike }) =>
      format === null && (expected || (looksLike !== null && !isBeside(looksLike))),
  )
  return [...known, ...unknown]
}

/** What of an archive or folder was not opened, and why, as a part. */
function leftOut(name: string, skipped: readonly Skipped[]): RawPart {
  const [first] = skipped
  const loss: Loss = {
    code: 'skipped',
    source: UNKNOWN,
    line: null,
    count: skipped.length,
    sample: sampleOf(first === undefined ? '' : `${first.name}: ${first.why}`),
  }
  return bare(name, { skipped: skipped.slice(0, SHOWN_SKIPPED) }, loss)
}

const SHOWN_SKIPPED = 100

function failed(name: string, error: UserError): RawPart {
  const sample = sampleOf(`${error.code} ${String(error.params['detail'] ?? '')}`.trim())
  const loss: Loss = { code: 'skipped', source: UNKNOWN, line: null, count: 1, sample }
  return { ...bare(name, { error: error.code, ...error.params }, loss), expected: true }
}

function bare(name: string, value: unknown, loss: Loss): RawPart {
  return {
    name,
    kind: UNKNOWN,
    format: null,
    value,
    losses: [loss],
    lines: [0, 0],
    text: '',
    title: name,
    expected: false,
    looksLike: null,
    atMs: null,
    timeFrom: null,
    order: orderOf(name),
    pid: null,
  }
}
