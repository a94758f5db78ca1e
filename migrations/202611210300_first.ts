/**
 * The first schema. A migration is frozen once released: it names its columns itself and never reads them from
 * the code of today. Instants are epoch milliseconds, JSON is text, a null measure is "not collected".
 */
import { type QueryExecutorProvider, sql } from 'kysely'

const STATEMENTS = [
  `create table subject (
    id integer primary key,
    key text not null unique,
    kind text not null,
    host text not null,
    name text not null,
    seenAtMs integer not null
  ) strict`,
  `create index subject_by_host on subject (host, seenAtMs)`,

  `create table incarnation (
    id integer primary key,
    subjectId integer not null references subject (id) on delete cascade,
    key text not null,
    pid integer,
    startedAtMs integer,
    exe text,
    argsHash text,
    seenAtMs integer not null,
    constraint incarnation_once unique (subjectId, key)
  ) strict`,

  `create table run (
    id text primary key,
    kind text not null,
    state text not null,
    owner text not null,
    leaseUntilMs integer not null,
    typed text not null,
    place text not null,
    lang text not null,
    host text not null,
    targetKey text not null,
    target text not null,
    depth text not null,
    drilldown text,
    orderId text,
    openedAtMs integer not null,
    closedAtMs integer,
    subject text,
    verdict text,
    measured integer not null,
    cost text not null
  ) strict`,
  `create index run_open on run (owner) where state = 'open'`,
  `create index run_by_host on run (host, openedAtMs)`,
  `create index run_by_subject on run (subject, openedAtMs)`,
  `create index run_by_age on run (openedAtMs)`,

  `create table frame (
    runId text not null references run (id),
    seq integer not null,
    meta text not null,
    body blob,
    constraint frame_once primary key (runId, seq)
  ) strict`,

  `create table process_sample (
    subjectId integer not null references subject (id),
    atMs integer not null,
    incarnationId integer not null references incarnation (id),
    hostUptimeSec real,
    rssBytes integer,
    pssBytes integer,
    anonBytes integer,
    fileBytes integer,
    shmemBytes integer,
    swapBytes integer,
    heapBytes integer,
    stackBytes integer,
    virtualBytes integer,
    peakRssBytes integer,
    mappings integer,
    threads integer,
    minorFaults integer,
    majorFaults integer,
    constraint process_sample_once primary key (subjectId, atMs, incarnationId)
  ) strict, without rowid`,
  `create index process_sample_by_life on process_sample (incarnationId)`,

  `create table host_sample (
    subjectId integer not null references subject (id),
    atMs integer not null,
    incarnationId integer not null references incarnation (id),
    hostUptimeSec real,
    memTotalBytes integer,
    memFreeBytes integer,
    memAvailableBytes integer,
    anonBytes integer,
    cachedBytes integer,
    shmemBytes integer,
    slabBytes integer,
    slabReclaimableBytes integer,
    dirtyBytes integer,
    swapTotalBytes integer,
    swapFreeBytes integer,
    processes integer,
    pageInSwap integer,
    pageOutSwap integer,
    majorFaults integer,
    refaults integer,
    oomKills integer,
    stallSomeMicros integer,
    stallFullMicros integer,
    constraint host_sample_once primary key (subjectId, atMs, incarnationId)
  ) strict, without rowid`,
  `create index host_sample_by_life on host_sample (incarnationId)`,

  `create table cgroup_sample (
    subjectId integer not null references subject (id),
    atMs integer not null,
    incarnationId integer not null references incarnation (id),
    hostUptimeSec real,
    chargedBytes integer,
    limitBytes integer,
    unreclaimableBytes integer,
    workingSetBytes integer,
    anonBytes integer,
    fileBytes integer,
    shmemBytes integer,
    kernelBytes integer,
    swapBytes integer,
    limitHits integer,
    highHits integer,
    ooms integer,
    oomKills integer,
    constraint cgroup_sample_once primary key (subjectId, atMs, incarnationId)
  ) strict, without rowid`,
  `create index cgroup_sample_by_life on cgroup_sample (incarnationId)`,

  `create table outbox (
    seq integer primary key autoincrement,
    id text not null unique,
    owner text not null,
    slot text not null,
    runId text,
    channel text not null,
    threadTs text,
    threadOf text,
    user text not null,
    lang text not null,
    message text not null,
    version integer not null,
    sentVersion integer not null,
    inDoubt integer not null,
    posted text,
    state text not null,
    attempts integer not null,
    notBeforeMs integer not null,
    queuedAtMs integer not null,
    error text,
    constraint outbox_once unique (owner, slot)
  ) strict`,
  `create index outbox_waiting on outbox (seq) where state = 'waiting'`,
  `create index outbox_by_age on outbox (queuedAtMs)`,

  `create table thread (
    channel text not null,
    ts text not null,
    runId text not null references run (id) on delete cascade,
    atMs integer not null,
    constraint thread_once primary key (channel, ts)
  ) strict, without rowid`,
  `create index thread_by_run on thread (runId)`,

  `create table standing_order (
    id text primary key,
    state text not null,
    createdAtMs integer not null,
    body text not null,
    memo text not null
  ) strict`,

  `create table tick (
    orderId text not null references standing_order (id) on delete cascade,
    dueAtMs integer not null,
    late integer not null,
    state text not null,
    owner text,
    takes integer not null,
    enqueuedAtMs integer not null,
    takenAtMs integer,
    note text,
    constraint tick_once primary key (orderId, dueAtMs)
  ) strict, without rowid`,

  `create table audit (
    id integer primary key autoincrement,
    atMs integer not null,
    actor text not null,
    surface text not null,
    place text not null,
    action text not null,
    class text not null,
    target text not null,
    decision text not null,
    rule text not null,
    runId text
  ) strict`,
  `create trigger audit_is_never_changed before update on audit
    begin select raise(abort, 'audit is append-only'); end`,
  `create trigger audit_is_never_deleted before delete on audit
    begin select raise(abort, 'audit is append-only'); end`,

  `create table seen_event (
    id text primary key,
    atMs integer not null
  ) strict, without rowid`,

  `create table seat (
    id integer primary key check (id = 1),
    instance text not null,
    pid integer not null,
    takenAtMs integer not null
  ) strict`,
] as const

/** Builds the schema from nothing. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
