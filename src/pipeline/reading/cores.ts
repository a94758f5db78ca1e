/** A core file as a part: what is kept of it is the tree of contexts as text, judged like one that a check has kept. */
import { UserError } from '../../domain/errors.ts'
import type { RangeReader } from '../../domain/memory.ts'
import type { Loss } from '../../domain/parsed.ts'
import type { Clock, FoundFile } from '../../domain/ports.ts'
import { contextsText, memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { contextsIn, coreIn, FILE_LIMITS, type OpenRanges } from '../memory/coreContexts.ts'
import { orderOf } from './names.ts'
import type { RawPart } from './parts.ts'

/** Reads it and closes it. Throws a UserError that says why there is no tree. */
export async function partOfCore(
  { path, mtimeMs }: FoundFile,
  reader: RangeReader,
  open: OpenRanges,
  clock: Clock,
): Promise<RawPart> {
  try {
    const file = { name: path, reader, open, clock, limits: FILE_LIMITS }
    const { contexts, cut } = await contextsIn(await coreIn(file), file)
    const text = contextsText(contexts)
    const parsed = memoryContexts.parse(text, { cut: false })
    if ('error' in parsed) throw new UserError('core-damaged', { file: path, detail: 'no-tree' })
    return {
      name: path,
      kind: memoryContexts.id,
      format: memoryContexts,
      value: parsed.value,
      losses: cut ? [CUT] : [],
      lines: [1, text.split('\n').length - 1],
      text,
      title: path,
      expected: false,
      looksLike: null,
      atMs: mtimeMs,
      timeFrom: mtimeMs === null ? null : 'mtime',
      order: orderOf(path),
      pid: contexts.pid,
    }
  } finally {
    await reader.close()
  }
}

const CUT: Loss = { code: 'cut', source: memoryContexts.id, line: null, count: 1, sample: '' }
