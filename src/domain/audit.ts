/** Who asked what, what was decided, and what ran for it: written once, never changed, never purged. */

export interface AuditRow {
  readonly atMs: number
  readonly actor: string
  readonly surface: string
  readonly place: string
  readonly action: string
  readonly class: string
  readonly target: string
  readonly decision: 'allowed' | 'refused'
  readonly rule: string
  readonly runId: string | null
  /** SHA-256 of what is sent to the host, where that is a script. */
  readonly script?: string
  /** What else is known of it: the command, its result, bytes, time. No secret. */
  readonly detail?: Readonly<Record<string, string | number>>
}

/** A row as it stands: counted up by the store. */
export interface AuditEntry extends AuditRow {
  readonly id: number
}

/** Which rows; null for any. */
export interface AuditQuery {
  /** A host's name: rows about it, or about anything on it. */
  readonly host: string | null
  readonly actor: string | null
  readonly sinceMs: number
}

/** The audit, as the store keeps it. */
export interface AuditRows {
  audit(row: AuditRow): Promise<void>
  /** Rows before an id (null: from the newest on), the newest first, at most so many. */
  audited(query: AuditQuery, beforeId: number | null, limit: number): Promise<readonly AuditEntry[]>
}
