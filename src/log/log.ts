/** The structured log: JSON lines through pino, secrets removed from every string. */
import { randomBytes } from 'node:crypto'
import { type DestinationStream, destination, pino } from 'pino'
import type { Log, LogFields } from '../domain/ports.ts'
import { causesOf } from './cause.ts'
import { prettyLine } from './pretty.ts'
import { redact, redactFields } from './redact.ts'

export interface LogOptions {
  /** One of pino's: `debug`, `info`, `warn`, `error`, `silent`. */
  readonly level: string
  /** Lines for a person instead of JSON. */
  readonly pretty: boolean
  /** Standard output when not given; a terminal's commands hand in standard error. */
  readonly destination?: NodeJS.WritableStream
}

/** Steps of runs are logged at `info`, bugs at `error` with the reference, stack and chain of causes. */
export function createLog(options: LogOptions): Log {
  const logger = pino({ level: options.level, base: null, messageKey: 'event' }, streamOf(options))
  const fieldsOf = (fields: LogFields | undefined): LogFields => redactFields(fields ?? {})
  return {
    info: (event, fields) => logger.info(fieldsOf(fields), redact(event)),
    warn: (event, fields) => logger.warn(fieldsOf(fields), redact(event)),
    bug: (event, cause, fields) => {
      const reference = newReference()
      logger.error({ ...fieldsOf(fields), reference, causes: causesOf(cause) }, redact(event))
      return reference
    },
    step: (runId, name) => logger.info({ run: redact(runId), step: redact(name) }, 'step'),
  }
}

/** `E` and five hex digits: short enough to be read out over the telephone. */
function newReference(): string {
  return `E${randomBytes(3).toString('hex').slice(0, 5).toUpperCase()}`
}

/** Standard output is written at once, not later: the trail must end where the bot died, not before. */
function streamOf({ pretty, destination: given }: LogOptions): DestinationStream {
  const stream = given ?? destination({ dest: 1, sync: true })
  return pretty ? { write: (line) => void stream.write(prettyLine(line)) } : stream
}
