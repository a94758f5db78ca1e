// Writes docs/findings.md and docs/commands.md from the built code; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const load = (path) => import(pathToFileURL(join(ROOT, 'dist', path)).href)
const { findingsPage, commandsPage } = await load('src/report/docs.js')
const { COMMANDS } = await load('commands/index.js')
const { DRILLDOWNS } = await load('src/report/questions.js')
const pages = {
  'docs/findings.md': findingsPage(),
  'docs/commands.md': commandsPage(COMMANDS, DRILLDOWNS),
}
const check = process.argv.includes('--check')
let stale = 0
for (const [path, text] of Object.entries(pages)) {
  const file = join(ROOT, path)
  let have = ''
  try {
    have = readFileSync(file, 'utf8')
  } catch {
    have = ''
  }
  if (have === text) continue
  stale += 1
  if (check) process.stderr.write(`${path} is not current: npm run docs\n`)
  else writeFileSync(file, text)
}
process.exit(check && stale > 0 ? 1 : 0)
