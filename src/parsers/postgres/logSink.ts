/** A PostgreSQL server's log, line by line in bounded memory, in any of its forms. */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink } from '../../domain/source.ts'
import type { EndedMemory } from '../greenplum/ended.ts'
import { endRecord } from '../greenplum/endRecords.ts'
import { EndGatherer, mayEndMemory } from '../greenplum/memoryEnds.ts'
import type { Stamp } from '../kernel/events.ts'
import { NO_STAMP } from '../kernel/stamp.ts'
import { type ContextDumps, dumpsOf } from './contextDumps.ts'
import { ContextGatherer, type RowOrigin } from './contextGatherer.ts'
import { mayBeRow } from './contextRow.ts'
import { type MemoryTold, maySayMemory, memoryTold, type PostgresEntry } from './entry.ts'
import { GreenplumGatherer, greenplumDumps, mayBeGreenplum } from './greenplumGatherer.ts'
import { pidIn, readServerPrefix } from './plain.ts'
import { beginsCsv, csvCells, csvEntry, jsonEntry } from './records.ts'
import { readSeverity } from './severity.ts'

export interface PostgresLog {
  readonly lines: number
  /** First and last entry with a time. */
  readonly first: Stamp | null
  readonly last: Stamp | null
  /** The newest entries, some thousands. */
  readonly entries: readonly PostgresEntry[]
  /** All entries that tell of memory, as far as they are not too many. */
  readonly memory: readonly MemoryTold[]
  /** Dumps of MemoryContexts in it; null where it has none. */
  readonly contexts: ContextDumps | null
  /** The same of Greenplum's own form, with its memory accounts. */
  readonly greenplum: ContextDumps | null
  /** Where memory ended in a segment of Greenplum; null where it did not. */
  readonly ended: EndedMemory | null
}

const MAX_ENTRIES = 2000
const MAX_MEMORY = 1000
const MAX_CHARS = 4096
/** Lines that a record of csvlog may go on for: statements have many. */
const MAX_RECORD_LINES = 500
/** Processes whose last entry may still get its detail or statement. */
const MAX_OPEN = 256

type Part = 'message' | 'detail' | 'hint' | 'statement'
/** An entry while parts of it come in. What its prefix says is read when the log has ended, of those that are kept. */
type Draft = { -readonly [Key in keyof PostgresEntry]: PostgresEntry[Key] } & {
  readonly prefix: string | null
}

export function postgresLogSink(losses: LossLog): LineSink<PostgresLog> {
  return new PostgresLogSink(losses)
}

class PostgresLogSink implements LineSink<PostgresLog> {
  readonly #losses: LossLog
  readonly #entries: Draft[] = []
  readonly #memory: Draft[] = []
  readonly #byPid = new Map<number | null, Draft>()
  #current: { readonly entry: Draft; readonly part: Part | null } | null = null
  #csv: { text: string; readonly line: number; lines: number } | null = null
  #first: Draft | null = null
  #lines = 0
  readonly #contexts: ContextGatherer
  readonly #greenplum: GreenplumGatherer
  readonly #ends = new EndGatherer()

  constructor(losses: LossLog) {
    this.#losses = losses
    this.#contexts = new ContextGatherer(losses)
    this.#greenplum = new GreenplumGatherer(losses)
  }

  line(text: string, number: number): void {
    if (text === '') return
    this.#lines += 1
    const record = text.startsWith('{') ? jsonEntry(text, number) : null
    if (this.#csv !== null || beginsCsv(text)) this.#csvLine(text, number)
    else if (record !== null) this.#begin(draftOf(record))
    else this.#plain(text, number)
  }

  end(): PostgresLog | null {
    const entries = this.#entries.map(entryOf)
    const first = this.#first === null ? null : entryOf(this.#first).at
    const last = entries.findLast((entry) => isTimed(entry.at))?.at ?? null
    if (last === null && entries.every((entry) => entry.pid === null)) return null
    if (this.#csv !== null) this.#losses.add('bad-line', this.#csv.line, this.#csv.text)
    const told = this.#memory.map((draft) => memoryTold(entryOf(draft)))
    const greenplum = this.#greenplum.end()
    return {
      lines: this.#lines,
      first: first === null || !isTimed(first) ? null : first,
      last,
      entries,
      memory: told.filter((one) => one !== null),
      contexts: dumpsOf(this.#contexts.end()),
      greenplum: greenplumDumps(greenplum, dumpsOf(greenplum.dumps)),
      ended: this.#ends.end().length === 0 ? null : { ends: this.#ends.end() },
    }
  }

  #csvLine(text: string, number: number): void {
    const record = this.#csv ?? { text: '', line: number, lines: 0 }
    record.text = record.lines === 0 ? text : `${record.text}\n${text}`
    record.lines += 1
    const cells = csvCells(record.text)
    this.#csv = cells === null && record.lines < MAX_RECORD_LINES ? record : null
    if (this.#csv !== null) return
    const entry = cells === null ? null : csvEntry(cells, record.line)
    if (cells === null || entry === null) this.#losses.add('bad-line', record.line, record.text)
    else {
      this.#begin(draftOf(entry))
      const end = mayEndMemory(entry.message) ? endRecord(cells, record.line) : null
      if (end !== null) this.#ends.take(end)
    }
  }

  #plain(text: string, number: number): void {
    const marked = readSeverity(text)
    if (marked === null) {
      this.#goOn(text, number)
      return
    }
    const { severity, prefix, message } = marked
    const pid = pidIn(prefix)
    if (severity === 'detail' || severity === 'hint' || severity === 'statement') {
      this.#part(this.#byPid.get(pid), severity, message, number)
    } else if (severity === 'context') {
      this.#current = null
    } else {
      this.#begin({
        line: number,
        at: NO_STAMP,
        pid,
        user: null,
        database: null,
        level: severity,
        sqlState: null,
        message: cut(message),
        detail: null,
        hint: null,
        statement: null,
        prefix,
      })
    }
  }

