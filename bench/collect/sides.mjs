/** The sides of the comparison: ours, and OpenSSH's client as people use it. Each gives milliseconds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LIMITS } from '../../dist/src/domain/limits.js'
import { randomIds } from '../../dist/src/ids/random.js'
import { compileScript } from '../../dist/src/script/compile.js'
import { FrameReader } from '../../dist/src/script/frames.js'
import { createSshRemote } from '../../dist/src/ssh/remote.js'
import { pathOf } from '../parts/needs.mjs'
import { coldOptions, coldSsh, liveOptions, liveSsh } from '../parts/plainSsh.mjs'
import { afterwards } from '../parts/undo.mjs'
import { commandsOf, sources } from './commands.mjs'

const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

/** Ours: one round as pipeline/collect.ts runs it, into frames. */
export function ours(entry, pid) {
  const live = createSshRemote({ log: SILENT })
  afterwards(() => live.close())
  return {
    live: () => timed(() => collected(live, entry, pid)),
    async cold() {
      const remote = createSshRemote({ log: SILENT })
      try {
        return await timed(() => collected(remote, entry, pid))
      } finally {
        await remote.close()
      }
    },
    frames: () => collected(live, entry, pid),
  }
}

async function collected(remote, entry, pid) {
  const nonce = randomIds().nonce()
  const asked = sources()
  const reader = new FrameReader({ nonce, sources: asked, pid, round: 0, firstSeq: 0 })
  const events = []
  const end = await remote.exec(entry, {
    script: compileScript(asked),
    args: [nonce, String(pid), '0'],
    deadlineMs: LIMITS.roundMs,
    maxBytes: LIMITS.roundBytes,
    onBytes: (stream, bytes) => events.push(...reader.push(stream, bytes, Date.now())),
  })
  events.push(...reader.end('exited', Date.now()))
  if (end.kind !== 'exited' || !events.some(({ name }) => name === 'bye'))
    throw new Error(`ours ended as ${JSON.stringify(end)}`)
  return events.filter(({ kind }) => kind === 'frame').map(({ frame }) => frame)
}

/** The honest rival: the same script by one `ssh HOST sh -s`. */
export async function oneSsh(folder, host, pid) {
  const script = compileScript(sources())
  const over = await liveSsh(folder, { ...host, name: `${host.name}-one` })
  return { live: () => over(pid, script), cold: () => coldSsh(host, pid, script) }
}

/** The commands as a shell script runs them one after the other, each by an `ssh` of its own. */
export async function manySsh(folder, host, pid) {
  const over = await liveOptions(folder, { ...host, name: `${host.name}-many` })
  const out = join(folder, `${host.name}-out`)
  await mkdir(out)
  const separate = written(
    join(folder, `${host.name}-separate.sh`),
    coldOptions(host),
    host,
    pid,
    out,
  )
  const shared = written(join(folder, `${host.name}-shared.sh`), over, host, pid, out)
  return {
    separate: () => shell(separate, out),
    shared: () => shell(shared, out),
    /** What each command said last, in the order of the sources. */
    said: () => commandsOf(pid).map((_, i) => readFileSync(join(out, String(i)), 'latin1')),
  }
}

function written(file, options, host, pid, out) {
  const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`
  const login = [pathOf('ssh'), ...options, `${host.user}@${host.address}`].map(quoted).join(' ')
  const lines = commandsOf(pid).map(
    (command, i) => `${login} ${quoted(command)} >${out}/${i} 2>/dev/null </dev/null`,
  )
  // The last words are the shell's and its children's CPU.
  writeFileSync(file, `${lines.join('\n')}\ntimes\n`)
  return file
}

async function shell(file, out) {
  for (const name of readdirSync(out)) rmSync(join(out, name))
  const startedMs = performance.now()
  const child = spawn('/bin/sh', [file], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.on('data', (part) => {
    said += part
  })
  await once(child, 'close')
  return { ms: performance.now() - startedMs, cpuMs: cpuIn(said) }
}

/** `0m0.012s 0m0.003s` of the shell, then of its children. */
function cpuIn(said) {
  const times = [...said.matchAll(/(\d+)m([\d.]+)s/g)]
  return times.reduce((sum, [, minutes, seconds]) => sum + minutes * 60_000 + seconds * 1000, 0)
}

async function timed(work) {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  await work()
  const ms = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000 }
}
