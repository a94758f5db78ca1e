/** The MemoryContexts of one PostgreSQL process: opened, walked until a try is clean, masked, as the text that is kept. */
import type { WalkedContexts } from '../../domain/contexts.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { RangeReader } from '../../domain/memory.ts'
import type { Clock } from '../../domain/ports.ts'
import { maskIdent } from '../../domain/secrets.ts'
import { foldTree } from '../../memory/foldTree.ts'
import { contextDetails } from '../../memory/palloc/details.ts'
import { type ContextWalk, isClean, type KnownProgram } from '../../memory/palloc/result.ts'
import {
  type ContextRefusal,
  type ContextWalkInput,
  type ContextWalkResult,
  contextWalk,
} from '../../memory/palloc/walk.ts'
import type { Region } from '../../memory/regions.ts'
import type { Driver } from './drive.ts'

export interface WalkedTree {
  readonly walk: ContextWalk
  readonly tries: number
}

type Torn = ContextWalk['torn']

/**
 * Walks until a try is clean; else gives the one that saw most and contradicted itself least. `regionsNow` tells what is
 * mapped by then: a heap that grows has contexts beyond what the first look knew of.
 */
export async function walkTree(
  driver: Driver,
  clock: Clock,
  input: ContextWalkInput,
  regionsNow: () => Promise<readonly Region[] | null>,
): Promise<WalkedTree | ContextRefusal> {
  // The best alone is held: each has up to a whole heap in it.
  let best = null as ContextWalk | null
  let refused: ContextRefusal = 'unreadable'
  let regions = input.regions
  let tries = 0
  while (tries < LIMITS.walkTries && driver.driven.spent === null) {
    if (tries > 0) {
      await clock.sleep(LIMITS.walkAgainMs)
      regions = (await regionsNow()) ?? regions
    }
    tries += 1
    const known: KnownProgram | null = best?.known ?? null
    const walk: ContextWalkResult = await driver.run(contextWalk({ ...input, regions, known }))
    if ('refused' in walk) {
      refused = walk.refused
      if (FINAL.has(refused)) break
      continue
    }
    // Before any comparison: between two statements a backend has fewer contexts than a torn look at it in the middle of one.
    if (isClean(walk)) return { walk, tries }
    if (best === null || isBetter(walk, best)) best = walk
  }
  return best === null ? refused : { walk: best, tries }
}

/** What another try would find again. */
const FINAL: ReadonlySet<ContextRefusal> = new Set(['no-program', 'not-postgres'])
/** A torn walk that lost a subtree has few marks and few contexts. */
const AS_MANY = 0.9

function isBetter(one: ContextWalk, than: ContextWalk): boolean {
  const [contexts, others] = [one.tree.contexts.length, than.tree.contexts.length]
  if (contexts < others * AS_MANY || others < contexts * AS_MANY) return contexts > others
  return marksOf(one.torn) < marksOf(than.torn)
}

function marksOf(torn: Torn): number {
  return torn.reduce((sum, { count }) => sum + count, 0)
}

/** Goes on to blocks and free chunks, and gives all as it is kept: masked, and folded where there is much. */
export async function detailedTree(
  driver: Driver,
  { walk, tries }: WalkedTree,
  of: { readonly pid: number; readonly way: RangeReader['way'] },
): Promise<WalkedContexts> {
  const torn = walk.torn
  const whole = driver.driven.spent === null ? await driver.run(contextDetails(walk)) : walk
  const { contexts, rowOf } = foldTree(whole.tree.contexts, LIMITS.contextsKept)
  const { layout, places, damaged } = whole
  return {
    pid: of.pid,
    way: of.way,
    tries,
    layout,
    torn,
    tornDetails: whole.unclear,
    damaged: damaged.map(({ context, at }) => ({
      context: rowOf[context] ?? 0,
      at: at.toString(16),
    })),
    accounting: places.flatMap(({ accounting }, index) => {
      const row = rowOf[index] ?? 0
      return accounting === null || contexts[row]?.contexts !== 1
        ? []
        : [{ context: row, ...accounting }]
    }),
    swappedPages: driver.driven.swappedPages,
    transactions: whole.transactions,
    spent: driver.driven.spent,
    contexts: contexts.map((one) => ({ ...one, ident: identOf(one.ident) })),
    grand: null,
    complete: torn.length === 0 && contexts.length === whole.tree.contexts.length,
  }
}

/** What is shown of a query that names a context; the server itself prints 100 bytes. */
const IDENT_CHARS = 1000

function identOf(ident: string | null): string | null {
  return ident === null ? null : maskIdent(ident.slice(0, IDENT_CHARS))
}
