/** Slack's limits of blocks, by literal cases from its documents (facts of 2026-09). */
import { describe, expect, it } from 'vitest'
import { areTooLong, blockFaults } from '../../src/workspace/blockRules.ts'
import type { Dict, SharedFile } from '../../src/workspace/model.ts'

const file = (stage: SharedFile['stage'], mimetype: string | null): SharedFile => ({
  id: 'F1',
  name: 'a.png',
  title: 'a',
  alt: '',
  declaredBytes: 1,
  sizeBytes: 1,
  mimetype,
  owner: 'U1',
  createdAtMs: 0,
  stage,
})
const FILES = new Map([
  ['READY', file('ready', 'image/png')],
  ['SLOW', file('processing', null)],
  ['TEXT', file('ready', 'text/plain')],
])
const faults = (...blocks: readonly Dict[]): readonly string[] =>
  blockFaults(blocks, { file: (id) => FILES.get(id) ?? null }).map(
    ({ pointer, message }) => `${pointer} ${message}`,
  )

const x = (count: number): string => 'x'.repeat(count)
const plain = (count: number): Dict => ({ type: 'plain_text', text: x(count) })
const mrkdwn = (count: number): Dict => ({ type: 'mrkdwn', text: x(count) })
const button = (more: Dict = {}): Dict => ({
  type: 'button',
  action_id: 'a',
  text: plain(5),
  ...more,
})
const actions = (...elements: readonly Dict[]): Dict => ({ type: 'actions', elements })
const table = (rows: number, columns: number, text = 'c'): Dict => ({
  type: 'table',
  rows: Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ type: 'raw_text', text })),
  ),
})

describe('the largest that Slack takes', () => {
  it.each<[string, Dict]>([
    ['header', { type: 'header', text: plain(150) }],
    ['section text', { type: 'section', text: mrkdwn(3000) }],
    ['section fields', { type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn(2000)) }],
    ['context', { type: 'context', elements: Array.from({ length: 10 }, () => mrkdwn(10)) }],
    ['actions', actions(...Array.from({ length: 25 }, (_, n) => button({ action_id: `a${n}` })))],
    [
      'button',
      actions(button({ text: plain(75), value: x(2000), action_id: x(255), style: 'danger' })),
    ],
    [
      'image',
      { type: 'image', alt_text: x(2000), slack_file: { id: 'READY' }, title: plain(2000) },
    ],
    ['web image', { type: 'image', alt_text: 'a', image_url: 'https://example.com/a.png' }],
    ['table', table(100, 20)],
    ['divider', { type: 'divider', block_id: x(255) }],
  ])('%s', (_, block) => {
    expect(faults(block)).toEqual([])
  })

  it('50 blocks', () => {
    expect(faults(...Array.from({ length: 50 }, () => ({ type: 'divider' })))).toEqual([])
  })
})

describe('one more than that', () => {
  it.each<[Dict, string]>([
    [{ type: 'header', text: plain(151) }, '/blocks/0/text/text must be less than 151 characters'],
    [{ type: 'header', text: plain(0) }, '/blocks/0/text/text must be more than 0 characters'],
    [{ type: 'header', text: mrkdwn(1) }, '/blocks/0/text/type must be one of: plain_text'],
    [
      { type: 'section', text: mrkdwn(3001) },
      '/blocks/0/text/text must be less than 3001 characters',
    ],
    [
      { type: 'section', fields: [mrkdwn(2001)] },
      '/blocks/0/fields/0/text must be less than 2001 characters',
    ],
    [
      { type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn(1)) },
      '/blocks/0/fields no more than 10 items allowed',
    ],
    [{ type: 'section' }, '/blocks/0 missing required field: text or fields'],
    [
      { type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn(1)) },
      '/blocks/0/elements no more than 10 items allowed',
    ],
    [{ type: 'context', elements: [] }, '/blocks/0/elements no less than 1 items allowed'],
    [
      actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` }))),
      '/blocks/0/elements no more than 25 items allowed',
    ],
    [
      actions(button({ text: plain(76) })),
      '/blocks/0/elements/0/text/text must be less than 76 characters',
    ],
    [
      actions(button({ value: x(2001) })),
      '/blocks/0/elements/0/value must be less than 2001 characters',
    ],
    [
      actions(button({ action_id: x(256) })),
      '/blocks/0/elements/0/action_id must be less than 256 characters',
    ],
    [
      actions(button({ style: 'blue' })),
      '/blocks/0/elements/0/style must be one of: primary, danger',
    ],
    [actions(button(), button()), '/blocks/0/elements/1/action_id action_id already exists: a'],
    [
      actions(button({ confirm: { title: plain(101), text: plain(1) } })),
      '/blocks/0/elements/0/confirm/title/text must be less than 101 characters',
    ],
    [{ type: 'image', slack_file: { id: 'READY' } }, '/blocks/0/alt_text must be a string'],
    [
      { type: 'image', alt_text: 'a', slack_file: { id: 'SLOW' } },
      '/blocks/0/slack_file invalid slack file',
    ],
    [
      { type: 'image', alt_text: 'a', slack_file: { id: 'TEXT' } },
      '/blocks/0/slack_file invalid slack file',
    ],
    [
      { type: 'image', alt_text: 'a', slack_file: { id: 'NONE' } },
      '/blocks/0/slack_file invalid slack file',
    ],
    [
      { type: 'image', alt_text: 'a', image_url: 'http://127.0.0.1/a.png' },
      '/blocks/0/image_url downloading image failed',
    ],
    [table(101, 1), '/blocks/0/rows no more than 100 items allowed'],
    [table(1, 21), '/blocks/0/rows/0 no more than 20 items allowed'],
    [table(1, 1, ''), '/blocks/0/rows/0/0/text must be more than 0 characters'],
    [{ type: 'constructor' }, '/blocks/0/type unsupported type: constructor'],
    [{ type: 'divider', block_id: x(256) }, '/blocks/0/block_id must be less than 256 characters'],
  ])('%j', (block, fault) => {
    expect(faults(block)).toContain(fault)
  })

  it('51 blocks', () => {
    expect(faults(...Array.from({ length: 51 }, () => ({ type: 'divider' })))).toEqual([
      '/blocks no more than 50 items allowed',
    ])
  })

  it('two blocks of one id', () => {
    const block = { type: 'divider', block_id: 'same' }
    expect(faults(block, block)).toEqual(['/blocks/1/block_id block_id already exists: same'])
  })

  it('two tables in a message, or more than 10,000 characters in one', () => {
    expect(faults(table(1, 1), table(1, 1))).toEqual(['/blocks only_one_table_allowed'])
    expect(faults(table(10, 10, x(101)))).toEqual([
      '/blocks table cells must be less than 10001 characters in total',
    ])
  })

  it('about 13,200 characters in all blocks', () => {
    const section = { type: 'section', text: mrkdwn(2500) }
    expect(areTooLong(Array.from({ length: 5 }, () => section))).toBe(false)
    expect(areTooLong(Array.from({ length: 6 }, () => section))).toBe(true)
  })
})
