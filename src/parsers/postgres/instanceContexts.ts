/**
 * The MemoryContext trees of the processes of one instance that hold most, one after the other, each as memoryContexts.ts
 * has it: our own JSON, masked.
 *
 * ```
 * {"kind":"memcheck-contexts","version":1,"pid":4242,"way":"perl","tries":1,"swappedPages":0,"transactions":81,"spent":null,
 * "layout":{"id":"pg13-15","version":"15","greenplum":false,"verified":true},
 * "torn":[],"tornDetails":[],"damaged":[],"accounting":[],"complete":true,"contexts":[
 * ["TopMemoryContext",null,0,null,"AllocSet",97680,5,11632,6,1]]}
 * {"kind":"memcheck-contexts","version":1,"pid":4243,"way":"perl","tries":1,"swappedPages":0,"transactions":7,"spent":null,
 * "layout":{"id":"pg13-15","version":"15","greenplum":false,"verified":true},
 * "torn":[],"tornDetails":[],"damaged":[],"accounting":[],"complete":true,"contexts":[
 * ["TopMemoryContext",null,0,null,"AllocSet",68152,4,9120,5,1]]}
 * ```
 */
import type { WalkedContexts } from '../../domain/contexts.ts'
import { type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { noValue } from '../text/lines.ts'
import { memoryContexts } from './memoryContexts.ts'

interface InstanceContexts {
  readonly trees: readonly WalkedContexts[]
}

const ID = 'memory/instance-contexts'

export const instanceContexts: Format<InstanceContexts> = {
  id: ID,
  // Idents are masked before this text is made.
  mask: 'names',
  signs: null,
  parse,
}

/** One tree that cannot be read makes all of them doubtful: the text is our own. */
function parse(text: string, told: Told): Parsed<InstanceContexts> {
  const trees: WalkedContexts[] = []
  for (const one of told.cut ? [] : text.split(/^(?=\{"kind":)/m)) {
    const parsed = memoryContexts.parse(one, told)
    if ('error' in parsed) return noValue(ID, text, told)
    trees.push(parsed.value)
  }
  return trees.length === 0 ? noValue(ID, text, told) : value({ trees })
}
