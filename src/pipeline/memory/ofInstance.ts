/** The MemoryContexts of the few processes of an instance that hold most: the others are told by their sizes alone. */
import type { Instance } from '../../analyzers/pg-instance/instances.ts'
import { costsOf, NO_COST, type Raw } from '../../domain/capture.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import { LIMITS } from '../../domain/limits.ts'
import { exe } from '../../parsers/proc/exe.ts'
import type { House } from '../house.ts'
import { WALK_LIMITS } from './drive.ts'
import { type ContextsRead, readProcess } from './readContexts.ts'

/**
 * Reads them one after the other. What one process refuses (it ended meanwhile) costs only itself; where none can be read
 * the first refusal is the gap. Throws a UserError when the host is lost.
 */
export async function readInstance(
  house: Pick<House, 'ranges' | 'clock'>,
  host: HostEntry,
  evidence: Evidence,
  { members }: Instance,
): Promise<ContextsRead> {
  // All processes of a server run the same program.
  const program = evidence.get(exe)?.path ?? null
  const texts: string[] = []
  let refused: Raw | null = null
  let cost = NO_COST
  const beganMs = house.clock.now()
  for (const { row } of members.slice(0, LIMITS.instanceWalks)) {
    // The largest comes first and may take what a check's walks may take; the next have what it left.
    const limits = {
      ...WALK_LIMITS,
      budgetBytes: LIMITS.walkBytes - cost.bytes,
      deadlineMs: LIMITS.walkMs - (house.clock.now() - beganMs),
    }
    if (limits.deadlineMs <= 0) break
    const of = { pid: row.pid, program, mappings: null, holdsSwap: (row.swapBytes ?? 0) > 0 }
    const read = await readProcess(house, host, evidence, { ...of, limits })
    cost = costsOf(cost, read.cost)
    if (read.raw.kind === 'ok') texts.push(read.raw.text)
    else refused ??= read.raw
  }
  const none: Raw = refused ?? { kind: 'gap', reason: 'absent', detail: '' }
  return { raw: texts.length === 0 ? none : { kind: 'ok', text: texts.join(''), cut: null }, cost }
}
