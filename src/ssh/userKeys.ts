/** Private keys, parsed once per file and its time of change. Key material never leaves this room but to ssh2. */
import { readFile, stat } from 'node:fs/promises'
import ssh2, { type ParsedKey } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { detailOf } from './failure.ts'
import { openKey } from './openKey.ts'

export interface UserKey {
  readonly file: string
  readonly key: ParsedKey
}

/** Those that can be used, in the order in which the host names them, and why the others cannot. */
export interface UserKeysRead {
  readonly keys: readonly UserKey[]
  readonly failed: readonly UserError[]
}

export class UserKeys {
  readonly #parsed = new Map<string, { readonly stamp: string; readonly key: Promise<ParsedKey> }>()
  readonly #secrets: ReadonlyMap<string, string>
  readonly #program: () => string

  /** `program` gives the file of the built keyWorker; it is asked when a key is encrypted. */
  constructor(secrets: ReadonlyMap<string, string>, program: () => string) {
    this.#secrets = secrets
    this.#program = program
  }

  /** Reads the host's key files. What is wrong with one is a UserError `key-unreadable`, `key-locked` or `key-passphrase`. */
  async keysOf(entry: HostEntry): Promise<UserKeysRead> {
    const { keyFiles, passphraseEnv } = entry.credentials
    const read = await Promise.allSettled(
      keyFiles.map((file) => this.#keyIn({ host: entry.name, file, passphraseEnv })),
    )
    const failed = read.flatMap((one): readonly unknown[] =>
      one.status === 'rejected' ? [one.reason] : [],
    )
    const bug = failed.find((reason) => !(reason instanceof UserError))
    if (bug !== undefined) throw bug
    return {
      keys: read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      failed: failed.filter((reason) => reason instanceof UserError),
    }
  }

  async #keyIn(at: KeyFile): Promise<UserKey> {
    const stamp = await stampOf(at)
    // What one passphrase does not open another may.
    const name = `${at.passphraseEnv ?? ''}\0${at.file}`
    const known = this.#parsed.get(name)
    if (known !== undefined && known.stamp === stamp) return { file: at.file, key: await known.key }
    const key = this.#parse(at)
    this.#parsed.set(name, { stamp, key })
    return { file: at.file, key: await key }
  }

  async #parse(at: KeyFile): Promise<ParsedKey> {
    const text = await readFile(at.file, 'utf8').catch((cause) =>
      Promise.reject(notRead(at, cause)),
    )
    const key = ssh2.utils.parseKey(text)
    if (!(key instanceof Error)) return privateOf(at, key)
    // ssh2's messages tell what is wrong with the form and hold nothing of the key.
    if (/encrypted/i.test(key.message)) return privateOf(at, await this.#opened(at, text))
    throw unreadable(at, 'not-a-key', key.message, 'ssh-keygen -l -f')
  }

  async #opened(at: KeyFile, text: string): Promise<ParsedKey | ParsedKey[]> {
    const { host, file, passphraseEnv: name } = at
    const passphrase = name === null ? undefined : this.#secrets.get(name)
    if (passphrase === undefined)
      throw new UserError('key-locked', { host, file, name: name ?? '' })
    const opened = await openKey(this.#program(), { text, passphrase })
    if ('detail' in opened) {
      throw /unsupported/i.test(opened.detail)
        ? unreadable(at, 'not-a-key', opened.detail, 'ssh-keygen -l -f')
        : new UserError('key-passphrase', { host, file, name: name ?? '' })
    }
    const key = ssh2.utils.parseKey(opened.text)
    if (key instanceof Error) throw unreadable(at, 'not-a-key', key.message, 'ssh-keygen -l -f')
    return key
  }
}

interface KeyFile {
  readonly host: string
  readonly file: string
  readonly passphraseEnv: string | null
}

async function stampOf(at: KeyFile): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(at.file)
    return `${mtimeMs} ${size} ${ino}`
  } catch (cause) {
    throw notRead(at, cause)
  }
}

function privateOf(at: KeyFile, key: ParsedKey | ParsedKey[]): ParsedKey {
  const one = Array.isArray(key) ? key[0] : key
  if (one?.isPrivateKey() === true) return one
  throw unreadable(at, 'not-private', 'holds no private key', 'ssh-keygen -l -f')
}

function notRead(at: KeyFile, cause: unknown): UserError {
  const detail = detailOf(cause)
  return /^EACCES/.test(detail)
    ? unreadable(at, 'denied', detail, 'ls -l', cause)
    : unreadable(at, 'missing', detail, "ssh-keygen -t ed25519 -N '' -f", cause)
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
