/** Files of the person at the terminal. */
import { createReadStream } from 'node:fs'
import { readdir, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Files, FoundFile } from '../domain/ports.ts'
import { localRanges } from './ranges.ts'

export function terminalFiles(stdin: NodeJS.ReadableStream): Files {
  const streamOf = (path: string) => (path === '-' ? stdin : createReadStream(path))
  return {
    async read(path, maxBytes) {
      try {
        return await drain(streamOf(path), path, maxBytes)
      } catch (cause) {
        throw unreadable(path, cause)
      }
    },
    async *chunks(path) {
      try {
        for await (const part of streamOf(path))
          yield typeof part === 'string' ? Buffer.from(part) : part
      } catch (cause) {
        throw unreadable(path, cause)
      }
    },
    ranges: localRanges,
    async list(path) {
      try {
        return path === '-' ? [{ path, sizeBytes: null, mtimeMs: null }] : await found(path)
      } catch (cause) {
        throw unreadable(path, cause)
      }
    },
    async write(path, text, forced = false) {
      try {
        // Captures hold what hosts said: for the owner's eyes, and never unasked over an existing file.
        await writeFile(path, text, { mode: 0o600, flag: forced ? 'w' : 'wx' })
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
          throw new UserError('file-exists', { file: path }, cause)
        throw unreadable(path, cause)
      }
    },
  }
}

/** The file itself, or the regular files below a folder in order of their names; links are not followed. */
async function found(path: string): Promise<readonly FoundFile[]> {
  const top = await stat(path)
  if (!top.isDirectory()) {
    // What /proc and pipes call a file of 0 bytes may hold any number of them.
    const isSized = top.isFile() && top.size > 0
    return [{ path, sizeBytes: isSized ? top.size : null, mtimeMs: top.mtimeMs }]
  }
  const files: FoundFile[] = []
  await walk(await realpath(path), path, 0, files)
  return files
}

async function walk(real: string, shown: string, depth: number, files: FoundFile[]): Promise<void> {
  const entries = await readdir(real, { withFileTypes: true })
  const inOrder = entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of inOrder) {
    if (files.length > LIMITS.readFiles) return
    const [path, name] = [join(real, entry.name), join(shown, entry.name)]
    if (entry.isDirectory() && depth < LIMITS.readDepth) await walk(path, name, depth + 1, files)
    if (!entry.isFile()) continue
    const { size, mtimeMs } = await stat(path)
    files.push({ path: name, sizeBytes: size, mtimeMs })
  }
}

async function drain(
  stream: NodeJS.ReadableStream,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part
    bytes += chunk.length
    if (bytes > maxBytes)
      throw new UserError('file-too-large', { file: path, sizeBytes: bytes, limitBytes: maxBytes })
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

function unreadable(path: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new UserError('file-unreadable', { file: path, detail }, cause)
}
