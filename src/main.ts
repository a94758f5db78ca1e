/** The bot's door: settings, log, signals. No logic. */
import { startBot } from './compose/bot.ts'
import { readSetup } from './compose/setup.ts'
import { UserError } from './domain/errors.ts'
import { createLog } from './log/log.ts'
import { errorLine } from './report/errorMessage.ts'
import { systemClock } from './schedule/clock.ts'
import { StoreRefusal } from './store/refusal.ts'

const STOP_WITHIN_MS = 25_000

const setup = await readSetup(process.env, process.cwd())
if ('faults' in setup) {
  for (const line of setup.faults) process.stderr.write(`${line}\n`)
  process.exit(78)
}
const log = createLog({ level: setup.settings.logLevel, pretty: process.stderr.isTTY === true })

try {
  const bot = await startBot(setup, log, systemClock())
  if (bot.url !== null)
    process.stdout.write(`memcheck is up. Open ${bot.url} and type: /memcheck local leaky-demo\n`)
  else process.stdout.write('memcheck is up and connected to Slack.\n')
  let stopping = false
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(130)
    stopping = true
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    void bot.stop().then(
      () => process.exit(0),
      (cause: unknown) => {
        log.bug('stop.failed', cause)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (cause) {
  if (!(cause instanceof StoreRefusal || cause instanceof UserError)) log.bug('start.failed', cause)
  const why =
    cause instanceof StoreRefusal
      ? cause.in(setup.lang)
      : cause instanceof UserError
        ? errorLine(cause, setup.lang)
        : cause instanceof Error
          ? cause.message
          : String(cause)
  process.stderr.write(`memcheck did not start: ${why}\n`)
  process.exit(1)
}