  #begin(draft: Draft): void {
    this.#first ??= draft
    if (this.#byPid.size >= MAX_OPEN) this.#byPid.clear()
    this.#byPid.set(draft.pid, draft)
    this.#current = { entry: draft, part: 'message' }
    this.#keep(this.#entries, MAX_ENTRIES, draft)
    // What tells of memory is known by its message; its detail may be still to come.
    const told = maySayMemory(draft) ? memoryTold(draft) : null
    if (told !== null) this.#keep(this.#memory, MAX_MEMORY, draft)
    if (mayBeGreenplum(draft.message))
      this.#greenplum.take(draft.message.trimEnd(), draft.line, originOf(draft))
    if (mayBeRow(draft.message)) this.#contexts.take(draft.message, draft.line, originOf(draft))
    // The server prints its contexts on stderr just before it says that it got no memory.
    if (told?.what === 'out-of-memory') this.#contexts.failed(originOf(draft), told, draft.line)
  }

  /** The newest are kept; the oldest go many at once, because moving a list for each line takes long. */
  #keep(list: Draft[], most: number, draft: Draft): void {
    list.push(draft)
    if (list.length < most * 2) return
    const [oldest] = list.splice(0, most)
    if (oldest !== undefined) this.#losses.add('too-many', oldest.line, oldest.message)
  }

  /** `DETAIL:` and its like belong to the last entry of their process. */
  #part(
    entry: Draft | undefined,
    part: Exclude<Part, 'message'>,
    text: string,
    number: number,
  ): void {
    if (entry === undefined) {
      this.#current = null
      this.#losses.add('bad-line', number, text)
      return
    }
    entry[part] = cut(text)
    this.#current = { entry, part }
    const told = part === 'detail' && maySayMemory(entry) ? memoryTold(entry) : null
    if (told?.what === 'out-of-memory') this.#contexts.failed(originOf(entry), told, entry.line)
  }

  /** Lines of a message or statement after its first one begin with a tab; a memory context dump has no prefix at all. */
  #goOn(text: string, number: number): void {
    if (mayBeRow(text) && this.#contexts.take(text, number)) return
    if (this.#entries.length === 0) {
      this.#losses.add('bad-line', number, text)
      return
    }
    const current = this.#current
    if (current?.part == null) return
    const before = current.entry[current.part] ?? ''
    if (before.length < MAX_CHARS) current.entry[current.part] = cut(`${before}\n${text.trim()}`)
  }
}

function originOf(draft: Draft): RowOrigin {
  const at = draft.prefix === null ? draft.at : readServerPrefix(draft.prefix).at
  return { pid: draft.pid, at: isTimed(at) ? at : null }
}

/** %e in a prefix. */
function stateIn(prefix: string): string | null {
  return /(?:^|[\s:[])(\d{2}[0-9A-Z]{3})(?=[\s:\]]|$)/.exec(prefix)?.[1] ?? null
}

function cut(text: string): string {
  return text.slice(0, MAX_CHARS)
}

function draftOf(entry: PostgresEntry): Draft {
  const statement = entry.statement === null ? null : cut(entry.statement)
  return { ...entry, message: cut(entry.message), statement, prefix: null }
}

function entryOf({ prefix, ...draft }: Draft): PostgresEntry {
  return prefix === null
    ? draft
    : { ...draft, ...readServerPrefix(prefix), sqlState: draft.sqlState ?? stateIn(prefix) }
}

function isTimed(at: Stamp): boolean {
  return at.atMs !== null || at.wall !== null || at.uptimeSec !== null
}
