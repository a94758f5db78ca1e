/** What analyzers want to see beyond a check's first evidence, for the one deeper round (plan.ts). */
import type { Depth } from '../domain/order.ts'
import type { House } from './house.ts'
import type { Wanted } from './verdict.ts'

/** No further round: a watch compares reading with reading, and its evidence is that of every check. */
const NOTHING: Wanted = { asked: [], deeper: () => [] }

/** A full check looks deeper where its analyzers ask for it; one that throws costs only its own look. */
export function wantedBy(house: Pick<House, 'analyzers' | 'log'>, depth: Depth): Wanted {
  if (depth !== 'full') return NOTHING
  return {
    asked: [],
    deeper: (ctx) =>
      house.analyzers.flatMap((analyzer) => {
        try {
          return analyzer.deeper?.(ctx) ?? []
        } catch (cause) {
          house.log.bug('analyzer.threw', cause, { analyzer: analyzer.id })
          return []
        }
      }),
  }
}
