/**
 * Forms, shortcuts, the page of each person, and doubts: the built bot over the real wire. One bot for all: every test
 * has a process of its own to ask about.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Dict, Message } from '../../src/workspace/model.ts'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  bot,
  hostInHere,
  namedSleeper,
  type RunningBot,
  repliesTo,
  roots,
  tempFolder,
  textOf,
  together,
  until,
  workspace,
} from '../e2e/world.ts'

const HOST = 'mc:field:check:host'
const TARGET = 'mc:field:check:target'
const WHAT = 'mc:field:check:what'

const json = (value: unknown): string => JSON.stringify(value)
const labels = (offered: readonly { readonly options: readonly Dict[] }[]): string =>
  json(offered.flatMap(({ options }) => options))

let slack: Workspace
let running: RunningBot
beforeAll(() =>
  together(async () => {
    slack = await workspace()
    running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
  }),
)
afterEach(async () => {
  for (const user of ['U0ANA', 'U0LI'])
    if (slack.control.view(user) !== null) await slack.control.closeView({ user, all: true })
})

/** The message that everybody sees about a process. */
const rootOf = (name: string, channel = 'C0OPS'): Message | undefined =>
  roots(slack, channel).find((root) => textOf(root).includes(name))

// First: nothing was checked yet.
test('the page of a person shows what was found last and what stands; its buttons answer', async () => {
  const { control } = slack
  const name = namedSleeper()
  control.openHome()
  await until(() => json(control.home()).includes('Nothing was checked yet'), running.log)
  // What was not read is not told to be fine.
  expect(json(control.home())).not.toMatch(/\*OK\*|🟢/)
  expect(json(control.home())).toContain('no host was asked')
  await control.slash(`watch db1 ${name} every 60s`)
  await until(() => rootOf(name) !== undefined, running.log)
  await control.slash(`db1 ${name}`)
  await until(
    () => roots(slack, 'C0OPS').length > 1 && repliesTo(slack, roots(slack, 'C0OPS')[1]).length > 0,
    running.log,
  )
  await control.act('mc:home', null)
  await until(() => json(control.home()).includes(`Stop: db1 ${name}`), running.log)
  // The answer stands in the channel a moment before its run is written down as done.
  await expect
    .poll(async () => {
      await control.act('mc:home', null)
      return json(control.home())
    })
    .toMatch(new RegExp(`/archives/C0OPS/p\\d+\\|db1 ${name}>.*<#C0OPS>`))
  await control.act('mc:watch-stop', null)
  await until(() => json(control.home()).includes('No order and no watch is set'), running.log)
  await control.act('mc:form:check', null)
  await until(() => control.view() !== null, running.log)
  expect(running.log()).not.toContain('"level":50')
})

