/**
 * known_hosts, as sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT" has it. Pure but for the HMAC.
 *
 *     db1.example.com,10.0.0.5 ssh-ed25519 AAAAC3Nz...
 *     |1|Wd0z4Kc6B2w=|x9LB1gX0dY8=  ssh-rsa AAAAB3Nz...      (hashed: HMAC-SHA1 of the name, keyed by the salt)
 *     [db1]:2222,*.db,!old.db ecdsa-sha2-nistp256 AAAAE2Vj...
 *     @revoked * ssh-ed25519 AAAAC3Nz...
 *     @cert-authority *.db ssh-rsa AAAAB3Nz...               (host certificates: ssh2 has none, so: unknown)
 */
import { createHash, createHmac } from 'node:crypto'
import type { ServerHostKeyAlgorithm } from 'ssh2'

export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority'
  readonly type: string
  readonly key: Buffer
}

export type Verdict = 'known' | 'unknown' | 'changed' | 'revoked'

export const DEFAULT_PORT = 22

/** What is offered at all: SHA-1 signatures and DSA are not, nor what ssh2 cannot do (certificates, FIDO). */
const OFFERED: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/** How a host is called in the files: its address, with the port where it is another than ssh's own. IPv6 has no other form. */
export function recordedAs(address: string, port: number): string {
  return (port === DEFAULT_PORT ? address : `[${address}]:${port}`).toLowerCase()
}

/** The lines of a known_hosts text that speak of this host, in order. Lines that are not understood are passed over. */
export function knownFor(text: string, address: string, port: number): readonly KnownHost[] {
  const name = recordedAs(address, port)
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const marker = markerOf(fields[0] ?? '')
    if (marker === null) return []
    const [names, type, key] = marker === 'none' ? fields : fields.slice(1)
    if (names === undefined || type === undefined || key === undefined) return []
    return matches(names, name) ? [{ marker, type, key: Buffer.from(key, 'base64') }] : []
  })
}

/** Judges the key that a host showed. A host that is recorded with another key, of any type, has changed. */
export function judge(known: readonly KnownHost[], shown: Buffer): Verdict {
  const same = known.filter((entry) => entry.key.equals(shown))
  if (same.some((entry) => entry.marker === 'revoked')) return 'revoked'
  if (same.some((entry) => entry.marker === 'none')) return 'known'
  return known.some((entry) => entry.marker === 'none') ? 'changed' : 'unknown'
}

/**
 * Host key algorithms to offer: only those of recorded keys, because a host with several keys else shows its
 * preferred one and an RSA-only record looks changed. Empty when nothing is recorded.
 */
export function algorithmsFor(known: readonly KnownHost[]): readonly ServerHostKeyAlgorithm[] {
  const types = new Set(known.filter((entry) => entry.marker === 'none').map((entry) => entry.type))
  return OFFERED.filter((name) => types.has(name) || (types.has('ssh-rsa') && isRsa(name)))
}

/** `SHA256:...` as ssh and ssh-keygen print it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** The type that a key's own blob names, `ssh-ed25519`; empty when it is no key. */
export function typeOf(key: Buffer): string {
  if (key.length < 4) return ''
  return key.toString('latin1', 4, Math.min(key.length, 4 + key.readUInt32BE(0), 64))
}

/** An RSA key signs with SHA-2; its type in the file is still ssh-rsa (RFC 8332). */
function isRsa(name: ServerHostKeyAlgorithm): boolean {
  return name.startsWith('rsa-sha2-')
}

/** Null for an empty line, a comment or a marker that is not known. */
function markerOf(first: string): KnownHost['marker'] | null {
  if (first === '' || first.startsWith('#')) return null
  if (!first.startsWith('@')) return 'none'
  if (first === '@revoked') return 'revoked'
  return first === '@cert-authority' ? 'cert-authority' : null
}

function matches(names: string, name: string): boolean {
  if (names.startsWith('|')) return matchesHashed(names, name)
  const patterns = names.toLowerCase().split(',')
  const denied = patterns.some((one) => one.startsWith('!') && matchesPattern(one.slice(1), name))
  return !denied && patterns.some((one) => !one.startsWith('!') && matchesPattern(one, name))
}

function matchesHashed(field: string, name: string): boolean {
  const [, version, salt, hash] = field.split('|')
  if (version !== '1' || salt === undefined || hash === undefined) return false
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return made.equals(Buffer.from(hash, 'base64'))
}

/** `*` and `?` alone are special. Two positions and no recursion: a hostile pattern cannot take exponential time. */
function matchesPattern(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let i = 0; i < name.length; ) {
    if (pattern[at] === '*') {
      star = at
      resume = i
      at += 1
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[i])) {
      at += 1
      i += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      i = resume
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}
