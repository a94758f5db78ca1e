/** Modals, Home tab and shortcuts with the real Bolt app: payloads, stacks, triggers and acks as Slack has them. */
import type { App, BlockAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { bolt, call, later, manifestWith, workspace } from './harness.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const INPUT = {
  type: 'input' as const,
  block_id: 'host',
  label: plain('Host'),
  element: { type: 'external_select' as const, action_id: 'host', min_query_length: 1 },
}
const PID = {
  type: 'input' as const,
  block_id: 'pid',
  optional: true,
  label: plain('Pid'),
  element: { type: 'plain_text_input' as const, action_id: 'pid', max_length: 8 },
}
const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'check',
  title: plain('Check'),
  submit: plain('Check'),
  blocks: [INPUT, PID],
  ...more,
})
const section = (text: string) => ({ type: 'section' as const, text: plain(text) })
const bare = (name: string): ModalView => ({
  type: 'modal',
  title: plain(name),
  blocks: [section(name)],
})

/** The manifest with all that this file asks for. */
const FULL = () =>
  manifestWith((manifest) => {
    manifest.features.app_home.home_tab_enabled = true
    manifest.features.shortcuts = [
      { name: 'Check a host', type: 'global', callback_id: 'check', description: 'Opens a form' },
      { name: 'Check this', type: 'message', callback_id: 'this', description: 'Reads it' },
    ]
    manifest.settings.event_subscriptions.bot_events.push('app_home_opened')
  })

/** A workspace whose app opens the form at its shortcut; `view` can be answered by the test. */
async function withForm(prepare: (app: App) => void, view = modal()): Promise<Workspace> {
  const slack = await workspace({ manifestPath: FULL() })
  await bolt(slack, (app) => {
    app.shortcut('check', async ({ ack, shortcut, client }) => {
      await ack()
      await client.views.open({ trigger_id: shortcut.trigger_id, view })
    })
    app.options('host', async ({ ack, options }) => {
      const names = ['db1', 'db2', 'web1'].filter((name) => name.startsWith(options.value))
      await ack({ options: names.map((name) => ({ text: plain(name), value: name })) })
    })
    prepare(app)
  })
  await slack.control.shortcut('check')
  await expect.poll(() => slack.control.view()).not.toBeNull()
  return slack
}

