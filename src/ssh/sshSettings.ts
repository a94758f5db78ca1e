/**
 * What `ssh -G NAME` prints (ssh(1), OpenSSH 6.8 and later): the settings that ssh itself would use, one a line, lists
 * between spaces, a key that may come several times on a line for each. Pure.
 *
 *     host db1
 *     user ops
 *     hostname 10.0.0.7
 *     port 2222
 *     identitiesonly no
 *     hostkeyalias db1-key
 *     proxyjump gate@bastion:2200,[2001:db8::5]:22
 *     identityfile ~/.ssh/id_rsa
 *     identityfile /etc/keys/%h
 *     globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
 *     userknownhostsfile /home/ops/.ssh/known_hosts /home/ops/.ssh/known_hosts2
 *     identityagent SSH_AUTH_SOCK
 *     certificatefile ~/.ssh/id_rsa-cert.pub
 *     proxycommand nc %h %p
 */

/** One host of a ProxyJump; user and port where they are written there. */
export interface Hop {
  readonly host: string
  readonly user: string
  /** 0 where it is not written. */
  readonly port: number
}

export interface SshSettings {
  readonly hostname: string
  readonly user: string
  /** 0 where it was none. */
  readonly port: number
  /** As written: `~` and `%h` stand for what login.ts fills in. */
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  /** `none`, `SSH_AUTH_SOCK`, a variable (`$NAME`) or a path; empty where nothing is said. */
  readonly identityAgent: string
  /** Those of the user first. */
  readonly knownHostsFiles: readonly string[]
  readonly hostKeyAlias: string
  /** The hosts on the way, the first to be reached first. Null where there is one that cannot be read. */
  readonly jumps: readonly Hop[] | null
  /** Whether it takes a program or a certificate, which only ssh itself can use. */
  readonly onlyByOpenssh: boolean
}

const NONE = 'none'

/** Null when it is no such output: no line names the host that would be reached. */
export function parseSshSettings(text: string): SshSettings | null {
  const lines = text.split('\n').map((line) => /^(\S+)\s+(.*?)\s*$/.exec(line))
  const all = (key: string): readonly string[] =>
    lines.flatMap((match) => (match?.[1]?.toLowerCase() === key ? [match[2] ?? ''] : []))
  const one = (key: string): string => all(key)[0] ?? ''
  const hostname = one('hostname')
  if (!isHostname(hostname)) return null
  const list = (key: string): readonly string[] =>
    one(key)
      .split(/\s+/)
      .filter((word) => word !== '' && word !== NONE)
  const told = (key: string): boolean => all(key).some((word) => word !== '' && word !== NONE)
  return {
    hostname,
    user: one('user'),
    port: portOf(one('port')) ?? 0,
    identityFiles: all('identityfile').filter((file) => file !== NONE),
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: one('identityagent'),
    knownHostsFiles: [...list('userknownhostsfile'), ...list('globalknownhostsfile')],
    hostKeyAlias: one('hostkeyalias') === NONE ? '' : one('hostkeyalias'),
    jumps: told('proxyjump') ? hopsOf(one('proxyjump')) : [],
    onlyByOpenssh: told('proxycommand') || told('certificatefile'),
  }
}

/** `[user@]host[:port]`, `ssh://...`, several between commas (ssh_config(5), ProxyJump). */
function hopsOf(text: string): readonly Hop[] | null {
  const hops = text.split(',').map(hopOf)
  return hops.every((hop) => hop !== null) ? hops : null
}

const HOP =
  /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]]+)\]|([^:[\]\s/]+)|([0-9A-Fa-f:.]+))(?::(\d+))?\/?$/

function hopOf(text: string): Hop | null {
  const match = HOP.exec(text.trim())
  if (match === null) return null
  const [, user = '', bracketed, name, bare, port] = match
  const host = bracketed ?? name ?? bare ?? ''
  const number = port === undefined ? 0 : portOf(port)
  return isHostname(host) && number !== null && !user.startsWith('-')
    ? { host, user, port: number }
    : null
}

const PORT_MAX = 65_535

function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= PORT_MAX ? port : null
}

/** A name or address that is nothing else: no option, no list, no path. */
function isHostname(text: string): boolean {
  return /^[\p{L}\p{N}_:][\p{L}\p{N}_.:%-]{0,254}$/u.test(text)
}
