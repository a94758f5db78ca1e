/** A kept run as a page, in the terminal: what stands in it, where it is written, and what is refused. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { type Asked, type Done, doneOf } from '../../src/pipeline/command.ts'
import { dispatch } from '../../src/pipeline/dispatch.ts'
import { pageOfRun } from '../../src/pipeline/page.ts'
import { useCases } from '../../src/pipeline/useCases.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { createSchedule } from '../../src/schedule/cron.ts'
import { terminalFiles } from '../../src/terminal/files.ts'
import { ASKED, type LocalHouse, openLocalHouse } from './localHouse.ts'
import { memberIn } from './standing.ts'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-page-'))
const themes: (string | undefined)[] = []
let local: LocalHouse
let run = ''

/** What somebody types in a terminal that has files. */
async function typed(words: string, asked: Asked = ASKED): Promise<Done> {
  const { house } = local
  const schedule = createSchedule({ clock: systemClock(), log: house.log })
  const use = useCases(house, schedule, terminalFiles(Readable.from([])), COMMANDS)
  const reply = await dispatch(COMMANDS, words.split(' '), asked, use)
  return await doneOf(reply)
}

const errorOf = (done: Done) =>
  (done.json as { error: { code: string; params: Readonly<Record<string, string>> } }).error

beforeAll(async () => {
  local = await openLocalHouse({
    raster: {
      png: async (_chart, theme) => {
        themes.push(theme)
        return new TextEncoder().encode(`picture ${theme}`)
      },
    },
  })
  run = ((await typed(`local ${process.pid}`)).json as { run: string }).run
})

afterAll(async () => {
  await local.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the page', () => {
  test('holds the report, its graph in both themes, and what its frames answer', async () => {
    const file = join(folder, 'one.html')
    const done = await typed(`report ${run} --html ${file}`)
    expect(done.json).toEqual({ run, written: file })
    expect(done.message.text).toContain(file)
    const html = readFileSync(file, 'utf8')
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    for (const fact of [run, '@ana', `local ${process.pid}`, '<dd>test</dd>'])
      expect(html).toContain(fact)
    expect(html).toContain(`srcset="data:image/png;base64,${btoa('picture dark')}"`)
    expect(html).toContain(`src="data:image/png;base64,${btoa('picture light')}"`)
    const titles = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title)
    expect(titles.slice(0, 2)).toEqual(['Report', 'Graphs'])
    expect(titles).toContain('Growth over time')
    expect(html).not.toContain('<button')
  })

  test('of a question begins behind its report with what was asked', async () => {
    await typed(`local ${process.pid} smaps`)
    const asked = (await local.house.store.runsOf('local', 9)).find(({ kind }) => kind === 'ask')
    const { json } = await typed(`report ${asked?.id} --html -`)
    const { html } = json as { html: string }
    const titles = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title)
    expect(titles.find((title) => title !== 'Report' && title !== 'Graphs')).toBe('Memory by owner')
    expect(html).toContain(`local ${process.pid} smaps`)
  })

  test('speaks the language of the one who asks for it', async () => {
    const { json } = await typed(`report ${run} --html -`, { ...ASKED, lang: 'zh' })
    expect((json as { html: string }).html).toMatch(/<html lang="zh-Hans">[\s\S]*<h2>报告<\/h2>/)
  })

  test('has the words of a graph that could not be drawn', async () => {
    const bugs: string[] = []
    const { house } = local
    const broken = {
      ...house,
      raster: { png: () => Promise.reject(new Error('no font')) },
      log: { ...house.log, bug: (event: string) => `E${bugs.push(event)}` },
    }
    const { html } = await pageOfRun(broken, run, ASKED)
    expect(html).not.toContain('<img')
    expect(html).toContain('📈')
    expect(bugs).toContain('page.picture-failed')
  })
})

describe('the command', () => {
  test('prints the page and nothing else for -, and means the newest run of a target', async () => {
    const done = await typed(`report local ${process.pid} --html - --force`)
    const [block, ...more] = done.message.blocks
    expect(more).toEqual([])
    expect(block).toMatchObject({ kind: 'code' })
    expect(JSON.stringify(block)).toMatch(/<!doctype html>[\s\S]*<\/html>"/)
  })

  test('leaves a file that is there as it is, but for --force', async () => {
    const file = join(folder, 'two.html')
    await typed(`report ${run} --html ${file}`)
    expect(errorOf(await typed(`report ${run} --html ${file}`))).toEqual({
      code: 'file-exists',
      params: { file },
    })
    expect((await typed(`report --force ${run} --html ${file}`)).json).toMatchObject({ run })
  })

  test('names the runs that are near', async () => {
    const slip = `${run.slice(0, -1)}!`
    for (const verb of ['report', 'capture']) {
      const done = await typed(`${verb} ${slip}`)
      expect(errorOf(done)).toMatchObject({ code: 'no-such-run', params: { word: slip } })
      expect(errorOf(done).params['near']).toContain(run)
      expect(done.exit).toBe(64)
      expect(JSON.stringify(done.message.blocks)).toContain(run)
    }
    expect(errorOf(await typed('report locla'))).toMatchObject({ params: { near: 'local' } })
  })

  test.each([
    ['report', 'bad-argument'],
    ['report --html', 'bad-argument'],
    ['report a b c', 'bad-argument'],
    ['report a --pdf', 'bad-argument'],
    ['report local core:/x --html', 'no-such-run'],
    ['report ../../etc/passwd', 'no-such-run'],
  ])('%s is %s', async (words, code) => {
    expect(errorOf(await typed(words)).code).toBe(code)
  })

  test('writes no file for a chat', async () => {
    const chat: Asked = {
      ...ASKED,
      actor: memberIn('C1'),
      place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
    }
    for (const flag of ['--html /tmp/x', '--html -', '--force'])
      expect(errorOf(await typed(`report ${run} ${flag}`, chat)).code).toBe('admin-terminal-only')
  })

  test('is audited', async () => {
    await typed(`report ${run} --html -`)
    const rows = new Database(local.file, { readonly: true })
    onTestFinished(() => void rows.close())
    expect(
      rows.prepare("select actor, target, decision from audit where action = 'report'").all(),
    ).toContainEqual({ actor: 'ana', target: `local ${process.pid}`, decision: 'allowed' })
  })
})
