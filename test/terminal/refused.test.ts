/** A terminal whose database cannot be opened: words, no stack trace. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { memoryLog } from '../store/rows.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'memcheck-refused-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `memcheck hosts` on a data folder of that name. */
function hosts(data: string, ...more: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'hosts', ...more], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, data) },
  })
  return { status, stdout, stderr }
}

/** Where the database of a data folder is; makes the folder. */
function databaseIn(data: string): string {
  mkdirSync(join(folder, data), { mode: 0o700 })
  return join(folder, data, 'memcheck.sqlite')
}

test('regression: a newer database is told in words, in the language asked for, as could not check', async () => {
  const file = databaseIn('newer')
  await (await openStore({ file, instance: 'terminal:seed', log: memoryLog() })).close()
  const sqlite = new Database(file)
  sqlite.exec("insert into migration values ('209901010000_future', 1)")
  sqlite.close()
  expect(hosts('newer')).toEqual({
    status: 2,
    stdout: '',
    stderr: `memcheck: ${file} was written by a newer memcheck (it knows 209901010000_future). Run that version; this one does not touch it.\n`,
  })
  const asked = hosts('newer', '--json', '--lang', 'zh')
  expect(JSON.parse(asked.stdout)).toEqual({
    error: { code: 'database-newer', params: { file, migration: '209901010000_future' } },
  })
  expect(asked.stderr).toContain('更新版本')
  expect(asked.status).toBe(2)
})

test('what is no database is told with what to do', () => {
  writeFileSync(
    databaseIn('prose'),
    'not a database, and longer than the header of one. '.repeat(20),
  )
  const { status, stdout, stderr } = hosts('prose')
  expect(stderr).toMatch(
    /^memcheck: .* cannot be opened as a database \(.*\)\. Check its owner.*\n$/,
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
})
