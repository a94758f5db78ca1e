/** What people get, over the real wire: command, report, graph, thread, button, mention, watch, order. */
import { describe, expect, test } from 'vitest'
import {
  bot,
  hostInHere,
  imageIds,
  isPng,
  namedSleeper,
  posts,
  repliesTo,
  roots,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

/** What is typed, what is wrong with it, and what was meant. */
const BAD_WORDS = [
  ['dbl x', 'dbl', 'db1'],
  ['db1 99999999', '99999999', 'PID'],
  ['watch db1 x every 1s', '1s', 'every 5s'],
  ['watch db1 every soon', 'soon', 'every 5s'],
  ['@web php-fpm', '@web', 'inspect'],
  ['inspect @nogroup', 'nogroup', 'group'],
  ['replay x', 'replay', 'terminal'],
  ['db1 x smaps now', 'now', 'smaps'],
] as const

describe('a conversation', () => {
  test('command, report, graph, drilldowns by text, button and mention, errors to the asker', async () => {
    const slack = await workspace()
    const { control } = slack
    const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    const seen = () => running.log()
    const name = namedSleeper()
    await control.slash(`db1 ${name}`)
    const first = await control.waitFor(
      (message) => message.text.includes(`${name}[`) && message.threadTs === null,
    )
    await until(() => repliesTo(slack, first).some((reply) => imageIds(reply).length > 0), seen)
    const root = control.message(first.ts)
    expect(textOf(root)).toMatch(/RSS[\s\S]*anon[\s\S]*host available/)
    expect(textOf(root)).toContain('stopped 0 s')
    expect(roots(slack)).toHaveLength(1)
    const graph = repliesTo(slack, first).find((reply) => imageIds(reply).length > 0)
    expect(isPng(control.file(imageIds(graph)[0] ?? ''))).toBe(true)

    // Each of its owners is an area of a picture, above the table.
    control.say('smaps', { threadTs: first.ts })
    const owners = () =>
      repliesTo(slack, first).find((reply) => reply.text.includes('Memory by owner'))
    await until(() => imageIds(owners()).length > 0, seen)
    expect(isPng(control.file(imageIds(owners())[0] ?? ''))).toBe(true)
    expect(JSON.stringify(owners()?.blocks)).toMatch(/"alt_text":"[^"]* holds \d+ % of /)
    expect(textOf(owners())).toContain('RSS')
    // Which questions stand there follows from what is found on this machine.
    const told = repliesTo(slack, first).length
    await control.click(first.ts, (element) => String(element['action_id']).includes('drill:'))
    await until(() => repliesTo(slack, first).length > told, seen)

    // A question whose answer is a picture too.
    control.say('waterfall', { threadTs: first.ts })
    const sum = () =>
      repliesTo(slack, first).find((reply) => reply.text.includes('Where all the memory is'))
    await until(() => imageIds(sum()).length > 0, seen)
    expect(isPng(control.file(imageIds(sum())[0] ?? ''))).toBe(true)
    expect(textOf(sum())).toContain('MemTotal')

    control.say('@memcheck history', { threadTs: first.ts })
    await until(
      () => repliesTo(slack, first).some((reply) => reply.text.includes('Readings so far')),
      seen,
    )

    const before = posts(slack).length
    control.say('shall we look at the smaps later?', { threadTs: first.ts })
    control.say('lunch?', {})
    control.say('@memcheck hosts', {})
    await until(
      () => control.messages('C0OPS').some((message) => textOf(message).includes('reached as')),
      seen,
    )
    expect(posts(slack)).toHaveLength(before)
  })

  test('a bad argument is told to the asker alone, within the ack', async () => {
    const slack = await workspace()
    await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    for (const [words, wrong, meant] of BAD_WORDS) {
      const ack = JSON.stringify(await slack.control.slash(words))
      expect(ack, words).toContain(wrong)
      expect(ack, words).toContain(meant)
      expect(posts(slack), words).toEqual([])
    }
  })

  test('a process that is not there, and a host that refuses, are answered with what to do', async () => {
    const slack = await workspace()
    const folder = tempFolder()
    const running = await bot({
      slack,
      folder,
      config: `defaults: { user: nobody, key: ${folder}/data/embedded-host/user_ed25519, known_hosts: ${folder}/none }\nhosts:\n  - { name: db1, address: 127.0.0.1, port: 9 }\n`,
    })
    await slack.control.slash('db1 4242')
    const answer = await slack.control.waitFor((message) => message.author === 'U0MEMCHECK')
    await until(
      () => textOf(slack.control.message(answer.ts)).includes('db1'),
      () => running.log(),
    )
    expect(textOf(slack.control.message(answer.ts))).toMatch(/Failed|refused|cannot/i)
  })

  test('not in the channel: the asker is told to invite the bot', async () => {
    const slack = await workspace()
    const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    await slack.control.slash('db1', { channel: 'C0GENERAL' })
    await until(
      () =>
        slack.control.messages().some((message) => textOf(message).includes('/invite @memcheck')),
      () => running.log(),
    )
  })

  test('an upload that is refused costs the picture, not the words', async () => {
    const slack = await workspace()
    const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    slack.control.failUpload(10)
    const name = namedSleeper()
    await slack.control.slash(`db1 ${name}`)
    const first = await slack.control.waitFor(
      (message) => message.text.includes(`${name}[`) && message.threadTs === null,
    )
    await until(
      () => repliesTo(slack, first).length > 0,
      () => running.log(),
    )
    expect(textOf(repliesTo(slack, first)[0])).toMatch(/picture|attach|image/i)
  })
})

describe('standing orders', () => {
  test('a watch is one message whose graph grows, with readings counted, and it can be stopped', async () => {
    const slack = await workspace()
    const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    const seen = () => running.log()
    const name = namedSleeper()
    await slack.control.slash(`watch db1 ${name} every 5s for 2m`)
    const first = await slack.control.waitFor(
      (message) => message.text.includes(name) && message.threadTs === null,
    )
    await until(() => textOf(slack.control.message(first.ts)).includes('1 readings'), seen)
    const earlier = imageIds(slack.control.message(first.ts))[0] ?? ''
    await until(() => textOf(slack.control.message(first.ts)).includes('2 readings'), seen)
    const later = imageIds(slack.control.message(first.ts))[0] ?? ''
    expect(later).not.toBe(earlier)
    expect(isPng(slack.control.file(later))).toBe(true)
    await until(() => slack.control.file(earlier) === null, seen)
    expect(roots(slack)).toHaveLength(1)
    await slack.control.click(first.ts, (element) =>
      String(element['action_id']).includes('watch-stop'),
    )
    await until(() => textOf(slack.control.message(first.ts)).includes('was stopped'), seen)
    expect(imageIds(slack.control.message(first.ts))).toHaveLength(1)
    expect(roots(slack)).toHaveLength(1)
  })

  test('an order of memcheck.yaml posts a summary of its targets on time, and what could not be reached', async () => {
    const slack = await workspace()
    const name = namedSleeper()
    const running = await bot({
      slack,
      folder: tempFolder(),
      config: `${await hostInHere()}orders:\n  - name: morning\n    targets: [db1 ${name}, db1, db1 no-such-thing]\n    every: "*/5 * * * * *"\n    zone: UTC\n    channel: C0OPS\n    tell: always\n`,
    })
    const summary = await slack.control.waitFor((message) => message.text.includes('morning'))
    expect(textOf(summary)).toMatch(new RegExp(`db1 no-such-thing[\\s\\S]*db1 ${name}`))
    expect(summary.text).toContain('could not be checked')
    expect(running.log()).not.toContain('"level":50')
  })
})
