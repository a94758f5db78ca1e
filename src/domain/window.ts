/** A stretch of time that a question is about: around an instant, or from an instant until now. */
export interface Window {
  readonly kind: 'at' | 'since'
  /** The instant that was named. */
  readonly atMs: number
  readonly fromMs: number
  readonly toMs: number
}
