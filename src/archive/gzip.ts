/** gzip (RFC 1952) with a bound on what comes out; a file that was cut gives what is there. */
import { promisify } from 'node:util'
import { constants, gunzip, inflateRaw } from 'node:zlib'
import { UserError } from '../domain/errors.ts'
import { MOST_RATIO, RATIO_FROM_BYTES } from './limits.ts'

const unzip = promisify(gunzip)
const inflate = promisify(inflateRaw)

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

export interface Unpacked {
  readonly bytes: Uint8Array
  /** True when the end was missing. */
  readonly cut: boolean
}

/** Unpacks. Throws UserError `archive-too-large` for more than the bound, `archive-unreadable` for what is no gzip. */
export async function unpackGzip(
  name: string,
  bytes: Uint8Array,
  mostBytes: number,
): Promise<Unpacked> {
  const bound = boundOf(bytes.length, mostBytes)
  try {
    return { bytes: await unzip(bytes, { maxOutputLength: bound }), cut: false }
  } catch (cause) {
    if (codeOf(cause) !== 'Z_BUF_ERROR') throw refused(name, bound, cause)
  }
  try {
    const partial = { maxOutputLength: bound, finishFlush: constants.Z_SYNC_FLUSH }
    return { bytes: await unzip(bytes, partial), cut: true }
  } catch (cause) {
    throw refused(name, bound, cause)
  }
}

/** Unpacks one deflated entry of a zip; the same bounds and errors. */
export async function unpackRaw(
  name: string,
  bytes: Uint8Array,
  mostBytes: number,
): Promise<Uint8Array> {
  const bound = boundOf(bytes.length, mostBytes)
  try {
    return await inflate(bytes, { maxOutputLength: bound })
  } catch (cause) {
    throw refused(name, bound, cause)
  }
}

function boundOf(packedBytes: number, mostBytes: number): number {
  return Math.max(1, Math.min(mostBytes, Math.max(RATIO_FROM_BYTES, packedBytes * MOST_RATIO)))
}

function refused(name: string, limitBytes: number, cause: unknown): UserError {
  if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE')
    return new UserError('archive-too-large', { file: name, limitBytes }, cause)
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new UserError('archive-unreadable', { file: name, detail }, cause)
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
