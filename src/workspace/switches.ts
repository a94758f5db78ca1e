/** What a test can turn in the workspace: faults that Slack has on bad days. */
import { BOUNDS } from './limits.ts'
import type { Dict } from './model.ts'
import type { Rates } from './rates.ts'

export interface Call {
  readonly method: string
  readonly args: Dict
  /** It was answered 429 and did nothing. */
  readonly limited: boolean
}

export class Switches {
  /** How long Slack looks at an uploaded file before it has a type. */
  slowFileMs = 150
  /** So many API calls from now are answered 429. */
  rateLimited = 0
  /** Slack's own rates are held; null while they are not. */
  rates: Rates | null = null
  /** So many uploads from now are answered 500. */
  failingUploads = 0
  /** Types of blocks that this Slack does not know, as older and other plans of it do not. */
  refuseTypes: readonly string[] = []
  /** How long Slack takes to answer a call after it did what was asked, and people see it. */
  slowAnswersMs = 0
  /** The API answers 503 and no new socket is taken. */
  down = false
  readonly #calls: Call[] = []

  get calls(): readonly Call[] {
    return [...this.#calls]
  }

  record(call: Call): void {
    this.#calls.push(call)
    if (this.#calls.length > BOUNDS.calls) this.#calls.shift()
  }
}
