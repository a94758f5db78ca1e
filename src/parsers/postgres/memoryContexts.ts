/**
 * The MemoryContext tree of a living PostgreSQL process as a walk over its memory gave it: our own JSON, masked, kept in
 * the capture in place of any byte of the process. A row is name, ident, level, parent, kind, total, blocks, free, free
 * chunks and contexts, as in domain/contexts.ts.
 *
 * ```
 * {"kind":"memcheck-contexts","version":1,"pid":4242,"way":"perl","tries":1,"swappedPages":0,"transactions":81,"spent":null,
 * "layout":{"id":"pg13-15","version":"15","greenplum":false,"verified":true},
 * "torn":[],"tornDetails":[],"damaged":[],"accounting":[],"complete":true,"contexts":[
 * ["TopMemoryContext",null,0,null,"AllocSet",97680,5,11632,6,1],
 * ["CachedPlanSource","select * from t where id = ?",1,0,"AllocSet",4096,3,1512,0,1]]}
 * ```
 */
import type {
  ContextAccounting,
  ContextKind,
  MemoryContext,
  WalkedContexts,
} from '../../domain/contexts.ts'
import { type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { type Fields, fieldsOf, jsonOf, listOf } from '../text/json.ts'
import { noValue } from '../text/lines.ts'

const ID = 'memory/contexts'
const KIND = 'memcheck-contexts'
const VERSION = 1
const KINDS: readonly unknown[] = ['AllocSet', 'Generation', 'Slab', 'Bump'] satisfies ContextKind[]

export const memoryContexts: Format<WalkedContexts> = {
  id: ID,
  // Idents are masked before this text is made.
  mask: 'none',
  signs: null,
  parse,
  glance,
}

/** All of it, and what contexts of one name hold together. */
function glance({ contexts }: WalkedContexts): Readonly<Record<string, unknown>> {
  const by = new Map<string, number>()
  for (const { name, totalBytes } of contexts)
    by.set(`${name}Bytes`, (by.get(`${name}Bytes`) ?? 0) + totalBytes)
  const totalBytes = contexts.reduce((sum, one) => sum + one.totalBytes, 0)
  return { contexts, ...Object.fromEntries(by), totalBytes }
}

/** The text that `parse` reads back. */
export function contextsText({ contexts, grand: _, ...rest }: WalkedContexts): string {
  const rows = contexts.map((one) =>
    JSON.stringify([
      one.name,
      one.ident,
      one.level,
      one.parent,
      one.kind,
      one.totalBytes,
      one.blocks,
      one.freeBytes,
      one.freeChunks,
      one.contexts,
    ]),
  )
  const head = JSON.stringify({ kind: KIND, version: VERSION, ...rest })
  // A row a line, so that a person can read it.
  return `${head.slice(0, -1)},"contexts":[\n${rows.join(',\n')}]}\n`
}

function parse(text: string, told: Told): Parsed<WalkedContexts> {
  const of = told.cut ? {} : fieldsOf(jsonOf(text))
  const contexts = listOf(of['contexts']).map(contextOf)
  const walked = of['kind'] === KIND && of['version'] === VERSION ? walkedOf(of) : null
  if (walked === null || contexts.length === 0 || !isTree(contexts)) return noValue(ID, text, told)
  return value({ ...walked, contexts })
}

function walkedOf(of: Fields): Omit<WalkedContexts, 'contexts'> | null {
  const layout = fieldsOf(of['layout'])
  const [pid, tries, swappedPages] = [
    count(of['pid']),
    count(of['tries']),
    count(of['swappedPages']),
  ]
  const [id, version, way] = [layout['id'], layout['version'], of['way']]
  const { spent = null } = of
  if (pid === null || tries === null || swappedPages === null) return null
  if (typeof id !== 'string' || typeof version !== 'string' || typeof way !== 'string') return null
  if (spent !== null && spent !== 'budget' && spent !== 'deadline') return null
  return {
    pid,
    layout: {
      id,
      version,
      greenplum: layout['greenplum'] === true,
      verified: layout['verified'] === true,
    },
    way,
    tries,
    torn: tornOf(of['torn']),
    tornDetails: tornOf(of['tornDetails']),
    damaged: listOf(of['damaged']).flatMap((one) => {
      const { context, at } = fieldsOf(one)
      const place = count(context)
      return place === null || typeof at !== 'string' ? [] : [{ context: place, at }]
    }),
    accounting: listOf(of['accounting']).flatMap(accountingOf),
    swappedPages,
    transactions: count(of['transactions']),
    spent,
    grand: null,
    complete: of['complete'] === true,
  }
}

function accountingOf(one: unknown): readonly ContextAccounting[] {
  const of = fieldsOf(one)
  const [context, allocatedBytes, freedBytes, heldAtMostBytes, balanceBytes] = [
    count(of['context']),
    count(of['allocatedBytes']),
    count(of['freedBytes']),
    count(of['heldAtMostBytes']),
    count(of['balanceBytes']),
  ]
  if (context === null || allocatedBytes === null || freedBytes === null) return []
  if (heldAtMostBytes === null || balanceBytes === null) return []
  return [{ context, allocatedBytes, freedBytes, heldAtMostBytes, balanceBytes }]
}

function tornOf(list: unknown): readonly { readonly code: string; readonly count: number }[] {
  return listOf(list).flatMap((one) => {
    const { code, count: times } = fieldsOf(one)
    const number = count(times)
    return typeof code !== 'string' || number === null ? [] : [{ code, count: number }]
  })
}

function contextOf(row: unknown): MemoryContext | null {
  const [name, ident, level, parent, kind, total, blocks, free, chunks, many] = listOf(row)
  const [depth, totalBytes, contexts] = [count(level), count(total), count(many)]
  if (typeof name !== 'string' || (ident !== null && typeof ident !== 'string')) return null
  if (depth === null || totalBytes === null || contexts === null) return null
  if (kind !== null && !isKind(kind)) return null
  return {
    name,
    ident,
    level: depth,
    parent: count(parent),
    kind,
    totalBytes,
    blocks: count(blocks),
    freeBytes: count(free),
    freeChunks: count(chunks),
    contexts,
  }
}

/** Whether every row could be read and hangs on one before it. */
function isTree(contexts: readonly (MemoryContext | null)[]): contexts is readonly MemoryContext[] {
  return contexts.every((one, index) => {
    if (one === null) return false
    if (index === 0) return one.level === 0 && one.parent === null
    const parent = one.parent === null || one.parent >= index ? null : contexts[one.parent]
    return parent !== null && parent !== undefined && one.level === parent.level + 1
  })
}

function isKind(kind: unknown): kind is ContextKind {
  return KINDS.includes(kind)
}

function count(of: unknown): number | null {
  return typeof of === 'number' && Number.isSafeInteger(of) && of >= 0 ? of : null
}
