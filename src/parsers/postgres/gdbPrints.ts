/**
 * What gdb prints of a context, of a chunk and of Greenplum's shared chunk header, as people paste it: one process whose
 * tree nobody walked, seen through single structures. Fields by name: they differ by version (memnodes.h, aset.c).
 *
 * ```
 * (gdb) p *((AllocChunk)0x75b3ad8)
 * $2 = {sharedHeader = 0x266a5c8, size = 128}
 * (gdb) p *((AllocChunk)0x75b3ad8)->sharedHeader
 * $3 = {context = 0x2669a50, memoryAccountId = 7, balance = 12214020216, prev = 0x0, next = 0x0}
 * (gdb) p *((AllocChunk)0x75b3ad8)->sharedHeader->context
 * $4 = {type = T_AllocSetContext, methods = {alloc = 0x93b890 <AllocSetAlloc>, free_p = 0x93af10 <AllocSetFree>},
 *   parent = 0x0, firstchild = 0x2698ed8, nextchild = 0x0, name = 0x2669b88 "TopMemoryContext", isReset = 0 '\000',
 *   allBytesAlloc = 132719041776, allBytesFreed = 120015349904, maxBytesHeld = 12703724688, localMinHeld = 0}
 * ```
 *
 * A context's allocated less freed counts what is below it too; the balance is what its own chunks hold.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import {
  type ContextDumps,
  type ContextPrint,
  dumpOf,
  dumpsOf,
  MOST_DUMPS,
} from './contextDumps.ts'
import { sizeOf } from './contextRow.ts'

const ID = 'postgres/gdb-prints'

export const gdbPrints: Format<ContextDumps> = {
  id: ID,
  mask: 'names',
  signs: {
    begins:
      /^(?:\$\d{1,6} = )?\{(?:sharedHeader = 0x|context = 0x[0-9a-f]+, memoryAccountId|(?:header = \{)?type = T_(?:AllocSet|Slab|Generation|Bump)Context|aset = 0x[0-9a-f]+, size = |size = \d+, aset = 0x|hdrmask = )/,
    goesOn:
      /^\(gdb\) *(?:p|print|ptype)\b|^\$\d{1,6} = \{|^ {2,}|^(?:0x[0-9a-f]+(?: <[^>]*>)?:\s)|\ballBytes(?:Alloc|Freed) = |mem_allocated = |\bname = 0x[0-9a-f]+ "/,
    repeats: true,
    names: null,
  },
  parse,
}

const COMMAND = /^\(gdb\) *(?:p|print)(?:\/\w)? +(.{1,300}?)\s*$/
const RESULT = /^(?:\$\d{1,6} = )?\{/
/** Lines of one structure. */
const MOST_LINES = 60
const MOST_CHARS = 8000

interface Printed {
  readonly line: number
  /** What was asked for; links a header to its context. */
  readonly of: string
  text: string
  lines: number
}

function parse(text: string, told: Told): Parsed<ContextDumps> {
  const losses = new LossLog(ID)
  const printed = printedIn(text, told, losses)
  const headers = printed.flatMap(headerOf)
  const prints = printed.flatMap((one) => contextOf(one, headers, losses))
  const chunks = printed.flatMap(chunkOf)
  if (prints.length === 0 && headers.length === 0 && chunks.length === 0)
    return noValue(ID, text, told)
  const dumps = prints.slice(0, MOST_DUMPS).flatMap((print) => dumpOfPrint(print, losses))
  const none = {
    contexts: 0,
    totalBytes: 0,
    freeBytes: null,
    usedBytes: null,
    largest: null,
    dumps: [],
  }
  const lone = headers
    .filter(({ isUsed }) => !isUsed)
    .map(({ balanceBytes }) => ({
      name: null,
      line: 0,
      allocatedBytes: null,
      freedBytes: null,
      heldBytes: null,
      heldAtMostBytes: null,
      balanceBytes,
    }))
  return value(
    {
      ...(dumpsOf(dumps) ?? none),
      prints: [...prints, ...lone],
      chunks: chunks.slice(0, MOST_DUMPS),
    },
    losses.all(),
  )
}

