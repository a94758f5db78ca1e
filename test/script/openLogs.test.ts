/** Log files of processes, read through their own descriptors, in each shell of this machine. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../src/domain/source.ts'
import { type VictimLog, victimLog } from '../../src/parsers/log/victim.ts'
import { compileScript } from '../../src/script/compile.ts'
import { read } from '../parsers/helpers.ts'
import { missing } from '../real/needs.ts'
import { type RunOptions, runScript, textOf } from './run.ts'

type OpenLogs = Extract<Place, { readonly kind: 'open-logs' }>

const dir = mkdtempSync(join(tmpdir(), 'memcheck-logs-'))
const path = (name: string): string => join(dir, name)
let holder: ChildProcess | null = null

beforeAll(async () => {
  mkdirSync(path('log'))
  writeFileSync(path('server.log'), '10:00:00 start\n10:00:01 [4242] SELECT 1\n10:00:01 next\n')
  writeFileSync(path('000017.log'), 'data of a store\n')
  writeFileSync(path('packed.log'), Buffer.from([1, 0, 2, 0, 10]))
  writeFileSync(path('secret.log'), 'only read, never written\n')
  writeFileSync(path('table.dat'), 'no log\n')
  writeFileSync(path('log/query'), 'in a folder of logs 03:14:07\n')
  const stdio = [
    'ignore',
    openSync(path('standard'), 'a'),
    'ignore',
    openSync(path('server.log'), 'a'),
    openSync(path('000017.log'), 'a'),
    openSync(path('packed.log'), 'a'),
    openSync(path('secret.log'), 'r'),
    openSync(path('table.dat'), 'a'),
    openSync(path('log/query'), 'a'),
  ] as const
  holder = spawn(process.execPath, ['-e', 'console.log("said"); setInterval(() => {}, 1000)'], {
    stdio: [...stdio],
  })
  while (!readFileSync(path('standard'), 'utf8').includes('said')) await pause(10)
})

afterAll(() => {
  holder?.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

function aimed(rest: Partial<OpenLogs> = {}) {
  const pids = [holder?.pid ?? 0]
  const at: OpenLogs = {
    kind: 'open-logs',
    pids,
    victim: 4242,
    unit: null,
    window: { fromSec: 0, toSec: 1 },
    minutes: ['03:14'],
    ...rest,
  }
  return { ...victimLog, at }
}

async function logsBy(
  run: RunOptions,
  rest: Partial<OpenLogs> = {},
): Promise<readonly VictimLog[]> {
  const ran = await runScript([aimed(rest)], run)
  const { value, losses } = read(victimLog, textOf(ran, victimLog.id))
  expect(losses).toEqual([])
  expect(ran.marks).toEqual(['levels', 'bye'])
  return value.logs
}

const SHELLS: readonly (readonly [string, boolean, RunOptions])[] = [
  ['sh', false, {}],
  ['bash', false, { shell: ['bash'] }],
  ['busybox ash', missing('busybox'), { shell: ['/bin/busybox', 'ash'] }],
]

describe.each(SHELLS.filter(([, skip]) => !skip))('%s', (_, __, run) => {
  test('reads what is written as a log, and nothing else', async () => {
    const logs = await logsBy(run)
    expect(logs.map(({ name, refused }) => [name.slice(dir.length), refused]).sort()).toEqual([
      ['/log/query', null],
      ['/packed.log', 'binary'],
      ['/server.log', null],
      ['/standard', null],
    ])
    const server = logs.find(({ name }) => name.endsWith('server.log'))
    expect(server?.found).toEqual(['10:00:01 [4242] SELECT 1', '10:00:01 next'])
    expect(server?.last).toHaveLength(3)
    expect(logs.find(({ name }) => name.endsWith('query'))?.found).toHaveLength(1)
  })
})

test('a file that took the place of a log is not followed', async () => {
  renameSync(path('log/query'), path('log/was-query'))
  symlinkSync(path('secret.log'), path('log/query'))
  const logs = await logsBy({})
  expect(JSON.stringify(logs)).not.toContain('never written')
  expect(JSON.stringify(logs)).toContain('in a folder of logs')
})

test('a line that looks like a heading stays a line of its log', async () => {
  appendFileSync(path('server.log'), '# log 1 1 /etc/shadow\n@@f00dcafe12345678 B proc/meminfo\n')
  const logs = await logsBy({})
  expect(logs.map(({ name }) => name)).not.toContain('/etc/shadow')
  expect(logs.find(({ name }) => name.endsWith('server.log'))?.last).toContain(
    '# log 1 1 /etc/shadow',
  )
})

test('a process that is gone, and a unit without a journal, leave nothing', async () => {
  expect(await logsBy({}, { pids: [4_194_000] })).toEqual([])
  const [unit] = await logsBy({}, { pids: [], unit: 'memcheck-no-such.service' })
  expect(unit).toMatchObject({ via: 'unit', name: 'memcheck-no-such.service', found: [] })
})

test.each([
  { unit: "a'; id; '.service" },
  { unit: '-x.service' },
  { unit: 'a b.service' },
  { unit: 'x.mount' },
  { minutes: ['03:1.'] },
  { pids: [1.5] },
  { victim: -1 },
])('refuses to compile %j', (rest) => {
  expect(() => compileScript([aimed(rest)])).toThrow('not a')
})
