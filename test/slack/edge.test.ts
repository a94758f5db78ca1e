/** The receiving side, against the local workspace: what people do arrives once, and is answered where it was asked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../src/domain/errors.ts'
import type { Form, FormField } from '../../src/domain/form.ts'
import type { Reply } from '../../src/pipeline/command.ts'
import { type SlackEdge, startSlack } from '../../src/slack/app.ts'
import { startWorkspace, type Workspace } from '../../src/workspace/server.ts'
import { doneWith, FakeListener, FakeLog, say } from './fakes.ts'

let workspace: Workspace
let edge: SlackEdge
let listener: FakeListener
let log: FakeLog

beforeEach(async () => {
  workspace = await startWorkspace({
    port: 0,
    manifestPath: 'manifest.json',
    dataDir: null,
    now: Date.now,
  })
  listener = new FakeListener()
  log = new FakeLog()
  edge = await startSlack(options())
})

afterEach(async () => {
  await edge.stop()
  await workspace.close()
})

function options() {
  const { botToken, appToken, apiUrl } = workspace
  return { botToken, wire: { kind: 'socket', appToken }, apiUrl, listener, log } as const
}

/** Waits until the listener has heard so many things. */
async function heard(count: number): Promise<void> {
  await expect.poll(() => listener.heard.length).toBeGreaterThanOrEqual(count)
}

describe('slash commands', () => {
  it('answer the asker alone, within the ack', async () => {
    listener.answer = () => say('asker', 'usage: HOST PID')
    const ack = await workspace.control.slash('db1 x < y & z')
    expect(ack).toMatchObject({ response_type: 'ephemeral', text: 'usage: HOST PID' })
    expect(listener.heard[0]).toMatchObject({
      what: 'command',
      args: ['db1 x < y & z'],
      from: { channel: 'C0OPS', user: 'U0ANA', threadTs: null, team: 'T0LOCAL' },
    })
    const [shown] = workspace.control.messages('ops').filter((one) => one.author === 'U0MEMCHECK')
    expect(shown).toMatchObject({ ephemeralTo: 'U0ANA', text: 'usage: HOST PID' })
  })

  it('whose answer does not fit are answered within the ack, and the rest goes to the asker', async () => {
    const line = 'one line of a long answer\n'
    const answer = { text: 'long', blocks: [{ kind: 'code' as const, text: line.repeat(900) }] }
    listener.answer = () => ({
      kind: 'say',
      audience: 'asker',
      done: { ...doneWith('long'), message: answer },
    })
    const ack = await workspace.control.slash('db1')
    expect(JSON.stringify(ack)).toContain('What did not fit was sent to who asked: rest.txt')
    expect(ack).not.toHaveProperty('rest')
    const shown = await workspace.control.waitFor((one) => one.fileIds.length > 0)
    expect(shown.channel).toMatch(/^D/)
    const text = Buffer.from(workspace.control.file(shown.fileIds[0] ?? '') ?? []).toString()
    expect(text.split('\n').filter((one) => one !== '')).toHaveLength(900)
  })

  it('come in the language of the channel, and with the asker’s own', async () => {
    listener.langs.set('C0OPS', 'zh')
    await workspace.control.slash('db1')
    expect(listener.heard[0]?.from).toMatchObject({ lang: 'zh', ownLang: 'en' })
    workspace.control.say('@memcheck hosts', { channel: 'C0ALERTS', user: 'U0LI' })
    await heard(2)
    expect(listener.heard[1]?.from).toMatchObject({ lang: 'zh', ownLang: 'zh' })
    workspace.control.say('@memcheck hosts', { channel: 'C0ALERTS' })
    await heard(3)
    expect(listener.heard[2]?.from).toMatchObject({ lang: 'en', ownLang: 'en' })
  })

  it('are answered in the asker’s own language where that of the place cannot be read', async () => {
    listener.langIn = () => Promise.reject(new Error('the store is busy'))
    await workspace.control.slash('db1')
    expect(listener.heard[0]?.from).toMatchObject({ lang: 'en' })
    expect(log.bugs()).toMatchObject([{ event: 'slack.lang-unknown' }])
  })

  it('answer the channel', async () => {
    listener.answer = () => say('channel', 'three hosts')
    await workspace.control.slash('hosts')
    const shown = await workspace.control.waitFor((one) => one.text === 'three hosts')
    expect(shown.ephemeralTo).toBeNull()
  })

  it('that are work are acked first and run then', async () => {
    let ran = false
    listener.answer = () => ({
      kind: 'work',
      work: async () => {
        ran = true
        return doneWith('')
      },
    })
    const ack = await workspace.control.slash('db1 4242')
    expect(ack).toEqual({ response_type: 'in_channel' })
    await expect.poll(() => ran).toBe(true)
  })

  it('are acked in time when the listener is slow, and answered after', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    listener.answer = async () => {
      await held
      return say('asker', 'late but here')
    }
    await workspace.control.slash('slow')
    release()
    const shown = await workspace.control.waitFor((one) => one.text === 'late but here')
    expect(shown.ephemeralTo).toBe('U0ANA')
  })

  it('tell the asker the reference when the listener breaks', async () => {
    listener.answer = () => {
      throw new Error('table is gone')
    }
    const ack = await workspace.control.slash('db1')
    expect(JSON.stringify(ack)).toContain('ref-77')
    expect(JSON.stringify(ack)).not.toContain('table is gone')
    expect(log.bugs()).toHaveLength(1)
  })

  it('log work that breaks its promise not to throw', async () => {
    listener.answer = () => ({ kind: 'work', work: () => Promise.reject(new Error('broken')) })
    await workspace.control.slash('db1')
    await expect.poll(() => log.bugs().map((line) => line.event)).toEqual(['slack.work-failed'])
  })
})

