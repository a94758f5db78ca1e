/** A host that is far away: the message says what is being done, until the verdict stands in its place. */
import { expect, test } from 'vitest'
import {
  afterThis,
  bot,
  hostInHere,
  namedSleeper,
  roots,
  tempFolder,
  until,
  workspace,
} from '../e2e/world.ts'
import { startProxy } from '../real/proxy.ts'

const WORKING = /: (connecting|reading|reading, round \d+)…$/

test('connecting, then reading, then the verdict: in one message, and nothing after it', async () => {
  const slack = await workspace()
  slack.control.enforceRates(true)
  const near = await hostInHere()
  const port = Number(/port: (\d+)/.exec(near)?.[1])
  const proxy = await startProxy({ targetPort: port, delayMs: 600 })
  afterThis(() => proxy.close())
  const config = near.replace(`port: ${port}`, `port: ${proxy.port}`)
  const running = await bot({ slack, folder: tempFolder(), config })
  const name = namedSleeper()
  await slack.control.slash(`db1 ${name}`)
  await until(() => roots(slack).some(({ text }) => text.includes(`${name}[`)), running.log)
  const [root] = roots(slack)
  expect(roots(slack)).toHaveLength(1)
  const said = slack.control
    .calls()
    .filter(({ method, args }) => method === 'chat.postMessage' || args['ts'] === root?.ts)
    .filter(({ args }) => args['thread_ts'] === undefined)
    .map(({ args }) => String(args['text']))
  const working = said.filter((text) => WORKING.test(text))
  expect(working[0]).toMatch(/: connecting…$/)
  expect(working.slice(1).join('\n')).toMatch(/: reading/)
  expect(new Set(working).size).toBe(working.length)
  expect(said.slice(0, working.length)).toEqual(working)
  expect(said.at(-1)).toContain(`${name}[`)
})
