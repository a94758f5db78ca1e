/** The embedded host's own keys: made once, kept in files that only their owner reads. */
import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'

export interface KeyFile {
  readonly path: string
  readonly key: ParsedKey
  readonly text: string
}

const OWNER_FOLDER = 0o700
const OWNER_FILE = 0o600

/** Makes the folder if it is not there, and closes it to others. */
export async function privateFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: OWNER_FOLDER })
  await chmod(dir, OWNER_FOLDER)
}

/** The ed25519 key in this file; made anew when there is none, or none that can be read. */
export async function keyIn(dir: string, name: string): Promise<KeyFile> {
  const path = join(dir, name)
  const kept = await readFile(path, 'utf8').catch(() => null)
  const text = kept !== null && parsed(kept) !== null ? kept : await made(path)
  const key = parsed(text)
  if (key === null) throw new Error(`a key that was just made does not parse: ${path}`)
  await chmod(path, OWNER_FILE)
  return { path, key, text }
}

/** Writes a file in one step, so that a reader never sees half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.new`
  await writeFile(part, text, { mode: OWNER_FILE })
  await rename(part, path)
}

/** Tries until a generated key parses; one in 250 does not, so ten in a row will not happen. */
const KEY_TRIES = 10

/**
 * A key as text. ssh2 1.17.0 drops leading zero bytes of the public half (measured: 84 of 20,000 keys are
 * "malformed" to its own parser), and a first start must not fail for that.
 */
function generated(): string {
  let text = ''
  for (let tries = 0; tries < KEY_TRIES && parsed(text) === null; tries += 1) {
    text = ssh2.utils.generateKeyPairSync('ed25519').private
  }
  return text
}

/** Two programs may start at once on one folder: the first to link its key in has made it, for both. */
async function made(path: string): Promise<string> {
  const text = generated()
  const part = `${path}.${randomUUID()}.new`
  await writeFile(part, text, { mode: OWNER_FILE })
  try {
    await link(part, path)
    await unlink(part)
    return text
  } catch {
    const other = await readFile(path, 'utf8').catch(() => '')
    if (parsed(other) !== null) {
      await unlink(part)
      return other
    }
    // What is there is no key: it is replaced.
    await rename(part, path)
    return text
  }
}

function parsed(text: string): ParsedKey | null {
  const key = ssh2.utils.parseKey(text)
  return key instanceof Error || !key.isPrivateKey() ? null : key
}
