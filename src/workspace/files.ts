/** Shared files and their slow way into the workspace: announced, received, looked at, ready. */
import { newId } from './ids.ts'
import type { Journal, JournalLine } from './journal.ts'
import { BOUNDS } from './limits.ts'
import type { SharedFile } from './model.ts'

/** Slack's guess of a type is by content and name; by name is enough for what is shared here. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  json: 'application/json',
  gz: 'application/gzip',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/plain',
}

/** Longer names are cut; no file system takes more. */
const MAX_NAME_CHARS = 255

export class Files {
  readonly #journal: Journal
  readonly #now: () => number
  readonly #files = new Map<string, SharedFile>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(journal: Journal, lines: readonly JournalLine[], now: () => number) {
    this.#journal = journal
    this.#now = now
    for (const line of lines) {
      if (line.kind === 'file') this.#files.set(line.file.id, line.file)
      if (line.kind === 'file-gone') this.#files.delete(line.id)
    }
    journal.keepOnly(new Set(this.#files.keys()))
  }

  find(id: string): SharedFile | null {
    return this.#files.get(id) ?? null
  }

  bytes(id: string): Uint8Array | null {
    return this.#files.has(id) ? this.#journal.readFile(id) : null
  }

  /** First step: a place for a file of that many bytes. */
  announce(givenName: string, declaredBytes: number, alt: string, owner: string): SharedFile {
    this.#forgetPending()
    // Through UTF-8 and back: half a surrogate pair would break the header that carries the name.
    const name = Buffer.from(givenName.slice(0, MAX_NAME_CHARS), 'utf8').toString('utf8')
    const file: SharedFile = {
      id: newId('F'),
      name,
      title: name,
      alt,
      declaredBytes,
      sizeBytes: 0,
      mimetype: null,
      owner,
      createdAtMs: this.#now(),
      stage: 'announced',
    }
    this.#files.set(file.id, file)
    return file
  }

  /** Second step: its bytes. */
  receive(file: SharedFile, bytes: Uint8Array): void {
    this.#journal.writeFile(file.id, bytes)
    this.#files.set(file.id, { ...file, sizeBytes: bytes.length, stage: 'received' })
  }

  /** Third step: Slack looks at it for a while; only then it has a type and blocks can show it. */
  complete(file: SharedFile, title: string, afterMs: number, ready: () => void): SharedFile {
    const processing: SharedFile = { ...file, title, stage: 'processing' }
    this.#files.set(file.id, processing)
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#finish(processing)
      ready()
    }, afterMs)
    this.#timers.add(timer)
    return processing
  }

  /** All steps at once: a person shared it from the page. */
  add(name: string, bytes: Uint8Array, owner: string): SharedFile {
    const file = this.announce(name, bytes.length, '', owner)
    this.receive(file, bytes)
    return this.#finish({ ...file, sizeBytes: bytes.length })
  }

  remove(id: string): void {
    if (!this.#files.delete(id)) return
    this.#journal.removeFile(id)
    this.#journal.append({ kind: 'file-gone', id })
  }

  lines(): readonly JournalLine[] {
    return [...this.#files.values()]
      .filter((file) => file.stage === 'ready')
      .map((file): JournalLine => ({ kind: 'file', file }))
  }

  /** Files under way are given up. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #finish(file: SharedFile): SharedFile {
    const ready: SharedFile = { ...file, mimetype: typeOf(file.name), stage: 'ready' }
    this.#files.set(file.id, ready)
    this.#journal.append({ kind: 'file', file: ready })
    this.#prune()
    return ready
  }

  #prune(): void {
    let totalBytes = [...this.#files.values()].reduce((sum, file) => sum + file.sizeBytes, 0)
    for (const file of [...this.#files.values()]) {
      if (totalBytes <= BOUNDS.filesBytes) return
      totalBytes -= file.sizeBytes
      this.remove(file.id)
    }
  }

  #forgetPending(): void {
    const pending = [...this.#files.values()].filter(
      (file) => file.stage === 'announced' || file.stage === 'received',
    )
    if (pending.length < BOUNDS.pendingFiles) return
    const [oldest] = pending
    if (oldest !== undefined) this.remove(oldest.id)
  }
}

function typeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return TYPES[ending] ?? 'application/octet-stream'
}
