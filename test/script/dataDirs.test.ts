/** Data directories, read through the processes that sit in them, in each shell of this machine. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataDirs } from '../../src/parsers/greenplum/dataDirs.ts'
import { compileScript } from '../../src/script/compile.ts'
import { read } from '../parsers/helpers.ts'
import { missing } from '../real/needs.ts'
import { type RunOptions, runScript, textOf } from './run.ts'

const dir = mkdtempSync(join(tmpdir(), 'memcheck-dirs-'))
const path = (name: string): string => join(dir, name)
const sitting: ChildProcess[] = []

const RUNAWAY =
  '2024-11-20 08:40:06 CST,"a","b",p1,th1,"x","1",,0,con7,cmd1,seg0,,,,,"ERROR","XX000","Canceling query because of high VMEM usage. Used: 1MB'

beforeAll(() => {
  for (const name of ['seg0/pg_log', 'empty', 'seg1/log'])
    mkdirSync(path(name), { recursive: true })
  writeFileSync(path('seg0/PG_VERSION'), '9.4\n')
  writeFileSync(
    path('seg0/postgresql.conf'),
    "#gp_vmem_protect_limit=1\n gp_vmem_protect_limit = '8192' # MB\nport=6000\npassword = 'x'\n",
  )
  writeFileSync(path('seg0/postgresql.auto.conf'), "statement_mem = '250MB'")
  writeFileSync(path('seg0/pg_log/gpdb-2024-11-20_000000.csv'), `plain line\n${RUNAWAY}\n`)
  writeFileSync(path('seg0/pg_log/gpdb-2024-11-20_000000.csv.x'), RUNAWAY)
  writeFileSync(path('secret'), 'gp_vmem_secret = 1\nOut of memory\n')
  writeFileSync(path('seg1/postgresql.conf'), '')
  execFileSync('mkfifo', [path('seg1/postgresql.auto.conf'), path('seg1/log/gpdb-2024-01-01.csv')])
  symlinkSync('/dev/zero', path('seg1/internal.auto.conf'))
  // Names that no log has, one with a blank: none is read.
  for (const name of ['gpdb-2024 11.csv', 'gpdb-x.csv'])
    writeFileSync(path(`seg0/pg_log/${name}`), RUNAWAY)
  for (const name of ['seg0', 'seg1', 'empty'])
    sitting.push(spawn('sleep', ['600'], { cwd: path(name), stdio: 'ignore' }))
})

afterAll(() => {
  for (const one of sitting) one.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

function aimed(pids = sitting.map(({ pid }) => pid ?? 0)) {
  return { ...dataDirs, at: { kind: 'data-dirs', pids } as const }
}

/** A shell of somebody who owns none of this. */
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'] as const

const SHELLS: readonly (readonly [string, boolean, RunOptions])[] = [
  ['sh', false, {}],
  ['bash', false, { shell: ['bash'] }],
  ['busybox ash', missing('busybox'), { shell: ['/bin/busybox', 'ash'] }],
]

describe.each(SHELLS.filter(([, skip]) => !skip))('%s', (_, __, run) => {
  test('settings by name, lines about memory, and never what is no file', async () => {
    const ran = await runScript([aimed()], run)
    const { value, losses } = read(dataDirs, textOf(ran, dataDirs.id))
    expect(losses).toEqual([])
    expect(ran.marks).toEqual(['levels', 'bye'])
    const [seg0, seg1, empty] = value.dirs
    expect(seg0).toEqual({
      pid: sitting[0]?.pid,
      path: path('seg0'),
      refused: null,
      deniedFiles: [],
      version: '9.4',
      settings: { gp_vmem_protect_limit: '8192', statement_mem: '250MB' },
      logs: [{ file: 'pg_log/gpdb-2024-11-20_000000.csv', lines: [RUNAWAY] }],
    })
    expect(seg1).toMatchObject({ refused: null, settings: {}, logs: [] })
    expect(empty).toMatchObject({ refused: 'absent' })
  })
})

test.skipIf(process.getuid?.() !== 0)(
  'a directory of somebody else is denied, and said',
  async () => {
    chmodSync(dir, 0o755)
    chmodSync(path('seg0'), 0o700)
    const ran = await runScript([aimed()], { shell: NOBODY })
    const { value } = read(dataDirs, textOf(ran, dataDirs.id))
    expect(value.dirs.map(({ refused }) => refused)).toEqual(['denied', 'denied', 'denied'])
  },
)

test('only pids become part of the script', () => {
  expect(compileScript([aimed([7, 8])])).toContain(' 7 8\n')
  expect(() => compileScript([aimed([0.5])])).toThrow('not a pid')
  expect(() => compileScript([aimed([-1])])).toThrow('not a pid')
})
