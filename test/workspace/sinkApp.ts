/** A small Bolt app with every element that the page draws: what it hears is kept, for a test to look at. */
import type { App, BlockAction } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'
import { manifestWith } from './harness.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string, value = text.toLowerCase()) => ({ text: plain(text), value })
const SIGNALS = [option('RSS'), option('Swap'), option('Page cache')]
const HOSTS = ['db1', 'db2', 'db3', 'web1', 'web2']

type Input = Extract<KnownBlock, { type: 'input' }>

function input(id: string, label: string, element: object, more: object = {}): Input {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    element: { action_id: id, ...element },
    ...more,
  } as Input
}

export const FORM: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Check a host'),
  submit: plain('Check'),
  close: plain('Not now'),
  notify_on_close: true,
  blocks: [
    input(
      'host',
      'Host',
      { type: 'external_select', min_query_length: 1, placeholder: plain('Type a name') },
      { hint: plain('Hosts of the inventory') },
    ),
    input('pid', 'Process', { type: 'plain_text_input', max_length: 20 }, { optional: true }),
    input('why', 'Why', { type: 'plain_text_input', multiline: true }, { optional: true }),
    input('seconds', 'Seconds', {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '1',
      initial_value: '60',
    }),
    input('kind', 'Look at', { type: 'static_select', options: SIGNALS }),
    input('depth', 'Depth', {
      type: 'radio_buttons',
      options: [option('Quick'), option('Deep')],
      initial_option: option('Quick'),
    }),
    input('extras', 'Also', { type: 'checkboxes', options: SIGNALS }, { optional: true }),
    input('tags', 'Tags', { type: 'multi_static_select', options: SIGNALS }, { optional: true }),
    input('day', 'Day', { type: 'datepicker' }, { optional: true }),
    input('hour', 'Hour', { type: 'timepicker' }, { optional: true }),
    input('who', 'Tell', { type: 'users_select' }, { optional: true }),
    input('where', 'Channel', { type: 'conversations_select' }, { optional: true }),
  ],
}

export const HOME: readonly KnownBlock[] = [
  { type: 'header', text: plain('memcheck') },
  { type: 'section', text: { type: 'mrkdwn', text: '*3 hosts* are watched; one grows.' } },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'form', style: 'primary', text: plain('Check a host') },
      { type: 'static_select', action_id: 'theme', placeholder: plain('Show'), options: SIGNALS },
    ],
  },
]

export const MESSAGE: readonly KnownBlock[] = [
  {
    type: 'section',
    block_id: 'menus',
    text: { type: 'mrkdwn', text: '*db1* grows by 40 MiB an hour' },
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: [option('Mute'), option('Watch')],
    },
  },
  {
    type: 'actions',
    block_id: 'choices',
    elements: [
      {
        type: 'static_select',
        action_id: 'signal',
        placeholder: plain('Signal'),
        options: SIGNALS,
        confirm: {
          title: plain('Look closer?'),
          text: plain('It reads smaps.'),
          confirm: plain('Look'),
          deny: plain('Leave it'),
        },
      },
      {
        type: 'external_select',
        action_id: 'host',
        placeholder: plain('Host'),
        min_query_length: 1,
      },
      { type: 'radio_buttons', action_id: 'depth', options: [option('Quick'), option('Deep')] },
    ],
  },
]

/** The manifest with Home tab and shortcuts. */
export function sinkManifest(): string {
  return manifestWith((manifest) => {
    manifest.features.app_home.home_tab_enabled = true
    manifest.features.shortcuts = [
      { name: 'Check a host', type: 'global', callback_id: 'open', description: 'Opens the form' },
      { name: 'Read this', type: 'message', callback_id: 'this', description: 'Looks for OOM' },
    ]
    manifest.settings.event_subscriptions.bot_events.push('app_home_opened')
  })
}

/** Wires the app; `heard` fills with what it is told, by name. */
export function sink(heard: (readonly [string, unknown])[]): (app: App) => void {
  return (app) => {
    app.shortcut('open', async ({ ack, shortcut, client }) => {
      await ack()
      await client.views.open({ trigger_id: shortcut.trigger_id, view: FORM })
    })
    app.shortcut('this', async ({ ack, shortcut, respond }) => {
      await ack()
      heard.push(['this', 'message' in shortcut ? shortcut.message.text : null])
      await respond({ text: 'nothing found' })
    })
    app.options('host', async ({ ack, options }) => {
      const names = HOSTS.filter((name) => name.startsWith(options.value))
      await ack({ options: names.map((name) => option(name)) })
    })
    app.view('form', async ({ ack, view }) => {
      if (view.state.values['pid']?.['pid']?.value === 'none') {
        await ack({ response_action: 'errors', errors: { pid: 'There is no such process.' } })
        return
      }
      await ack()
      heard.push(['form', view.state.values])
    })
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
      await ack()
      heard.push(['closed', null])
    })
    app.action('form', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({ trigger_id: (body as BlockAction).trigger_id, view: FORM })
    })
    for (const id of ['more', 'signal', 'host', 'depth', 'theme']) {
      app.action(id, async ({ ack, action }) => {
        await ack()
        const { selected_option } = action as { selected_option?: { value?: string } }
        heard.push([id, selected_option?.value])
      })
    }
    app.event('app_home_opened', async ({ event, client }) => {
      if (event.tab !== 'home') return
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [...HOME] },
      })
    })
  }
}
