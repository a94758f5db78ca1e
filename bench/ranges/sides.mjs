/** The sides of the comparison: our range reader, and plain copies by OpenSSH's client over a ControlMaster connection. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createSshRemote } from '../../dist/src/ssh/remote.js'
import { pathOf } from '../parts/needs.mjs'
import { liveOptions } from '../parts/plainSsh.mjs'
import { afterwards } from '../parts/undo.mjs'

const PAGE = 4096
const MIB = 1024 * 1024
/** One read of a copy, and how many are asked ahead: the windows of four channels (2 MiB each) twice. */
const READ_BYTES = MIB
const AHEAD = 16
/** Pages that do not depend on each other, as a walk asks for them. */
const BATCH_PAGES = 4096

const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

/** Ours on a live connection; opening and closing the file is part of each time. */
export async function ours(entry, path) {
  const remote = createSshRemote({ log: SILENT })
  afterwards(() => remote.close())
  const opened = async (work) => {
    const beganMs = performance.now()
    const reader = await remote.open(entry, { kind: 'file', path })
    if ('reason' in reader) throw new Error(`refused: ${reader.reason} ${reader.detail}`)
    await work(reader)
    await reader.close()
    return (performance.now() - beganMs) / 1000
  }
  let way = ''
  await opened(async (reader) => {
    way = reader.way
  })
  return {
    way,
    /** MB/s. */
    sequential: async (bytes) =>
      bytes / 1e6 / (await opened((reader) => copy(reader, bytes, null))),
    /** Pages a second. */
    scattered: async (pages) => pages.length / (await opened((reader) => readPages(reader, pages))),
    async hash(bytes) {
      const hash = createHash('sha256')
      await opened((reader) => copy(reader, bytes, hash))
      return hash.digest('hex')
    },
  }
}

async function copy(reader, bytes, hash) {
  const ahead = []
  for (let at = 0; at < bytes || ahead.length > 0; ) {
    for (; at < bytes && ahead.length < AHEAD; at += READ_BYTES) ahead.push(asked(reader, at))
    const [came] = await ahead.shift()
    if (came?.length !== READ_BYTES) throw new Error('a read came short')
    hash?.update(came)
  }
}

async function readPages(reader, pages) {
  for (let from = 0; from < pages.length; from += BATCH_PAGES) {
    const ranges = pages.slice(from, from + BATCH_PAGES)
    const came = await reader.read(ranges.map((page) => ({ at: page * PAGE, bytes: PAGE })))
    if (came.some((bytes) => bytes?.length !== PAGE)) throw new Error('a page came short')
  }
}

/** A read ahead of its turn: where it fails, it is heard of when its turn comes. */
function asked(reader, at) {
  const read = reader.read([{ at, bytes: READ_BYTES }])
  read.catch(() => undefined)
  return read
}

/** OpenSSH's client over a live connection. */
export async function plain(folder, host, path) {
  const login = `${host.user}@${host.address}`
  const over = await liveOptions(folder, host)
  const gcm = ['-o', 'Ciphers=aes128-gcm@openssh.com']
  // The cipher is the master's: one of its own for ours.
  const same = await liveOptions(folder, { ...host, name: `${host.name}-gcm` }, gcm)
  const scp = over.map((word) => (word === '-p' ? '-P' : word)).filter((word) => word !== '-T')
  const dd = `while read page; do dd if=${path} bs=${PAGE} skip=$page count=1 2>/dev/null; done`
  const copied = async (bytes, program, args) => bytes / 1e6 / (await run(program, args, null, ''))
  return {
    cat: (bytes) => copied(bytes, 'ssh', [...over, login, `cat ${path}`]),
    gcmCat: (bytes) => copied(bytes, 'ssh', [...same, login, `cat ${path}`]),
    /** The whole file. */
    scp: async (bytes) =>
      bytes / 1e6 / (await run('scp', ['-q', ...scp, `${login}:${path}`, '/dev/null'], null, '')),
    dd: async (pages) =>
      pages.length /
      (await run('ssh', [...over, login, dd], pages.length * PAGE, `${pages.join('\n')}\n`)),
  }
}

/** Seconds. Throws when not all came; a copy, of null bytes, goes to /dev/null as it is. */
async function run(program, args, bytes, input) {
  const beganMs = performance.now()
  const out = bytes === null ? 'ignore' : 'pipe'
  const child = spawn(pathOf(program), args, { stdio: ['pipe', out, 'pipe'] })
  let came = 0
  let errors = ''
  child.stdout?.on('data', (part) => {
    came += part.length
  })
  child.stderr.on('data', (part) => {
    errors += part
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [status] = await once(child, 'close')
  if (status !== 0 || (bytes !== null && came !== bytes))
    throw new Error(`${program} ended with ${status} after ${came} bytes: ${errors.slice(0, 300)}`)
  return (performance.now() - beganMs) / 1000
}
