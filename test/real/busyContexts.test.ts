/**
 * Walks of backends at work: lists change while they are read. A walk that is called clean must have every context that
 * lives as long as the backend, and its totals must be those of its blocks. `npm run prove -- contexts` takes 400 of each.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MemoryContext } from '../../src/domain/contexts.ts'
import { isClean } from '../../src/memory/palloc/result.ts'
import { treeOf, type Walked, walkContexts } from './localMemory.ts'
import { needing } from './needs.ts'
import { missingServer, PostgresServer, type Session, VERSIONS } from './postgresServer.ts'

const WALKS = Number(process.env['MEMCHECK_WALKS'] ?? 20)
/** Of few walks a single unlucky one weighs much: the share is proved with 400. */
const WANTED_CLEAN = WALKS >= 400 ? 0.95 : 0.8
const ASKED = WALKS >= 400 ? VERSIONS : (['15'] as const)
const TABLE =
  'create table t as select i as a, i::text as b from generate_series(1, 3000) i; analyze t;'
const QUERY =
  'select count(*), x.b from t x join t y using (a) where x.a < 300 group by 2 order by 2 limit 3'

const LOADS: Readonly<Record<string, (session: Session, folder: string) => void>> = {
  'one statement that runs on': (session) =>
    session.tell(`do $$ begin loop execute '${QUERY}'; end loop; end $$;`),
  'statement after statement': (session, folder) => {
    const file = join(folder, 'statements.sql')
    writeFileSync(file, `${QUERY};\n`.repeat(500_000))
    session.tell(`\\o /dev/null\n\\i ${file}`)
  },
}

/** Contexts by place and name, counted. */
function counted(contexts: readonly MemoryContext[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { level, name, ident } of contexts) {
    const key = `${level} ${name} ${ident ?? ''}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** What was there before the load began and in each walk's time: caches, hash tables of the whole life. */
function lasting(before: readonly MemoryContext[]): Map<string, number> {
  return counted(before.filter(({ name }) => !SHORT_LIVED.test(name)))
}
const SHORT_LIVED =
  /^(?:MessageContext|RowDescription|Portal|TopTransaction|CurTransaction|TopPortal|index info|CachedPlan|SPI |Transaction|relation rules|pgstat TabStatusArray|pg_|.*_index|t$)/

function tally(walks: readonly Walked[]): string {
  const clean = walks.filter(({ result }) => !('refused' in result) && isClean(result))
  const byTry = [1, 2, 3, 4, 5].map((tries) => clean.filter((walk) => walk.tries === tries).length)
  const codes = new Map<string, number>()
  for (const { result } of walks.filter((walk) => !clean.includes(walk)))
    for (const code of 'refused' in result ? [result.refused] : result.torn.map((one) => one.code))
      codes.set(code, (codes.get(code) ?? 0) + 1)
  const whole = clean.filter(({ result }) => !('refused' in result) && result.unclear.length === 0)
  return `${walks.length} walks, clean at try 1-5: ${byTry.join('/')}, never ${walks.length - clean.length} ${[...codes].join(' ')}; ${whole.length} with every context's blocks`
}

for (const version of ASKED)
  describe.skipIf(missingServer(version))(
    needing('postgresVersions', `PostgreSQL ${version}`),
    () => {
      test.each(Object.entries(LOADS))('under %s', async (name, load) => {
        const server = new PostgresServer(version)
        try {
          const session = await server.session()
          await session.ask(`${TABLE} ${QUERY};`)
          const always = lasting(treeOf(session.pid).tree.contexts)
          load(session, server.folder)
          const walks: Walked[] = []
          while (walks.length < WALKS) {
            walks.push(walkContexts(session.pid))
            await new Promise((resolve) => setTimeout(resolve, 1))
          }
          process.stdout.write(`busy ${version}, ${name}: ${tally(walks)}\n`)
          for (const { result } of walks) {
            if ('refused' in result || !isClean(result)) continue
            const counts = counted(result.tree.contexts)
            const lacking = [...always].filter(([key, count]) => (counts.get(key) ?? 0) < count)
            expect(lacking).toEqual([])
            expect(result.damaged).toEqual([])
          }
          const clean = walks.filter(({ result }) => !('refused' in result) && isClean(result))
          expect(clean.length / walks.length).toBeGreaterThanOrEqual(WANTED_CLEAN)
        } finally {
          server.stop()
        }
      })
    },
  )