/** Structures with the command before them; a structure goes on until its last brace is closed. */
function printedIn(text: string, told: Told, losses: LossLog): readonly Printed[] {
  const all: Printed[] = []
  let asked = ''
  let open: Printed | null = null
  eachLine(text, told, losses, (line, number) => {
    const command = COMMAND.exec(line)?.[1]
    if (command !== undefined) {
      asked = command
      open = null
      return
    }
    if (open === null && !RESULT.test(line.trimStart())) return
    open ??= { line: number, of: asked, text: '', lines: 0 }
    open.text += ` ${line.trim()}`
    open.lines += 1
    const isDone = depthOf(open.text) <= 0
    if (!isDone && open.lines < MOST_LINES && open.text.length < MOST_CHARS) return
    if (all.length < MOST_DUMPS * 4) all.push(open)
    if (!isDone) losses.add('cut', open.line, open.text)
    open = null
    asked = ''
  })
  const rest = open as Printed | null
  if (rest !== null) {
    all.push(rest)
    losses.add('cut', rest.line, rest.text)
  }
  return all
}

function depthOf(text: string): number {
  let depth = 0
  for (const char of text) {
    if (char === '{') depth += 1
    else if (char === '}') depth -= 1
  }
  return depth
}

interface Header {
  readonly of: string
  readonly balanceBytes: number
  isUsed: boolean
}

function headerOf({ text, of }: Printed): readonly Header[] {
  const balance = /\bcontext = 0x[0-9a-f]+.*\bbalance = (\d{1,19})\b/.exec(text)?.[1]
  const balanceBytes = balance === undefined ? null : sizeOf(balance)
  return balanceBytes === null ? [] : [{ of, balanceBytes, isUsed: false }]
}

function chunkOf({ text, of }: Printed) {
  const [, header] = /\{sharedHeader = (0x[0-9a-f]+), size = \d/.exec(text) ?? []
  const [, aset] = /\baset = (0x[0-9a-f]+)\b/.exec(text) ?? []
  const size = /\bsize = (\d{1,19})\b/.exec(text)?.[1]
  const sizeBytes = size === undefined ? null : sizeOf(size)
  const owner = header ?? aset
  if (owner === undefined || sizeBytes === null || /\btype = T_/.test(text)) return []
  const at = /0x[0-9a-f]{1,16}/.exec(of)?.[0] ?? null
  return [{ at, sizeBytes, owner }]
}

function contextOf(
  { text, line, of }: Printed,
  headers: readonly Header[],
  losses: LossLog,
): readonly ContextPrint[] {
  if (!/\btype = T_\w{1,40}Context\b/.test(text)) return []
  const name = /\bname = 0x[0-9a-f]+ (?:<[^>]{1,100}> )?"([^"]{1,200})"/.exec(text)?.[1] ?? null
  const digits = (field: string): string =>
    new RegExp(`\\b${field} = (\\d{1,19})\\b`).exec(text)?.[1] ?? ''
  const number = (field: string): number | null => sizeOf(digits(field))
  // Counts of a whole life: they go beyond what a process can hold at once.
  const counter = (field: string): number | null => wholeNumber(digits(field))
  const [allocatedBytes, freedBytes] = [counter('allBytesAlloc'), counter('allBytesFreed')]
  const both = allocatedBytes !== null && freedBytes !== null && allocatedBytes >= freedBytes
  const heldBytes = number('mem_allocated') ?? (both ? allocatedBytes - freedBytes : null)
  if (name === null || heldBytes === null) losses.add('missing-field', line, text)
  const own = headers.find(
    (header) => !header.isUsed && of !== '' && of === `${header.of}->context`,
  )
  const header = own ?? (headers.length === 1 ? headers.find(({ isUsed }) => !isUsed) : undefined)
  if (header !== undefined) header.isUsed = true
  return [
    {
      name,
      line,
      allocatedBytes,
      freedBytes,
      heldBytes,
      heldAtMostBytes: number('maxBytesHeld'),
      balanceBytes: header?.balanceBytes ?? null,
    },
  ]
}

/** A context alone: its accounting holds what is below it, so its rows are not all of the process. */
function dumpOfPrint({ name, line, heldBytes, allocatedBytes }: ContextPrint, losses: LossLog) {
  if (name === null || heldBytes === null) return []
  const row = {
    name,
    ident: null,
    level: name === 'TopMemoryContext' ? 0 : 1,
    parent: null,
    kind: null,
    totalBytes: heldBytes,
    blocks: null,
    freeBytes: null,
    freeChunks: null,
    contexts: 1,
  }
  const told = {
    form: 'print',
    pid: null,
    at: null,
    line,
    failed: null,
    grand: null,
    lacks: ['unsure'],
  } as const
  return [dumpOf([row], allocatedBytes === null ? told : { ...told, inclusive: true }, losses)]
}
