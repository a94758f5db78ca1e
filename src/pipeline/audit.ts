/** Reading the audit: for admins alone, and itself a row of it. */
import type { AuditEntry, AuditQuery } from '../domain/audit.ts'
import { LIMITS } from '../domain/limits.ts'
import { auditJson, auditList } from '../report/audit.ts'
import { type Asked, type Done, EXIT, type Reply } from './command.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'

/** A list of the newest for people; for programs all rows, a line each, the newest first. Throws what `permitted` throws. */
export async function audit(house: House, asked: Asked, query: AuditQuery): Promise<Reply> {
  const action = { name: 'audit', class: 'admin' } as const
  await permitted(house, asked.actor, action, asked.place, null)
  if (asked.place.surface === 'slack')
    return { kind: 'say', audience: 'asker', done: await newest(house, asked, query) }
  return {
    kind: 'work',
    async work(out) {
      const done = await newest(house, asked, query)
      if (out === undefined) return done
      for await (const row of all(house, query)) await out.line(auditJson(row))
      return { ...done, json: undefined }
    },
  }
}

async function newest(
  house: Pick<House, 'store'>,
  { lang }: Asked,
  query: AuditQuery,
): Promise<Done> {
  const rows = await house.store.audited(query, null, LIMITS.auditShown + 1)
  const shown = rows.slice(0, LIMITS.auditShown)
  const message = auditList(shown, rows.length > shown.length, lang)
  return { message, exit: EXIT.fine, json: shown.map(auditJson) }
}

async function* all(
  { store }: Pick<House, 'store'>,
  query: AuditQuery,
): AsyncGenerator<AuditEntry> {
  for (let before: number | null = null; ; ) {
    const page: readonly AuditEntry[] = await store.audited(query, before, LIMITS.auditPage)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < LIMITS.auditPage) return
    before = last.id
  }
}