describe('a modal', () => {
  it('is opened by a shortcut, offers hosts as typed, and is submitted with its values', async () => {
    const heard = later<unknown>()
    const slack = await withForm((app) => {
      app.view('check', async ({ ack, body }) => {
        await ack()
        heard.resolve(body)
      })
    })
    const offered = await slack.control.suggest('host', 'db')
    expect(offered[0]?.options.map((option) => option['value'])).toEqual(['db1', 'db2'])
    expect(await slack.control.submit({ host: 'db1', pid: '42' })).toEqual({ kind: 'closed' })
    expect(slack.control.view()).toBeNull()
    expect(await heard.promise).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0LOCAL' },
      user: { id: 'U0ANA', name: 'ana', username: 'ana', team_id: 'T0LOCAL' },
      response_urls: [],
      view: {
        type: 'modal',
        callback_id: 'check',
        previous_view_id: null,
        state: {
          values: {
            host: { host: { type: 'external_select', selected_option: { value: 'db1' } } },
            pid: { pid: { type: 'plain_text_input', value: '42' } },
          },
        },
      },
    })
  })

  it('is not sent while a required field is empty or a text too long', async () => {
    const slack = await withForm(() => {})
    expect(await slack.control.submit({ pid: '123456789' })).toEqual({
      kind: 'errors',
      errors: {
        host: 'Please complete this required field.',
        pid: 'Please enter no more than 8 characters.',
      },
    })
    await expect(slack.control.submit({ host: 'forged' })).rejects.toThrow('no such option')
  })

  it('shows the errors of the app and stays; update, push and clear do what they say', async () => {
    const slack = await withForm(
      (app) => {
        app.view('check', ({ ack }) =>
          ack({ response_action: 'errors', errors: { pid: 'no such process' } }),
        )
        app.view('two', ({ ack }) =>
          ack({ response_action: 'push', view: { ...bare('three'), callback_id: 'three' } }),
        )
        app.view('three', ({ ack }) => ack({ response_action: 'clear' }))
        app.action('swap', async ({ ack, body, client }) => {
          await ack()
          const { view, trigger_id } = body as BlockAction
          await client.views.push({ trigger_id, view: { ...bare('two'), callback_id: 'two' } })
          await client.views.update({
            view_id: view?.id ?? '',
            hash: view?.hash ?? '',
            view: modal({ title: plain('Changed') }),
          })
        })
      },
      modal({
        blocks: [
          PID,
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'swap', text: plain('More') }],
          },
        ],
      }),
    )
    expect(await slack.control.submit({ pid: '1' })).toEqual({
      kind: 'errors',
      errors: { pid: 'no such process' },
    })
    await slack.control.act('swap', null, { values: { pid: '7' } })
    await expect.poll(() => slack.control.viewDepth()).toBe(2)
    expect(slack.control.view()).toMatchObject({ title: { text: 'two' } })
    expect(await slack.control.submit({})).toMatchObject({ kind: 'pushed' })
    expect(slack.control.viewDepth()).toBe(3)
    expect(await slack.control.submit({})).toEqual({ kind: 'cleared' })
    expect(slack.control.viewDepth()).toBe(0)
  })

  it('tells a press with what is filled in so far, and a hash that is old is refused', async () => {
    const heard = later<unknown>()
    const row = {
      type: 'actions' as const,
      block_id: 'row',
      elements: [
        {
          type: 'static_select' as const,
          action_id: 'kind',
          options: [{ text: plain('RSS'), value: 'rss' }],
        },
      ],
    }
    const slack = await withForm(
      (app) => {
        app.action('kind', async ({ ack, body }) => {
          await ack()
          heard.resolve(body)
        })
      },
      modal({ blocks: [PID, row] }),
    )
    const before = slack.control.view() as Record<string, string>
    await slack.control.act('kind', 'rss', { values: { pid: '9' } })
    const chosen = { selected_option: { value: 'rss' } }
    expect(await heard.promise).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: before['id'] },
      actions: [{ action_id: 'kind', block_id: 'row', type: 'static_select', ...chosen }],
      view: { state: { values: { pid: { pid: { value: '9' } }, row: { kind: chosen } } } },
    })
    const update = { view_id: before['id'], view: bare('x') }
    expect(await call(slack, 'views.update', { ...update, hash: '1.old' })).toMatchObject({
      ok: false,
      error: 'hash_conflict',
    })
    expect(await call(slack, 'views.update', { ...update, hash: before['hash'] })).toMatchObject({
      ok: true,
    })
    expect(await call(slack, 'views.update', { view_id: 'V0NONE', view: bare('x') })).toMatchObject(
      { error: 'not_found' },
    )
  })

  it('that is closed tells so where it asked to be told', async () => {
    const heard: unknown[] = []
    const slack = await withForm(
      (app) => {
        app.view({ callback_id: 'check', type: 'view_closed' }, async ({ ack, body }) => {
          await ack()
          heard.push(body)
        })
      },
      modal({ notify_on_close: true }),
    )
    await slack.control.closeView()
    expect(heard).toMatchObject([
      { type: 'view_closed', is_cleared: false, view: { callback_id: 'check' } },
    ])
    expect(slack.control.view()).toBeNull()
  })

  it('stays open when the app does not take it', async () => {
    const slack = await withForm(
      (app) => {
        app.view('check', ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }))
      },
      modal({ blocks: [PID] }),
    )
    await expect(slack.control.submit({ pid: '1' })).rejects.toThrow('invalid_response_errors')
    expect(slack.control.viewDepth()).toBe(1)
  })
})

