/** The tables as Kysely sees them. Migrations make them; the conformance test holds both to each other. */
import type { Generated, Kysely } from 'kysely'
import type { Doubt } from '../domain/doubt.ts'
import type { Mark } from '../domain/mark.ts'
import type { Metric, SampleKind } from '../domain/sample.ts'
import type { ThreadRow } from '../domain/store.ts'
import type { UploadRow } from '../domain/upload.ts'
import type { ColumnOf } from './columns.ts'
import type { ConsentTable } from './consentRow.ts'

interface SubjectTable {
  readonly id: Generated<number>
  readonly key: string
  readonly kind: string
  readonly host: string
  readonly name: string
  readonly seenAtMs: number
}

interface IncarnationTable {
  readonly id: Generated<number>
  readonly subjectId: number
  readonly key: string
  readonly pid: number | null
  readonly startedAtMs: number | null
  readonly exe: string | null
  readonly argsHash: string | null
  readonly seenAtMs: number
}

export interface RunTable {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly owner: string
  readonly leaseUntilMs: number
  readonly typed: string
  readonly place: string
  readonly lang: string
  readonly host: string
  /** Kind and words of the target: equal for equal targets. */
  readonly targetKey: string
  readonly target: string
  readonly depth: string
  readonly drilldown: string | null
  readonly orderId: string | null
  readonly openedAtMs: number
  readonly closedAtMs: number | null
  readonly subject: string | null
  readonly verdict: string | null
  readonly measured: number
  readonly cost: string
}

interface FrameTable {
  readonly runId: string
  readonly seq: number
  /** JSON of the frame without its text. */
  readonly meta: string
  /** The frame's text, deflated; null for a gap. */
  readonly body: Buffer | null
}

interface SampleKeys {
  readonly subjectId: number
  readonly atMs: number
  readonly incarnationId: number
  readonly hostUptimeSec: number | null
}

type Values<K extends SampleKind> = { readonly [M in Metric<K> as ColumnOf<M>]: number | null }

/** One life in one hour or day: each metric's floor under the metric's own column. */
type Rollup<K extends SampleKind> = Omit<SampleKeys, 'hostUptimeSec'> & Values<K> & Floors

interface Floors {
  readonly firstAtMs: number
  readonly lastAtMs: number
  readonly readings: number
  readonly judgedFloorKib: number | null
  readonly judgedLeastKib: number | null
  readonly judgedMostKib: number | null
}

/** A part of the time whose rows have changed since it was rolled up. */
interface RollupDueTable {
  readonly subjectId: number
  readonly partMs: number
  readonly atMs: number
}

interface ComponentNameTable {
  readonly id: Generated<number>
  /** JSON of the path. */
  readonly name: string
  readonly seenAtMs: number
}

interface ComponentSnapshotTable {
  readonly subjectId: number
  readonly incarnationId: number
  readonly atMs: number
  readonly complete: number
  readonly totalKib: number | null
}

interface ComponentSampleTable {
  readonly subjectId: number
  readonly incarnationId: number
  readonly atMs: number
  readonly nameId: number
  readonly kib: number
  readonly count: number
}

export interface OutboxTable {
  readonly seq: Generated<number>
  readonly id: string
  readonly owner: string
  readonly slot: string
  readonly runId: string | null
  readonly channel: string
  readonly threadTs: string | null
  readonly threadOf: string | null
  readonly user: string
  readonly lang: string
  readonly message: string
  readonly version: number
  readonly sentVersion: number
  readonly inDoubt: number
  readonly posted: string | null
  readonly state: string
  readonly attempts: number
  readonly notBeforeMs: number
  readonly queuedAtMs: number
  readonly error: string | null
  readonly link: string | null
}

interface OrderTable {
  readonly id: string
  readonly state: string
  readonly createdAtMs: number
  readonly body: string
  readonly memo: string
}

interface TickTable {
  readonly orderId: string
  readonly dueAtMs: number
  readonly late: number
  readonly state: string
  readonly owner: string | null
  readonly takes: number
  readonly enqueuedAtMs: number
  readonly takenAtMs: number | null
  readonly note: string | null
}

export interface AuditTable {
  readonly id: Generated<number>
  readonly atMs: number
  readonly actor: string
  readonly surface: string
  readonly place: string
  readonly action: string
  readonly class: string
  readonly target: string
  readonly decision: string
  readonly rule: string
  readonly runId: string | null
  readonly script: string | null
  readonly detail: string | null
}

interface MuteTable {
  readonly subject: string
  readonly code: string
  readonly untilMs: number
  readonly by: string
  readonly atMs: number
}

interface MarkTable extends Omit<Mark, 'id'> {
  readonly id: Generated<number>
}

interface HostFactsTable {
  readonly host: string
  readonly atMs: number
  /** JSON of the facts. */
  readonly body: string
}

interface PauseTable {
  readonly host: string
  readonly by: string
  readonly surface: string
  readonly atMs: number
}

interface PlaceLangTable {
  readonly place: string
  readonly lang: string
  readonly by: string
  readonly atMs: number
}

interface ChannelNameTable {
  readonly name: string
  readonly channel: string
}

interface StuckReaderTable {
  readonly host: string
  readonly pid: number
  readonly startTicks: number | null
  readonly source: string
  readonly atMs: number
  readonly times: number
}

interface SeenEventTable {
  readonly id: string
  readonly atMs: number
}

interface ImportedSourceTable {
  readonly id: Generated<number>
  readonly subject: string
  readonly source: string
  readonly askedAtMs: number
}

interface ImportedLifeTable {
  readonly id: Generated<number>
  readonly sourceId: number
  readonly metric: string
  readonly life: string
}

interface ImportedPointTable {
  readonly lifeId: number
  readonly atMs: number
  readonly value: number
}

interface SeatTable {
  readonly id: number
  readonly instance: string
  readonly pid: number
  readonly takenAtMs: number
}

export interface Tables {
  readonly subject: SubjectTable
  readonly incarnation: IncarnationTable
  readonly run: RunTable
  readonly frame: FrameTable
  readonly process_sample: SampleKeys & Values<'process'>
  readonly host_sample: SampleKeys & Values<'host'>
  readonly cgroup_sample: SampleKeys & Values<'cgroup'>
  readonly process_hour: Rollup<'process'>
  readonly host_hour: Rollup<'host'>
  readonly cgroup_hour: Rollup<'cgroup'>
  readonly process_day: Rollup<'process'>
  readonly host_day: Rollup<'host'>
  readonly cgroup_day: Rollup<'cgroup'>
  readonly rollup_due: RollupDueTable
  readonly component_name: ComponentNameTable
  readonly component_snapshot: ComponentSnapshotTable
  readonly component_sample: ComponentSampleTable
  readonly outbox: OutboxTable
  readonly thread: ThreadRow
  readonly standing_order: OrderTable
  readonly tick: TickTable
  readonly audit: AuditTable
  readonly mute: MuteTable
  readonly mark: MarkTable
  readonly doubt: Doubt
  readonly consent: ConsentTable
  readonly upload: UploadRow
  readonly host_facts: HostFactsTable
  readonly pause: PauseTable
  readonly place_lang: PlaceLangTable
  readonly channel_name: ChannelNameTable
  readonly stuck_reader: StuckReaderTable
  readonly seen_event: SeenEventTable
  readonly imported_source: ImportedSourceTable
  readonly imported_life: ImportedLifeTable
  readonly imported_point: ImportedPointTable
  readonly seat: SeatTable
}

export type Db = Kysely<Tables>
