/** The terminal's door: the same commands and report as in the chat. */
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { COMMANDS } from '../commands/index.ts'
import { buildHouse, DATABASE } from './compose/house.ts'
import { readSetup } from './compose/setup.ts'
import { randomIds } from './ids/random.ts'
import { createLog } from './log/log.ts'
import { EXIT } from './pipeline/command.ts'
import { dispatch } from './pipeline/dispatch.ts'
import { useCases } from './pipeline/useCases.ts'
import { systemClock } from './schedule/clock.ts'
import { createSchedule } from './schedule/cron.ts'
import { openStore } from './store/open.ts'
import { StoreRefusal } from './store/refusal.ts'
import { terminalFiles } from './terminal/files.ts'
import { terminalPerson } from './terminal/person.ts'
import { jsonLine, readArgv, runInTerminal } from './terminal/run.ts'

// Who pipes into `head` has what they wanted: no stack for it.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') process.exit()
  throw cause
})

const setup = await readSetup(process.env, process.cwd())
if ('faults' in setup) {
  for (const line of setup.faults) process.stderr.write(`${line}\n`)
  process.exit(78)
}
const { settings } = setup
const options = readArgv(process.argv.slice(2))
const clock = systemClock()
// Only what went wrong: the report is on standard output.
const log = createLog({ level: 'error', pretty: process.stderr.isTTY === true })
const ids = randomIds()
const owner = `terminal:${ids.id()}`
const store = await openStore({
  file: join(settings.dataFolder, DATABASE),
  instance: owner,
  log,
  lifetimes: setup.lifetimes,
}).catch((cause: unknown) => {
  if (!(cause instanceof StoreRefusal)) throw cause
  process.stderr.write(`memcheck: ${cause.in(options.lang ?? setup.lang)}\n`)
  if (options.json)
    process.stdout.write(jsonLine({ error: { code: cause.code, params: cause.params } }))
  process.exit(EXIT.unchecked)
})
const built = await buildHouse({
  clock,
  ids,
  log,
  owner,
  store,
  chat: null,
  dataDir: settings.dataFolder,
  theme: settings.chartTheme,
  chartFont: setup.chartFont,
  lang: setup.lang,
  channelLangs: setup.channelLangs,
  inventory: setup.inventory,
  policy: setup.policy,
  demands: setup.demands,
  readOnly: settings.readOnly,
  directory: null,
  secrets: setup.secrets,
  sshEnvironment: setup.sshEnvironment,
  prometheus: setup.prometheus,
})
const schedule = createSchedule({ clock, log })
const use = useCases(
  built.house,
  schedule,
  terminalFiles(process.stdin),
  COMMANDS,
  terminalPerson(process.stdin, process.stderr),
)
const status = await runInTerminal(
  (words, asked) => dispatch(COMMANDS, words, asked, use),
  options,
  {
    user: userInfo().username,
    lang: setup.lang,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    write: (text) =>
      process.stdout.write(text)
        ? Promise.resolve()
        : new Promise((resolve) => process.stdout.once('drain', () => resolve())),
    warn: (text) => void process.stderr.write(text),
  },
)
await schedule.close()
await built.close()
process.exitCode = status