describe('a trigger', () => {
  it('is good once, for 3 s, and only as it was issued', async () => {
    let nowMs = Date.now()
    const slack = await workspace({ manifestPath: FULL(), now: () => nowMs })
    const triggers: string[] = []
    await bolt(slack, (app) => {
      app.shortcut('check', async ({ ack, shortcut }) => {
        await ack()
        triggers.push(shortcut.trigger_id)
      })
    })
    await slack.control.shortcut('check')
    await slack.control.shortcut('check')
    await expect.poll(() => triggers).toHaveLength(2)
    const open = (trigger: string | undefined, view: unknown = bare('x')) =>
      call(slack, 'views.open', { trigger_id: trigger ?? '', view })
    const bad = { ...bare('x'), title: plain('x'.repeat(25)) }
    expect(await open(triggers[0], bad)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    })
    expect(await open(triggers[0])).toMatchObject({ ok: true, view: { type: 'modal' } })
    expect(await open(triggers[0])).toMatchObject({ error: 'exchanged_trigger_id' })
    nowMs += 3001
    expect(await open(triggers[1])).toMatchObject({ error: 'expired_trigger_id' })
    expect(await open('1.2.abc')).toMatchObject({ error: 'invalid_trigger_id' })
    expect(await open('nonsense')).toMatchObject({ error: 'invalid_trigger_id' })
  })

  it('of a command opens a modal but pushes none', async () => {
    const slack = await workspace({ manifestPath: FULL() })
    const errors: unknown[] = []
    await bolt(slack, (app) => {
      app.command('/memcheck', async ({ ack, body, client }) => {
        await ack()
        const { trigger_id } = body
        if (body.text === 'open') await client.views.open({ trigger_id, view: bare('one') })
        else {
          await client.views
            .push({ trigger_id, view: bare('two') })
            .catch((error: unknown) => errors.push(error))
        }
      })
    })
    await slack.control.slash('open', { user: 'li' })
    await expect.poll(() => slack.control.viewDepth('li')).toBe(1)
    expect(slack.control.view()).toBeNull()
    await slack.control.slash('push', { user: 'li' })
    await expect.poll(() => errors).toMatchObject([{ data: { error: 'not_found' } }])
  })
})

describe('shortcuts', () => {
  it('of a message bring the message and can answer beside it', async () => {
    const slack = await workspace({ manifestPath: FULL() })
    const heard = later<unknown>()
    await bolt(slack, (app) => {
      app.shortcut('this', async ({ ack, body, respond }) => {
        await ack()
        heard.resolve(body)
        await respond({ text: 'read' })
      })
    })
    const { message } = slack.control.say('oom on db1', { channel: 'general' })
    await slack.control.messageShortcut('this', message.ts, { user: 'li' })
    expect(await heard.promise).toMatchObject({
      type: 'message_action',
      callback_id: 'this',
      message_ts: message.ts,
      message: { text: 'oom on db1', user: 'U0ANA' },
      channel: { id: 'C0GENERAL', name: 'general' },
      user: { id: 'U0LI' },
    })
    const answer = await slack.control.waitFor((one) => one.text === 'read')
    expect(answer).toMatchObject({ ephemeralTo: 'U0LI', channel: 'C0GENERAL' })
  })

  it('that the manifest does not have cannot be used', async () => {
    const slack = await workspace()
    await expect(slack.control.shortcut('check')).rejects.toThrow('no such shortcut')
  })

  it('fail when interactivity is off', async () => {
    const manifestPath = manifestWith((manifest) => {
      manifest.features.shortcuts = [
        { name: 'C', type: 'global', callback_id: 'check', description: '' },
      ]
      manifest.settings.interactivity.is_enabled = false
    })
    const slack = await workspace({ manifestPath })
    await bolt(slack)
    await expect(slack.control.shortcut('check')).rejects.toThrow('dispatch_failed')
  })
})

