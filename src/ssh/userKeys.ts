/** Private keys, parsed once per file and its time of change. Key material never leaves this file but to ssh2. */
import { readFile, stat } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'

export class UserKeys {
  readonly #parsed = new Map<string, { readonly stamp: string; readonly key: ParsedKey }>()

  /** Gives the host's key. Throws UserError `key-unreadable` with the command that tells or mends why. */
  async keyOf(entry: HostEntry): Promise<ParsedKey> {
    const path = entry.keyFile
    const text = await this.#changed(entry)
    const known = this.#parsed.get(path)
    if (known !== undefined && known.stamp === text.stamp) return known.key
    const key = parse(entry, await text.read())
    this.#parsed.set(path, { stamp: text.stamp, key })
    return key
  }

  async #changed(entry: HostEntry): Promise<{ readonly stamp: string; read(): Promise<Buffer> }> {
    try {
      const { mtimeMs, size, ino } = await stat(entry.keyFile)
      return {
        stamp: `${mtimeMs} ${size} ${ino}`,
        read: () => readFile(entry.keyFile).catch((cause) => Promise.reject(notRead(entry, cause))),
      }
    } catch (cause) {
      throw notRead(entry, cause)
    }
  }
}

function parse(entry: HostEntry, text: Buffer): ParsedKey {
  const key = ssh2.utils.parseKey(text)
  if (!(key instanceof Error)) {
    const one = Array.isArray(key) ? key[0] : key
    if (one?.isPrivateKey() === true) return one
    throw unreadable(entry, 'not-private', `ssh-keygen -l -f ${entry.keyFile}`)
  }
  if (/encrypted/i.test(key.message)) {
    throw unreadable(entry, 'encrypted', `ssh-keygen -p -N '' -f ${entry.keyFile}`)
  }
  throw unreadable(entry, 'not-a-key', `ssh-keygen -l -f ${entry.keyFile}`)
}

function notRead(entry: HostEntry, cause: unknown): UserError {
  const denied = cause instanceof Error && 'code' in cause && cause.code === 'EACCES'
  return denied
    ? unreadable(entry, 'denied', `ls -l ${entry.keyFile}`, cause)
    : unreadable(entry, 'missing', `ssh-keygen -t ed25519 -N '' -f ${entry.keyFile}`, cause)
}

function unreadable(entry: HostEntry, reason: string, fix: string, cause?: unknown): UserError {
  return new UserError(
    'key-unreadable',
    { host: entry.name, path: entry.keyFile, reason, fix },
    cause,
  )
}
