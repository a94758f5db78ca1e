/** A bot that cannot start says everything that is wrong, at once, and ends; a bot whose chat is down waits. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  bot,
  hostInHere,
  launch,
  roots,
  sleeper,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

test('every fault of .env and memcheck.yaml at once, with file and line, and no secret', async () => {
  const slack = await workspace()
  const folder = tempFolder()
  writeFileSync(join(folder, '.env'), 'LOG_LEVEL=debug\nMEMCHECK_PORT=many\n')
  const config =
    'hosts:\n  - { name: check, adress: x, user: u, key: k }\n  - { name: db1, port: 99999, user: u, key: k }\norders:\n  - { name: o, targets: [db9], every: often, channel: C1 }\n'
  const running = launch({
    slack,
    folder,
    config,
    env: { SLACK_BOT_TOKEN: 'not-a-token-s3cr3t', MEMCHECK_PORT: 'many' },
  })
  expect(await running.gone).toMatchObject({ status: 78 })
  const said = running.log()
  for (const part of [
    'SLACK_BOT_TOKEN',
    'MEMCHECK_PORT',
    'memcheck.yaml:2',
    'adress',
    'memcheck.yaml:3',
    'memcheck.yaml:5',
  ]) {
    expect(said).toContain(part)
  }
  expect(said).not.toContain('s3cr3t')
  expect(said).not.toMatch(/\n\s+at /)
})

test('a second bot on the same data is refused in words', async () => {
  const slack = await workspace()
  const folder = tempFolder()
  const config = await hostInHere()
  await bot({ slack, folder, config })
  const second = launch({ slack, folder })
  expect(await second.gone).toMatchObject({ status: 1 })
  expect(second.log()).toContain('Another bot')
})

test('Slack is down at the start: the bot waits, connects and works', async () => {
  const slack = await workspace()
  slack.control.down(true)
  const running = launch({ slack, folder: tempFolder(), config: await hostInHere() })
  await until(
    () => /unreachable|later|down|retry/i.test(running.log()),
    () => running.log(),
    running.gone,
  )
  slack.control.down(false)
  await until(
    () => running.log().includes('memcheck is up'),
    () => running.log(),
    running.gone,
  )
  await slack.control.slash(`db1 ${sleeper()}`)
  await until(
    () => roots(slack).length > 0,
    () => running.log(),
  )
})

test('Slack is down in the middle of a check: the answer comes later, once', async () => {
  const slack = await workspace()
  const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  const pid = sleeper()
  await slack.control.slash(`db1 ${pid}`)
  slack.control.down(true)
  await until(
    () => running.log().includes('"step":"closed"'),
    () => running.log(),
    running.gone,
  )
  slack.control.down(false)
  await until(
    () => textOf(roots(slack)[0]).includes('took'),
    () => running.log(),
    running.gone,
  )
  expect(roots(slack)).toHaveLength(1)
})
