/** Many hosts in another process that answer what was recorded of this machine, so that nothing measured is a host's own work. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createSshRemote } from '../../dist/src/ssh/remote.js'
import { startTarget } from './programs.mjs'
import { startSshd } from './sshd.mjs'
import { startTerminal } from './terminal.mjs'
import { afterwards } from './undo.mjs'

const RECORDED = 'recorded'
const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

/** Gives the fleet, its hosts as inventory entries are made of them, the pid that was looked at, and what was recorded. */
export async function startRecorded(folder, count) {
  const pid = await startTarget()
  const sshd = await startSshd(folder)
  const knownHostsFile = join(folder, 'known_hosts')
  writeFileSync(knownHostsFile, `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`)
  const hostAt = (name, port) => ({
    ...{ name, port, address: '127.0.0.1', aliases: [], memory: false },
    ...{ user: sshd.user, keyFile: sshd.userKey, knownHostsFile },
  })
  const rounds = await recordedRounds(join(folder, 'real'), hostAt(RECORDED, sshd.port), pid)
  const record = join(folder, 'record.json')
  const key = (file) => readFileSync(file, 'utf8')
  writeFileSync(
    record,
    JSON.stringify({ hostKey: key(join(folder, 'host_key')), userKey: key(sshd.userKey), rounds }),
  )
  const fleet = await startFleet(record, count)
  const known = fleet.ports.map((port) => `[127.0.0.1]:${port} ${sshd.hostKey}\n`)
  writeFileSync(knownHostsFile, known.join(''))
  const hosts = fleet.ports.map((port, i) => hostAt(`host${i}`, port))
  return { fleet, hosts, pid, rounds }
}

/** Real checks, with each script and what came back; twice, because the second one has a history. */
async function recordedRounds(folder, host, pid) {
  const terminal = await startTerminal(folder, [host])
  const real = createSshRemote({ log: SILENT })
  const rounds = new Map()
  const remote = {
    async exec(entry, request) {
      const parts = { out: [], err: [] }
      const end = await real.exec(entry, {
        ...request,
        onBytes(stream, bytes) {
          parts[stream].push(Buffer.from(bytes))
          request.onBytes(stream, bytes)
        },
      })
      const text = (stream) => Buffer.concat(parts[stream]).toString('base64')
      const round = { script: request.script, nonce: request.args[0] }
      rounds.set(request.script, { ...round, out: text('out'), err: text('err') })
      return end
    },
    close: () => real.close(),
  }
  for (let i = 0; i < 2; i += 1) await terminal.over(remote, RECORDED, pid)
  await real.close()
  await terminal.close()
  return [...rounds.values()]
}

async function startFleet(record, count) {
  const fleet = await startProgram(join(import.meta.dirname, '..', 'live', 'fleet.mjs'), [
    record,
    String(count),
  ])
  return { ports: fleet.first, counted: () => fleet.ask(null) }
}

/** A process of its own that says a line of JSON at its start and one for each that it is told. */
export async function startProgram(file, args, flags = []) {
  const child = spawn(process.execPath, [...flags, file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  afterwards(async () => {
    child.stdin.end()
    await closed
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${file} ended`)
    return JSON.parse(value)
  }
  return {
    first: await next(),
    ask(what) {
      child.stdin.write(`${JSON.stringify(what)}\n`)
      return next()
    },
  }
}
