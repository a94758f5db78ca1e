/** Slack's limits of the newer blocks, by literal cases each side of each limit (docs.slack.dev, 2026). */
import { describe, expect, it } from 'vitest'
import { blockFaults } from '../../src/workspace/blockRules.ts'
import type { Dict } from '../../src/workspace/model.ts'

const faults = (blocks: readonly Dict[], refused: readonly string[] = []): readonly string[] =>
  blockFaults(blocks, { file: () => null, refused }).map(
    ({ pointer, message }) => `${pointer} ${message}`,
  )

const x = (count: number): string => 'x'.repeat(count)
const list = <T>(count: number, one: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => one(n))
const plain = (count: number): Dict => ({ type: 'plain_text', text: x(count) })
const mrkdwn = (count: number): Dict => ({ type: 'mrkdwn', text: x(count) })
const rich = (...elements: readonly Dict[]): Dict => ({ type: 'rich_text', elements })
const line = (...elements: readonly Dict[]): Dict => ({ type: 'rich_text_section', elements })
const pre = (...elements: readonly Dict[]): Dict => ({ type: 'rich_text_preformatted', elements })
const raw = (text: string): Dict => ({ type: 'raw_text', text })
const data = (rows: number, columns: number, more: Dict = {}, text = 'c'): Dict => ({
  type: 'data_table',
  caption: 'c',
  rows: list(rows, () => list(columns, () => raw(text))),
  ...more,
})
const table = (more: Dict): Dict => ({ type: 'table', rows: [[raw('a')]], ...more })
const card = (more: Dict = {}): Dict => ({ type: 'card', title: mrkdwn(1), ...more })
const container = (more: Dict = {}): Dict => ({
  type: 'container',
  title: plain(1),
  child_blocks: [{ type: 'divider' }],
  ...more,
})
const icon = (more: Dict = {}): Dict => ({
  type: 'icon_button',
  icon: 'trash',
  text: plain(1),
  ...more,
})
const contextActions = (...elements: readonly Dict[]): Dict => ({
  type: 'context_actions',
  elements,
})
const video = (more: Dict = {}): Dict => ({
  type: 'video',
  alt_text: 'a',
  title: plain(199),
  thumbnail_url: 'https://example.com/a.png',
  video_url: 'https://example.com/v',
  ...more,
})
const pie = (segments: readonly Dict[], title = 'a'): Dict => ({
  type: 'data_visualization',
  title,
  chart: { type: 'pie', segments },
})
const segment = (more: Dict = {}): Dict => ({ label: x(20), value: 1, ...more })
const chart = (series: readonly Dict[], categories: readonly string[], more: Dict = {}): Dict => ({
  type: 'data_visualization',
  title: 'a',
  chart: { type: 'line', series, axis_config: { categories, ...more } },
})
const series = (name: string, labels: readonly string[]): Dict => ({
  name,
  data: labels.map((label) => ({ label, value: 1 })),
})
const days = (count: number): string[] => list(count, (n) => `d${n}`)

