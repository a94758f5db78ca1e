/** The message that stands where the verdict is to be, when that takes long: what is being done, changed with each step. */
import { LIMITS } from '../domain/limits.ts'
import type { Clock } from '../domain/ports.ts'
import type { Progress } from '../domain/progress.ts'
import type { Run } from '../domain/store.ts'
import { workingMessage } from '../report/errorMessage.ts'
import type { Surface } from './surface.ts'

export class Placeholder {
  readonly #surface: Pick<Surface, 'main'>
  readonly #run: Pick<Run, 'target' | 'lang'>
  readonly #over = new AbortController()
  readonly #begun: Promise<void>
  #progress: Progress = { kind: 'connecting' }
  #stands = false
  /** One after the other, so that a step is never told after the next one, nor after the verdict. */
  #told: Promise<void> = Promise.resolve()

  /** Begins to count: nothing is said before LIMITS.placeholderAfterMs. */
  constructor(clock: Clock, surface: Pick<Surface, 'main'>, run: Pick<Run, 'target' | 'lang'>) {
    this.#surface = surface
    this.#run = run
    this.#begun = clock.sleep(LIMITS.placeholderAfterMs, this.#over.signal).then(() => {
      this.#stands = true
      this.#tell()
    })
  }

  /** The check is at this now. */
  step(progress: Progress): void {
    const { kind, round } = { round: 0, ...progress }
    const before = { round: 0, ...this.#progress }
    if (kind === before.kind && round === before.round) return
    this.#progress = progress
    if (this.#stands) this.#tell()
  }

  /** A verdict, or an error, is to stand there: resolves when nothing more will be said. Throws what the surface threw. */
  async end(): Promise<void> {
    this.#over.abort()
    await this.#begun
    await this.#told
  }

  #tell(): void {
    this.#told = this.#told.then(async () => {
      if (this.#over.signal.aborted) return
      await this.#surface.main(workingMessage(this.#run.target, this.#progress, this.#run.lang))
    })
    // Thrown where the end is awaited; until then it must only not go unhandled.
    this.#told.catch(() => undefined)
  }
}
