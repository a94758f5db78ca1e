/** ssh's own words for a connection that did not come about -> the error that people are shown. */
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import { detailOf } from '../failure.ts'

/** What is known of the peer when ssh gives up; the inventory's words where it never came so far. */
export interface Peer {
  readonly address: string
  readonly port: number
  readonly user: string
  /** Of the key that was shown; empty where none was. */
  readonly type: string
  readonly fingerprint: string
}

type Rule = readonly [RegExp, (entry: HostEntry, peer: Peer, detail: string) => UserError]

/** The first rule that any line matches holds. Texts of OpenSSH 7.4 to 10 (sshconnect.c, sshconnect2.c, packet.c). */
const RULES: readonly Rule[] = [
  [/REVOKED HOST KEY|is marked as revoked/, hostKey('host-key-revoked')],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|host key for .* has changed/,
    hostKey('host-key-changed'),
  ],
  [/no matching host key type/i, hostKey('host-key-changed')],
  [
    /host key is known for|Host key verification failed|Certificate invalid|No matching CA found/,
    hostKey('host-key-unknown'),
  ],
  [/Permission denied \(|Too many authentication failures|No more authentication/, authFailed],
  [/: Connection refused/, at('connection-refused')],
  [/timed out|not responding/i, at('connection-timeout')],
  [
    /Connection (?:closed|reset)|Broken pipe|closed by remote host|Connection to .* closed/i,
    at('connection-lost'),
  ],
]

/** Gives the error for what ssh said before it ended. */
export function opensshFailure(entry: HostEntry, peer: Peer, words: readonly string[]): UserError {
  for (const [pattern, make] of RULES) {
    const line = words.find((one) => pattern.test(one))
    if (line !== undefined) return make(entry, peer, detailOf(line))
  }
  return at('host-unreachable')(entry, peer, detailOf(words.at(-1) ?? 'ssh ended without a word'))
}

/** What the connection says of itself when it ended later. */
export function lastWords(words: readonly string[]): string {
  return detailOf(words.at(-1) ?? '')
}

function at(
  code: 'connection-refused' | 'connection-timeout' | 'connection-lost' | 'host-unreachable',
): Rule[1] {
  return (entry, peer, detail) => {
    // A jump host's own line names it.
    const [, address = peer.address, port = peer.port] =
      /connect to host (\S+) port (\d+)/.exec(detail) ?? []
    return new UserError(code, { host: entry.name, address, port: Number(port), detail })
  }
}

function authFailed(entry: HostEntry, peer: Peer, detail: string): UserError {
  const [, user = peer.user] = /^(\S+)@\S+: Permission denied/.exec(detail) ?? []
  return new UserError('auth-failed', {
    host: entry.name,
    address: peer.address,
    port: peer.port,
    user,
    path: entry.credentials.keyFiles.join(', '),
    detail,
  })
}

function hostKey(code: 'host-key-unknown' | 'host-key-changed' | 'host-key-revoked'): Rule[1] {
  return (entry, { address, port, type, fingerprint }) =>
    new UserError(code, {
      host: entry.name,
      address,
      port,
      type,
      fingerprint,
      file: entry.knownHostsFiles[0] ?? '~/.ssh/known_hosts',
    })
}
