/** ssh2's and the system's words for a failed connection -> the error that people are shown. */
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'

const REFUSED = new Set(['ECONNREFUSED'])
const TIMED_OUT = new Set(['ETIMEDOUT'])
const BROKEN = new Set(['ECONNRESET', 'EPIPE'])

/** Classifies what ended a connection before it was ready (texts of ssh2 1.17: lib/client.js, lib/protocol/). */
export function connectFailure(entry: HostEntry, cause: unknown): UserError {
  const at = { host: entry.name, address: entry.address, port: entry.port }
  const detail = detailOf(cause)
  const code = textField(cause, 'code')
  const level = levelOf(cause)
  if (REFUSED.has(code)) return new UserError('connection-refused', at, cause)
  if (TIMED_OUT.has(code) || level === 'client-timeout') {
    return new UserError('connection-timeout', { ...at, detail }, cause)
  }
  if (BROKEN.has(code) || /lost before handshake|closed before/i.test(detail)) {
    return new UserError('connection-lost', { ...at, detail }, cause)
  }
  return new UserError('host-unreachable', { ...at, detail }, cause)
}

/** True when host and client found no host key type in common. */
export function noCommonHostKey(cause: unknown): boolean {
  return /no matching host key/i.test(detailOf(cause))
}

const DETAIL_CHARS = 200

/** One line of what happened. ssh2's messages hold no key material. */
export function detailOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.replace(/\s+/g, ' ').slice(0, DETAIL_CHARS)
}

/** Where ssh2 says that an error comes from (`agent`, `handshake`, `client-authentication`); empty where it does not. */
export function levelOf(cause: unknown): string {
  return textField(cause, 'level')
}

function textField(cause: unknown, name: string): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const field: unknown = Reflect.get(cause, name)
  return typeof field === 'string' ? field : ''
}
