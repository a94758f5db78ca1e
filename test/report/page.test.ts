/** A report's page: whatever hosts say, its tags and attributes are ours, and it leads nowhere. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, Message } from '../../src/domain/report.ts'
import { type Page, pageHtml } from '../../src/report/page/page.ts'
import { anyMessage } from '../blockkit/arbitrary.ts'

/** What hurts in HTML, beside what hurts in Slack. */
const HOSTILE = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}</style>',
  '<!--',
  ']]>',
  '&lt;script&gt;&#60;b&#62;',
  '<https://evil.example/x|click>',
  '<svg/onload=alert(1)>',
  '<meta http-equiv=refresh content=0;url=//evil.example>',
  '<\u200bscript>',
  'a\u0000<\u202eb>\u2028c',
  '<b>内存</b>',
]
const anyString = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }))
const PNG = 'iVBORw0KGgo='

/** Ours: which attributes a tag may have, and what may stand in them. */
const ANY = /^[^<>"]*$/
const TAGS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  '!doctype': {},
  html: { lang: /^(en|zh-Hans)$/ },
  head: {},
  meta: {
    charset: /^utf-8$/,
    'http-equiv': /^Content-Security-Policy$/,
    content: /^(default-src 'none'; .*|width=device-width, initial-scale=1|no-referrer)$/,
    name: /^(viewport|referrer)$/,
  },
  // The address of a message of ours in the chat, where a block has one.
  a: {
    href: /^https:\/\/acme\.slack\.com\/archives\/[\w/?=&#;.]+$/,
    rel: /^noopener noreferrer$/,
    target: /^_blank$/,
  },
  title: {},
  style: {},
  source: {
    media: /^screen and \(prefers-color-scheme: dark\)$/,
    srcset: /^data:image\/png;base64,[A-Za-z0-9+/=]+$/,
  },
  img: { src: /^data:image\/png;base64,[A-Za-z0-9+/=]+$/, alt: ANY },
  span: {
    class: /^(ref|unknown|emoji [a-z_]+)$/,
    role: /^img$/,
    'aria-label': /^[a-z ]+$/,
  },
  div: { class: /^(section|body|fields|field|context|rich)$/ },
  th: { style: /^text-align:right$/ },
  td: { style: /^text-align:right$/ },
  time: { 'data-unix': /^-?\d+$/ },
}
const BARE =
  'body header h1 h2 dl dt dd main section footer p strong em s code pre br hr blockquote figure picture table tr'.split(
    ' ',
  )
const TAG = /<(\/?)([!a-zA-Z0-9]+)((?: [a-z-]+="[^"]*")*)( html)?>/g

/** Faults of a page, and its text with nothing but ours taken away. */
function parsed(html: string): { readonly faults: readonly string[]; readonly text: string } {
  const faults: string[] = []
  const body = html.replace(/<style>[^<]*<\/style>/, '<style></style>')
  const text = body.replace(TAG, (tag, _close: string, name: string, attributes: string) => {
    const known = TAGS[name] ?? (BARE.includes(name) ? {} : undefined)
    if (known === undefined) faults.push(tag)
    for (const [, key = '', value = ''] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g))
      if (known?.[key]?.test(value) !== true) faults.push(tag)
    return ''
  })
  if (/[<>]/.test(text)) faults.push(text)
  return { faults, text: decoded(text) }
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}

function pageOf(text: string, { blocks }: Message): Page {
  const pictures = blocks
    .filter(({ kind }) => kind === 'chart')
    .map((_, i) => (i % 2 === 0 ? { light: PNG, dark: PNG } : null))
  return {
    lang: 'en',
    title: text,
    heading: text,
    facts: [{ label: text, value: [text, { code: text }, { user: text }] }],
    sections: [{ title: text, blocks, pictures }],
    run: text,
    version: text,
  }
}

describe('any page', () => {
  it('has tags and attributes of ours only', () => {
    fc.assert(
      fc.property(anyString, anyMessage, (text, message) => {
        const html = pageHtml(pageOf(text, message))
        expect(parsed(html).faults).toEqual([])
        expect(html).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        )
      }),
      { numRuns: 150 },
    )
  })

  it.each(HOSTILE)('shows %j as text wherever it stands', (hostile) => {
    const blocks: readonly Block[] = [
      { kind: 'headline', mark: 'warning', text: [hostile] },
      { kind: 'fields', fields: [{ label: [hostile], value: [hostile] }] },
      { kind: 'bullets', items: [[{ code: hostile }], [{ strong: hostile }]] },
      {
        kind: 'table',
        caption: [hostile],
        columns: [{ title: hostile, align: 'right' }],
        rows: [[hostile]],
      },
      { kind: 'code', text: hostile },
      { kind: 'file', name: hostile, title: [hostile], text: hostile },
      { kind: 'context', items: [[hostile]] },
    ]
    const { faults, text } = parsed(pageHtml(pageOf(hostile, { text: '', blocks })))
    expect(faults).toEqual([])
    const seen = hostile
      .replace(/[\u0000\u202e]/g, '\ufffd')
      .replace('\u2028', ' ')
      .replaceAll('\u200b', '')
    // Title, heading, label, value (three times), section, four cells and lines at least.
    expect(text.split(seen).length).toBeGreaterThan(12)
  })
})

describe('a page', () => {
  const chart = { kind: 'chart', chart: { alt: 'rises "fast"' } } as unknown as Block
  const table: Block = {
    kind: 'table',
    caption: ['t'],
    columns: [{ title: 'a', align: 'left' }],
    rows: [['1']],
  }
  const page = pageOf('x', { text: '', blocks: [chart, table, table] })

  it('may load and run nothing', () => {
    expect(pageHtml(page)).toContain(
      `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    )
  })

  it('has a picture for each kind of page, with its words', () => {
    expect(pageHtml(page)).toContain(
      `<picture><source media="screen and (prefers-color-scheme: dark)" srcset="data:image/png;base64,${PNG}"><img src="data:image/png;base64,${PNG}" alt="rises &#34;fast&#34;"></picture>`,
    )
  })

  it('has the words alone where there is no picture', () => {
    const [section] = page.sections
    const bare = {
      ...page,
      sections: [{ title: 'x', blocks: section?.blocks ?? [], pictures: [] }],
    }
    expect(pageHtml(bare)).not.toContain('<img')
    expect(parsed(pageHtml(bare)).text).toContain('rises "fast"')
  })

  it('has every table as one, where Slack has one a message, and no buttons', () => {
    const buttons: Block = {
      kind: 'buttons',
      buttons: [{ action: 'again', label: ['Run again'], value: 'r' }],
    }
    const html = pageHtml(pageOf('x', { text: '', blocks: [table, table, buttons] }))
    expect(html.split('<table>')).toHaveLength(3)
    expect(html).not.toContain('Run again')
  })

  it('says its language', () => {
    expect(pageHtml(page)).toContain('<html lang="en">')
    expect(pageHtml({ ...page, lang: 'zh' })).toContain('<html lang="zh-Hans">')
  })
})
