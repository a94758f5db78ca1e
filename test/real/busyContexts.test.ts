/**
 * Walks of backends at work, over the shipped transport: lists change while they are read. A walk that is called clean must
 * have every context that lives as long as the backend. `npm run prove -- contexts` takes 400 of each version and load.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MemoryContext, WalkedContexts } from '../../src/domain/contexts.ts'
import { missing, needing } from './needs.ts'
import { missingServer, PostgresServer, type Session, VERSIONS } from './postgresServer.ts'
import { openShippedWalks, type ShippedWalks } from './shippedWalks.ts'

const WALKS = Number(process.env['MEMCHECK_WALKS'] ?? 20)
/** Of few walks a single unlucky one weighs much: the share is proved with 400. */
const WANTED_CLEAN = WALKS >= 400 ? 0.95 : 0.8
const NAMED = (process.env['MEMCHECK_VERSIONS'] ?? '15').split(' ')
const ASKED = VERSIONS.filter((version) => NAMED.includes(version))
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
/** Of a failure the line itself must tell what was wrong: it does not come again for long. */
const WRONG_SHOWN = 5
const SHORT_LIVED =
  /^(?:MessageContext|RowDescription|Portal|TopTransaction|CurTransaction|TopPortal|index info|CachedPlan|SPI |Transaction|relation rules|pgstat TabStatusArray|pg_|.*_index|t$)/

type Walked = WalkedContexts | string

function cleanOf(walks: readonly Walked[]): readonly WalkedContexts[] {
  return walks.filter(
    (walk): walk is WalkedContexts => typeof walk !== 'string' && walk.torn.length === 0,
  )
}

function tally(walks: readonly Walked[]): string {
  const clean = cleanOf(walks)
  const byTry = [1, 2, 3, 4, 5].map((tries) => clean.filter((walk) => walk.tries === tries).length)
  const codes = new Map<string, number>()
  for (const walk of walks) {
    const why = typeof walk === 'string' ? [walk] : walk.torn.map(({ code }) => code)
    for (const code of why) codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  const percent = ((100 * clean.length) / walks.length).toFixed(2)
  const whole = clean.filter(({ tornDetails }) => tornDetails.length === 0)
  const never = `never ${[walks.length - clean.length, ...[...codes].flat()].join(' ')}`
  return `${walks.length} walks by ${clean[0]?.way}, clean at try 1-5: ${byTry.join('/')}, ${never}; ${percent} % clean, ${whole.length} with every context's blocks`
}

for (const version of ASKED)
  describe.skipIf(missingServer(version) || missing('sshd'))(
    needing('postgresVersions', `PostgreSQL ${version}`),
    () => {
      let shipped: ShippedWalks
      beforeAll(async () => {
        shipped = await openShippedWalks()
      })
      afterAll(() => shipped?.close())

      test.each(Object.entries(LOADS))('under %s', async (name, load) => {
        const server = new PostgresServer(version)
        try {
          const session = await server.session()
          await session.ask(`${TABLE} ${QUERY};`)
          const before = await shipped.walk(session.pid)
          if (typeof before === 'string') throw new Error(before)
          const always = lasting(before.contexts)
          load(session, server.folder)
          const walks: Walked[] = []
          while (walks.length < WALKS) walks.push(await shipped.walk(session.pid))
          const clean = cleanOf(walks)
          const wrong = clean.map(({ contexts, damaged }) => {
            const counts = counted(contexts)
            const lacking = [...always].filter(([key, count]) => (counts.get(key) ?? 0) < count)
            return [...lacking, ...damaged]
          })
          const wrongs = wrong.filter((one) => one.length > 0)
          process.stdout.write(
            `busy ${version}, ${name}: ${tally(walks)}, ${wrongs.length} wrong ${JSON.stringify(wrongs.slice(0, WRONG_SHOWN))}\n`,
          )
          expect(wrongs).toEqual([])
          expect(clean.length / walks.length).toBeGreaterThanOrEqual(WANTED_CLEAN)
        } finally {
          server.stop()
        }
      })
    },
  )
