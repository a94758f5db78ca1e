/**
 * A host is left alone for a moment between the end of one collect and the start of the next, whoever asks: a crowd of
 * questions is not a load. Nobody is refused for it, and nobody waits longer than that moment.
 */
import type { HostEntry } from '../domain/inventory.ts'
import type { Clock, ExecEnd, ExecRequest, Remote } from '../domain/ports.ts'

/** Collects that are remembered of a host: those that have begun do not wait again between their rounds. */
const REMEMBERED = 64

interface Visits {
  endedAtMs: number
  readonly runs: Set<string>
}

/** The same edge, with each host's rest (`HostEntry.restMs`) kept before the first exec of a run. */
export function withRest<R extends Remote>(edge: R, clock: Clock): R {
  const visits = new Map<string, Visits>()
  return {
    ...edge,
    async exec(host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
      const of = visits.get(host.name) ?? { endedAtMs: Number.NEGATIVE_INFINITY, runs: new Set() }
      visits.set(host.name, of)
      const dueMs = of.endedAtMs + host.restMs - clock.now()
      if (dueMs > 0 && !knows(of, request.run))
        await clock.sleep(Math.min(dueMs, host.restMs), request.signal)
      if (request.signal?.aborted === true) return { kind: 'killed', why: 'stopped' }
      remember(of, request.run)
      try {
        return await edge.exec(host, request)
      } finally {
        of.endedAtMs = clock.now()
      }
    },
  }
}

function knows({ runs }: Visits, run: string | undefined): boolean {
  return run !== undefined && runs.has(run)
}

function remember({ runs }: Visits, run: string | undefined): void {
  if (run === undefined) return
  runs.add(run)
  const [oldest] = runs
  if (runs.size > REMEMBERED && oldest !== undefined) runs.delete(oldest)
}
