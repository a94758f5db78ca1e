import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { StoreRefusal } from '../../src/store/refusal.ts'
import { anAudit, aRun, memoryLog, tempFolder, tempStore } from './rows.ts'

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** What openStore was refused with. */
async function refusal(file: string, instance = 'bot:two'): Promise<StoreRefusal> {
  const opened = await openStore({ file, instance, log: memoryLog() }).catch(
    (cause: unknown) => cause,
  )
  if (opened instanceof StoreRefusal) return opened
  throw new Error(`not refused: ${String(opened)}`)
}

describe('the file', () => {
  test('folder, database and journals are the owner’s alone', async () => {
    const folder = join(tempFolder(), 'a', 'data')
    const file = join(folder, 'memcheck.db')
    const store = await tempStore('bot:one', file)
    await store.openRun(aRun('r1'), anAudit())
    expect(mode(folder)).toBe('700')
    expect([file, `${file}-wal`, `${file}-shm`, `${file}.seat`].map(mode)).toEqual(
      Array(4).fill('600'),
    )
  })

  test('a database that others could read is closed to them; a shared folder is only told of', async () => {
    const folder = join(tempFolder(), 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    const file = join(folder, 'memcheck.db')
    writeFileSync(file, '', { mode: 0o644 })
    const log = memoryLog()
    await tempStore('bot:one', file, log)
    expect(mode(file)).toBe('600')
    expect(mode(folder)).toBe('755')
    expect(log.lines).toEqual(['store.folder-open-to-others'])
  })

  test('is set as it should be', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    await tempStore('bot:one', file)
    const sqlite = new Database(file, { readonly: true })
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(sqlite.pragma('auto_vacuum', { simple: true })).toBe(2)
    sqlite.close()
  })

  test('what is no database is refused, and left as it was', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    writeFileSync(
      file,
      'a letter to my aunt, long enough to be no header of any database at all, '.repeat(20),
    )
    const before = statSync(file).size
    const refused = await refusal(file)
    expect(refused).toMatchObject({ code: 'database-unreadable' })
    expect(refused.message).toContain('file is not a database')
    expect(statSync(file).size).toBe(before)
  })

  test('a newer database is refused and not touched, in words', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    await (await tempStore('bot:one', file)).close()
    const sqlite = new Database(file)
    sqlite.exec("insert into migration values ('209901010000_future', 1)")
    const refused = await refusal(file)
    expect(refused.code).toBe('database-newer')
    expect(refused.message).toContain('209901010000_future')
    expect(refused.in('zh')).toContain('更新版本')
    expect(sqlite.prepare('select count(*) as n from seat').get()).toEqual({ n: 1 })
    sqlite.close()
  })

  test('data outlive a close', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    const store = await tempStore('bot:one', file)
    await store.openRun(aRun('r1'), anAudit())
    await store.close()
    const again = await tempStore('bot:two', file)
    expect((await again.run('r1'))?.id).toBe('r1')
    expect(await again.size()).toMatchObject({ runs: 1, samples: 0 })
    expect((await again.size()).bytes).toBeGreaterThan(0)
  })
})

describe('the seat', () => {
  test('a second live bot is refused, by name; terminals are not', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    await tempStore('bot:one', file)
    const refused = await refusal(file)
    expect(refused).toMatchObject({
      code: 'bot-already-running',
      params: { instance: 'bot:one', pid: String(process.pid) },
    })
    const terminal = await tempStore('terminal:x', file)
    await terminal.openRun(aRun('r1', { owner: 'terminal:x' }), anAudit())
    expect((await terminal.run('r1'))?.owner).toBe('terminal:x')
  })

  test('a bot that has closed leaves its seat', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    await (await tempStore('bot:one', file)).close()
    const next = await tempStore('bot:two', file)
    expect(await next.orders('all')).toEqual([])
  })
})
