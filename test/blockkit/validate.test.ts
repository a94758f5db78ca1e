/** Literal cases of what Slack refuses, each one past a limit. */
import { describe, expect, it } from 'vitest'
import { validateMessage } from '../../src/blockkit/validate.ts'

const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) })
const cell = (length: number) => ({ type: 'raw_text', text: 'x'.repeat(length) })
const button = (change: object = {}) => ({
  type: 'button',
  action_id: 'a',
  text: text(75, 'plain_text'),
  value: 'v'.repeat(2000),
  ...change,
})
const times = (count: number, one: unknown) => Array.from({ length: count }, () => one)

describe('is taken', () => {
  it.each([
    ['text', { type: 'section', text: text(3000) }],
    ['fields', { type: 'section', fields: times(5, text(2000)) }],
    ['header', { type: 'header', text: text(150, 'plain_text') }],
    ['context', { type: 'context', elements: times(10, text(10)) }],
    ['button', { type: 'actions', elements: [button()] }],
    ['image', { type: 'image', slack_file: { id: 'F1' }, alt_text: 'x' }],
    ['table', { type: 'table', rows: times(100, times(3, cell(1))) }],
    ['wide table', { type: 'table', rows: times(5, times(20, cell(5))) }],
    ['divider', { type: 'divider' }],
    ['code', { type: 'rich_text', elements: [pre({ type: 'text', text: 'x' })] }],
  ])('%s', (_, block) => {
    expect(validateMessage({ text: '', blocks: [block] })).toEqual([])
  })
})

function pre(...elements: readonly object[]) {
  return { type: 'rich_text_preformatted', elements }
}

describe('is refused', () => {
  it.each([
    ['/blocks/0/text/text', { type: 'section', text: text(3001) }],
    ['/blocks/0/text/text', { type: 'section', text: text(0) }],
    ['/blocks/0', { type: 'section' }],
    ['/blocks/0/fields', { type: 'section', fields: times(11, text(1)) }],
    ['/blocks/0/fields/0/text', { type: 'section', fields: [text(2001)] }],
    ['/blocks/0/text/text', { type: 'header', text: text(151, 'plain_text') }],
    ['/blocks/0/text/type', { type: 'header', text: text(1, 'mrkdwn') }],
    ['/blocks/0/elements', { type: 'context', elements: times(11, text(1)) }],
    ['/blocks/0/elements', { type: 'actions', elements: [] }],
    [
      '/blocks/0/elements/0/text/text',
      { type: 'actions', elements: [button({ text: text(76, 'plain_text') })] },
    ],
    [
      '/blocks/0/elements/0/value',
      { type: 'actions', elements: [button({ value: 'v'.repeat(2001) })] },
    ],
    [
      '/blocks/0/elements/0/action_id',
      { type: 'actions', elements: [button({ action_id: 'a'.repeat(256) })] },
    ],
    ['/blocks', { type: 'actions', elements: [button(), button()] }],
    ['/blocks/0/alt_text', { type: 'image', slack_file: { id: 'F1' }, alt_text: '' }],
    ['/blocks/0/alt_text', { type: 'image', slack_file: { id: 'F1' }, alt_text: 'x'.repeat(2001) }],
    ['/blocks/0', { type: 'image', alt_text: 'x' }],
    ['/blocks/0/rows', { type: 'table', rows: times(101, [cell(1)]) }],
    ['/blocks/0/rows/0', { type: 'table', rows: [times(21, cell(1))] }],
    ['/blocks/0/rows', { type: 'table', rows: [[cell(0)]] }],
    ['/blocks/0/rows', { type: 'table', rows: times(3, [cell(3400)]) }],
    [
      '/blocks/0/elements/0/elements/0/text',
      { type: 'rich_text', elements: [pre({ type: 'text', text: '' })] },
    ],
    [
      '/blocks/0/elements/0/elements/0/type',
      { type: 'rich_text', elements: [pre({ type: 'link', text: 'x', url: 'https://x' })] },
    ],
    ['/blocks/0/elements/0/elements', { type: 'rich_text', elements: [pre()] }],
    [
      '/blocks/0/elements/0/type',
      { type: 'rich_text', elements: [{ ...pre({ type: 'text', text: 'x' }), type: 'x' }] },
    ],
    ['/blocks/0/column_settings', { type: 'table', rows: [[cell(1)]], column_settings: [] }],
    ['/blocks/0/type', { type: 'marquee' }],
    ['/blocks/0/type', null],
  ])('at %s', (pointer, block) => {
    expect(validateMessage({ text: 'x', blocks: [block] }).map((one) => one.pointer)).toEqual([
      pointer,
    ])
  })

  it.each([
    ['no_text', '', []],
    ['text_too_long', 'x'.repeat(40_001), []],
    ['too_many_blocks', 'x', times(51, { type: 'divider' })],
    ['only_one_table', 'x', times(2, { type: 'table', rows: [[cell(1)]] })],
    ['msg_blocks_too_long', 'x', times(5, { type: 'section', text: text(2700) })],
    ['duplicate_block_id', 'x', times(2, { type: 'divider', block_id: 'b' })],
  ])('with %s', (code, words, blocks) => {
    expect(validateMessage({ text: words, blocks }).map((one) => one.code)).toEqual([code])
  })
})
