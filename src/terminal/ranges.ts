/** Files of the person at the terminal by ranges: of a core of many GiB only what a walk asks for is read. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type {
  FileAbout,
  MemoryRange,
  RangeBytes,
  RangeReader,
  RangeRefusal,
} from '../domain/memory.ts'

/** Opens a regular file; a pipe or a device is refused, and opening it never waits. */
export async function localRanges(path: string): Promise<RangeReader | RangeRefusal> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const about = await handle.stat()
    if (about.isFile())
      return readerOf(handle, { sizeBytes: about.size, modifiedAtMs: about.mtimeMs })
    await handle.close()
    return { reason: 'failed', detail: 'not a regular file' }
  } catch (cause) {
    const detail = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    return { reason: REASONS[detail] ?? 'failed', detail }
  }
}

const REASONS: Readonly<Record<string, RangeRefusal['reason']>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOENT: 'absent',
}

function readerOf(handle: FileHandle, about: FileAbout): RangeReader {
  const { sizeBytes } = about
  let open = true
  const readOne = async ({ at, bytes }: MemoryRange): Promise<RangeBytes> => {
    // A length that a file tells of itself may be any: no more is made room for than the file has.
    const length = Math.min(bytes, sizeBytes - at)
    if (!open || !Number.isSafeInteger(at) || at < 0 || !(length > 0)) return null
    const into = new Uint8Array(length)
    // What cannot be read, as on a bad disk, is missing like what a core does not hold.
    const got = await handle.read(into, 0, length, at).catch(() => null)
    return got === null || got.bytesRead === 0 ? null : into.subarray(0, got.bytesRead)
  }
  return {
    way: 'local',
    async read(ranges) {
      const all: RangeBytes[] = []
      for (const range of ranges) all.push(await readOne(range))
      return all
    },
    async about() {
      return open ? about : null
    },
    async close() {
      if (open) await handle.close()
      open = false
    },
  }
}
