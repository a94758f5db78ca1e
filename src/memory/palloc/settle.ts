/**
 * A busy backend changes its lists while they are read. Where lists contradict each other, the few pages that hold them are
 * read again in one batch, which takes a fraction of the time of the whole, and the tree is walked anew over these and
 * what was seen before. Every link is checked again each time, so that no mixture of moments passes for a tree.
 */
import type { MemoryRange, Walk } from '../../domain/memory.ts'
import { Crew } from '../crew.ts'
import type { View } from '../view.ts'
import type { Detected } from './detect.ts'
import { type ContextRecord, Found, type TornList } from './found.ts'
import { type ContextWalk, type KnownProgram, resultOf } from './result.ts'
import { plant } from './tree.ts'

/** Each costs a round trip. */
const MAX_REPAIRS = 8
/** A sibling with more below it than so many is left as it was: caches have hundreds that do not change. */
const MAX_SUBTREE = 24

interface Start {
  readonly view: View
  readonly known: KnownProgram
  readonly detected: Detected
  readonly top: number
  readonly transactions: number | null
}

export function* settle({ view, known, detected, top, transactions }: Start): Walk<ContextWalk> {
  const changing = new Map<number, MemoryRange>()
  let best: Found | null = null
  for (let repairs = 0; ; repairs += 1) {
    const found = new Found(detected)
    const crew = new Crew(view)
    plant(crew, found, top)
    yield* crew.run()
    if (best === null || tears(found) <= tears(best)) best = found
    if (found.torn.size === 0 || repairs === MAX_REPAIRS) break
    const bytes = detected.layout.set.size
    for (const at of found.tornLists.flatMap((list) => around(list)))
      changing.set(at, { at, bytes })
    const ranges = view.again([...changing.values()])
    if (ranges.length > 0) view.add(ranges, yield ranges)
  }
  return resultOf({ view, found: best, known, transactions })
}

function tears({ torn }: Found): number {
  return [...torn.values()].reduce((sum, count) => sum + count, 0)
}

/** Headers that may have changed with a list: its parent's, its members' and what little is below them. */
function around({ parent, at }: TornList): readonly number[] {
  if (parent === null) return [at]
  return [at, parent.at, ...parent.children.flatMap((child) => below(child) ?? [child.at])]
}

/** All headers of a subtree; null where they are many. */
function below(record: ContextRecord): readonly number[] | null {
  const found: number[] = []
  const open = [record]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.push(next.at) > MAX_SUBTREE) return null
    open.push(...next.children)
  }
  return found
}