describe('the largest that Slack takes', () => {
  it.each<[string, Dict]>([
    ['preformatted', rich(pre({ type: 'text', text: x(6000) }))],
    [
      'every inline element',
      rich(
        line(
          { type: 'text', text: 'a', style: { bold: true } },
          { type: 'link', url: 'https://example.com' },
          { type: 'user', user_id: 'U1' },
          { type: 'usergroup', usergroup_id: 'S1' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'team', team_id: 'T1' },
          { type: 'emoji', name: 'wave' },
          { type: 'color', value: '#FFFFFF' },
          { type: 'date', timestamp: 1, format: '{date}' },
          { type: 'broadcast', range: 'here' },
        ),
      ),
    ],
    [
      'list',
      rich({
        type: 'rich_text_list',
        style: 'ordered',
        elements: [line({ type: 'text', text: 'a' })],
      }),
    ],
    ['data table of 100 rows', data(101, 20, { page_size: 100, row_header_column_index: 19 })],
    ['data table of one row', data(2, 1)],
    ['data table of 10,000 characters', data(2, 1, {}, x(5000))],
    ['numbers', data(2, 1, { rows: [[raw('n')], [{ type: 'raw_number', value: 1, text: '1' }]] })],
    ['aligned table', table({ column_settings: list(20, () => ({ align: 'center' })) })],
    ['card', card({ title: mrkdwn(150), subtitle: mrkdwn(150), body: mrkdwn(200) })],
    ['carousel', { type: 'carousel', elements: list(10, () => card()) }],
    [
      'container',
      container({
        title: plain(150),
        subtitle: plain(150),
        width: 'full',
        child_blocks: list(10, () => ({ type: 'divider' })),
        is_collapsible: true,
        default_collapsed: true,
      }),
    ],
    [
      'container with a rich title',
      container({ title: undefined, rich_text_title: rich(line({ type: 'text', text: 'a' })) }),
    ],
    ['context actions', contextActions(...list(5, (n) => icon({ action_id: `a${n}` })))],
    [
      'feedback',
      contextActions({
        type: 'feedback_buttons',
        positive_button: { text: plain(75), value: 'y', accessibility_label: x(75) },
        negative_button: { text: plain(75), value: 'n' },
      }),
    ],
    ['remote file', { type: 'file', source: 'remote', external_id: 'a' }],
    ['video', video({ author_name: x(49), description: plain(199) })],
    [
      'pie',
      pie(
        list(6, (n) => segment({ label: `s${n}` })),
        x(50),
      ),
    ],
    [
      'chart',
      chart(
        list(6, (n) => series(`s${n}`, days(20))),
        days(20),
        { x_label: x(50), y_label: x(50) },
      ),
    ],
  ])('%s', (_, block) => {
    expect(faults([block])).toEqual([])
  })
})

