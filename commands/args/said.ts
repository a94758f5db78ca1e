import type { Message } from '../../src/domain/report.ts'
import { EXIT, type Exit, type Reply } from '../../src/pipeline/command.ts'

/** A reply that is complete at once. */
export function said(
  message: Message,
  options: {
    readonly json: unknown
    readonly audience?: 'asker' | 'channel'
    readonly exit?: Exit
  },
): Reply {
  return {
    kind: 'say',
    audience: options.audience ?? 'asker',
    done: { message, exit: options.exit ?? EXIT.fine, json: options.json },
  }
}
