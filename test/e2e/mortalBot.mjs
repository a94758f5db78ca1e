// The bot as main.ts composes it, but that its log kills the process at a named step of a run that began in it:
// SIGKILL, at once. What an earlier bot left is answered first, whatever steps that takes.
import { startBot } from '../../dist/bundle/bot.js'
import { systemClock } from '../../dist/bundle/clock.js'
import { createLog } from '../../dist/bundle/log.js'
import { readSetup } from '../../dist/bundle/setup.js'

const { KILL_AT: killAt, ...env } = process.env
const setup = await readSetup(env, process.cwd())
if ('faults' in setup) throw new Error(setup.faults.join('\n'))
const log = createLog({ level: setup.settings.logLevel, pretty: false })
const begunHere = new Set()
const mortal = {
  ...log,
  step(run, name) {
    log.step(run, name)
    if (name === 'run-row') begunHere.add(run)
    if (name === killAt && begunHere.has(run)) process.kill(process.pid, 'SIGKILL')
  },
}
const bot = await startBot(setup, mortal, systemClock())
process.on('SIGTERM', () => void bot.stop().then(() => process.exit(0)))
process.stdout.write('memcheck is up\n')
