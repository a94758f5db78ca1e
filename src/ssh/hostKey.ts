/** The check of one host's key while connecting, and the error that tells what to do about a refusal. */
import { readFile } from 'node:fs/promises'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { ShownKey } from '../domain/ports.ts'
import { detailOf } from './failure.ts'
import {
  algorithmsFor,
  DEFAULT_PORT,
  fingerprint,
  judge,
  type KnownHost,
  knownFor,
  recordedAs,
  typeOf,
  type Verdict,
} from './knownHosts.ts'

/** What the files say of a host, and of its address at the usual port: ssh looks there too (sshconnect.c). */
interface Records {
  readonly known: readonly KnownHost[]
  readonly atUsualPort: readonly KnownHost[]
}

export class HostKeyCheck {
  readonly #entry: HostEntry
  readonly #records: Records
  #refused: { readonly verdict: Exclude<Verdict, 'known'>; readonly key: Buffer } | null = null

  constructor(entry: HostEntry, records: Records) {
    this.#entry = entry
    this.#records = records
  }

  /** What to offer; empty for "whatever the host prefers", which is only asked for to name the key it has. */
  algorithms(): readonly ServerHostKeyAlgorithm[] {
    const own = algorithmsFor(this.#records.known)
    return own.length > 0 ? own : algorithmsFor(this.#records.atUsualPort)
  }

  /** True when the key is recorded for this host. Remembers a refusal. */
  accepts(key: Buffer): boolean {
    const verdict = this.judge(key)
    if (verdict === 'known') return true
    this.#refused = { verdict, key }
    return false
  }

  judge(key: Buffer): Verdict {
    const verdict = judge(this.#records.known, key)
    if (verdict !== 'unknown') return verdict
    // What is recorded for another port of this address may be another host's.
    const other = judge(this.#records.atUsualPort, key)
    return other === 'changed' ? 'unknown' : other
  }

  /** Why the last key was refused, or null when none was. */
  error(): UserError | null {
    if (this.#refused === null) return null
    const { verdict, key } = this.#refused
    return new UserError(`host-key-${verdict}`, {
      host: this.#entry.name,
      address: this.#entry.address,
      port: this.#entry.port,
      type: typeOf(key),
      fingerprint: fingerprint(key),
      file: this.#entry.knownHostsFiles[0] ?? '',
    })
  }
}

/** Looks at the key that a host shows, and accepts none: nothing of the login is ever sent. */
export class HostKeyLook {
  readonly #entry: HostEntry
  readonly #check: HostKeyCheck
  #key: Buffer | null = null

  private constructor(entry: HostEntry, check: HostKeyCheck) {
    this.#entry = entry
    this.#check = check
  }

  /** A file that is not there yet records nothing. */
  static async at(entry: HostEntry): Promise<HostKeyLook> {
    const { texts } = await readRecords(entry)
    return new HostKeyLook(entry, new HostKeyCheck(entry, recordsIn(texts, entry)))
  }

  algorithms(): readonly ServerHostKeyAlgorithm[] {
    return this.#check.algorithms()
  }

  accepts(key: Buffer): boolean {
    this.#key = key
    return false
  }

  error(): null {
    return null
  }

  shown(): ShownKey | null {
    const key = this.#key
    if (key === null) return null
    const { name, address, port, knownHostsFiles } = this.#entry
    return {
      host: name,
      address,
      port,
      verdict: this.#check.judge(key),
      type: typeOf(key),
      fingerprint: fingerprint(key),
      key: key.toString('base64'),
      recordedAs: recordedName(this.#entry),
      file: knownHostsFiles[0] ?? '',
    }
  }
}

/** Reads the host's known_hosts files; those that are not there say nothing. Throws UserError `no-known-hosts` when none can be read. */
export async function hostKeyCheck(entry: HostEntry): Promise<HostKeyCheck> {
  const { texts, cause } = await readRecords(entry)
  if (texts.length > 0) return new HostKeyCheck(entry, recordsIn(texts, entry))
  throw new UserError(
    'no-known-hosts',
    {
      host: entry.name,
      address: entry.address,
      port: entry.port,
      file: entry.knownHostsFiles.join(', '),
      detail: cause === undefined ? '' : detailOf(cause),
    },
    cause,
  )
}

async function readRecords(
  entry: HostEntry,
): Promise<{ readonly texts: readonly string[]; readonly cause: unknown }> {
  const read = await Promise.allSettled(entry.knownHostsFiles.map((file) => readFile(file, 'utf8')))
  return {
    texts: read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    cause: read.find((one) => one.status === 'rejected')?.reason,
  }
}

function recordsIn(texts: readonly string[], entry: HostEntry): Records {
  const { address, port, hostKeyAlias } = entry
  const known = texts.flatMap((text) => knownFor(text, recordedName(entry), DEFAULT_PORT))
  const isUsual = hostKeyAlias !== '' || port === DEFAULT_PORT
  const usual = recordedAs(address, DEFAULT_PORT)
  return {
    known,
    atUsualPort: isUsual ? [] : texts.flatMap((text) => knownFor(text, usual, DEFAULT_PORT)),
  }
}

/** An alias stands for itself, whatever the port is (ssh_config(5) HostKeyAlias). */
function recordedName({ address, port, hostKeyAlias }: HostEntry): string {
  return hostKeyAlias === '' ? recordedAs(address, port) : hostKeyAlias.toLowerCase()
}