describe('messages', () => {
  it('with a mention come once, though Slack tells of them twice and again', async () => {
    listener.answer = () => say('channel', 'here you are')
    const said = workspace.control.say('@memcheck smaps db1.example.com')
    await workspace.control.waitFor((one) => one.text === 'here you are')
    await workspace.control.redeliver(said.eventId ?? '')
    workspace.control.say('@memcheck second')
    await heard(2)
    expect(listener.heard.map(({ args }) => args)).toEqual([
      ['smaps db1.example.com', true],
      ['second', true],
    ])
    const answers = workspace.control.messages('ops').filter((one) => one.text === 'here you are')
    expect(answers[0]?.threadTs).toBe(said.message.ts)
  })

  it('in a thread come as they are, talk in the channel does not', async () => {
    const { message } = workspace.control.say('an alert')
    workspace.control.say('smaps', { threadTs: message.ts })
    await heard(1)
    expect(listener.heard).toMatchObject([
      { args: ['smaps', false], from: { threadTs: message.ts, channel: 'C0OPS' } },
    ])
  })

  it('whispered answers stay in their thread', async () => {
    listener.answer = () => say('asker', 'for you')
    const { message } = workspace.control.say('an alert')
    workspace.control.say('@memcheck oom', { threadTs: message.ts })
    const shown = await workspace.control.waitFor((one) => one.text === 'for you')
    expect(shown).toMatchObject({ ephemeralTo: 'U0ANA', threadTs: message.ts })
  })

  it('in a direct message need no mention and are answered there', async () => {
    listener.answer = () => say('asker', 'hello')
    workspace.control.say('help', { channel: 'ana' })
    const shown = await workspace.control.waitFor((one) => one.text === 'hello')
    expect(shown).toMatchObject({
      channel: expect.stringMatching(/^D/),
      ephemeralTo: null,
      threadTs: null,
    })
    expect(listener.heard[0]?.args).toEqual(['help', true])
  })

  it('of the bot itself are not heard', async () => {
    const ref = (await edge.chat.post(post('C0OPS', 'a report'))).ref
    await edge.chat.post({ ...post('C0OPS', 'in its thread'), threadTs: ref.ts })
    workspace.control.say('smaps', { threadTs: ref.ts })
    await heard(1)
    expect(listener.heard).toHaveLength(1)
  })
})

describe('files', () => {
  it('shared with a mention are read', async () => {
    workspace.control.share('smaps.txt', Buffer.from('Rss: 1 kB\n'), { text: '@memcheck read' })
    await heard(1)
    expect(listener.heard[0]).toMatchObject({ what: 'file', args: ['smaps.txt', 'Rss: 1 kB\n'] })
    await workspace.control.waitFor((one) => one.text === 'read')
  })

  it('shared without a mention are not ours', async () => {
    workspace.control.share('holiday.png', Buffer.from('x'), { text: 'look' })
    workspace.control.say('@memcheck help')
    await heard(1)
    expect(listener.heard.map(({ what }) => what)).toEqual(['message'])
  })
})

describe('buttons', () => {
  const withButton = {
    text: 'report',
    blocks: [
      { kind: 'buttons', buttons: [{ action: 'drill:smaps', label: ['smaps'], value: 'run1' }] },
    ],
  } as const

  it('come with action, value and thread, once', async () => {
    listener.answer = () => say('asker', 'only you')
    const { ref } = await edge.chat.post({ ...post('C0OPS', ''), message: withButton })
    await workspace.control.click(ref.ts, 'mc:drill:smaps', { user: 'li' })
    const shown = await workspace.control.waitFor((one) => one.text === 'only you')
    expect(shown.ephemeralTo).toBe('U0LI')
    expect(listener.heard).toMatchObject([
      { what: 'button', args: ['drill:smaps', 'run1'], from: { user: 'U0LI', threadTs: ref.ts } },
    ])
  })

  it('answer the channel in the thread of their message', async () => {
    listener.answer = () => say('channel', 'for all')
    const { ref } = await edge.chat.post({ ...post('C0OPS', ''), message: withButton })
    await workspace.control.click(ref.ts, 'mc:drill:smaps')
    const shown = await workspace.control.waitFor((one) => one.text === 'for all')
    expect(shown).toMatchObject({ threadTs: ref.ts, ephemeralTo: null })
  })
})

