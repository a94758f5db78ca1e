import { describe, expect, it } from 'vitest'
import { actionOf } from '../../src/blockkit/buttons.ts'
import { type RenderOptions, renderMessage } from '../../src/blockkit/render.ts'
import { validateMessage } from '../../src/blockkit/validate.ts'
import type { Block } from '../../src/domain/report.ts'

function blocksOf(blocks: readonly Block[], options: Partial<RenderOptions> = {}) {
  const given = { lang: 'en', imageIds: [], files: 'thread', ...options } as const
  return renderMessage({ text: 'x', blocks }, given).blocks
}

function md(text: string) {
  return { type: 'mrkdwn', text, verbatim: true }
}

const chart = {
  kind: 'chart',
  chart: {
    kind: 'growth',
    title: 't',
    subtitle: '',
    alt: 'RSS <grows>',
    tone: 'calm',
    series: [],
    limit: null,
    floors: [],
    floorLabel: 'floors',
    restarts: [],
    restartLabel: '',
    forecast: null,
    zone: 'UTC',
  },
} as const

function table(rows: readonly (readonly string[])[], columns = ['name', 'RSS']): Block {
  return {
    kind: 'table',
    caption: ['largest'],
    columns: columns.map((title, index) => ({ title, align: index === 0 ? 'left' : 'right' })),
    rows,
  }
}

describe('blocks', () => {
  it('headline: sign, word and text', () => {
    expect(blocksOf([{ kind: 'headline', mark: 'critical', text: ['db1 · leak'] }])).toEqual([
      { type: 'section', text: md('🔴 *Critical* · *db1 · leak*') },
    ])
    const zh = blocksOf([{ kind: 'headline', mark: 'unknown', text: [] }], { lang: 'zh' })
    expect(zh).toEqual([{ type: 'section', text: md('⚪ *无法检查*') }])
  })

  it('fields: ten to a section, no empty value', () => {
    const fields = Array.from({ length: 11 }, () => ({ label: ['RSS'], value: [] }))
    const sections = blocksOf([{ kind: 'fields', fields }])
    expect(sections).toHaveLength(2)
    expect(sections[1]).toEqual({ type: 'section', fields: [md('*RSS*  –')] })
  })

  it('bullets: one section, another when it is full', () => {
    expect(blocksOf([{ kind: 'bullets', items: [['a'], ['b\nc']] }])).toEqual([
      { type: 'section', text: md('• a\n• b c') },
    ])
    const long = ['w '.repeat(900)]
    expect(blocksOf([{ kind: 'bullets', items: [long, long] }])).toHaveLength(2)
  })

  it('table: native, literal, padded, right where numbers are', () => {
    expect(blocksOf([table([['<!channel>', '1 GiB'], ['']])])).toEqual([
      { type: 'section', text: md('*largest*') },
      {
        type: 'table',
        column_settings: [{ align: 'left' }, { align: 'right' }],
        rows: [
          [
            { type: 'raw_text', text: 'name' },
            { type: 'raw_text', text: 'RSS' },
          ],
          [
            { type: 'raw_text', text: '<!channel>' },
            { type: 'raw_text', text: '1 GiB' },
          ],
          [
            { type: 'raw_text', text: '–' },
            { type: 'raw_text', text: '–' },
          ],
        ],
      },
    ])
  })

  it('a second table, and one too large for Slack, are aligned text', () => {
    const two = blocksOf([
      table([['a', '1']]),
      table([
        ['内存', '12'],
        ['b', '3'],
      ]),
    ])
    expect(two.map(({ type }) => type)).toEqual(['section', 'table', 'section', 'rich_text'])
    expect(codeOf(two[3])).toBe('name  RSS\n内存   12\nb       3')
    const rows = Array.from({ length: 1000 }, (_, index) => [`process-${index}`, `${index}`])
    const code = codeOf(blocksOf([table(rows)])[1])
    expect(code).toMatch(/\n… \d{3} more rows$/)
    const shown = code.split('\n').length - 2
    expect(code).toContain(`… ${1000 - shown} more rows`)
  })

  it('a table is native up to 100 rows with its heading, and 20 columns', () => {
    const rows = (count: number) => Array.from({ length: count }, () => ['1'])
    const columns = (count: number) => Array.from({ length: count }, () => 'c')
    const last = (block: Block) => blocksOf([block]).at(-1)?.type
    expect(last(table(rows(99), ['n']))).toBe('table')
    expect(last(table(rows(100), ['n']))).toBe('rich_text')
    expect(last(table([[]], columns(20)))).toBe('table')
    expect(last(table([[]], columns(21)))).toBe('rich_text')
  })

  it('code: literal, its cut counted', () => {
    expect(codeOf(blocksOf([{ kind: 'code', text: '*a*\tb\u001b[0m\n' }])[0])).toBe(
      '*a*\tb\ufffd[0m',
    )
    const cut = codeOf(blocksOf([{ kind: 'code', text: 'a line\n'.repeat(2000) }])[0])
    expect(cut.split('\n').length - 1 + Number(/(\d+) more/.exec(cut.replace(' ', ' '))?.[1])).toBe(
      2000,
    )
    expect(codeOf(blocksOf([{ kind: 'code', text: 'x'.repeat(9000) }])[0])).toMatch(
      /… \d+ more characters$/,
    )
    expect(codeOf(blocksOf([{ kind: 'code', text: '' }])[0])).toBe('–')
  })

  it('charts: pictures by order, alternative text where there is none', () => {
    expect(blocksOf([chart, chart, chart], { imageIds: ['F1', '', 'F3'] })).toEqual([
      { type: 'image', slack_file: { id: 'F1' }, alt_text: 'RSS <grows>' },
      { type: 'context', elements: [md('📈 RSS &lt;grows&gt;')] },
      { type: 'image', slack_file: { id: 'F3' }, alt_text: 'RSS <grows>' },
    ])
  })

  it('files: named where the thread holds them, shown where there is none', () => {
    const file: Block = { kind: 'file', name: 'a.txt', title: ['smaps'], text: 'Rss' }
    expect(blocksOf([file])).toEqual([
      { type: 'context', elements: [md('📄 a.txt: smaps (in the thread)')] },
    ])
    const inline = blocksOf([file], { files: 'inline' })
    expect(inline.map(({ type }) => type)).toEqual(['context', 'rich_text'])
    expect(codeOf(inline[1])).toBe('Rss')
  })

  it('context: at most ten, the others counted', () => {
    const items = Array.from({ length: 14 }, (_, index) => [`n${index}`])
    const [row] = blocksOf([{ kind: 'context', items }])
    expect(row).toMatchObject({ type: 'context' })
    expect(JSON.stringify(row)).toContain('… 5 more')
    expect(blocksOf([{ kind: 'context', items: [[], ['']] }])).toEqual([])
  })
})

