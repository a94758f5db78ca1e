/** Ranges of this machine's own files, without a host: what tests of walks read with, held to the readers' contract. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { RangeBytes, RangedFile, RangeReader, RangeRefusal } from '../../src/domain/memory.ts'

export async function openLocally(file: RangedFile): Promise<RangeReader | RangeRefusal> {
  const path = file.kind === 'file' ? file.path : `/proc/${file.pid}/${NAMES[file.kind]}`
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    if ((await handle.stat()).isFile()) return readerOf(handle)
    await handle.close()
    return { reason: 'failed', detail: 'Not a regular file' }
  } catch (cause) {
    const { code = '' } = cause as { code?: string }
    if (code === 'EACCES' || code === 'EPERM')
      return { reason: 'denied', detail: 'Permission denied' }
    if (code === 'ENOENT' && file.kind === 'file') return { reason: 'absent', detail: code }
    return { reason: code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'failed', detail: code }
  }
}

const NAMES = { memory: 'mem', pagemap: 'pagemap' } as const

function readerOf(handle: FileHandle): RangeReader {
  let open = true
  return {
    way: 'local',
    async read(ranges) {
      const all: RangeBytes[] = []
      for (const { at, bytes } of ranges) {
        if (!open) all.push(null)
        else {
          const into = new Uint8Array(bytes)
          const got = await handle.read(into, 0, bytes, at).catch(() => null)
          all.push(got === null || got.bytesRead === 0 ? null : into.subarray(0, got.bytesRead))
        }
      }
      return all
    },
    async about() {
      if (!open) return null
      const of = await handle.stat()
      return { sizeBytes: of.size, modifiedAtMs: Math.floor(of.mtimeMs / 1000) * 1000 }
    },
    async close() {
      if (open) await handle.close()
      open = false
    },
  }
}
