/** From what people name or share to series, as they are read: nothing is held but what one line or table needs. */
import { UserError } from '../../domain/errors.ts'
import { LIMITS } from '../../domain/limits.ts'
import { type Loss, type LossLog, sampleOf } from '../../domain/parsed.ts'
import type { Archives, Files } from '../../domain/ports.ts'
import { type FoundSeries, SERIES } from '../../parsers/series/found.ts'
import { type Line, LineCutter } from '../../parsers/series/lines.ts'
import { SeriesReader } from '../../parsers/series/reader.ts'

export type SeriesItem =
  | { readonly kind: 'series'; readonly file: string; readonly series: FoundSeries }
  /** Something of a file that was not read, or that is to be known of it. */
  | { readonly kind: 'loss'; readonly file: string; readonly loss: Loss }
  /** A file that gave nothing at all. */
  | { readonly kind: 'failed'; readonly file: string; readonly error: UserError }
  | { readonly kind: 'zoneless'; readonly file: string }

/** Reads all paths, folders too. Never throws a UserError: what is wrong with a file is an item. */
export async function* seriesFromPaths(
  paths: readonly string[],
  files: Files,
  archives: Archives,
): AsyncIterable<SeriesItem> {
  let count = 0
  for (const path of paths) {
    try {
      for (const { path: file } of await files.list(path)) {
        count += 1
        if (count > LIMITS.readFiles) {
          yield loss(path, 'too-many', null, file)
          return
        }
        yield* guarded(file, seriesFromChunks(file, files.chunks(file), archives))
      }
    } catch (cause) {
      yield failure(path, cause)
    }
  }
}

/** Reads one file's bytes as they come; an archive is opened and its files read each for itself. */
export async function* seriesFromChunks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  archives: Archives,
): AsyncIterable<SeriesItem> {
  const head: Uint8Array[] = []
  const iterator = chunks[Symbol.asyncIterator]()
  while (lengthOf(head) < ARCHIVE_HEAD_BYTES) {
    const next = await iterator.next()
    if (next.done === true) break
    head.push(next.value)
  }
  const all = restOf(head, iterator)
  if (!isPacked(joined(head))) {
    yield* readText(name, all)
    return
  }
  const opened = await archives.open(name, await whole(name, all))
  for (const { name: why, why: code } of opened?.skipped ?? [])
    yield loss(name, 'skipped', null, `${why}: ${code}`)
  for (const file of opened?.files ?? [])
    yield* guarded(file.name, readText(file.name, [file.bytes]))
}

async function* readText(
  file: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterable<SeriesItem> {
  const reader = new SeriesReader(file)
  let found = 0
  let sample = ''
  for await (const { text, number } of linesOf(chunks, reader.losses)) {
    if (sample === '') sample = sampleOf(text.trim())
    for (const series of reader.line(text, number)) {
      found += 1
      yield { kind: 'series', file, series }
    }
  }
  for (const series of reader.end()) {
    found += 1
    yield { kind: 'series', file, series }
  }
  const losses = reader.losses.all()
  if (found === 0) throw nothingIn(file, losses, sample)
  for (const one of losses) yield { kind: 'loss', file, loss: one }
  if (reader.zoneless) yield { kind: 'zoneless', file }
}

async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  losses: LossLog,
): AsyncIterable<Line> {
  const cutter = new LineCutter(losses)
  for await (const chunk of chunks) yield* cutter.take(chunk)
  yield* cutter.end()
}

function nothingIn(file: string, losses: readonly Loss[], firstLine: string): UserError {
  const [first] = losses
  if (firstLine === '') return new UserError('file-empty', { file, line: 0 })
  return new UserError('no-series', {
    file: `${file}:${first?.line ?? 1}`,
    sample: first?.sample ?? firstLine,
  })
}

/** A file that cannot be read is told, and the next one is read. */
async function* guarded(file: string, items: AsyncIterable<SeriesItem>): AsyncIterable<SeriesItem> {
  try {
    yield* items
  } catch (cause) {
    yield failure(file, cause)
  }
}

function failure(file: string, cause: unknown): SeriesItem {
  if (!(cause instanceof UserError)) throw cause
  return { kind: 'failed', file, error: cause }
}

function loss(file: string, code: Loss['code'], line: number | null, sample: string): SeriesItem {
  return {
    kind: 'loss',
    file,
    loss: { code, source: SERIES, line, count: 1, sample: sampleOf(sample) },
  }
}

/** A tar tells itself by its first block. */
const ARCHIVE_HEAD_BYTES = 512

function isPacked(head: Uint8Array): boolean {
  const [a, b] = head
  if ((a === 0x1f && b === 0x8b) || (a === 0x50 && b === 0x4b)) return true
  return new TextDecoder('latin1').decode(head.subarray(257, 262)) === 'ustar'
}

async function whole(name: string, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) {
    parts.push(chunk)
    const sizeBytes = lengthOf(parts)
    if (sizeBytes > LIMITS.readFileBytes)
      throw new UserError('file-too-large', {
        file: name,
        sizeBytes,
        limitBytes: LIMITS.readFileBytes,
      })
  }
  return joined(parts)
}

async function* restOf(
  head: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield* head.splice(0)
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