describe('buttons', () => {
  const button = (action: string, value = 'v') => ({ action, label: ['Do it'], value })

  it('carry their action, each id once in a message, and lead back to it', () => {
    const row: Block = {
      kind: 'buttons',
      buttons: [button('again'), button('again'), button('x#2')],
    }
    const ids = blocksOf([row, row]).flatMap((block) =>
      block.type === 'actions' ? block.elements.map(({ action_id }) => action_id ?? '') : [],
    )
    expect(new Set(ids).size).toBe(6)
    expect(ids.map(actionOf)).toEqual(['again', 'again', 'x#2', 'again', 'again', 'x#2'])
    expect(actionOf('other')).toBeNull()
  })

  it('whose value does not fit are left out and named, never shortened', () => {
    const blocks = blocksOf([{ kind: 'buttons', buttons: [button('a', 'v'.repeat(2001))] }])
    expect(blocks).toEqual([
      { type: 'context', elements: [md('Button left out, Slack would not take its value: Do it')] },
    ])
  })
})

describe('a message that is too much', () => {
  const code: Block = { kind: 'code', text: 'a line of text\n'.repeat(400) }
  const headline: Block = { kind: 'headline', mark: 'ok', text: ['fine'] }
  const buttons: Block = {
    kind: 'buttons',
    buttons: [{ action: 'again', label: ['Again'], value: '' }],
  }

  it('loses code first, keeps headline, text and buttons', () => {
    const text: Block = { kind: 'text', text: ['w '.repeat(1400)] }
    const blocks = blocksOf([headline, text, text, text, code, code, buttons])
    expect(validateMessage({ text: 'x', blocks })).toEqual([])
    expect(blocks.map(({ type }) => type)).toEqual([
      'section',
      'section',
      'section',
      'section',
      'rich_text',
      'rich_text',
      'actions',
      'context',
    ])
    expect(codeOf(blocks[5])).toContain('more lines')
  })

  it('loses rows of its table, and says in it how many', () => {
    const rows = Array.from({ length: 99 }, (_, index) => [
      `${index}`,
      'x'.repeat(40),
      'x'.repeat(40),
    ])
    const blocks = blocksOf([headline, table(rows, ['n', 'a', 'b']), buttons])
    expect(validateMessage({ text: 'x', blocks })).toEqual([])
    expect(blocks.map(({ type }) => type)).toEqual([
      'section',
      'section',
      'table',
      'actions',
      'context',
    ])
    const shown = blocks.flatMap((block) => (block.type === 'table' ? block.rows : []))
    const left = 99 - (shown.length - 2)
    expect(shown.at(-1)).toMatchObject([
      { text: `… ${left} more rows` },
      { text: '…' },
      { text: '…' },
    ])
    expect(shown.length).toBeGreaterThan(50)
  })

  it('loses parts last, and says how many', () => {
    const texts = Array.from({ length: 60 }, (): Block => ({ kind: 'text', text: ['short'] }))
    const blocks = blocksOf([headline, ...texts, buttons])
    expect(blocks).toHaveLength(50)
    expect(blocks[0]).toEqual({ type: 'section', text: md('🟢 *OK* · *fine*') })
    expect(blocks.slice(-3)).toMatchObject([
      { elements: [md('… 14 more parts of this message did not fit')] },
      { type: 'actions' },
      { elements: [md('📄 What did not fit is in the thread: rest.txt')] },
    ])
  })

  it('what was cut is in the rest, whole, with its heading; what is shown whole is not', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => [`process-${index}`, `${index}`])
    const line: Block = { kind: 'code', text: 'a line of text' }
    const message = { text: 'x', blocks: [headline, table(rows), line, buttons] }
    const { rest } = renderMessage(message, { lang: 'en', imageIds: [], files: 'thread' })
    expect(rest).toContain('process-999  999')
    expect(rest).toMatch(/(?:^|\n)name +RSS\nprocess-0 +0\n/)
    expect(rest).not.toContain('fine')
    expect(rest).not.toContain('a line of text')
    const fits = { text: 'x', blocks: [headline, table(rows.slice(0, 20)), buttons] }
    expect(renderMessage(fits, { lang: 'en', imageIds: [], files: 'thread' }).rest).toBeNull()
  })

  it.each([
    ['thread', 'en', 'What did not fit is in the thread: rest.txt'],
    ['thread', 'zh', '放不下的内容见消息列：rest.txt'],
    ['inline', 'en', 'What did not fit was sent to who asked: rest.txt'],
    ['inline', 'zh', '放不下的内容已私信发给提问者：rest.txt'],
    ['page', 'en', 'What did not fit above stands below.'],
  ] as const)('where the rest is, is its last line (%s, %s)', (files, lang, words) => {
    const long: Block = { kind: 'text', text: ['w '.repeat(4000)] }
    const message = { text: 'x', blocks: [headline, long] }
    const { blocks } = renderMessage(message, { lang, imageIds: [], files })
    expect(JSON.stringify(blocks.at(-1))).toContain(words)
  })

  it('tables are text where Slack refuses them', () => {
    const message = { text: 'x', blocks: [table([['a', '1']])] }
    const { blocks } = renderMessage(message, {
      lang: 'en',
      imageIds: [],
      files: 'thread',
      tables: 'code',
    })
    expect(blocks.map(({ type }) => type)).toEqual(['section', 'rich_text'])
  })
})

function codeOf(block: unknown): string {
  const text = JSON.stringify(block, (key, value: unknown) => (key === 'type' ? undefined : value))
  return (JSON.parse(text) as { elements: [{ elements: [{ text: string }] }] }).elements[0]
    .elements[0].text
}