describe('the Home tab', () => {
  it('is published for one person, and its opening and its buttons are told', async () => {
    const slack = await workspace({ manifestPath: FULL() })
    const opened: unknown[] = []
    const pressed = later<unknown>()
    const { client } = await bolt(slack, (app) => {
      app.event('app_home_opened', async ({ event }) => {
        opened.push(event)
      })
      app.action('go', async ({ ack, body }) => {
        await ack()
        pressed.resolve(body)
      })
    })
    slack.control.openHome()
    const button = { type: 'button' as const, action_id: 'go', text: plain('Go'), value: 'v' }
    await client.views.publish({
      user_id: 'U0ANA',
      view: {
        type: 'home',
        blocks: [section('Hello'), { type: 'actions', block_id: 'row', elements: [button] }],
      },
    })
    slack.control.openHome()
    await expect.poll(() => opened).toHaveLength(2)
    expect(opened).toMatchObject([
      { tab: 'home', user: 'U0ANA', channel: 'D0ANA' },
      { tab: 'home', view: { type: 'home' } },
    ])
    expect(opened[0]).not.toHaveProperty('view')
    expect(slack.control.home()).toMatchObject([{ type: 'section' }, { type: 'actions' }])
    expect(slack.control.home('li')).toBeNull()
    await slack.control.act('go', null)
    expect(await pressed.promise).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
      actions: [{ action_id: 'go', value: 'v' }],
    })
  })

  it('cannot be published where the manifest has none', async () => {
    const slack = await workspace({
      manifestPath: manifestWith((manifest) => {
        manifest.features.app_home.home_tab_enabled = false
      }),
    })
    const view = { type: 'home', blocks: [] }
    expect(await call(slack, 'views.publish', { user_id: 'U0ANA', view })).toMatchObject({
      error: 'not_enabled',
    })
  })
})

describe('an external menu', () => {
  it('in a message is offered options and its choice is told', async () => {
    const slack = await workspace({ manifestPath: FULL() })
    const asked = later<unknown>()
    const chosen = later<unknown>()
    const { client } = await bolt(slack, (app) => {
      app.options('host', async ({ ack, body }) => {
        asked.resolve(body)
        await ack({
          option_groups: [
            { label: plain('Hosts'), options: [{ text: plain('db1'), value: 'db1' }] },
          ],
        })
      })
      app.action('host', async ({ ack, action }) => {
        await ack()
        chosen.resolve(action)
      })
    })
    const { ts = '' } = await client.chat.postMessage({
      channel: 'C0OPS',
      text: 'which?',
      blocks: [
        {
          type: 'section',
          block_id: 's',
          text: plain('which?'),
          accessory: { type: 'external_select', action_id: 'host', placeholder: plain('Host') },
        },
      ],
    })
    expect(await slack.control.suggest('host', 'd', { ts })).toMatchObject([
      { label: 'Hosts', options: [{ value: 'db1' }] },
    ])
    expect(await asked.promise).toMatchObject({
      type: 'block_suggestion',
      action_id: 'host',
      block_id: 's',
      value: 'd',
      container: { type: 'message', message_ts: ts },
      message: { ts },
    })
    await slack.control.click(ts, 'host', { option: 'db1' })
    expect(await chosen.promise).toMatchObject({ selected_option: { value: 'db1' } })
  })

  it('that is answered with too many options stays empty', async () => {
    const slack = await withForm(
      (app) => {
        app.options('many', ({ ack }) =>
          ack({
            options: Array.from({ length: 101 }, (_, n) => ({
              text: plain(`h${n}`),
              value: `h${n}`,
            })),
          }),
        )
      },
      modal({ blocks: [{ ...INPUT, element: { type: 'external_select', action_id: 'many' } }] }),
    )
    await expect(slack.control.suggest('many', 'h')).rejects.toThrow('invalid_options')
  })
})
