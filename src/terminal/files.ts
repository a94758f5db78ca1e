/** Files of the person at the terminal. */
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { UserError } from '../domain/errors.ts'
import type { Files } from '../domain/ports.ts'

export function terminalFiles(stdin: NodeJS.ReadableStream): Files {
  return {
    async read(path, maxBytes) {
      const stream = path === '-' ? stdin : createReadStream(path)
      try {
        return await drain(stream, path, maxBytes)
      } catch (cause) {
        if (cause instanceof UserError) throw cause
        throw new UserError('file-unreadable', { file: path, detail: detailOf(cause) }, cause)
      }
    },
    async write(path, text) {
      try {
        // Captures hold what hosts said: for the owner's eyes, and never over an existing file.
        await writeFile(path, text, { mode: 0o600, flag: 'wx' })
      } catch (cause) {
        throw new UserError('file-unreadable', { file: path, detail: detailOf(cause) }, cause)
      }
    },
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

function detailOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
