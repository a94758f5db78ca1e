// npm run setup:slack -- [CHANNEL] [--http URL]: the address that makes the Slack app, then a look at its tokens.
// Ends with 0 when all is well or nothing is set yet, 1 when something is not right, 64 for a wrong word, 78 for a bad .env.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { loadDotenv } from '../dist/src/config/dotenv.js'
import { faultLine } from '../dist/src/config/words.js'
import { createLog } from '../dist/src/log/log.js'
import { createAppUrl, manifestForHttp, setupSteps } from '../dist/src/slack/setup.js'
import { stepLine } from '../dist/src/slack/setupWords.js'

const lang = process.env.MEMCHECK_LANG === 'zh' ? 'zh' : 'en'
const say = (line) => process.stdout.write(`${line}\n`)
const end = (code, status) => {
  process.stderr.write(`${stepLine(code, {}, lang)}\n`)
  process.exit(status)
}

const { channel, http } = readWords()
const dotenv = loadDotenv('.env', process.env)
if ('faults' in dotenv) {
  for (const fault of dotenv.faults) process.stderr.write(`${faultLine(fault, lang)}\n`)
  process.exit(78)
}
const { env } = dotenv
const isHttp = http !== null || env.SLACK_MODE === 'http'
const asked = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'))
const manifest = http === null ? asked : manifestForHttp(asked, http)
const isTerminal = process.stdin.isTTY === true

const botToken = env.SLACK_BOT_TOKEN?.trim() || ''
if (botToken === '') offerApp()
const bot = botToken || (await hidden('SLACK_BOT_TOKEN'))
const app = isHttp ? null : env.SLACK_APP_TOKEN?.trim() || (await hidden('SLACK_APP_TOKEN'))
if (bot === '' && !app) {
  say(stepLine(isHttp ? 'no-tokens-http' : 'no-tokens', {}, lang))
  process.exit(0)
}
const api = env.SLACK_API_URL?.trim()
let failed = 0
const steps = setupSteps({
  botToken: bot,
  appToken: app,
  apiUrl: api ? `${api.replace(/\/+$/, '')}/` : null,
  scopes: asked.oauth_config.scopes.bot,
  channel,
  lang,
  log: createLog({ level: 'silent', pretty: false }),
})
for await (const { ok, code, params } of steps) {
  if (!ok) failed += 1
  say(`${ok ? 'ok  ' : 'FAIL'} ${stepLine(code, params, lang)}`)
}
process.exit(failed === 0 ? 0 : 1)

function readWords() {
  try {
    const options = { http: { type: 'string' } }
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    if (positionals.length > 1) end('usage', 64)
    const url = values.http ?? null
    if (url !== null && !/^https:\/\/[^/\s]+(?:\/\S*)?\/slack\/events$/.test(url))
      end('bad-url', 64)
    return { channel: positionals[0] ?? null, http: url }
  } catch {
    return end('usage', 64)
  }
}

/** Prints the address; where a person sits, a browser shows it too. That none is there is no fault. */
function offerApp() {
  const url = createAppUrl(manifest)
  say(stepLine('open', {}, lang))
  say(url)
  if (!isTerminal) return
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open'
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

/** Asks without showing what is typed; nothing where no person sits. */
async function hidden(name) {
  if (!isTerminal) return ''
  process.stdout.write(`${name}: `)
  const lines = createInterface({ input: process.stdin, terminal: true })
  const answer = await new Promise((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
  })
  lines.close()
  process.stdout.write('\n')
  return answer.trim()
}
