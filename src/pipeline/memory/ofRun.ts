/** The MemoryContexts of a PostgreSQL process within a run, where the host's entry grants it. */
import { isPostgres } from '../../analyzers/pg-contexts/server.ts'
import type { Actor } from '../../domain/authorize.ts'
import { NO_COST, type Raw } from '../../domain/capture.ts'
import { UserError } from '../../domain/errors.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Run } from '../../domain/store.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import type { House } from '../house.ts'
import { hostNamed, permitted } from '../runs.ts'
import { type ContextsRead, readContexts } from './readContexts.ts'

/** On a full check; null for any other process. Never throws: what fails is a gap of this one source. */
export async function contextsOf(
  house: House,
  run: Run,
  actor: Actor,
  evidence: Evidence,
  pid: number | null,
): Promise<ContextsRead | null> {
  if (run.depth !== 'full' || pid === null || !isPostgres(evidence)) return null
  try {
    const action = { name: `source:${memoryContexts.id}`, class: 'memory' } as const
    await permitted(house, actor, action, run.place, run.target)
    return await readContexts(house, hostNamed(house, run.target.host), evidence, pid)
  } catch (cause) {
    return { raw: failedGap(house, run, cause), cost: NO_COST }
  }
}

function failedGap(house: House, run: Run, cause: unknown): Raw {
  if (!(cause instanceof UserError)) {
    const reference = house.log.bug('contexts.threw', cause, { run: run.id })
    return { kind: 'gap', reason: 'failed', detail: reference }
  }
  const reason = cause.code === 'not-allowed' ? 'not-granted' : 'lost'
  return { kind: 'gap', reason, detail: String(cause.params['detail'] ?? '') }
}
