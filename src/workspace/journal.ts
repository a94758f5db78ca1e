/**
 * What outlives a restart: an append-only file of JSON lines, and one file per shared file. Written before
 * Slack's "ok" goes out, so that what an app was told is there is there.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BOUNDS } from './limits.ts'
import type { Message, SharedFile } from './model.ts'

const Block = z.record(z.string(), z.unknown())
const KeptMessage = z.object({
  channel: z.string(),
  ts: z.string().regex(/^\d+\.\d{6}$/),
  threadTs: z.string().nullable(),
  author: z.string(),
  subtype: z.enum(['file_share', 'channel_join', 'tombstone']).nullable(),
  text: z.string(),
  blocks: z.array(Block),
  fileIds: z.array(z.string()),
  metadata: Block.nullable(),
  ephemeralTo: z.null(),
  editedTs: z.string().nullable(),
  command: z.object({ user: z.string(), text: z.string() }).nullable(),
})
const KeptFile = z.object({
  id: z.string().regex(/^F[A-Z0-9]+$/),
  name: z.string(),
  title: z.string(),
  alt: z.string(),
  declaredBytes: z.number(),
  sizeBytes: z.number(),
  mimetype: z.string().nullable(),
  owner: z.string(),
  createdAtMs: z.number(),
  stage: z.literal('ready'),
})
const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), message: KeptMessage }),
  z.object({ kind: z.literal('gone'), channel: z.string(), ts: z.string() }),
  z.object({ kind: z.literal('file'), file: KeptFile }),
  z.object({ kind: z.literal('file-gone'), id: z.string() }),
  z.object({ kind: z.literal('joined'), channel: z.string() }),
  z.object({ kind: z.literal('stamp'), ts: z.string() }),
])
export type JournalLine =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gone'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'file'; readonly file: SharedFile }
  | { readonly kind: 'file-gone'; readonly id: string }
  | { readonly kind: 'joined'; readonly channel: string }
  | { readonly kind: 'stamp'; readonly ts: string }

export interface Journal {
  /** All lines that can be read; a line torn by a crash is left out. */
  load(): readonly JournalLine[]
  append(line: JournalLine): void
  /** True when rewriting would make the file much smaller. */
  readonly wasteful: boolean
  rewrite(lines: readonly JournalLine[]): void
  writeFile(id: string, bytes: Uint8Array): void
  readFile(id: string): Uint8Array | null
  removeFile(id: string): void
  /** Removes the bytes of files that no line speaks of. */
  keepOnly(ids: ReadonlySet<string>): void
}

/** A journal in memory: nothing outlives the process. */
export function memoryJournal(): Journal {
  const files = new Map<string, Uint8Array>()
  return {
    wasteful: false,
    load: () => [],
    append: () => {},
    rewrite: () => {},
    writeFile: (id, bytes) => files.set(id, bytes),
    readFile: (id) => files.get(id) ?? null,
    removeFile: (id) => files.delete(id),
    keepOnly: () => {},
  }
}

/** A journal in a folder, which is made when it is missing and belongs to its owner alone. */
export function folderJournal(folder: string): Journal {
  const path = join(folder, 'messages.jsonl')
  const filesFolder = join(folder, 'files')
  mkdirSync(filesFolder, { recursive: true, mode: 0o700 })
  const fileOf = (id: string): string => join(filesFolder, id)
  let writtenBytes = 0
  let appendedBytes = 0
  return {
    get wasteful() {
      return appendedBytes > Math.max(BOUNDS.journalSlackBytes, writtenBytes)
    },
    load: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(readLine) : []),
    append(line) {
      const text = `${JSON.stringify(line)}\n`
      appendFileSync(path, text, { mode: 0o600 })
      appendedBytes += text.length
    },
    rewrite(lines) {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      // A crash between these two leaves the old journal whole.
      writeFileSync(`${path}.new`, text, { mode: 0o600 })
      renameSync(`${path}.new`, path)
      writtenBytes = text.length
      appendedBytes = 0
    },
    writeFile: (id, bytes) => writeFileSync(fileOf(id), bytes, { mode: 0o600 }),
    readFile: (id) => (existsSync(fileOf(id)) ? readFileSync(fileOf(id)) : null),
    removeFile: (id) => rmSync(fileOf(id), { force: true }),
    keepOnly(ids) {
      for (const id of readdirSync(filesFolder))
        if (!ids.has(id)) rmSync(fileOf(id), { force: true })
    },
  }
}

function readLine(text: string): readonly JournalLine[] {
  if (text === '') return []
  try {
    const line = Line.safeParse(JSON.parse(text))
    return line.success ? [line.data] : []
  } catch (error) {
    // The last line of a process that died while it wrote.
    if (error instanceof SyntaxError) return []
    throw error
  }
}
