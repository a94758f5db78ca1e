/**
 * A private key that was opened with its passphrase, as text that is parsed at once: no key derivation is left in it.
 *
 *     -----BEGIN OPENSSH PRIVATE KEY-----
 *     b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB...
 */
import { createPrivateKey } from 'node:crypto'
import type { ParsedKey } from 'ssh2'

const MAGIC = 'openssh-key-v1\0'
/** Of a cipher that there is none of (PROTOCOL.key): the secret part is padded to eights. */
const BLOCK_BYTES = 8
const LINE_CHARS = 70

/** RSA and ECDSA as PEM; Ed25519, whose PEM ssh2 does not read, in OpenSSH's own form. */
export function plainText(key: ParsedKey): string {
  const pem = key.getPrivatePEM()
  return key.type === 'ssh-ed25519' ? openSshText(pem, key.getPublicSSH()) : pem
}

/** OpenSSH's PROTOCOL.key, with neither cipher nor key derivation. */
function openSshText(pem: string, publicBlob: Buffer): string {
  const { d, x } = createPrivateKey(pem).export({ format: 'jwk' })
  if (d === undefined || x === undefined) throw new Error('no Ed25519 key')
  const point = Buffer.from(x, 'base64url')
  const secret = Buffer.concat([
    // Two equal numbers, by which a wrong passphrase would be told.
    Buffer.alloc(8),
    text('ssh-ed25519'),
    text(point),
    text(Buffer.concat([Buffer.from(d, 'base64url'), point])),
    text(''),
  ])
  const missing = (BLOCK_BYTES - (secret.length % BLOCK_BYTES)) % BLOCK_BYTES
  const padding = Buffer.from(Array.from({ length: missing }, (_, at) => at + 1))
  const whole = Buffer.concat([
    Buffer.from(MAGIC),
    text('none'),
    text('none'),
    text(''),
    number(1),
    text(publicBlob),
    text(Buffer.concat([secret, padding])),
  ])
  const lines = whole.toString('base64').match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? []
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}
