/**
 * The same check in two channels over the real wire, one of which may show figures at most: the process's name gets out
 * in the open one alone, by posts, acks, pictures' texts and files; the other is told how much is withheld, and the run
 * is whole: asked for where more may be shown, it is shown.
 */
import { expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import {
  bot,
  hostInHere,
  imageIds,
  namedSleeper,
  posts,
  repliesTo,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

const POLICY = `policy:
  allow:
    - { may: [look, memory, admin], name: all }
  leaves:
    - { name: figures for ops, at_most: numbers, channels: [C0OPS] }
    - { name: no other host, at_most: verdict, hosts: [db2] }
`

const CLOSED = 'C0OPS'
const OPEN = 'C0ALERTS'

test('a channel that may show figures sees no word of the host, another sees all, and the run is kept whole', async () => {
  const slack = await workspace()
  const { control } = slack
  const host = await hostInHere()
  const db2 = host.replace('hosts:\n', '').replace('name: db1', 'name: db2')
  const running = await bot({ slack, folder: tempFolder(), config: `${host}${db2}${POLICY}` })
  const seen = () => running.log()
  const name = namedSleeper()
  const filesOf = (message: Message): readonly string[] =>
    message.fileIds.map((id) => Buffer.from(control.file(id) ?? new Uint8Array()).toString())
  const outIn = (channel: string): string =>
    posts(slack, channel)
      .map((message) => [textOf(message), ...filesOf(message)].join('\n'))
      .join('\n')

  const asked = async (channel: string): Promise<Message> => {
    await control.slash(`db1 ${name}`, { channel })
    const isRoot = (message: Message): boolean =>
      message.channel === channel && message.threadTs === null && /growth/.test(textOf(message))
    const root = await control.waitFor(isRoot)
    await until(() => repliesTo(slack, root).some((reply) => imageIds(reply).length > 0), seen)
    for (const [words, sign] of [
      ['smaps', 'Memory by owner'],
      ['raw', 'proc/PID/status'],
      ['raw proc/PID/smaps', 'as it came'],
    ] as const) {
      const before = repliesTo(slack, root).length
      control.say(words, { channel, threadTs: root.ts })
      await until(
        () =>
          repliesTo(slack, root)
            .slice(before)
            .some((reply) => textOf(reply).includes(sign)),
        seen,
      )
    }
    return root
  }

  const closed = await asked(CLOSED)
  await asked(OPEN)
  expect(outIn(OPEN)).toContain(name)
  expect(outIn(OPEN)).toMatch(/libc\.so|ld-linux/)
  expect(outIn(OPEN)).not.toContain('Withheld')
  expect(outIn(CLOSED)).not.toContain(name)
  expect(outIn(CLOSED)).not.toMatch(/\/bin\/|\.so|heap\]/)
  const told = textOf(control.message(closed.ts))
  expect(told).toMatch(
    /Withheld here by the policy \(rule figures for ops\): figures 0, texts [1-9]/,
  )
  expect(told).toMatch(/\d (?:KiB|MiB)/)
  expect(repliesTo(slack, closed).some((reply) => imageIds(reply).length > 0)).toBe(true)

  // What is said within the ack goes the same way.
  const ack = async (text: string, channel: string): Promise<string> =>
    JSON.stringify(await control.slash(text, { channel }))
  expect(await ack('nowhere at all', CLOSED)).toMatch(/“nowhere” is neither a command nor a host/)
  expect(await ack('can', CLOSED)).toContain('figures for ops')

  // The list of runs has their targets as they were typed, in another channel too.
  for (const channel of [CLOSED, OPEN]) {
    const before = posts(slack, channel).length
    await control.slash('history db1', { channel })
    await until(() => posts(slack, channel).length > before, seen)
    const list = textOf(posts(slack, channel).at(-1))
    expect(list).toContain('db1')
    expect(list.includes(name)).toBe(channel === OPEN)
  }

  // The run of the one channel, asked for in the other; its page there, and none of it here.
  const run = /"value":"([0-9a-z]{10})"/.exec(told)?.[1] ?? ''
  const pages = (channel: string): readonly string[] =>
    posts(slack, channel)
      .flatMap(filesOf)
      .filter((text) => text.startsWith('<!doctype html>'))
  await control.slash(`report ${run}`, { channel: OPEN })
  await until(() => pages(OPEN).length === 1, seen)
  expect(pages(OPEN)[0]).toContain(name)
  const before = posts(slack, CLOSED).length
  await control.slash(`report ${run}`, { channel: CLOSED })
  await until(() => posts(slack, CLOSED).length > before, seen)
  expect(pages(CLOSED)).toEqual([])
  expect(outIn(CLOSED)).not.toContain(name)

  // Of another host both channels are told the verdict alone.
  await control.slash(`db2 ${name}`, { channel: OPEN })
  const other = await control.waitFor(
    (message) => message.channel === OPEN && /rule no other host/.test(textOf(message)),
  )
  expect(textOf(other)).not.toContain(name)
  expect(textOf(other)).not.toMatch(/\d (?:KiB|MiB|GiB)/)
})
