/** What a subject's memory is made of, at one instant: programs of a host, contexts of a process, classes of a heap. */

export interface ComponentSnapshot {
  readonly atMs: number
  /** False where the dump was cut ("97 more child contexts"): what is missing is not known then. */
  readonly complete: boolean
  /** Of everything, also of what no part accounts for; null where it is not known. */
  readonly totalBytes: number | null
  readonly parts: readonly ComponentPart[]
}

export interface ComponentPart {
  readonly path: readonly string[]
  readonly bytes: number
  /** How many things of this name are in it. */
  readonly count: number
}
