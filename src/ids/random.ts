/** Random ids of the machine. */
import { createHash, randomBytes } from 'node:crypto'
import type { Ids } from '../domain/ports.ts'

/** Crockford's letters, lower case: no i, l, o or u to be misread or to spell with. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
/** 50 bits: a million runs share none but with a chance of 1 in 2000. */
const ID_CHARS = 10
const NONCE_BYTES = 8

/** Ids of 10 base32 letters; nonces of 16 hex digits (64 bits, more than evidence can guess). */
export function randomIds(): Ids {
  return {
    // 256 is a multiple of 32, so that each letter is as likely.
    id: () => [...randomBytes(ID_CHARS)].map((byte) => LETTERS[byte % LETTERS.length]).join(''),
    nonce: () => randomBytes(NONCE_BYTES).toString('hex'),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  }
}
