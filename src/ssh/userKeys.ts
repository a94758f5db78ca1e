/** Private keys, parsed once per file and its time of change. Key material never leaves this file but to ssh2. */
import { readFile, stat } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { detailOf } from './failure.ts'

export class UserKeys {
  readonly #parsed = new Map<string, { readonly stamp: string; readonly key: ParsedKey }>()

  /**
   * Gives the host's keys, in their order. A file that is not there is passed over where another is; throws UserError
   * `key-unreadable` with the command that tells or mends why.
   */
  async keysOf(entry: HostEntry): Promise<readonly ParsedKey[]> {
    const read = await Promise.allSettled(
      entry.credentials.keyFiles.map((file) => this.#keyIn(entry.name, file)),
    )
    const keys = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const [failed] = read.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    if (keys.length === 0 && failed !== undefined) throw failed
    return keys
  }

  async #keyIn(host: string, file: string): Promise<ParsedKey> {
    const at = { host, file }
    const { stamp, read } = await changed(at)
    const known = this.#parsed.get(file)
    if (known !== undefined && known.stamp === stamp) return known.key
    const key = parse(at, await read())
    this.#parsed.set(file, { stamp, key })
    return key
  }
}

interface KeyFile {
  readonly host: string
  readonly file: string
}

async function changed(at: KeyFile): Promise<{ readonly stamp: string; read(): Promise<Buffer> }> {
  try {
    const { mtimeMs, size, ino } = await stat(at.file)
    return {
      stamp: `${mtimeMs} ${size} ${ino}`,
      read: () => readFile(at.file).catch((cause) => Promise.reject(notRead(at, cause))),
    }
  } catch (cause) {
    throw notRead(at, cause)
  }
}

function parse(entry: KeyFile, text: Buffer): ParsedKey {
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

function notRead(entry: KeyFile, cause: unknown): UserError {
  const detail = detailOf(cause)
  return /^EACCES/.test(detail)
    ? unreadable(entry, 'denied', detail, 'ls -l', cause)
    : unreadable(entry, 'missing', detail, "ssh-keygen -t ed25519 -N '' -f", cause)
}

/** `fix` is the command that mends it, or shows what is wrong with it. */
function unreadable(
  { host, file }: KeyFile,
  reason: string,
  detail: string,
  command: string,
  cause?: unknown,
): UserError {
  return new UserError(
    'key-unreadable',
    { host, file, path: file, reason, detail, fix: `${command} ${file}` },
    cause,
  )
}
