/** The check of one host's key while connecting, and the error that tells what to do about a refusal. */
import { readFile } from 'node:fs/promises'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { detailOf } from './failure.ts'
import {
  algorithmsFor,
  fingerprint,
  judge,
  type KnownHost,
  knownFor,
  typeOf,
  type Verdict,
} from './knownHosts.ts'

export class HostKeyCheck {
  readonly #entry: HostEntry
  readonly #known: readonly KnownHost[]
  #refused: { readonly verdict: Exclude<Verdict, 'known'>; readonly key: Buffer } | null = null

  constructor(entry: HostEntry, known: readonly KnownHost[]) {
    this.#entry = entry
    this.#known = known
  }

  /** What to offer; empty for "whatever the host prefers", which is only asked for to name the key it has. */
  algorithms(): readonly ServerHostKeyAlgorithm[] {
    return algorithmsFor(this.#known)
  }

  /** True when the key is recorded for this host. Remembers a refusal. */
  accepts(key: Buffer): boolean {
    const verdict = judge(this.#known, key)
    if (verdict === 'known') return true
    this.#refused = { verdict, key }
    return false
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

/** Reads the host's known_hosts files; those that are not there say nothing. Throws UserError `no-known-hosts` when none can be read. */
export async function hostKeyCheck(entry: HostEntry): Promise<HostKeyCheck> {
  const read = await Promise.allSettled(entry.knownHostsFiles.map((file) => readFile(file, 'utf8')))
  const texts = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (texts.length > 0) {
    return new HostKeyCheck(
      entry,
      texts.flatMap((text) => knownFor(text, entry.address, entry.port)),
    )
  }
  const cause = read.find((one) => one.status === 'rejected')?.reason
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