describe('connections', () => {
  it('there are two, and a recycled one costs no command', async () => {
    await expect.poll(() => workspace.control.sockets()).toBe(2)
    workspace.control.kick('refresh_requested')
    for (let nth = 0; nth < 20; nth += 1) await workspace.control.slash(`n${nth}`)
    expect(listener.heard.map(({ args }) => args[0])).toEqual(
      Array.from({ length: 20 }, (_, nth) => `n${nth}`),
    )
    await expect.poll(() => workspace.control.sockets()).toBe(2)
  })

  it('wait for a Slack that is down', async () => {
    await edge.stop()
    workspace.control.down(true)
    const starting = startSlack(options())
    await expect.poll(() => log.lines.some(({ event }) => event === 'slack.unreachable')).toBe(true)
    workspace.control.down(false)
    edge = await starting
    await workspace.control.slash('again')
    expect(listener.heard.map(({ args }) => args)).toEqual([['again']])
  })

  it('a start that waits can be given up', async () => {
    workspace.control.down(true)
    const stop = new AbortController()
    const starting = startSlack({ ...options(), signal: stop.signal })
    stop.abort()
    await expect(starting).rejects.toMatchObject({ code: 'chat-unreachable' })
    workspace.control.down(false)
  })

  it('refused tokens are final', async () => {
    const wrong = { ...options(), botToken: 'xoxb-wrong' }
    await expect(startSlack(wrong)).rejects.toBeInstanceOf(UserError)
    await expect(startSlack(wrong)).rejects.toMatchObject({
      code: 'chat-refused',
      params: { error: 'invalid_auth' },
    })
    await expect(
      startSlack({ ...options(), wire: { kind: 'socket', appToken: 'xapp-wrong' } }),
    ).rejects.toMatchObject({
      code: 'chat-refused',
    })
  })

  it('write no token and no ticket into the log', async () => {
    const text = JSON.stringify(log.lines)
    expect(text).not.toContain(workspace.botToken)
    expect(text).not.toContain(workspace.appToken)
    expect(text).not.toMatch(/ws:\/\/|\/response\//)
  })
})

function post(channel: string, text: string) {
  return {
    channel,
    threadTs: null,
    message: { text, blocks: [] },
    pictures: [],
    outboxId: `o-${text}`,
    runId: 'r1',
    lang: 'en',
    urgency: 'person',
  } as const
}

describe('forms', () => {
  const FORM: Form = {
    name: 'doubt',
    title: ['Wrong'],
    submit: ['Keep'],
    intro: [],
    memo: 'run-1',
    fields: [
      {
        kind: 'lines',
        name: 'why',
        label: ['Why'],
        hint: null,
        isOptional: true,
        initial: '',
        maxChars: 100,
      },
    ],
  }
  const ask = (): Reply => ({ kind: 'form', form: FORM, otherwise: doneWith('type it') })

  it('come back with their memo, from where they were opened; what is wrong is said in them', async () => {
    listener.answer = ask
    const { control } = workspace
    const root = control.say('look', { channel: 'ops' }).message
    control.say('@memcheck x', { channel: 'ops', threadTs: root.ts })
    await control.slash('x')
    await expect.poll(() => control.view()).not.toBeNull()
    listener.answer = () => say('channel', 'kept')
    listener.wrong = { kind: 'wrong', field: 'why', why: ['say more <b>'] }
    const refused = await control.submit({ 'mc:field:doubt:why': 'a' })
    expect(JSON.stringify(refused)).toContain('say more <b>')
    listener.wrong = null
    await control.submit({ 'mc:field:doubt:why': 'because' })
    expect(listener.heard.at(-1)).toMatchObject({
      what: 'submitted',
      args: ['doubt', 'run-1', { why: 'because' }],
      from: { channel: 'C0OPS', user: 'U0ANA', threadTs: null },
    })
    await control.waitFor((one) => one.text === 'kept' && one.channel === 'C0OPS')
  })

  it('that can be opened no more are told, with what to do instead', async () => {
    listener.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 3200))
      return ask()
    }
    await workspace.control.slash('x')
    const told = await workspace.control.waitFor((one) => one.text.includes('expired_trigger_id'))
    expect(told).toMatchObject({ ephemeralTo: 'U0ANA', channel: 'C0OPS' })
    expect(JSON.stringify(told.blocks)).toContain('type it')
    expect(workspace.control.view()).toBeNull()
  })

  it('offer what the listener has', async () => {
    const completed = { ...FORM.fields[0], kind: 'completed', initial: null } as FormField
    listener.answer = () => ({ ...ask(), form: { ...FORM, fields: [completed] } }) as Reply
    listener.choices = [{ value: 'db1', label: 'db1 <!channel>' }]
    await workspace.control.slash('x')
    await expect.poll(() => workspace.control.view()).not.toBeNull()
    const offered = await workspace.control.suggest('mc:field:doubt:why', 'd')
    expect(offered.flatMap(({ options }) => options)).toMatchObject([{ value: 'db1' }])
    expect(listener.heard.at(-1)).toMatchObject({ what: 'complete', args: ['doubt', 'why', 'd'] })
  })
})