describe('a form', () => {
  test('asks for what was not typed, completes hosts, says what is wrong beside its field, and runs the check where it was asked', async () => {
    const { control } = slack
    const name = namedSleeper()
    await control.slash('')
    await until(() => control.view() !== null, running.log)
    // One host is there: it is filled in, and offered for part of its name.
    expect(json(control.view())).toContain('"value":"db1"')
    expect(labels(await control.suggest(HOST, 'd'))).toContain('db1')
    expect(labels(await control.suggest(HOST, 'zzz'))).toBe('[]')
    const wrong = await control.submit({ [TARGET]: '99999999' })
    expect(json(wrong)).toContain('99999999')
    expect(control.view()).not.toBeNull()
    await control.submit({ [TARGET]: name, [WHAT]: 'check' })
    expect(control.view()).toBeNull()
    await until(() => /RSS/.test(textOf(rootOf(name))), running.log)
    expect(running.log()).not.toContain('"level":50')
  })

  test('opens for a verb alone with that verb chosen, and in the language of the asker', async () => {
    const { control } = slack
    await control.slash('history', { user: 'U0LI' })
    await until(() => control.view('U0LI') !== null, running.log)
    expect(json(control.view('U0LI'))).toMatch(/主机.*"value":"history"/)
    await control.closeView({ user: 'U0LI' })
    // In a message there is no trigger: it is said what the command lacks, and how to get at the form.
    const before = control.messages('C0OPS').length
    control.say('@memcheck', { channel: 'C0OPS' })
    const told = () =>
      control
        .messages('C0OPS')
        .slice(before)
        .find((one) => one.ephemeralTo === 'U0ANA' && one.author !== 'U0ANA')
    await until(() => /\/memcheck/.test(json(told()?.blocks)), running.log)
    await control.click(told()?.ts ?? '', 'mc:form:check')
    await until(() => control.view() !== null, running.log)
  })

  test('comes from a shortcut: with the host that a message names and in its thread, or with a channel to choose', async () => {
    const { control } = slack
    const name = namedSleeper()
    const { message } = control.say('ALERT: memory of db1.example is low', { channel: 'C0OPS' })
    const other = control.say('DB1: swapping, pid 1', { channel: 'C0OPS' }).message
    await control.messageShortcut('memcheck_check_message', message.ts)
    await until(() => control.view() !== null, running.log)
    expect(json(control.view())).toContain('names no host')
    await control.closeView()
    await control.messageShortcut('memcheck_check_message', other.ts)
    await until(() => control.view() !== null, running.log)
    expect(json(control.view())).toMatch(/message names: db1.*"initial_value":"1"/)
    await control.submit({ [TARGET]: name })
    await until(
      () =>
        repliesTo(slack, control.message(other.ts) ?? undefined).some((one) =>
          /RSS/.test(textOf(one)),
        ),
      running.log,
    )
    await control.shortcut('memcheck_check')
    await until(() => control.view() !== null, running.log)
    await control.submit({ [TARGET]: name, 'mc:field:check:place': 'C0ALERTS' })
    await until(() => /RSS/.test(textOf(rootOf(name, 'C0ALERTS'))), running.log)
    // The channel that is offered is taken away again: directly to the asker.
    await control.shortcut('memcheck_check')
    await until(() => control.view() !== null, running.log)
    await control.submit({ [TARGET]: name, 'mc:field:check:place': null })
    await until(() => /RSS/.test(textOf(rootOf(name, 'D0ANA'))), running.log)
    expect(running.log()).not.toContain('"level":50')
  })
})

test('a doubted verdict is kept with its reason, told in its thread, and listed', async () => {
  const { control } = slack
  const name = namedSleeper()
  await control.slash(`db1 ${name}`)
  const root = () => rootOf(name)
  await until(() => /RSS/.test(textOf(root())) && repliesTo(slack, root()).length > 0, running.log)
  const more = json(root()?.blocks)
  const [, runId = ''] = /"value":"doubt ([^"]+)"/.exec(more) ?? []
  expect(runId).not.toBe('')
  await control.click(root()?.ts ?? '', 'mc:more', { option: `doubt ${runId}`, user: 'U0LI' })
  await until(() => control.view('U0LI') !== null, running.log)
  await control.submit(
    {
      'mc:field:doubt:expected': 'nothing',
      'mc:field:doubt:why': '该进程正常 password=hunter2 <!channel>',
    },
    { user: 'U0LI' },
  )
  await until(() => repliesTo(slack, root()).some((one) => one.text.includes('U0LI')), running.log)
  const told = repliesTo(slack, root()).find((one) => one.text.includes('U0LI'))
  expect(json(told)).toContain(runId)
  expect(json(told)).not.toMatch(/hunter2|<!channel>/)
  const list = json(await control.slash('doubts'))
  expect(list).toContain(runId)
  expect(list).not.toContain('hunter2')
  await control.click(root()?.ts ?? '', 'mc:more', { option: `history ${runId}` })
  await until(
    () => repliesTo(slack, root()).some((one) => /readings|history/i.test(textOf(one))),
    running.log,
  )
  expect(running.log()).not.toContain('"level":50')
})

test('what may have been meant is a button', async () => {
  const { control } = slack
  const name = namedSleeper()
  const ack = json(await control.slash(`dbb1 ${name}`))
  expect(ack).toContain(`"value":"db1 ${name}"`)
  const notice = control.messages('C0OPS').find((one) => json(one.blocks).includes(`db1 ${name}`))
  await control.click(notice?.ts ?? '', (one) => one.value === `db1 ${name}`)
  await until(() => /RSS/.test(textOf(rootOf(name))), running.log)
})
