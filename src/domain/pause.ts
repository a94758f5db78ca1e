/** The kill switch: while a pause stands, nothing is collected, of one host or of any. */
export interface Pause {
  /** A host's name; empty for all. */
  readonly host: string
  /** Slack user id, or the login name in a terminal. */
  readonly by: string
  readonly surface: 'slack' | 'terminal' | 'order'
  readonly atMs: number
}

/** The pause that keeps this host from being read, that of all hosts first; null where none stands. */
export function pauseOf(pauses: readonly Pause[], host: string): Pause | null {
  return (
    pauses.find((pause) => pause.host === '') ??
    pauses.find((pause) => pause.host.toLowerCase() === host.toLowerCase()) ??
    null
  )
}
