/**
 * Greenplum's lines of contexts and memory accounts, from whatever form of its log -> dumps. Source: mcxt.c and
 * memaccounting.c of 4.3 to 6: a context's figures hold its descendants', equal siblings without children are one line.
 */
import type { LossLog } from '../../domain/parsed.ts'
import {
  type ContextDump,
  type ContextDumps,
  dumpOf,
  type MemoryAccount,
  MOST_DUMPS,
} from './contextDumps.ts'
import type { RowOrigin } from './contextGatherer.ts'
import { sizeOf } from './contextRow.ts'
import { TreeBuilder } from './contextTree.ts'

const CONTEXT = /^context: (\d{1,9}), (\d{1,19}), (\d{1,19}), (\d{1,19}), (\d{1,19}), (.{1,500})$/
const ACCOUNT =
  /^memory: (.{1,80}), (-?\d{1,12}), (-?\d{1,12}), (\d{1,19}), (\d{1,19}), (\d{1,19}), (\d{1,19}), (\d{1,19})$/
const HEADER =
  /^(?:context: occurrences_count,|memory: account_name,|pid \d{1,10}: Memory statistics for )/
const MOST_OPEN = 256
const MOST_ACCOUNTS = 10_000

/** A cheap look whether a message may be one of these. */
export function mayBeGreenplum(message: string): boolean {
  return (
    message.startsWith('context: ') || message.startsWith('memory: ') || message.startsWith('pid ')
  )
}

interface Open extends RowOrigin {
  readonly line: number
  readonly builder: TreeBuilder
  readonly byPath: Map<string, number>
  hasRoot: boolean
}

export class GreenplumGatherer {
  readonly #losses: LossLog
  readonly #open = new Map<number | null, Open>()
  readonly #dumps: ContextDump[] = []
  readonly #accounts: MemoryAccount[] = []

  constructor(losses: LossLog) {
    this.#losses = losses
  }

  /** Takes a message, without its quotes and line end; false for all others. */
  take(message: string, number: number, origin: RowOrigin): boolean {
    if (HEADER.test(message)) {
      if (message.startsWith('context')) this.#close(origin.pid)
      return true
    }
    const context = CONTEXT.exec(message)
    if (context !== null) return this.#context(context, number, origin)
    const account = ACCOUNT.exec(message)
    return account !== null && this.#account(account, number, origin)
  }

  end(): { readonly dumps: readonly ContextDump[]; readonly accounts: readonly MemoryAccount[] } {
    for (const pid of [...this.#open.keys()]) this.#close(pid)
    return { dumps: this.#dumps.toSorted((a, b) => a.line - b.line), accounts: this.#accounts }
  }

  #context(found: RegExpExecArray, number: number, origin: RowOrigin): boolean {
    const [text, many = '', current = '', available = '', , , path = ''] = found
    const [contexts, totalBytes, freeBytes] = [sizeOf(many), sizeOf(current), sizeOf(available)]
    if (contexts === null || totalBytes === null || freeBytes === null) {
      this.#losses.add('bad-number', number, text)
      return true
    }
    const isRoot = path === '.'
    if (isRoot && this.#open.get(origin.pid)?.hasRoot === true) this.#close(origin.pid)
    const open = this.#open.get(origin.pid) ?? this.#begin(number, origin)
    const { under, name } = isRoot ? { under: null, name: TOP } : placeOf(path, open)
    open.hasRoot ||= isRoot
    const at = open.builder.add({
      name,
      ident: null,
      kind: null,
      totalBytes,
      blocks: null,
      freeBytes,
      freeChunks: null,
      contexts: Math.max(1, contexts),
      depth: 0,
      loneLevel: isRoot ? 0 : 1,
      under,
    })
    open.byPath.set(path, at)
    return true
  }

  #account(found: RegExpExecArray, number: number, { pid }: RowOrigin): boolean {
    const [text, name = '', id = '', parent = '', , peak = '', , , current = ''] = found
    const [peakBytes, currentBytes] = [sizeOf(peak), sizeOf(current)]
    if (peakBytes === null || currentBytes === null) this.#losses.add('bad-number', number, text)
    else if (this.#accounts.length >= MOST_ACCOUNTS) this.#losses.add('too-many', number, text)
    else
      this.#accounts.push({
        pid,
        name,
        id: Number(id),
        parentId: Number(parent),
        peakBytes,
        currentBytes,
      })
    return true
  }

  #begin(line: number, origin: RowOrigin): Open {
    if (this.#open.size >= MOST_OPEN) {
      const [oldest] = this.#open.keys()
      if (oldest !== undefined) this.#close(oldest)
    }
    const open: Open = {
      ...origin,
      line,
      builder: new TreeBuilder(),
      byPath: new Map(),
      hasRoot: false,
    }
    this.#open.set(origin.pid, open)
    return open
  }

  #close(pid: number | null): void {
    const open = this.#open.get(pid)
    this.#open.delete(pid)
    if (open === undefined) return
    const { line, at, builder, hasRoot } = open
    if (this.#dumps.length >= MOST_DUMPS) {
      this.#losses.add('too-many', line, TOP)
      return
    }
    // No line ends such a dump: whether it is whole, nothing tells.
    const lacks = hasRoot ? (['unsure'] as const) : (['top'] as const)
    const told = { form: 'greenplum', pid, at, line, failed: null, grand: null, lacks } as const
    this.#dumps.push(
      dumpOf(builder.rows, hasRoot ? { ...told, inclusive: true } : told, this.#losses),
    )
  }
}

const TOP = 'TopMemoryContext'

/** The longest path that is known is the parent: names may hold slashes themselves (`PL/pgSQL function`). */
function placeOf(
  path: string,
  { byPath }: Open,
): { readonly under: number | null; readonly name: string } {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const under = byPath.get(path.slice(0, slash))
    if (under !== undefined) return { under, name: path.slice(slash + 1) }
  }
  return { under: byPath.get('.') ?? null, name: path }
}

/** The value of all that was gathered; null where there is nothing. */
export function greenplumDumps(
  of: ReturnType<GreenplumGatherer['end']>,
  glance: ContextDumps | null,
): ContextDumps | null {
  if (of.accounts.length === 0) return glance
  const none = {
    contexts: 0,
    totalBytes: 0,
    freeBytes: null,
    usedBytes: null,
    largest: null,
    dumps: [],
  }
  return { ...(glance ?? none), accounts: of.accounts }
}
