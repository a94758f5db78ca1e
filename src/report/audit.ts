/** Rows of the audit: as a table for people, and as lines for programs. */
import type { AuditEntry } from '../domain/audit.ts'
import type { Block, Message } from '../domain/report.ts'
import { isoUtc } from '../domain/time.ts'
import { type Lang, say } from '../domain/words.ts'
import { AUDIT_WORDS } from './words/audit.ts'

/** The newest first; `hasMore` where there are others before them. */
export function auditList(rows: readonly AuditEntry[], hasMore: boolean, lang: Lang): Message {
  if (rows.length === 0) {
    const none = AUDIT_WORDS.none[lang]
    return { text: none, blocks: [{ kind: 'text', text: [none] }] }
  }
  const title = AUDIT_WORDS.list[lang]
  const { at, who, where, action, target, decision, rule, run } = AUDIT_WORDS
  const table: Block = {
    kind: 'table',
    said: true,
    caption: [title],
    columns: [at, who, where, action, target, decision, rule, run].map((column) => ({
      title: column[lang],
      align: 'left',
    })),
    rows: rows.map((row) => [
      isoUtc(row.atMs).slice(0, 19).replace('T', ' '),
      row.actor,
      row.place,
      row.action,
      row.target,
      AUDIT_WORDS[row.decision][lang],
      row.rule,
      row.runId ?? '–',
    ]),
  }
  const more: readonly Block[] = hasMore
    ? [{ kind: 'context', items: [say(AUDIT_WORDS.more, { shown: rows.length }, lang)] }]
    : []
  return { text: title, blocks: [table, ...more] }
}

/** One row as a line of JSON: instants as ISO 8601, what is missing as null. */
export function auditJson({ atMs, script, detail, ...row }: AuditEntry) {
  return { at: isoUtc(atMs), ...row, script: script ?? null, detail: detail ?? null }
}
