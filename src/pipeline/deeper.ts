/** What analyzers want to see beyond a check's first evidence, for the one deeper round (plan.ts). */
import type { Run } from '../domain/store.ts'
import type { House } from './house.ts'
import { pastSources } from './imported.ts'
import type { Wanted } from './verdict.ts'

/** No further round: a watch compares reading with reading, and its evidence is that of every check. */
const NOTHING: Wanted = { asked: [], deeper: () => [] }

/**
 * A full check looks deeper where its analyzers ask for it; one that throws costs only its own look. What the host kept of
 * its past comes with the same round, which is after the first verdict.
 */
export async function wantedBy(
  house: Pick<House, 'analyzers' | 'log' | 'store' | 'clock'>,
  run: Pick<Run, 'depth' | 'target'>,
): Promise<Wanted> {
  if (run.depth !== 'full') return NOTHING
  const past = await pastSources(house, run.target.host)
  return {
    asked: [],
    deeper: (ctx) => [
      ...house.analyzers.flatMap((analyzer) => {
        try {
          return analyzer.deeper?.(ctx) ?? []
        } catch (cause) {
          house.log.bug('analyzer.threw', cause, { analyzer: analyzer.id })
          return []
        }
      }),
      ...past,
    ],
  }
}
