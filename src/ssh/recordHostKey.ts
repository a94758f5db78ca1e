/** Adds one line to a known_hosts file, after a person has said that the key is right. */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UserError } from '../domain/errors.ts'
import type { ShownKey } from '../domain/ports.ts'
import { detailOf } from './failure.ts'
import { DEFAULT_PORT, judge, knownFor } from './knownHosts.ts'

/** As ssh makes them: nobody else reads or writes there. */
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700
const NEWLINE = 0x0a

/** One append: what others write at the same time stays whole. Throws UserError `known-hosts-unwritable`. */
export async function recordHostKey(shown: ShownKey): Promise<void> {
  const { file, host } = shown
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE })
    await append(file, `${shown.recordedAs} ${shown.type} ${shown.key}\n`)
    const known = knownFor(await readFile(file, 'utf8'), shown.recordedAs, DEFAULT_PORT)
    if (judge(known, Buffer.from(shown.key, 'base64')) !== 'known')
      throw new Error('what was written is not there')
  } catch (cause) {
    throw new UserError('known-hosts-unwritable', { host, file, detail: detailOf(cause) }, cause)
  }
}

async function append(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', FILE_MODE)
  try {
    const { size } = await handle.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    // A last line that a person left without its end would run into ours.
    const cut = size > 0 && last[0] !== NEWLINE
    await handle.write(Buffer.from(`${cut ? '\n' : ''}${line}`))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
