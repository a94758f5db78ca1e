/** The store's port: runs, captures, samples, outbox, threads, orders, audit (design 6). */
import type { AuditRow, AuditRows } from './audit.ts'
import type { Capture, Cost, Frame } from './capture.ts'
import type { ComponentSnapshot } from './components.ts'
import type { ConsentRows } from './consent.ts'
import type { DoubtRows } from './doubt.ts'
import type { KnownFacts } from './facts.ts'
import type { Verdict } from './finding.ts'
import type { ForgetRows } from './forget.ts'
import type { Imported, ImportSource } from './imported.ts'
import type { MarkRows } from './mark.ts'
import type { Mute } from './mute.ts'
import type { Depth, Order, Tick } from './order.ts'
import type { Pause } from './pause.ts'
import type { Place } from './place.ts'
import type { Posted } from './ports.ts'
import type { Message } from './report.ts'
import type { RetentionRows } from './retention.ts'
import type { Sample, SampleKind, SampleRow } from './sample.ts'
import type { LangRows } from './spoken.ts'
import type { Incarnation, Subject } from './subject.ts'
import type { Target } from './target.ts'
import type { UploadRows } from './upload.ts'
import type { Urgency } from './urgency.ts'
import type { Lang } from './words.ts'

export type RunState = 'open' | 'done' | 'failed' | 'interrupted'

/** A run: the row that is there before the ack. */
export interface Run {
  readonly id: string
  readonly kind: 'check' | 'ask' | 'tick'
  readonly state: RunState
  /** Who runs it: a bot's or a terminal's instance id. */
  readonly owner: string
  readonly leaseUntilMs: number
  /** What was typed, masked. */
  readonly typed: string
  readonly place: Place
  readonly lang: Lang
  readonly target: Target
  readonly depth: Depth
  /** The drilldown asked, for kind `ask`. */
  readonly drilldown: string | null
  readonly orderId: string | null
  readonly openedAtMs: number
  readonly closedAtMs: number | null
  readonly subject: string | null
  readonly verdict: Verdict | null
  readonly measured: boolean
  readonly cost: Cost
}

/**
 * A message that should stand in a channel: wanted version against sent version. Enqueueing the same slot of
 * the same run again makes a new version, which updates the message in place.
 */
export interface OutboxRow {
  readonly id: string
  /** `run:<id>`, `asked:<id>` or `order:<id>`: with the slot its key, and by whom it is waited for (urgency.ts). */
  readonly owner: string
  readonly slot: string
  readonly runId: string | null
  readonly channel: string
  /** A fixed thread, or the message (outbox id) whose thread it belongs to. */
  readonly threadTs: string | null
  readonly threadOf: string | null
  readonly user: string
  readonly lang: Lang
  readonly message: Message
  readonly version: number
  readonly sentVersion: number
  /** True from before a first post until its answer is known: it may or may not stand in the channel. */
  readonly inDoubt: boolean
  readonly posted: Posted | null
  readonly state: 'waiting' | 'sent' | 'given-up'
  readonly attempts: number
  readonly notBeforeMs: number
  readonly error: string | null
  /** Its address, once it was asked for. */
  readonly link: string | null
}

export type NewOutboxRow = Pick<
  OutboxRow,
  'owner' | 'slot' | 'runId' | 'channel' | 'threadTs' | 'threadOf' | 'user' | 'lang' | 'message'
>

/** What measure stores of one run, in one transaction. */
export interface Measured {
  readonly runId: string
  readonly subjects: readonly {
    readonly subject: Subject
    readonly incarnation: Incarnation
    readonly atMs: number
  }[]
  readonly samples: readonly Sample[]
  /** What the memory of some of the subjects is made of. */
  readonly components?: readonly (Omit<ComponentsOf, 'fromMs' | 'untilMs'> & {
    readonly snapshot: ComponentSnapshot
  })[]
}

export interface ThreadRow {
  readonly channel: string
  readonly ts: string
  readonly runId: string
  readonly atMs: number
}

