/** Holds migrations to their contract: named by UTC minute, listed, upward only, and fit for the metrics of today. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS } from '../../migrations/index.ts'
import { METRICS, type SampleKind } from '../../src/domain/sample.ts'
import { columnOf } from '../../src/store/columns.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Tables } from '../../src/store/tables.ts'

const FOLDER = join(import.meta.dirname, '../../migrations')
const SAMPLE_KEYS = ['subjectId', 'atMs', 'incarnationId', 'hostUptimeSec']

async function migrated(): Promise<Database.Database> {
  const sqlite = new Database(':memory:')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) })
  onTestFinished(() => db.destroy())
  await migrate(db, MIGRATIONS, ':memory:')
  await migrate(db, MIGRATIONS, ':memory:')
  return sqlite
}

describe('migrations', () => {
  const files = readdirSync(FOLDER)
    .filter((name) => name !== 'index.ts')
    .sort()

  test('every file is listed under its name', () => {
    expect(files).toEqual(
      Object.keys(MIGRATIONS)
        .map((name) => `${name}.ts`)
        .sort(),
    )
    expect(files.length).toBeGreaterThan(0)
  })

  test.each(files)('%s is named by a UTC minute and goes up only', async (file) => {
    const [, year, month, day, hour, minute] =
      /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)_[a-z]+(?:_[a-z]+)*\.ts$/.exec(file) ?? []
    const iso = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`
    expect(new Date(iso).toISOString()).toBe(iso)
    expect(Object.keys((await import(join(FOLDER, file))) as object)).toEqual(['up'])
  })

  test.each(files)('%s is frozen: it reads nothing from the code of today', (file) => {
    const imports = readFileSync(join(FOLDER, file), 'utf8').match(/from '[^']+'/g) ?? []
    expect(imports.filter((from) => from !== "from 'kysely'")).toEqual([])
  })

  test('run up from empty, and a second time change nothing', async () => {
    const sqlite = await migrated()
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(sqlite.prepare('select name from migration order by name').pluck().all()).toEqual(
      Object.keys(MIGRATIONS).sort(),
    )
  })

  test.each(Object.keys(METRICS) as SampleKind[])(
    'columns of %s samples are its metrics',
    async (kind) => {
      const sqlite = await migrated()
      const columns = sqlite
        .prepare('select name from pragma_table_info(?)')
        .pluck()
        .all(`${kind}_sample`)
      expect(columns).toEqual([...SAMPLE_KEYS, ...METRICS[kind].map(columnOf)])
    },
  )
})
