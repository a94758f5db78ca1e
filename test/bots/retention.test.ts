/** Files in Slack past their time, and of what was forgotten: deleted by the bot, whoever died in between. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  bot,
  hostInHere,
  imageIds,
  namedSleeper,
  repliesTo,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')
const DAY_MS = 86_400_000

function memcheck(folder: string, ...words: readonly string[]) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    MEMCHECK_DATA: join(folder, 'data'),
  }
  const said = spawnSync(process.execPath, [CLI, ...words], { cwd: folder, env, encoding: 'utf8' })
  expect(said.stderr).toBe('')
  return said.stdout
}

const database = (folder: string): string => join(folder, 'data', 'memcheck.sqlite')

function uploads(folder: string): readonly string[] {
  const sqlite = new Database(database(folder), { readonly: true })
  try {
    return sqlite.prepare('select fileId from upload order by fileId').pluck().all() as string[]
  } finally {
    sqlite.close()
  }
}

/** As if what was uploaded so far had been uploaded so much earlier. */
function age(folder: string, ms: number): void {
  const sqlite = new Database(database(folder))
  sqlite.prepare('update upload set atMs = atMs - ?').run(ms)
  sqlite.close()
}

/** Nothing is on its way any more: a bot that is killed before it noted what it posted has the next one draw it again. */
function isSettled(folder: string): boolean {
  const sqlite = new Database(database(folder), { readonly: true })
  try {
    return sqlite.prepare(OPEN).pluck().get() === 0
  } finally {
    sqlite.close()
  }
}
const OPEN =
  "select (select count(*) from run where state = 'open') + (select count(*) from outbox where state = 'waiting')"

/** A check whose thread has a picture; gives its root and the pictures. */
async function checked(
  slack: Workspace,
  folder: string,
  name: string,
  seen: () => string,
): Promise<{ readonly root: Message; readonly pictures: readonly string[] }> {
  await slack.control.slash(`db1 ${name}`)
  const root = await slack.control.waitFor(
    (message) => message.text.includes(`${name}[`) && message.threadTs === null,
  )
  const pictures = () => repliesTo(slack, root).flatMap(imageIds)
  await until(() => pictures().length > 0 && isSettled(folder), seen)
  return { root, pictures: pictures() }
}

test('files go from Slack after their lifetime; those of a forgotten host at once, the words stay', async () => {
  const slack = await workspace()
  const { control } = slack
  const folder = tempFolder()
  const config = `${await hostInHere()}retention: { uploads: 30d }\n`
  const name = namedSleeper()
  const deleted = (): readonly unknown[] =>
    control
      .calls()
      .filter(({ method }) => method === 'files.delete')
      .map(({ args }) => args['file'])

  const first = await bot({ slack, folder, config })
  const old = await checked(slack, folder, name, first.log)
  expect(uploads(folder)).toEqual([...old.pictures].sort())
  // Killed, so that nothing in its memory knows of them.
  first.child.kill('SIGKILL')
  await first.gone
  age(folder, 29 * DAY_MS)
  const second = await bot({ slack, folder, config })
  const young = await checked(slack, folder, namedSleeper(), second.log)
  await second.stop()
  expect(deleted()).toEqual([])
  expect(uploads(folder)).toEqual([...old.pictures, ...young.pictures].sort())

  age(folder, DAY_MS / 2)
  const third = await bot({ slack, folder, config })
  await third.stop()
  expect(deleted()).toEqual([])
  age(folder, DAY_MS / 2 + 1000)
  const fourth = await bot({ slack, folder, config })
  await until(() => old.pictures.every((id) => control.file(id) === null), fourth.log)
  expect([...deleted()].sort()).toEqual([...old.pictures].sort())
  expect(young.pictures.every((id) => control.file(id) !== null)).toBe(true)
  expect(textOf(control.message(old.root.ts))).toContain(name)

  await control.slash('doctor db1')
  const doctor = await control.waitFor((message) => textOf(message).includes('files in Slack'))
  expect(textOf(doctor)).toMatch(/files in Slack: \d+ kept, 0 to be deleted/)
  expect(textOf(doctor)).toMatch(/purge: the next in/)
  expect(textOf(doctor)).toMatch(/captures \d+ \(14 d; oldest/)

  expect(JSON.stringify(await control.slash('forget db1 --yes'))).toContain('terminal')
  const preview = memcheck(folder, 'forget', 'db1')
  expect(preview).toMatch(/Kept of db1: [\d ]+ rows/)
  expect(preview).toContain('Nothing is changed yet')
  // Beside the bot, which writes on.
  expect(memcheck(folder, 'forget', 'db1', '--yes')).toMatch(/Forgotten of db1: [\d ]+ rows/)
  expect(memcheck(folder, 'forget', 'db1')).toContain('Nothing is kept of db1.')
  fourth.child.kill('SIGKILL')
  await fourth.gone
  const fifth = await bot({ slack, folder, config })
  await until(() => young.pictures.every((id) => control.file(id) === null), fifth.log)
  await until(() => uploads(folder).length === 0, fifth.log)
  const rows = memcheck(folder, 'audit', 'db1', '--json')
  expect(rows).toMatch(/"action":"forgot db1".*"detail":\{"captures":\d+,"runs":\d+/)
})
