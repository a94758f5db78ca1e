/** Private keys, parsed once per file and its time of change. Key material never leaves this file but to ssh2. */
import { readFile, stat } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { detailOf } from './failure.ts'

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
    throw unreadable(entry, 'not-private', 'holds no private key', 'ssh-keygen -l -f')
  }
  // ssh2's messages tell what is wrong with the form and hold nothing of the key.
  if (/encrypted/i.test(key.message)) {
    throw unreadable(entry, 'encrypted', key.message, "ssh-keygen -p -N '' -f")
  }
  throw unreadable(entry, 'not-a-key', key.message, 'ssh-keygen -l -f')
}

function notRead(entry: HostEntry, cause: unknown): UserError {
  const detail = detailOf(cause)
  return /^EACCES/.test(detail)
    ? unreadable(entry, 'denied', detail, 'ls -l', cause)
    : unreadable(entry, 'missing', detail, "ssh-keygen -t ed25519 -N '' -f", cause)
}

/** `fix` is the command that mends it, or shows what is wrong with it. */
function unreadable(
  entry: HostEntry,
  reason: string,
  detail: string,
  command: string,
  cause?: unknown,
): UserError {
  const file = entry.keyFile
  return new UserError(
    'key-unreadable',
    { host: entry.name, file, path: file, reason, detail, fix: `${command} ${file}` },
    cause,
  )
}
