/** Slack's limits of views and inputs, by literal cases from its documents (facts of 2026-11). */
import { describe, expect, it } from 'vitest'
import type { Dict } from '../../src/workspace/model.ts'
import { isTooLarge, viewFaults } from '../../src/workspace/viewRules.ts'

const x = (count: number): string => 'x'.repeat(count)
const plain = (count: number): Dict => ({ type: 'plain_text', text: x(count) })
const option = (text = 5, value = 5): Dict => ({ text: plain(text), value: x(value) })
const many = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one)
const modal = (more: Dict = {}): Dict => ({
  type: 'modal',
  title: plain(24),
  blocks: [{ type: 'divider' }],
  ...more,
})
const form = (element: Dict, more: Dict = {}): Dict =>
  modal({
    submit: plain(24),
    blocks: [
      { type: 'input', label: plain(2000), element: { action_id: 'a', ...element }, ...more },
    ],
  })
const faults = (view: Dict, type: 'modal' | 'home' = 'modal'): readonly string[] =>
  viewFaults(view, type, { file: () => null }).map(
    ({ pointer, message }) => `${pointer} ${message}`,
  )

describe('the largest that Slack takes', () => {
  it.each<[string, Dict]>([
    [
      'ids and metadata',
      modal({ callback_id: x(255), external_id: x(255), private_metadata: x(3000) }),
    ],
    ['empty ids', modal({ callback_id: '', external_id: '', private_metadata: '' })],
    ['a frame', modal({ submit: plain(24), close: plain(24) })],
    ['100 blocks', modal({ blocks: many(100, { type: 'divider' }) })],
    [
      'a text',
      form({ type: 'plain_text_input', max_length: 3000, min_length: 0, placeholder: plain(150) }),
    ],
    ['a number', form({ type: 'number_input', is_decimal_allowed: false })],
    ['a menu', form({ type: 'static_select', options: many(100, option(75, 150)) })],
    [
      'groups',
      form({
        type: 'static_select',
        option_groups: many(100, { label: plain(75), options: [option()] }),
      }),
    ],
    ['an external menu', form({ type: 'external_select', min_query_length: 0 })],
    ['boxes', form({ type: 'checkboxes', options: many(10, option()) })],
    ['a date', form({ type: 'datepicker', initial_date: '2026-02-28' })],
    ['a time', form({ type: 'timepicker', initial_time: '23:59' })],
    ['a hint', form({ type: 'users_select' }, { hint: plain(2000), optional: true })],
  ])('%s', (_, view) => {
    expect(faults(view)).toEqual([])
  })
})

describe('one more than that', () => {
  it.each<[string, Dict, string]>([
    ['title', modal({ title: plain(25) }), '/view/title/text must be less than 25 characters'],
    ['no title', modal({ title: undefined }), '/view/title must provide an object'],
    ['submit', modal({ submit: plain(25) }), '/view/submit/text must be less than 25 characters'],
    ['close', modal({ close: plain(25) }), '/view/close/text must be less than 25 characters'],
    [
      'callback_id',
      modal({ callback_id: x(256) }),
      '/view/callback_id must be less than 256 characters',
    ],
    [
      'metadata',
      modal({ private_metadata: x(3001) }),
      '/view/private_metadata must be less than 3001 characters',
    ],
    ['type', modal({ type: 'home' }), '/view/type must be one of: modal'],
    ['no blocks', modal({ blocks: 'x' }), '/view/blocks must be an array'],
    [
      'blocks',
      modal({ blocks: many(101, { type: 'divider' }) }),
      '/view/blocks no more than 100 items allowed',
    ],
    [
      'no submit',
      { ...form({ type: 'users_select' }), submit: undefined },
      '/view/blocks/0/input must define `submit` to use `input` block',
    ],
    [
      'label',
      form({ type: 'users_select' }, { label: plain(2001) }),
      '/view/blocks/0/label/text must be less than 2001 characters',
    ],
    [
      'mrkdwn label',
      form({ type: 'users_select' }, { label: { type: 'mrkdwn', text: 'x' } }),
      '/view/blocks/0/label/type must be one of: plain_text',
    ],
    [
      'placeholder',
      form({ type: 'plain_text_input', placeholder: plain(151) }),
      '/view/blocks/0/element/placeholder/text must be less than 151 characters',
    ],
    [
      'max_length',
      form({ type: 'plain_text_input', max_length: 3001 }),
      '/view/blocks/0/element/max_length must be less than or equal to 3000',
    ],
    [
      'max_length 0',
      form({ type: 'plain_text_input', max_length: 0 }),
      '/view/blocks/0/element/max_length must be greater than or equal to 1',
    ],
    [
      'number',
      form({ type: 'number_input' }),
      '/view/blocks/0/element/is_decimal_allowed missing required field: is_decimal_allowed',
    ],
    [
      'options',
      form({ type: 'static_select', options: many(101, option()) }),
      '/view/blocks/0/element/options no more than 100 items allowed',
    ],
    [
      'option text',
      form({ type: 'static_select', options: [option(76)] }),
      '/view/blocks/0/element/options/0/text/text must be less than 76 characters',
    ],
    [
      'option value',
      form({ type: 'static_select', options: [option(5, 151)] }),
      '/view/blocks/0/element/options/0/value must be less than 151 characters',
    ],
    [
      'both',
      form({
        type: 'static_select',
        options: [option()],
        option_groups: [{ label: plain(1), options: [option()] }],
      }),
      '/view/blocks/0/element only one of options or option_groups',
    ],
    [
      'boxes',
      form({ type: 'radio_buttons', options: many(11, option()) }),
      '/view/blocks/0/element/options no more than 10 items allowed',
    ],
    [
      'date',
      form({ type: 'datepicker', initial_date: '28.2.2026' }),
      '/view/blocks/0/element/initial_date has an invalid format',
    ],
    [
      'time',
      form({ type: 'timepicker', initial_time: '24:00' }),
      '/view/blocks/0/element/initial_time has an invalid format',
    ],
    [
      'button in an input',
      form({ type: 'button', text: plain(1) }),
      '/view/blocks/0/element/type unsupported type: button',
    ],
    [
      'input in a row',
      modal({
        blocks: [{ type: 'actions', elements: [{ type: 'plain_text_input', action_id: 'a' }] }],
      }),
      '/view/blocks/0/elements/0/type unsupported type: plain_text_input',
    ],
    ['file', modal({ blocks: [{ type: 'file' }] }), '/view/blocks/0/type unsupported type: file'],
    [
      'table',
      modal({ blocks: [{ type: 'table', rows: [] }] }),
      '/view/blocks/0/type unsupported type: table',
    ],
  ])('%s', (_, view, fault) => {
    expect(faults(view)).toContain(fault)
  })

  it('a view of more than 250 kB', () => {
    expect(isTooLarge({ blocks: x(249_980) })).toBe(false)
    expect(isTooLarge({ blocks: x(250_000) })).toBe(true)
  })

  it('a Home tab has no title and no submit, and may hold inputs', () => {
    const input = { type: 'input', label: plain(1), element: { type: 'users_select' } }
    expect(faults({ type: 'home', blocks: [input] }, 'home')).toEqual([])
    expect(faults({ type: 'home', blocks: [{ type: 'alert' }] }, 'home')).toEqual([
      '/view/blocks/0/type unsupported type: alert',
    ])
  })
})
