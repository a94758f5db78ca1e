/** Runs: opened before the ack, leased while they work, closed once. */
import { type Insertable, type Selectable, sql } from 'kysely'
import type { AuditRow } from '../domain/audit.ts'
import type { Run, Store } from '../domain/store.ts'
import { type Target, typed } from '../domain/target.ts'
import { insertAudit } from './audit.ts'
import { fromJson } from './json.ts'
import type { Db, RunTable } from './tables.ts'
import { inTransaction } from './transaction.ts'

type RunMethods =
  | 'openRun'
  | 'run'
  | 'abandonedRuns'
  | 'renewLeases'
  | 'takeRun'
  | 'closeRun'
  | 'openCheckOf'
  | 'runsOf'
  | 'newestRuns'

/** Owners are `bot:<id>` and `terminal:<id>`: only bots' runs may be answered by another process. */
const BOTS = 'bot:%'
/** Written into the statement: SQLite does not look for a bound value in a partial index. */
const OPEN = sql.lit('open')

export function runStore(db: Db): Pick<Store, RunMethods> {
  return {
    openRun: (run, audit) =>
      inTransaction(db, async (tx) => {
        await tx.insertInto('run').values(toRow(run)).execute()
        await insertAudit(tx, audit)
      }),
    run: async (id) => {
      const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : fromRow(row)
    },
    renewLeases: async (owner, untilMs) => {
      await db
        .updateTable('run')
        .set({ leaseUntilMs: untilMs })
        .where('owner', '=', owner)
        .where('state', '=', OPEN)
        .execute()
    },
    // The first end counts: a late one (of a run that another bot has answered) changes nothing.
    closeRun: (id, end) =>
      inTransaction(db, async (tx) => {
        const row = await tx
          .updateTable('run')
          .set({
            state: end.state,
            closedAtMs: end.atMs,
            verdict: end.verdict,
            cost: JSON.stringify(end.cost),
          })
          .where('id', '=', id)
          .where('state', '=', OPEN)
          .returningAll()
          .executeTakeFirst()
        if (row !== undefined) await insertAudit(tx, endRow(fromRow(row), end.atMs))
      }),
    ...takeover(db),
    ...lookups(db),
  }
}

/** What came of a run, in the audit: no run ends without it. */
function endRow(
  { id, kind, place, typed: target, state, verdict, cost }: Run,
  atMs: number,
): AuditRow {
  return {
    atMs,
    actor: place.user,
    surface: place.surface,
    place: place.surface === 'slack' ? place.channel : 'terminal',
    action: `${kind}:ended`,
    class: 'look',
    target,
    decision: 'allowed',
    rule: state,
    runId: id,
    detail: { verdict: verdict ?? 'none', ...cost },
  }
}

function takeover(db: Db): Pick<Store, 'abandonedRuns' | 'takeRun'> {
  return {
    abandonedRuns: async (bot, nowMs) => {
      const rows = await db
        .selectFrom('run')
        .selectAll()
        .where('state', '=', OPEN)
        .where('owner', 'like', BOTS)
        .where((is) => is.or([is('owner', '!=', bot), is('leaseUntilMs', '<', nowMs)]))
        .orderBy('openedAtMs')
        .execute()
      return rows.map(fromRow)
    },
    takeRun: async (id, owner, untilMs) => {
      const { numUpdatedRows } = await db
        .updateTable('run')
        .set({ owner, leaseUntilMs: untilMs })
        .where('id', '=', id)
        .where('state', '=', OPEN)
        .where('owner', 'like', BOTS)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

function lookups(db: Db): Pick<Store, 'openCheckOf' | 'runsOf' | 'newestRuns'> {
  return {
    newestRuns: async (limit) => {
      const rows = await db
        .selectFrom('run')
        .selectAll()
        .where('state', '!=', OPEN)
        .where('kind', '!=', sql.lit('ask'))
        .where('depth', '!=', sql.lit('pulse'))
        .orderBy('openedAtMs', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
    openCheckOf: async (target, depth, sinceMs) => {
      const row = await db
        .selectFrom('run')
        .selectAll()
        .where('state', '=', OPEN)
        .where('kind', '=', 'check')
        .where('host', '=', target.host)
        .where('targetKey', '=', targetKey(target))
        .where('depth', '=', depth)
        .where('openedAtMs', '>=', sinceMs)
        .orderBy('openedAtMs', 'desc')
        .executeTakeFirst()
      return row === undefined ? null : fromRow(row)
    },
    // A host's name has no slash and a subject's key has: each has its own index, an `or` would sort them all.
    runsOf: async (subjectOrHost, limit) => {
      const rows = await db
        .selectFrom('run')
        .selectAll()
        .where(subjectOrHost.includes('/') ? 'subject' : 'host', '=', subjectOrHost)
        .where('state', '!=', OPEN)
        .orderBy('openedAtMs', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
  }
}

function targetKey(target: Target): string {
  return `${target.kind} ${typed(target)}`
}

function toRow(run: Run): Insertable<RunTable> {
  return {
    ...run,
    host: run.target.host,
    targetKey: targetKey(run.target),
    target: JSON.stringify(run.target),
    place: JSON.stringify(run.place),
    measured: run.measured ? 1 : 0,
    cost: JSON.stringify(run.cost),
  }
}

function fromRow(row: Selectable<RunTable>): Run {
  const { host: _host, targetKey: _targetKey, ...rest } = row
  return {
    ...rest,
    // The words in these columns are those of the domain's own types: only this file writes them.
    kind: row.kind as Run['kind'],
    state: row.state as Run['state'],
    lang: row.lang as Run['lang'],
    depth: row.depth as Run['depth'],
    verdict: row.verdict as Run['verdict'],
    place: fromJson<Run['place']>(row.place),
    target: fromJson<Run['target']>(row.target),
    measured: row.measured === 1,
    cost: fromJson<Run['cost']>(row.cost),
  }
}
