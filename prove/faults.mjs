/**
 * npm run prove -- faults: faults of cgroup v2 and of a whole host, made in a QEMU guest with Debian's kernel and
 * asked about over SSH like any host. Prints what was said of each, with the commit.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { surroundings } from '../bench/parts/figures.mjs'
import { bootGuest, lacking } from './parts/guest.mjs'
import { terminal } from './parts/memcheck.mjs'
import { SCENARIOS } from './parts/scenarios.mjs'

const install = lacking()
if (install !== null) {
  process.stdout.write(`prove faults needs: ${install}\n`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'memcheck-guest-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const began = performance.now()
const guest = await bootGuest(folder)
process.stdout.write(`guest up after ${seconds(began)} s\n`)
const memcheck = terminal(folder, guest)
let failed = 0
for (const scenario of SCENARIOS) {
  const pid = scenario.make(guest)
  const asked = performance.now()
  const { json } = memcheck.ask('guest', ...(pid === null ? [] : [pid]))
  const findings = json.findings ?? []
  const codes = findings.map(({ severity, code }) => `${severity} ${code}`)
  const good = holds(scenario, codes, findings)
  if (!good) failed += 1
  process.stdout.write(
    `${good ? 'ok  ' : 'FAIL'} ${scenario.name} (${seconds(asked)} s): ${codes.join(', ') || json.verdict || JSON.stringify(json)}\n`,
  )
  scenario.after?.(guest)
}
process.stdout.write(memcheck.tell('guest', 'oom'))
const { commit, node, cpu, at } = surroundings('ssh')
process.stdout.write(`${SCENARIOS.length - failed} passed, ${failed} failed\n`)
process.stdout.write(`commit ${commit}, ${node}, ${cpu}, ${at}, ${guest.run('uname -r').stdout}`)
guest.stop()
process.exit(failed === 0 ? 0 : 1)

function holds({ calm, says = [], numbers }, codes, findings) {
  if (calm === true) return codes.every((code) => code.startsWith('info '))
  return (
    says.every((pattern) => codes.some((code) => pattern.test(code))) &&
    (numbers === undefined || numbers(findings))
  )
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1)
}
