/** What every use case works with: the ports, the lists and the settings. main.ts and cli.ts fill it. */
import type { Analyzer } from '../domain/analyzer.ts'
import type { Demand } from '../domain/demand.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Ranges } from '../domain/memory.ts'
import type { Law } from '../domain/policy.ts'
import type {
  Archives,
  Chat,
  Clock,
  Compute,
  Directory,
  HostKeys,
  Ids,
  Log,
  Prometheus,
  Raster,
  Remote,
} from '../domain/ports.ts'
import type { PrometheusSettings } from '../domain/prometheus.ts'
import type { AnyFormat, AnySource } from '../domain/source.ts'
import type { Store } from '../domain/store.ts'
import type { Lang } from '../domain/words.ts'
import type { FileReader } from './fileReader.ts'

export interface House {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly store: Store
  readonly remote: Remote
  /** Bytes of processes and cores on the same hosts. */
  readonly ranges: Ranges
  readonly hostKeys: HostKeys
  readonly raster: Raster
  /** Languages that its pictures can show; English where it is not said. */
  readonly chartLangs?: readonly Lang[]
  readonly archives: Archives
  readonly compute: Compute
  readonly fileReader: FileReader
  /** Null in a terminal: there is nobody to post to. */
  readonly chat: Chat | null
  readonly inventory: Inventory
  /** What decides who may do what. */
  readonly law: Law
  /** What a site demands before anything intrusive (`policy.intrusive`). */
  readonly demands: readonly Demand[]
  /** Null in a terminal. */
  readonly directory: Directory | null
  /** Null where memcheck.yaml names none. */
  readonly prometheus: { readonly edge: Prometheus; readonly settings: PrometheusSettings } | null
  readonly sources: readonly AnySource[]
  /** The sources' formats and those that only files bring. */
  readonly formats: readonly AnyFormat[]
  readonly analyzers: readonly Analyzer[]
  /** Every drilldown there is: the analyzers' and the general ones. */
  readonly drilldowns: readonly Drilldown[]
  /** This process among those that share the store: `bot:<id>` or `terminal:<id>`. */
  readonly owner: string
  readonly version: string
  /** Of the terminal, and of orders in channels that have none. */
  readonly lang: Lang
  /** `channels` of memcheck.yaml: by id. */
  readonly channelLangs: ReadonlyMap<string, Lang>
}
