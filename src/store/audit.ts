/** Who asked what and what was decided: append-only, held by triggers, never purged. */
import type { AuditRow, Store } from '../domain/store.ts'
import type { Db } from './tables.ts'

export function auditStore(db: Db): Pick<Store, 'audit'> {
  return { audit: (row) => insertAudit(db, row) }
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
    })
    .execute()
}
