/**
 * npm run bench -- intrusive [--json]: how long gdb and gcore hold a process of 256 MiB, as the host tells it, beside what a
 * person is told beforehand (src/domain/intrusive.ts). Not a comparison: it is where those numbers come from.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const load = async (path) => await import(join(root, 'dist', path))
const { INTRUSIVE_GRACE_MS } = await load('src/domain/intrusive.js')
const { expectedPauseMs, INTRUSIVE_KINDS } = await load('src/domain/intrusive.js')
const { intrusiveScript, removeCoreScript } = await load('src/script/intrusive/compile.js')
const { IntrusiveReader } = await load('src/script/intrusive/read.js')

const HEAP_MIB = 256

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcbench-')))
const program = join(folder, 'patient')
execFileSync('/usr/bin/cc', ['-O1', '-o', program, join(root, 'test', 'real', 'patient.c')])
const patient = spawn(program, [String(HEAP_MIB)], { stdio: ['ignore', 'pipe', 'ignore'] })
const rows = []
try {
  await new Promise((resolve) => patient.stdout.once('data', resolve))
  for (const kind of INTRUSIVE_KINDS) rows.push(await held(kind))
} finally {
  patient.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
for (const row of rows)
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(row)}\n`
      : `${row.kind}: held ${row.pausedMs} ms, told beforehand ${row.expectedMs} ms\n`,
  )

async function held(kind) {
  const stat = readFileSync(`/proc/${patient.pid}/stat`, 'utf8')
  const request = {
    kind,
    pid: patient.pid,
    startTicks: Number(stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19]),
    nonce: randomBytes(12).toString('hex'),
    seconds: 60,
    dumpDir: folder,
    dumpMaxBytes: 2 ** 31,
  }
  const events = await run(request, intrusiveScript(request))
  const end = events.at(-1)
  if (!end.ok) throw new Error(`${kind} ended by ${end.detail}`)
  if (kind === 'gcore') await run(request, removeCoreScript(request))
  return {
    kind,
    pausedMs: events.find((event) => event.kind === 'resumed').pausedMs,
    expectedMs: expectedPauseMs(kind, HEAP_MIB * 1024 ** 2),
  }
}

async function run(request, { script, args, sign }) {
  const child = spawn('sh', ['-s', '--', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: request.seconds * 1000 + INTRUSIVE_GRACE_MS,
  })
  const reader = new IntrusiveReader(request)
  const events = []
  let shown = ''
  child.stdout.on('data', (bytes) => {
    if (!shown.includes(sign)) {
      shown += bytes.toString()
      if (shown.includes(sign)) child.stdin.write('hold\n')
    }
    events.push(...reader.push(bytes))
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${script}\nexit\n`)
  await new Promise((resolve) => child.on('close', resolve))
  return [...events, ...reader.end()]
}
