/** What tests of the program take from the bench: labelled series. */
export interface Trace {
  readonly kind: string
  readonly leaks: boolean
  readonly decidable: boolean
  readonly input: {
    readonly atMs: number[]
    readonly values: number[]
    readonly lives: number[] | null
    readonly limitBytes: number
    readonly nowMs: number
  }
}

export function traceOf(options: { readonly seed: string | number; readonly index: number }): Trace
