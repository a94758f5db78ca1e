/**
 * Trees that a gdb script prints of a stopped process or its core: a column a level, name and bytes alone, no sum. Such
 * scripts sum the blocks by pointers and print with %d, which holds 32 bits: a size beyond 2 GiB comes out negative.
 *
 * ```
 * (gdb)
 * TopMemoryContext: 149616
 *  TopTransactionContext: 8192
 *  PortalMemory: 8192
 *   PortalHeapMemory: 1024
 *    ExecutorState: 24576
 *     ExprContext: 0
 *  CacheMemoryContext: 1040384
 *   pg_authid_rolname_index: 1024
 *  ErrorContext: 8192
 * ```
 *
 * What is negative is at least itself and 4 GiB, or that and any further 4 GiB; what is not may have gone round as well.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import {
  type ContextDump,
  type ContextDumps,
  dumpOf,
  dumpsOf,
  joinedDumps,
  MOST_DUMPS,
} from './contextDumps.ts'
import { sizeOf } from './contextRow.ts'
import { TreeBuilder } from './contextTree.ts'

const ID = 'postgres/contexts-gdb'
const TOP = 'TopMemoryContext'
const LAST = 'ErrorContext'
/** Names that no other output has with a number behind them. */
const NAMES =
  'TopMemoryContext|CacheMemoryContext|MessageContext|ErrorContext|TopTransactionContext|TopPortalContext|PortalMemory|PortalHeapMemory|PortalContext|ExecutorState'
const ROW = /^(?:\(gdb\) ?)?( {0,500})(\S.{0,200}?): (-?\d{1,19})\s*$/
/** What gdb says besides, and marks of rows that somebody left out. */
const BESIDE =
  /^(?:\(gdb\)|\[|Attaching|Detaching|Reading symbols|Using host|warning:|0x[0-9a-f]|A debugging session|Inferior|Quit|\s*Inferior|Missing separate|Loaded symbols|Core was|Program terminated|#\d)/
const LEFT_OUT = /^\s*(?:\.{3,}|…)\s*$/

export const contextsGdb: Format<ContextDumps> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: new RegExp(`^(?:\\(gdb\\) ?)? {0,60}(?:${NAMES}): -?\\d{1,19}\\s*$`),
    goesOn:
      /^(?:\(gdb\) ?)? {0,500}[^\s:].{0,200}: -?\d{1,19}\s*$|^\(gdb\)\s*$|^\s*(?:\.{3,}|…)\s*$/,
    repeats: true,
    names: /MemoryContextInfo|memory_?contexts?/i,
  },
  joined: joinedDumps,
  parse: parseBySink(ID, sink),
}

interface Open {
  readonly line: number
  readonly builder: TreeBuilder
  readonly beganAtTop: boolean
  lastName: string
  leftOut: boolean
}

function sink(losses: LossLog): LineSink<ContextDumps> {
  const dumps: ContextDump[] = []
  let open: Open | null = null
  const close = (): void => {
    if (open === null) return
    if (dumps.length < MOST_DUMPS) dumps.push(closed(open, losses))
    else losses.add('too-many', open.line, open.lastName)
    open = null
  }
  return {
    line(text, number) {
      const [, indent = '', name, digits = ''] = ROW.exec(text) ?? []
      if (name === undefined) {
        if (LEFT_OUT.test(text) && open !== null) open.leftOut = true
        else if (text.trim() !== '' && !BESIDE.test(text)) losses.add('bad-line', number, text)
        return
      }
      const size = sizeOf(digits.replace('-', ''))
      if (size === null) {
        losses.add('bad-number', number, text)
        return
      }
      if (name === TOP) close()
      open ??= {
        line: number,
        builder: new TreeBuilder(),
        beganAtTop: name === TOP,
        lastName: '',
        leftOut: false,
      }
      open.lastName = name
      open.builder.add(rowOf(name, indent.length, size, digits.startsWith('-')))
    },
    end() {
      close()
      return dumpsOf(dumps)
    },
  }
}

const WRAP = 2 ** 32

function rowOf(name: string, indent: number, size: number, isNegative: boolean) {
  return {
    name,
    ident: null,
    kind: null,
    totalBytes: isNegative ? Math.max(0, WRAP - size) : size,
    blocks: null,
    freeBytes: null,
    freeChunks: null,
    contexts: 1,
    depth: indent,
    loneLevel: name === TOP ? 0 : Math.max(1, indent),
    ...(isNegative ? { overflowed: true as const } : {}),
  }
}

function closed(
  { line, builder, beganAtTop, lastName, leftOut }: Open,
  losses: LossLog,
): ContextDump {
  if (builder.grouped > 0) losses.add('too-many', line, `${builder.grouped} rows by name`)
  return dumpOf(
    builder.rows,
    {
      form: 'gdb',
      pid: null,
      at: null,
      line,
      failed: null,
      grand: null,
      lacks: [
        ...(beganAtTop ? [] : ['top' as const]),
        ...(lastName === LAST ? [] : ['end' as const]),
        ...(leftOut ? ['rows' as const] : []),
      ],
    },
    losses,
  )
}