/** Whose history, and which stretch of it. */
export interface PastOf {
  readonly subject: string
  readonly kind: SampleKind
  /** The life that is judged: read first, with a bound of its own. Null: all lives alike. */
  readonly incarnation: string | null
  readonly fromMs: number
  /** Before this instant: what came later does not change what was said then. */
  readonly untilMs: number
}

/** Whose components: of one life, in a stretch of time. */
export interface ComponentsOf {
  readonly subject: string
  readonly incarnation: string
  readonly fromMs: number
  readonly untilMs: number
}

/** How fast the floor of what a subject holds rises over some days. */
export interface Slope {
  readonly subject: string
  /** Days that it rests on, two at least. */
  readonly days: number
  readonly slopeBytesPerDay: number
}

/** What hung while it was read: of a process, or (no pid) the arguments of all. */
export interface StuckReader {
  readonly host: string
  readonly pid: number | null
  /** The process's start time, which tells it from a later one of the same number; null where it was not read. */
  readonly startTicks: number | null
  readonly source: string
  readonly atMs: number
  /** How many readers hung on it so far. */
  readonly times: number
}

export interface Store
  extends AuditRows,
    MarkRows,
    LangRows,
    DoubtRows,
    RetentionRows,
    UploadRows,
    ForgetRows,
    ConsentRows {
  // Runs. openRun writes run and audit row in one transaction.
  openRun(run: Run, audit: AuditRow): Promise<void>
  run(id: string): Promise<Run | null>
  /** Open runs whose owner is gone (lease past, or another bot's); terminals' runs are left alone. */
  abandonedRuns(bot: string, nowMs: number): Promise<readonly Run[]>
  renewLeases(owner: string, untilMs: number): Promise<void>
  takeRun(id: string, owner: string, untilMs: number): Promise<boolean>
  closeRun(
    id: string,
    end: {
      readonly state: Exclude<RunState, 'open'>
      readonly atMs: number
      readonly verdict: Verdict | null
      readonly cost: Cost
    },
  ): Promise<void>
  /** An open check of the same target by anyone, opened since; for joining. */
  openCheckOf(target: Target, depth: Depth, sinceMs: number): Promise<Run | null>

  // Captures.
  keep(runId: string, frames: readonly Frame[]): Promise<void>
  capture(runId: string): Promise<Capture | null>
  /** Stores samples and marks the capture measured, in one transaction; a second call changes nothing. */
  measure(measured: Measured): Promise<void>

  // History.
  /**
   * A long history, oldest first: of each share (the life that is judged, all others) the newest
   * LIMITS.pastReadings readings and, before them, floors of whole hours (`SampleRow.floor`). A life that is looked
   * at seldom is all readings, as far back as they are kept.
   */
  past(of: PastOf): Promise<readonly SampleRow[]>
  /** When a source was last asked for a subject's past, whatever it told; null for never. */
  importAskedAtMs(subject: string, source: ImportSource): Promise<number | null>
  /** Marks the source as asked now and keeps what it told; points of the same span are replaced. */
  keepImported(
    subject: string,
    source: ImportSource,
    told: readonly Imported[],
    nowMs: number,
  ): Promise<void>
  /** Newest `limit` points since, by source and metric, oldest first. */
  imported(subject: string, sinceMs: number, limit: number): Promise<readonly Imported[]>
  /** Snapshots of what a life's memory is made of, oldest first, at most LIMITS.componentSnapshots. */
  components(of: ComponentsOf): Promise<readonly ComponentSnapshot[]>
  /** Of all subjects of a kind: the slope of what growth is judged by over the floors of their days since. No verdict. */
  slopes(kind: SampleKind, fromMs: number): Promise<readonly Slope[]>
  /** Newest closed runs of a subject or host, newest first. */
  runsOf(subjectOrHost: string, limit: number): Promise<readonly Run[]>
  /** Newest checks and ticks of orders that came to an end, without pulses, newest first. */
  newestRuns(limit: number): Promise<readonly Run[]>
  /** Ids of the newest runs whose frames are kept, newest first. */
  keptRunIds(limit: number): Promise<readonly string[]>
  subjectsOf(
    host: string,
    limit: number,
  ): Promise<
    readonly { readonly subject: Subject; readonly key: string; readonly seenAtMs: number }[]
  >
  /** The process of this pid on the host, the one that was seen last; null when none was. */
  subjectOfPid(
    host: string,
    pid: number,
  ): Promise<{ readonly subject: Subject; readonly key: string } | null>

  // Outbox.
  enqueue(row: NewOutboxRow, nowMs: number): Promise<OutboxRow>
  outbox(id: string): Promise<OutboxRow | null>
  outboxOf(owner: string, slot: string): Promise<OutboxRow | null>
  /** Rows of one urgency that have something to send and are due, oldest first. */
  dueOutbox(nowMs: number, limit: number, urgency: Urgency): Promise<readonly OutboxRow[]>
  /** Before the first post of a row. */
  markInDoubt(id: string): Promise<void>
  markSent(id: string, version: number, posted: Posted): Promise<void>
  markRetry(id: string, error: string, notBeforeMs: number): Promise<void>
  giveUp(id: string, error: string): Promise<void>
  keepLink(id: string, link: string): Promise<void>

  // Threads: which run a thread is about (the newest that was asked in it).
  bindThread(row: ThreadRow): Promise<void>
  thread(channel: string, ts: string): Promise<ThreadRow | null>

  // Orders and ticks.
  putOrder(order: Order): Promise<void>
  order(id: string): Promise<Order | null>
  orders(state: 'active' | 'all'): Promise<readonly Order[]>
  setOrderState(id: string, state: Order['state']): Promise<void>
  /** False when the tick is there already: it runs once, whoever saw it first. */
  enqueueTick(tick: Tick, nowMs: number): Promise<boolean>
  /** Claims the oldest waiting tick of an order; null when none waits. */
  takeTick(orderId: string, owner: string, nowMs: number): Promise<Tick | null>
  finishTick(tick: Tick, note: string): Promise<void>
  lastTickMs(orderId: string): Promise<number | null>
  /** Small state of an order between ticks: last verdict announced and the like. */
  orderMemo(id: string): Promise<Readonly<Record<string, string | number | null>>>
  setOrderMemo(id: string, memo: Readonly<Record<string, string | number | null>>): Promise<void>

  // Mutes. One for each subject and code: putting it again changes until when.
  putMute(mute: Mute): Promise<void>
  /** Lifts those that stand, of one code or (null) of any; gives how many. */
  dropMutes(subject: string, code: string | null, nowMs: number): Promise<number>
  /** Those that stand, the soonest over first. */
  mutes(nowMs: number): Promise<readonly Mute[]>

  // What hosts are, by name: of each the newest look.
  keepFacts(host: string, known: KnownFacts): Promise<void>
  knownFacts(): Promise<ReadonlyMap<string, KnownFacts>>

  // The kill switch. Of two pauses of one host, or of all, the first stands.
  putPause(pause: Pause): Promise<void>
  /** False when none of that host (empty for all) stood. */
  dropPause(host: string): Promise<boolean>
  pauses(): Promise<readonly Pause[]>
  /** Ticks of orders that were left out for a pause since. */
  pausedTicks(sinceMs: number): Promise<number>

  // Readers that hung in the kernel of a host.
  putStuck(reader: Omit<StuckReader, 'times'>): Promise<void>
  stuck(host: string, sinceMs: number): Promise<readonly StuckReader[]>

  // Others.
  /** True the first time an event is seen; false when it was seen before (Slack delivers again). */
  seen(eventId: string, nowMs: number): Promise<boolean>
  /** Makes floors of the hours and days whose samples changed, a bounded number of rows a call. */
  rollUp(nowMs: number): Promise<void>
  close(): Promise<void>
}
