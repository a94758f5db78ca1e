/** The MemoryContexts of a PostgreSQL process within a run, where the host's entry grants it. */
import { isPostgres } from '../../analyzers/pg-contexts/server.ts'
import { instanceLedBy } from '../../analyzers/pg-instance/instances.ts'
import { type Actor, isRefusal } from '../../domain/authorize.ts'
import { NO_COST, type Raw } from '../../domain/capture.ts'
import { UserError } from '../../domain/errors.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Run } from '../../domain/store.ts'
import { instanceContexts } from '../../parsers/postgres/instanceContexts.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { hostNamed } from '../hostNamed.ts'
import type { House } from '../house.ts'
import { permitted } from '../leave.ts'
import { readInstance } from './ofInstance.ts'
import { type ContextsRead, readContexts } from './readContexts.ts'

/** What was read, and under which name it is kept. */
export interface ContextsOfRun extends ContextsRead {
  readonly source: string
}

/** On a full check, of an instance those of its largest processes; null for any other process. Never throws: what fails is a gap of this one source. */
export async function contextsOf(
  house: House,
  run: Run,
  actor: Actor,
  evidence: Evidence,
  pid: number | null,
): Promise<ContextsOfRun | null> {
  if (run.depth !== 'full' || pid === null || !isPostgres(evidence)) return null
  const instance = instanceLedBy(evidence, pid)
  const source = instance === null ? memoryContexts.id : instanceContexts.id
  try {
    const action = { name: `source:${source}`, class: 'memory' } as const
    await permitted(house, actor, action, run.place, run.target)
    const host = hostNamed(house, run.target.host)
    const read =
      instance === null
        ? await readContexts(house, host, evidence, pid)
        : await readInstance(house, host, evidence, instance)
    return { source, ...read }
  } catch (cause) {
    return { source, raw: failedGap(house, run, cause), cost: NO_COST }
  }
}

function failedGap(house: House, run: Run, cause: unknown): Raw {
  if (!(cause instanceof UserError)) {
    const reference = house.log.bug('contexts.threw', cause, { run: run.id })
    return { kind: 'gap', reason: 'failed', detail: reference }
  }
  const reason = isRefusal(cause.code) ? 'not-granted' : 'lost'
  return { kind: 'gap', reason, detail: String(cause.params['detail'] ?? '') }
}
