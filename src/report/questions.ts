/** Every drilldown there is: the analyzers' and the general ones, each name once. */
import { ANALYZERS } from '../analyzers/index.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import { GENERAL_DRILLDOWNS } from './drilldowns.ts'

export const DRILLDOWNS: readonly Drilldown[] = [
  ...ANALYZERS.flatMap((analyzer) => analyzer.drilldowns),
  ...GENERAL_DRILLDOWNS,
]
