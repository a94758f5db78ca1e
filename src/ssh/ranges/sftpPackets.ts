/** Packets of the SFTP protocol, version 3 (draft-ietf-secsh-filexfer-02): the few that reading needs. */
import type { FileAbout } from '../../domain/memory.ts'
import { SECOND_MS } from '../../domain/time.ts'

export const SFTP = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  fstat: 8,
  stat: 17,
  status: 101,
  handle: 102,
  data: 103,
  attrs: 105,
} as const
export const STATUS = { ok: 0, eof: 1, noSuchFile: 2, denied: 3, failure: 4 } as const

const VERSION = 3
const OPEN_READ = 1
const ATTR_SIZE = 1
const ATTR_OWNER = 2
const ATTR_MODE = 4
const ATTR_TIME = 8

export function initPacket(): Buffer {
  return packet(SFTP.init, number(VERSION))
}

/** Opens for reading alone: no other flag is ever set. */
export function openPacket(id: number, path: string): Buffer {
  return packet(SFTP.open, number(id), text(Buffer.from(path)), number(OPEN_READ), number(0))
}

export function statPacket(id: number, path: string): Buffer {
  return packet(SFTP.stat, number(id), text(Buffer.from(path)))
}

export function fstatPacket(id: number, handle: Buffer): Buffer {
  return packet(SFTP.fstat, number(id), text(handle))
}

export function closePacket(id: number, handle: Buffer): Buffer {
  return packet(SFTP.close, number(id), text(handle))
}

export function readPacket(id: number, handle: Buffer, at: number, bytes: number): Buffer {
  const where = Buffer.allocUnsafe(8)
  where.writeBigUInt64BE(BigInt(at))
  return packet(SFTP.read, number(id), text(handle), where, number(bytes))
}

/** The mode in the attributes of a file; null where the server gives none. */
export function modeOf(attrs: Buffer): number | null {
  if (attrs.length < 4) return null
  const flags = attrs.readUInt32BE(0)
  const at = 4 + ((flags & ATTR_SIZE) === 0 ? 0 : 8) + ((flags & ATTR_OWNER) === 0 ? 0 : 8)
  return (flags & ATTR_MODE) === 0 || attrs.length < at + 4 ? null : attrs.readUInt32BE(at)
}

/** Size and time of change in the attributes of a file; null where the server gives not both. */
export function aboutOf(attrs: Buffer): FileAbout | null {
  if (attrs.length < 4) return null
  const flags = attrs.readUInt32BE(0)
  const needed = ATTR_SIZE | ATTR_TIME
  if ((flags & needed) !== needed) return null
  // Owner and mode stand between them; the time of the last read is before that of the last change.
  const timeAt =
    4 + 8 + ((flags & ATTR_OWNER) === 0 ? 0 : 8) + ((flags & ATTR_MODE) === 0 ? 0 : 4) + 4
  if (attrs.length < timeAt + 4) return null
  const sizeBytes = Number(attrs.readBigUInt64BE(4))
  return Number.isSafeInteger(sizeBytes)
    ? { sizeBytes, modifiedAtMs: attrs.readUInt32BE(timeAt) * SECOND_MS }
    : null
}

/** A string that stands at the start of what is left of a packet; null when it is cut. */
export function textIn(rest: Buffer): Buffer | null {
  if (rest.length < 4) return null
  const length = rest.readUInt32BE(0)
  return rest.length < 4 + length ? null : rest.subarray(4, 4 + length)
}

function packet(type: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 1)
  return Buffer.concat([number(length), Buffer.from([type]), ...parts])
}

function number(value: number): Buffer {
  const out = Buffer.allocUnsafe(4)
  out.writeUInt32BE(value)
  return out
}

function text(bytes: Buffer): Buffer {
  return Buffer.concat([number(bytes.length), bytes])
}
