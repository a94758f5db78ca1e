/** A file of series that is shared with a mention is judged and answered in its thread, over the real wire. */
import { expect, test } from 'vitest'
import { bot, hostInHere, repliesTo, tempFolder, textOf, until, workspace } from '../e2e/world.ts'

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
