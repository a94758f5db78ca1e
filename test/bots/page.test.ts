/** A report's page over the real wire: by its run's id, and in its thread. */
import { expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
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

test('the page comes into the thread of its report, for a command and for a mention', async () => {
  const slack = await workspace()
  const { control } = slack
  const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  const seen = () => running.log()
  const name = namedSleeper()
  await control.slash(`db1 ${name}`)
  const root = await control.waitFor(
    (message) => message.text.includes(`${name}[`) && message.threadTs === null,
  )
  await until(() => repliesTo(slack, root).some((reply) => imageIds(reply).length > 0), seen)
  const run = /"value":"([0-9a-z]{10})"/.exec(textOf(control.message(root.ts)))?.[1] ?? ''
  const pages = (): readonly string[] =>
    repliesTo(slack, root)
      .flatMap(({ fileIds }: Message) => fileIds)
      .map((id) => new TextDecoder().decode(control.file(id) ?? new Uint8Array()))
      .filter((text) => text.startsWith('<!doctype html>'))

  await control.slash(`report ${run}`)
  await until(() => pages().length === 1, seen)
  expect(pages()[0]).toContain(`<dd>${run}</dd>`)
  expect(pages()[0]).toMatch(/<img src="data:image\/png;base64,iVBOR[A-Za-z0-9+/=]{9000,}"/)

  // The thread is now about the question; its page is still that of the report.
  control.say('smaps', { threadTs: root.ts })
  await until(
    () => repliesTo(slack, root).some((reply) => reply.text.includes('Memory by owner')),
    seen,
  )
  control.say('@memcheck report', { threadTs: root.ts })
  await until(() => pages().length === 2, seen)
  expect(pages()[1]).toContain(`<dd>${run}</dd>`)

  const ack = JSON.stringify(await control.slash(`report ${run} --html /tmp/x.html`))
  expect(ack).toContain('terminal')
  const slip = JSON.stringify(await control.slash(`report ${run.slice(0, -1)}!`))
  expect(slip).toContain(run)
})
