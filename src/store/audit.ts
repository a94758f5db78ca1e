/** Who asked what and what was decided: append-only, held by triggers, never purged. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AuditEntry, AuditRow, AuditRows } from '../domain/audit.ts'
import { fromJson } from './json.ts'
import type { AuditTable, Db } from './tables.ts'

export function auditStore(db: Db): AuditRows {
  return {
    audit: (row) => insertAudit(db, row),
    // By id, which is by time: each page goes on where the one before ended, however many rows come in between.
    audited: async ({ host, actor, sinceMs }, beforeId, limit) => {
      let rows = db.selectFrom('audit').selectAll().where('atMs', '>=', sinceMs)
      if (beforeId !== null) rows = rows.where('id', '<', beforeId)
      if (actor !== null) rows = rows.where('actor', '=', actor)
      // A target is written as it is typed: the host's name, and what on it after a blank.
      if (host !== null)
        rows = rows.where((is) =>
          is.or([
            is('target', '=', host),
            is(sql`substr(target, 1, ${host.length + 1})`, '=', `${host} `),
          ]),
        )
      return (await rows.orderBy('id', 'desc').limit(limit).execute()).map(fromRow)
    },
  }
}

/** Also part of openRun's transaction. */
export async function insertAudit(db: Db, row: AuditRow): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      atMs: row.atMs,
      actor: row.actor,
      surface: row.surface,
      place: row.place,
      action: row.action,
      class: row.class,
      target: row.target,
      decision: row.decision,
      rule: row.rule,
      runId: row.runId,
      script: row.script ?? null,
      detail: row.detail === undefined ? null : JSON.stringify(row.detail),
    })
    .execute()
}

function fromRow({ script, detail, decision, ...row }: Selectable<AuditTable>): AuditEntry {
  return {
    ...row,
    // Only insertAudit writes here.
    decision: decision as AuditRow['decision'],
    ...(script === null ? {} : { script }),
    ...(detail === null ? {} : { detail: fromJson<NonNullable<AuditRow['detail']>>(detail) }),
  }
}
