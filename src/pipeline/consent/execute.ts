/** One exec of an intrusive script: its events told as they come, gathered into an outcome. */
import type { Consent } from '../../domain/consent.ts'
import { UserError } from '../../domain/errors.ts'
import {
  INTRUSIVE_GRACE_MS,
  type IntrusiveEvent,
  type IntrusiveRequest,
} from '../../domain/intrusive.ts'
import { INTRUSIVE_ACTIONS } from '../../domain/intrusiveActions.ts'
import { LIMITS } from '../../domain/limits.ts'
import type { ExecEnd } from '../../domain/ports.ts'
import { maskText } from '../../domain/secrets.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { type Outcome, type RunStep, runningMessage } from '../../report/consent/ended.ts'
import { errorLine } from '../../report/errorMessage.ts'
import { intrusiveScript } from '../../script/intrusive/compile.ts'
import { IntrusiveReader } from '../../script/intrusive/read.ts'
import { asUserError } from '../check.ts'
import type { Asked } from '../command.ts'
import { hostNamed } from '../hostNamed.ts'
import type { Surface } from '../surface.ts'
import { auditStep, type Desk, targetOf } from './desk.ts'

/** Runs the script of a request. Never throws but for a store that is broken. */
export async function execute(
  desk: Desk,
  asked: Asked,
  consent: Consent,
  request: IntrusiveRequest,
  surface: Surface,
): Promise<Outcome> {
  const script = intrusiveScript(request)
  await auditRun(desk, asked, consent, script.script)
  const telling = new Telling(desk, consent, surface)
  telling.tell({ kind: 'connecting' })
  const gathered = new Gathered()
  const reader = new IntrusiveReader(request)
  const over = new AbortController()
  desk.running.set(consent.id, (by) => {
    gathered.stoppedBy ??= by
    telling.tell({ kind: 'stopping', by })
    over.abort()
  })
  const take = (events: readonly IntrusiveEvent[]): void => {
    for (const event of events) {
      gathered.take(event)
      const step = stepOf(event)
      if (step !== null && gathered.stoppedBy === null) telling.tell(step)
    }
  }
  try {
    const end = await desk.house.remote.exec(hostNamed(desk.house, consent.host), {
      ...script,
      deadlineMs: request.seconds * SECOND_MS + INTRUSIVE_GRACE_MS,
      maxBytes: LIMITS.intrusiveBytes,
      signal: over.signal,
      ...(consent.about.runId === null ? {} : { run: consent.about.runId }),
      onBytes: (stream, bytes) => {
        gathered.bytes += bytes.length
        if (stream === 'out') take(reader.push(bytes))
      },
    })
    take(reader.end())
    return gathered.outcome(end, null)
  } catch (cause) {
    take(reader.end())
    const error = asUserError(desk.house, consent.about.runId, cause)
    return gathered.outcome(null, errorLine(error, consent.about.lang))
  } finally {
    desk.running.delete(consent.id)
    await telling.end()
  }
}

async function auditRun(
  desk: Desk,
  { actor, place }: Asked,
  consent: Consent,
  script: string,
): Promise<void> {
  const { id, kind, pid, about } = consent
  await auditStep(desk, {
    actor,
    place,
    action: `${kind}:run`,
    target: targetOf(consent),
    rule: 'consent-run',
    runId: about.runId,
    script: desk.house.ids.sha256(script),
    detail: {
      request: id,
      command: INTRUSIVE_ACTIONS[kind].command(pid, about.core?.path ?? ''),
      confirmedBy: about.confirmedBy ?? '',
      ...(about.approvedBy === null ? {} : { approvedBy: about.approvedBy }),
      ...(about.ticket === null ? {} : { ticket: about.ticket }),
    },
  })
}

function stepOf(event: IntrusiveEvent): RunStep | null {
  switch (event.kind) {
    case 'begun':
    case 'pausing':
      return { kind: event.kind }
    case 'progress':
      return event
    default:
      return null
  }
}

/** What the host told, as it is known at the end. */
export class Gathered {
  stoppedBy: string | null = null
  bytes = 0
  readonly #lines: string[] = []
  #chars = 0
  #isCut = false
  #pausedMs: number | null = null
  #isStillStopped = false
  #isLeft: boolean | null = null
  #file: Extract<IntrusiveEvent, { kind: 'file' }> | null = null
  #hasBegun = false
  #refused: Extract<IntrusiveEvent, { kind: 'refused' }> | null = null
  #end: Extract<IntrusiveEvent, { kind: 'end' }> | null = null

  take(event: IntrusiveEvent): void {
    switch (event.kind) {
      case 'begun':
        this.#hasBegun = true
        break
      case 'text':
        this.#keep(event.line)
        break
      case 'text-cut':
        this.#isCut = true
        break
      case 'resumed':
        this.#pausedMs = event.pausedMs
        break
      case 'still-stopped':
        this.#isStillStopped = true
        break
      case 'cleaned':
        this.#isLeft = event.left
        break
      case 'file':
        this.#file = event
        break
      case 'refused':
        this.#refused = event
        break
      case 'end':
        this.#end = event
        break
      default:
    }
  }

  /** Arguments of functions are shown by gdb: they may be anything. */
  #keep(line: string): void {
    const masked = maskText(line)
    this.#chars += masked.length + 1
    if (this.#chars > LIMITS.gdbChars) this.#isCut = true
    else this.#lines.push(masked)
  }

  outcome(exec: ExecEnd | null, error: string | null): Outcome {
    return {
      end: this.#endOf(exec, error),
      pausedMs: this.#pausedMs,
      lines: this.#lines,
      isCut: this.#isCut,
      isStillStopped: this.#isStillStopped,
      isLeft: this.#isLeft,
      fileBytes: this.#file?.bytes ?? null,
      made: this.#file?.made ?? null,
      hasBegun: this.#hasBegun,
      bytes: this.bytes,
    }
  }

  #endOf(exec: ExecEnd | null, error: string | null): Outcome['end'] {
    const told = this.#end?.detail ?? 'lost'
    if (this.#refused !== null)
      return { kind: 'refused', code: this.#refused.code, params: this.#refused.params }
    if (told !== 'lost') return { kind: told }
    if (this.stoppedBy !== null) return { kind: 'stopped', by: this.stoppedBy }
    if (error !== null) return { kind: 'error', line: error }
    return exec?.kind === 'killed' && exec.why === 'deadline'
      ? { kind: 'deadline' }
      : { kind: 'lost' }
  }
}

/** One message that is changed with each step, in their order. */
class Telling {
  readonly #desk: Desk
  readonly #consent: Consent
  readonly #surface: Surface
  #told: Promise<void> = Promise.resolve()

  constructor(desk: Desk, consent: Consent, surface: Surface) {
    this.#desk = desk
    this.#consent = consent
    this.#surface = surface
  }

  tell(step: RunStep): void {
    this.#told = this.#told
      .then(() => this.#surface.main(runningMessage(this.#consent, step)))
      .catch((cause: unknown) => {
        // What runs must not be left alone because it could not be told of.
        if (!(cause instanceof UserError)) this.#desk.house.log.bug('consent.tell', cause)
      })
  }

  end(): Promise<void> {
    return this.#told
  }
}
