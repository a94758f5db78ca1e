/** Growth in a chat, over the real wire: a shared file of series, and the history of what was looked at. */
import { expect, test } from 'vitest'
import {
  bot,
  hostInHere,
  imageIds,
  isPng,
  namedSleeper,
  posts,
  repliesTo,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

test("Grafana's export, shared with a mention: a table, the worst first", async () => {
  const slack = await workspace()
  const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  const rows = Array.from(
    { length: 60 },
    (_, i) => `2026-11-${1 + Math.floor(i / 24)} ${i % 24}:00:00`,
  )
  const csv = `"Time","db1","db2"\n${rows.map((time, i) => `${time},1.5 GiB,${2 + i / 50} GiB`).join('\n')}\n`
  const { message } = slack.control.share('panel.csv', new TextEncoder().encode(csv), {
    text: '@memcheck is one of these leaking?',
  })
  const answers = () => repliesTo(slack, message).map((reply) => textOf(reply))
  await until(
    () => answers().some((text) => text.includes('2 series')),
    () => `${answers().join('\n')}\n${running.log()}`,
  )
  const answer = answers().find((text) => text.includes('2 series')) ?? ''
  expect(answer).toMatch(/1 leaking[\s\S]*db2[\s\S]*leaking[\s\S]*about [\s\S]*db1/)
  expect(answer).toContain('taken as UTC')
})

test('history of a process over thirty days is posted with its picture, where it was asked', async () => {
  const slack = await workspace()
  const { control } = slack
  const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  const name = namedSleeper()
  await control.slash(`db1 ${name}`)
  await until(
    () => running.log().includes('"step":"closed"'),
    () => running.log(),
  )
  await control.slash(`history db1 ${name} 30d`)
  const answer = () => posts(slack).find((one) => one.text.includes('the last 30 d'))
  await until(
    () => imageIds(answer() ?? null).length > 0,
    () => `${textOf(answer() ?? null)}\n${running.log()}`,
  )
  expect(isPng(control.file(imageIds(answer() ?? null)[0] ?? ''))).toBe(true)
  expect(textOf(answer() ?? null)).toMatch(/too few readings[\s\S]*none seen/)
  // Its thread is about the newest run, like a report's, from when it is said to be posted.
  await until(
    () => running.log().includes('"slot":"answer"'),
    () => running.log(),
  )
  const ts = answer()?.ts ?? ''
  control.say('smaps', { threadTs: ts })
  await until(
    () => posts(slack).some((one) => one.threadTs === ts && one.text.includes('Memory by owner')),
    () => running.log(),
  )
})