describe('one more than that', () => {
  it.each<[Dict, string]>([
    [rich(), '/elements no less than 1 items allowed'],
    [rich({ type: 'rich_text_table' }), '/elements/0/type unsupported type: rich_text_table'],
    [
      rich(pre({ type: 'text', text: '' })),
      '/elements/0/elements/0/text must be more than 0 characters',
    ],
    [
      rich(pre({ type: 'user', user_id: 'U1' })),
      '/elements/0/elements/0/type unsupported type: user',
    ],
    [
      rich(line({ type: 'broadcast', range: 'all' })),
      '/elements/0/elements/0/range must be one of: here, channel, everyone',
    ],
    [
      rich(line({ type: 'date', format: '{date}' })),
      '/elements/0/elements/0/timestamp must be an integer',
    ],
    [
      rich({ type: 'rich_text_list', style: 'x', elements: [line(raw('a'))] }),
      '/elements/0/style must be one of: bullet, ordered',
    ],
    [
      rich({ type: 'rich_text_list', style: 'bullet', elements: [pre()] }),
      '/elements/0/elements/0/type unsupported type: rich_text_preformatted',
    ],
    [data(102, 1), '/rows no more than 101 items allowed'],
    [data(1, 1), '/rows no less than 2 items allowed'],
    [data(2, 21), '/rows/0 no more than 20 items allowed'],
    [data(2, 1, {}, x(5001)), '/rows table cells must be less than 10001 characters in total'],
    [data(2, 1, { caption: '' }), '/caption must be more than 0 characters'],
    [data(2, 1, { caption: undefined }), '/caption must be a string'],
    [data(2, 1, { page_size: 0 }), '/page_size must be an integer from 1 to 100'],
    [data(2, 1, { page_size: 101 }), '/page_size must be an integer from 1 to 100'],
    [
      data(2, 2, { row_header_column_index: 2 }),
      '/row_header_column_index must be an integer from 0 to 1',
    ],
    [
      data(2, 1, { rows: [[raw('a')], [raw('a'), raw('b')]] }),
      '/rows/1 all rows must have the same number of cells',
    ],
    [
      data(2, 1, { rows: [[rich(line(raw('a')))], [raw('a')]] }),
      '/rows/0/0/type unsupported type: rich_text',
    ],
    [data(2, 1, {}, ''), '/rows/0/0/text must be more than 0 characters'],
    [
      data(2, 1, { rows: [[raw('a')], [{ type: 'raw_number', value: 'x', text: 'x' }]] }),
      '/rows/1/0/value must be a number',
    ],
    [
      table({ column_settings: [{ align: 'top' }] }),
      '/column_settings/0/align must be one of: left, center, right',
    ],
    [
      table({ column_settings: list(21, () => ({})) }),
      '/column_settings no more than 20 items allowed',
    ],
    [card({ title: mrkdwn(151) }), '/title/text must be less than 151 characters'],
    [card({ subtitle: mrkdwn(151) }), '/subtitle/text must be less than 151 characters'],
    [card({ body: mrkdwn(201) }), '/body/text must be less than 201 characters'],
    [{ type: 'card' }, ' missing required field: hero_image, title, actions or body'],
    [card({ actions: [{ type: 'overflow' }] }), '/actions/0/type unsupported type: overflow'],
    [
      { type: 'carousel', elements: list(11, () => card()) },
      '/elements no more than 10 items allowed',
    ],
    [{ type: 'carousel', elements: [] }, '/elements no less than 1 items allowed'],
    [container({ title: undefined }), ' missing required field: title or rich_text_title'],
    [container({ title: plain(151) }), '/title/text must be less than 151 characters'],
    [
      container({ child_blocks: list(11, () => ({ type: 'divider' })) }),
      '/child_blocks no more than 10 items allowed',
    ],
    [container({ child_blocks: [card()] }), '/child_blocks/0/type unsupported type: card'],
    [
      container({ child_blocks: [{ type: 'header', text: plain(151) }] }),
      '/child_blocks/0/text/text must be less than 151 characters',
    ],
    [container({ default_collapsed: true }), '/default_collapsed requires is_collapsible'],
    [container({ width: 'huge' }), '/width must be one of: narrow, standard, wide, full'],
    [contextActions(...list(6, () => icon())), '/elements no more than 5 items allowed'],
    [contextActions({ type: 'button' }), '/elements/0/type unsupported type: button'],
    [
      contextActions(icon({ text: plain(76) })),
      '/elements/0/text/text must be less than 76 characters',
    ],
    [{ type: 'file', source: 'local', external_id: 'a' }, '/source must be one of: remote'],
    [video({ title: plain(200) }), '/title/text must be less than 200 characters'],
    [video({ author_name: x(50) }), '/author_name must be less than 50 characters'],
    [video({ video_url: 'http://example.com/v' }), '/video_url must be an https URL'],
    [video({ alt_text: undefined }), '/alt_text must be a string'],
    [pie([segment()], x(51)), '/title must be less than 51 characters'],
    [pie(list(7, () => segment())), '/chart/segments no more than 6 items allowed'],
    [pie([segment({ label: x(21) })]), '/chart/segments/0/label must be less than 21 characters'],
    [pie([segment({ value: 'x' })]), '/chart/segments/0/value must be a number'],
    [
      chart([series('a', days(21))], days(21)),
      '/chart/axis_config/categories must have 1 to 20 items',
    ],
    [
      chart([series('a', ['d0'])], days(2)),
      '/chart/series/0/data must have one value for each category',
    ],
    [
      chart([series('a', ['d0']), series('a', ['d0'])], ['d0']),
      '/chart/series/1/name must be unique',
    ],
    [{ type: 'alert', text: plain(1) }, '/type unsupported type: alert'],
  ])('%j', (block, problem) => {
    expect(faults([block])).toContain(`/blocks/0${problem}`)
  })

  it('a third chart', () => {
    expect(faults(list(2, () => pie([segment()])))).toEqual([])
    expect(faults(list(3, () => pie([segment()])))).toEqual([
      '/blocks no more than 2 data_visualization blocks allowed',
    ])
  })
})

it('a type that this Slack refuses is as good as unknown', () => {
  expect(faults([table({})], ['table'])).toEqual(['/blocks/0/type unsupported type: table'])
  expect(faults([{ type: 'input' }], ['input'])).toEqual(['/blocks/0/type unsupported type: input'])
})
