/** A file that was shared in a chat -> its answer. Runs in a worker: what goes in and comes out is data. */
import { UserError } from '../../domain/errors.ts'
import { looksLikeSeries } from '../../parsers/series/reader.ts'
import type { Done } from '../command.ts'
import type { ReadAnswer, SharedFile } from '../fileReader.ts'
import { readBytes } from '../readFile.ts'
import { seriesFromChunks } from '../series/items.ts'
import { readSeries } from '../series/read.ts'
import type { Reader } from './reader.ts'

/** Throws bugs only. `json` stays here: in chats nobody reads it, and it may be many times the message. */
export async function answerShared(reader: Reader, file: SharedFile): Promise<ReadAnswer> {
  try {
    const { message, exit } = await doneOf(reader, file)
    return { done: { message, exit, json: undefined } }
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause
    return { error: { code: cause.code, params: cause.params } }
  }
}

async function doneOf(reader: Reader, { name, bytes, lang }: SharedFile): Promise<Done> {
  const head = new TextDecoder().decode(bytes.subarray(0, SERIES_HEAD_BYTES))
  return looksLikeSeries(head)
    ? readSeries(reader, seriesFromChunks(name, oneChunk(bytes), reader.archives), lang, null)
    : readBytes(reader, { name, bytes, mtimeMs: null }, null, lang)
}

/** Its first lines tell; a table of many columns has long ones. */
const SERIES_HEAD_BYTES = 64 * 1024

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
