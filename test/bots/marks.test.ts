/** A mark, over the real wire: made in the channel, drawn on the graph of the next report, told by history, taken away. */
import { expect, test } from 'vitest'
import {
  bot,
  hostInHere,
  imageIds,
  isPng,
  namedSleeper,
  repliesTo,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

test('a mark is said in the channel, stands on graph and history as text alone, and goes by its number', async () => {
  const slack = await workspace()
  const { control } = slack
  const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  const seen = () => running.log()
  const name = namedSleeper()
  const report = async () => {
    const before = control.messages('C0OPS').length
    await control.slash(`db1 ${name}`)
    const find = () =>
      control
        .messages('C0OPS')
        .slice(before)
        .find((message) => message.text.includes(`${name}[`) && message.threadTs === null)
    await until(() => find() !== undefined, seen)
    const root = find()
    const graph = () =>
      root === undefined
        ? undefined
        : repliesTo(slack, root).find((reply) => imageIds(reply).length > 0)
    await until(() => graph() !== undefined, seen)
    return graph()
  }
  await report()

  const made = JSON.stringify(await control.slash('mark db1 “deploy *1.2* <!channel> &”'))
  expect(made).toContain('in_channel')
  expect(made).toMatch(/Marked on db1/)
  expect(made).not.toContain('<!channel>')
  const id = /unmark (\d+)/.exec(made)?.[1] ?? ''
  expect(id).not.toBe('')

  const graph = await report()
  expect(isPng(control.file(imageIds(graph)[0] ?? ''))).toBe(true)
  expect(JSON.stringify(graph)).toMatch(/Marks \(UTC\): [-\d]+ [:\d]+ deploy \*1\.2\*/)

  await control.slash(`history db1 ${name}`)
  const history = await control.waitFor((message) => textOf(message).includes('Marks of this span'))
  expect(textOf(history)).toContain(`(mark ${id}, U`)

  expect(JSON.stringify(await control.slash('mark db1'))).toContain('Marks of db1')
  expect(JSON.stringify(await control.slash('mark db1 deploy 1.2'))).toContain('--remove ID')
  expect(JSON.stringify(await control.slash(`mark db1 --remove ${id}`))).toContain('taken away')
  expect(JSON.stringify(await control.slash(`unmark ${id}`))).toContain(`no mark ${id}`)
})
