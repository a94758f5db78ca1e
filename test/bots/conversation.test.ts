/**
 * What people get, over both real wires: command, report, graph, thread, button, mention, file; a Slack that is
 * slow or tells twice. One bot for each wire: every test has a process of its own to ask about. Over HTTP CI asks what
 * that wire decides: how a command, an event and a button come in, and what the ack holds; what goes out is the same calls.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  bot,
  fixture,
  hostInHere,
  imageIds,
  isPng,
  type Mode,
  namedSleeper,
  posts,
  type RunningBot,
  repliesTo,
  roots,
  tempFolder,
  textOf,
  together,
  until,
  workspace,
} from '../e2e/world.ts'
import { WHOLE } from '../whole.ts'

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

describe.each<Mode>(['socket', 'http'])('a conversation over %s', (mode) => {
  let slack: Workspace
  let running: RunningBot
  const seen = () => running.log()
  const whole = mode === 'socket' || WHOLE

  beforeAll(() =>
    together(async () => {
      slack = await workspace(mode)
      const config = `${await hostInHere()}  - { name: shut, address: 127.0.0.1, port: 9, user: nobody, key: none, known_hosts: none }\n`
      running = await bot({ slack, folder: tempFolder(), config, mode })
    }),
  )

  /** Asks about a process; gives the message with the verdict. */
  async function verdictOn(name: string): Promise<Message> {
    await slack.control.slash(`db1 ${name}`)
    return slack.control.waitFor(
      (message) => message.text.includes(`${name}[`) && message.threadTs === null,
    )
  }

  if (whole) {
    test('command, report, graph, drilldowns by text, button and mention, errors to the asker', async () => {
      const { control } = slack
      const rootsBefore = roots(slack).length
      const first = await verdictOn(namedSleeper())
      await until(() => repliesTo(slack, first).some((reply) => imageIds(reply).length > 0), seen)
      const root = control.message(first.ts)
      expect(textOf(root)).toMatch(/RSS[\s\S]*anon[\s\S]*host available/)
      expect(textOf(root)).toContain('stopped 0 s')
      expect(roots(slack)).toHaveLength(rootsBefore + 1)
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

    test('a host that refuses is answered with what to do', async () => {
      await slack.control.slash('shut 4242')
      const answer = await slack.control.waitFor(
        (message) => message.author === 'U0MEMCHECK' && message.text.startsWith('shut'),
      )
      await until(
        () => /Failed|refused|cannot/i.test(textOf(slack.control.message(answer.ts))),
        seen,
      )
    })

    test('not in the channel: the asker is told to invite the bot', async () => {
      await slack.control.slash('db1', { channel: 'C0GENERAL' })
      await until(
        () =>
          slack.control.messages().some((message) => textOf(message).includes('/invite @memcheck')),
        seen,
      )
    })

    test('a shared file is read in its thread', async () => {
      const { message } = slack.control.share(
        'meminfo.txt',
        new TextEncoder().encode(fixture('test/fixtures/proc/meminfo-6.1.txt')),
        { text: '@memcheck read' },
      )
      await until(
        () => repliesTo(slack, message).some((reply) => textOf(reply).includes('memAvailable')),
        seen,
      )
    })

    test('a Slack that is too busy is waited for, and nothing stands twice', async () => {
      const name = namedSleeper()
      slack.control.rateLimitNext(3)
      const first = await verdictOn(name)
      await until(() => repliesTo(slack, first).some((reply) => imageIds(reply).length > 0), seen)
      expect(roots(slack).filter((root) => root.text.includes(`${name}[`))).toHaveLength(1)
    })

    test('an upload that is refused costs the picture, not the words', async () => {
      slack.control.failUpload(10)
      try {
        const first = await verdictOn(namedSleeper())
        await until(() => repliesTo(slack, first).length > 0, seen)
        expect(textOf(repliesTo(slack, first)[0])).toMatch(/picture|attach|image/i)
      } finally {
        slack.control.failUpload(0)
      }
    })
  }

  if (!whole) {
    test('command, report, graph, a question by text, by button and by mention', async () => {
      const first = await verdictOn(namedSleeper())
      await until(() => repliesTo(slack, first).some((reply) => imageIds(reply).length > 0), seen)
      expect(textOf(slack.control.message(first.ts))).toMatch(/RSS[\s\S]*anon/)
      const told = repliesTo(slack, first).length
      await slack.control.click(first.ts, (one) => String(one['action_id']).includes('drill:'))
      await until(() => repliesTo(slack, first).length > told, seen)
      slack.control.say('@memcheck history', { threadTs: first.ts })
      await until(
        () => repliesTo(slack, first).some((reply) => reply.text.includes('Readings so far')),
        seen,
      )
    })
  }

  test('a bad argument is told to the asker alone, within the ack', async () => {
    const before = posts(slack).length
    for (const [words, wrong, meant] of BAD_WORDS) {
      const ack = JSON.stringify(await slack.control.slash(words))
      expect(ack, words).toContain(wrong)
      expect(ack, words).toContain(meant)
    }
    expect(posts(slack)).toHaveLength(before)
  })

  test('an event that Slack tells again is answered once', async () => {
    const first = await verdictOn(namedSleeper())
    const { eventId } = slack.control.say('smaps', { threadTs: first.ts })
    const answers = () =>
      repliesTo(slack, first).filter((reply) => reply.text.includes('Memory by owner'))
    await until(() => answers().length > 0, seen)
    await slack.control.redeliver(eventId ?? '')
    // What is asked after it is answered after it.
    slack.control.say('@memcheck history', { threadTs: first.ts })
    await until(
      () => repliesTo(slack, first).some((reply) => reply.text.includes('Readings so far')),
      seen,
    )
    expect(answers()).toHaveLength(1)
  })

  test('nothing of all this was a bug', () => {
    expect(running.log()).not.toContain('"level":50')
  })
})

test('a bot with another signing secret hears nothing, and the asker is told', async () => {
  const slack = await workspace('http')
  const folder = tempFolder()
  const env = { SLACK_SIGNING_SECRET: 'f'.repeat(32) }
  const running = await bot({ slack, folder, config: await hostInHere(), mode: 'http', env }).catch(
    (error: unknown) => String(error),
  )
  // Slack itself refuses such an address when it is set: the challenge does not come back.
  expect(running).toContain('http 401')
  await expect(slack.control.slash('db1')).rejects.toMatchObject({ code: 'dispatch_failed' })
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
