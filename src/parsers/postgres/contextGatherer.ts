/** Rows of MemoryContext dumps as they come by in a text -> dumps. Several processes' may be interleaved in a log. */
import type { ContextSums } from '../../domain/contexts.ts'
import type { LossLog } from '../../domain/parsed.ts'
import type { Stamp } from '../kernel/events.ts'
import { type ContextDump, dumpOf, FOLDED_NAME, type Lack, MOST_DUMPS } from './contextDumps.ts'
import { headOf } from './contextHead.ts'
import { type DumpRow, dumpRow } from './contextRow.ts'
import { isSeries, seriesDumps } from './contextSeries.ts'
import { TreeBuilder } from './contextTree.ts'

/** Whose a row is, as the line around it tells. */
export interface RowOrigin {
  readonly pid: number | null
  readonly at: Stamp | null
}

const NOBODY: RowOrigin = { pid: null, at: null }
/** Processes whose dumps may be open at once in one log. */
const MOST_OPEN = 256
/** A tree and the error that it was printed for stand together, but for lines of others. */
const NEAR_LINES = 8
const TOP = 'TopMemoryContext'
/** Made first, so it is the last child of all that stderr prints. */
const LAST = 'ErrorContext'

interface Open {
  readonly form: 'stderr' | 'log'
  readonly line: number
  readonly builder: TreeBuilder
  readonly beganAtTop: boolean
  readonly stamps: (Stamp | null)[]
  pid: number | null
  at: Stamp | null
  failed: ContextDump['failed']
  grand: ContextSums | null
  lastName: string
  lastLine: number
}

export class ContextGatherer {
  readonly #losses: LossLog
  readonly #open = new Map<string, Open>()
  readonly #dumps: ContextDump[] = []

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  /** Takes a line or a message of a log; false where it is none of a dump. */
  take(text: string, number: number, origin: RowOrigin = NOBODY): boolean {
    const row = dumpRow(text)
    if (row === null) return false
    if (row === 'bad-number') {
      this.#losses.add('bad-number', number, text)
      return true
    }
    if (!row.agrees) this.#losses.add('bad-number', number, text)
    this.#row(row, number, origin)
    return true
  }

  /**
   * The server prints its contexts when it gets no memory, then says so: whose the last tree was is known then, and by
   * the detail after it what was asked for.
   */
  failed(origin: RowOrigin, failed: NonNullable<ContextDump['failed']>, number: number): void {
    const last = this.#open.get(keyOf('stderr', null))
    if (last === undefined || number - last.lastLine > NEAR_LINES) return
    if (last.failed !== null && last.failed.requestBytes !== null) return
    last.pid ??= origin.pid
    last.at ??= origin.at
    last.failed = { requestBytes: failed.requestBytes, context: failed.context }
  }

  end(): readonly ContextDump[] {
    for (const open of this.#open.values()) this.#close(open)
    this.#open.clear()
    return this.#dumps.toSorted((a, b) => a.line - b.line)
  }

  #row(row: DumpRow, number: number, origin: RowOrigin): void {
    const head = headOf(row.head)
    const pid = origin.pid ?? head.pid
    const form = head.logLevel === null ? 'stderr' : 'log'
    // A tree on stderr bears no process: all such rows are of one, whatever stands around them.
    const key = keyOf(form, pid)
    const name = row.what === 'context' ? head.name : ''
    const known = row.what === 'grand' ? this.#forGrand(key, pid) : (this.#open.get(key) ?? null)
    const isNew = known === null || (row.what !== 'grand' && (name === TOP || known.grand !== null))
    if (isNew && known !== null) this.#close(known)
    const open = isNew ? this.#begin(key, form, pid, number, name === TOP) : known
    open.at ??= origin.at ?? head.at
    open.lastLine = number
    if (row.what === 'grand') {
      open.grand = row
      return
    }
    const more = head.logLevel !== null && row.what === 'folded' ? 1 : 0
    const depth = head.logLevel === null ? head.indent : head.logLevel + more
    open.lastName = name
    open.stamps.push(head.at)
    open.builder.add({
      name: row.what === 'folded' ? FOLDED_NAME : name,
      ident: row.what === 'folded' ? null : row.ident,
      kind: row.kind ?? head.kind,
      totalBytes: row.totalBytes,
      blocks: row.blocks,
      freeBytes: row.freeBytes,
      freeChunks: row.freeChunks,
      contexts: row.what === 'folded' ? row.contexts : 1,
      depth,
      loneLevel: loneLevel(name, head.logLevel, head.indent),
    })
  }

  /** The sum's line may be of the log form or of stderr: it goes with the tree that is open. */
  #forGrand(key: string, pid: number | null): Open | null {
    const own = this.#open.get(keyOf('log', pid)) ?? this.#open.get(key) ?? null
    return own !== null && own.grand === null ? own : (this.#open.get(key) ?? null)
  }

  #begin(
    key: string,
    form: 'stderr' | 'log',
    pid: number | null,
    line: number,
    beganAtTop: boolean,
  ): Open {
    if (this.#open.size >= MOST_OPEN) {
      const [oldest] = this.#open
      if (oldest !== undefined) {
        this.#close(oldest[1])
        this.#open.delete(oldest[0])
      }
    }
    const open: Open = {
      form,
      line,
      pid,
      beganAtTop,
      builder: new TreeBuilder(),
      stamps: [],
      at: null,
      failed: null,
      grand: null,
      lastName: '',
      lastLine: line,
    }
    this.#open.delete(key)
    this.#open.set(key, open)
    return open
  }

  #close(open: Open): void {
    const { builder, form, line, pid, at, failed, grand } = open
    if (this.#dumps.length >= MOST_DUMPS) {
      this.#losses.add('too-many', line, builder.rows[0]?.name ?? 'Grand total')
      return
    }
    if (builder.grouped > 0) this.#losses.add('too-many', line, `${builder.grouped} rows by name`)
    const told = { form, line, pid, at, failed, grand }
    if (!open.beganAtTop && grand === null && isSeries(builder.rows, open.stamps)) {
      this.#dumps.push(...seriesDumps(builder.rows, open.stamps, told, this.#losses))
      return
    }
    this.#dumps.push(dumpOf(builder.rows, { ...told, lacks: lacksOf(open) }, this.#losses))
  }
}

function lacksOf({ builder, beganAtTop, grand, form, lastName }: Open): readonly Lack[] {
  const folded = builder.rows.some(({ name }) => name === FOLDED_NAME)
  // Before 9.6 no sum is printed: the last context tells that the tree ends.
  const ended = grand !== null || (form === 'stderr' && lastName === LAST)
  return [
    ...(beganAtTop ? [] : ['top' as const]),
    ...(ended ? [] : ['end' as const]),
    ...(folded ? ['folded' as const] : []),
  ]
}

function keyOf(form: 'stderr' | 'log', pid: number | null): string {
  return form === 'stderr' ? form : `log ${pid}`
}

/** The level of a row above which nothing stands in the dump. */
function loneLevel(name: string, logLevel: number | null, indent: number): number {
  if (name === TOP) return 0
  return Math.max(1, logLevel ?? Math.floor(indent / 2))
}
