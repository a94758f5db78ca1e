/** What is beside: the same readings as JSON, a row each, as one writes it first. */
import Database from 'better-sqlite3'

/** @param {string} file */
export function openJson(file) {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec(`create table sample (subjectId integer not null, atMs integer not null, body text not null,
    primary key (subjectId, atMs)) without rowid`)
  const insert = db.prepare('insert into sample values (?, ?, ?)')
  const since = db.prepare(
    'select atMs, body from sample where subjectId = ? and atMs >= ? order by atMs',
  )
  const sums = db.prepare(`
    select subjectId, count(*) as n, sum(t) as t, sum(v) as v, sum(t * v) as tv, sum(t * t) as tt from (
      select subjectId, (atMs - @fromMs) / 86400000.0 as t,
        body ->> '$.memTotalBytes' - body ->> '$.memAvailableBytes' as v
      from sample where atMs >= @fromMs
    ) group by subjectId`)
  return {
    /** @param {readonly (readonly [number, number, object])[]} rows */
    put(rows) {
      db.transaction(() => {
        for (const [subjectId, atMs, values] of rows)
          insert.run(subjectId, atMs, JSON.stringify(values))
      })()
    },
    read: (subjectId, fromMs) =>
      since.all(subjectId, fromMs).map(({ atMs, body }) => ({ atMs, values: JSON.parse(body) })),
    slopes: (fromMs) =>
      sums
        .all({ fromMs })
        .map(({ subjectId, n, t, v, tv, tt }) => [subjectId, (n * tv - t * v) / (n * tt - t * t)]),
    bytes: () => bytesOf(db, 'sample'),
    close: () => db.close(),
  }
}

/** Bytes of the pages of a table and its indexes. */
export function bytesOf(db, table) {
  return db
    .prepare('select sum(pgsize) from dbstat where name = ? or name like ?')
    .pluck()
    .get(table, `${table}_by_%`)
}
