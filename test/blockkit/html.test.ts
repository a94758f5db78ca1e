import { describe, expect, it } from 'vitest'
import { blocksToHtml, mrkdwnToHtml } from '../../src/blockkit/html.ts'

function html(...blocks: readonly unknown[]): string {
  return blocksToHtml(blocks, { fileUrl: (id) => `/files/${id}` })
}

describe('mrkdwnToHtml', () => {
  it.each([
    ['*bold* _it_ ~no~', '<strong>bold</strong> <em>it</em> <s>no</s>'],
    ['a*b*c foo_bar_baz', 'a*b*c foo_bar_baz'],
    ['`*a* &lt;b&gt;`', '<code>*a* &#60;b&#62;</code>'],
    ['```\na\n  b\n```', '<pre>a\n  b\n</pre>'],
    ['one\ntwo', 'one<br>two'],
    ['&gt; quoted', '<blockquote>quoted</blockquote>'],
    ['a &gt; b', 'a &#62; b'],
    [
      ':red_circle: :nope: :constructor:',
      '<span class="emoji red_circle" role="img" aria-label="red circle">🔴</span> :nope: :constructor:',
    ],
    [
      '⚠️ `🔴` ok',
      '<span class="emoji warning" role="img" aria-label="warning">⚠️</span> <code>🔴</code> ok',
    ],
    ['<@U1>', '<span class="ref">@U1</span>'],
    ['<!here>', '<span class="ref">!here</span>'],
    [
      '<!date^1763694369^{date_short_pretty}|2025-11-21 UTC>',
      '<time data-unix="1763694369">2025-11-21 UTC</time>',
    ],
    [
      '<https://a.b/?x=1&amp;y="|*label*>',
      '<a href="https://a.b/?x=1&#38;y=&#34;" rel="noopener noreferrer" target="_blank">*label*</a>',
    ],
  ])('%j is %j', (mrkdwn, drawn) => {
    expect(mrkdwnToHtml(mrkdwn)).toBe(drawn)
  })

  it.each([
    '<script>alert(1)</script>',
    '&lt;img src=x onerror=alert(1)&gt;',
    '<javascript:alert(1)|click>',
    '<data:text/html,x|click>',
    '<https://x" onmouseover="alert(1)|y>',
    '<https://x`"><img src=x>`|y>',
    '`</code><script>`',
    '\u00000\u0000<b|x>\u00001\u0000',
    '*<!date^1^x|"><script>>*',
    ':<script>:',
  ])('%j opens nothing', (mrkdwn) => {
    const drawn = mrkdwnToHtml(mrkdwn)
    const known =
      /<\/?(strong|em|s|code|pre|br|blockquote)>|<span class="ref">|<\/span>|<time data-unix="\d+">|<\/time>|<a href="https:\/\/[^"]*" rel="noopener noreferrer" target="_blank">|<\/a>/g
    expect(drawn.replace(known, '')).not.toMatch(/[<>"]/)
  })
})

describe('blocksToHtml', () => {
  it('draws buttons that say what they do', () => {
    const button = {
      type: 'button',
      action_id: 'mc:"x"',
      style: 'danger',
      text: { type: 'plain_text', text: '*<b>*' },
      value: '"><script>',
    }
    expect(html({ type: 'actions', block_id: 'b1', elements: [button] })).toBe(
      '<div class="actions"><button type="button" class="btn danger" data-action="mc:&#34;x&#34;" data-block="b1" value="&#34;&#62;&#60;script&#62;">*&#60;b&#62;*</button></div>',
    )
  })

  it('asks first where a button asks first', () => {
    const confirm = { title: { text: 'Sure?' }, text: { text: 'It "stops".' } }
    const drawn = html({ type: 'actions', elements: [{ type: 'button', confirm }] })
    expect(drawn).toContain('data-confirm="Sure?\n\nIt &#34;stops&#34;."')
  })

  it('draws pictures by file id, and by addresses of the web only', () => {
    expect(html({ type: 'image', slack_file: { id: 'F1' }, alt_text: 'a "b"' })).toBe(
      '<figure><img src="/files/F1" alt="a &#34;b&#34;"></figure>',
    )
    expect(html({ type: 'image', image_url: 'javascript:alert(1)', alt_text: '' })).toContain(
      'src=""',
    )
  })

  it('draws tables with heading and alignment', () => {
    const cell = (text: string) => ({ type: 'raw_text', text })
    const rows = [
      [cell('name'), cell('RSS')],
      [cell('<b>*x*'), cell('1')],
    ]
    expect(html({ type: 'table', column_settings: [{}, { align: 'right' }], rows })).toBe(
      '<table><tr><th>name</th><th style="text-align:right">RSS</th></tr><tr><td>&#60;b&#62;*x*</td><td style="text-align:right">1</td></tr></table>',
    )
  })

  it('draws rich text literally', () => {
    const elements = [
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '*a* <b>' }] },
      {
        type: 'rich_text_list',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'x', style: { bold: true } },
              { type: 'link', url: 'javascript:x', text: 'y' },
              { type: 'user', user_id: 'U1' },
              { type: 'date', timestamp: 5, fallback: 'then' },
            ],
          },
        ],
      },
    ]
    expect(html({ type: 'rich_text', elements })).toBe(
      '<div class="rich"><pre>*a* &#60;b&#62;</pre><ul><li><strong>x</strong>y<span class="ref">@U1</span><time data-unix="5">then</time></li></ul></div>',
    )
  })

  it('draws section, fields, accessory, header, divider and context', () => {
    expect(
      html(
        { type: 'header', text: { type: 'plain_text', text: '*a*' } },
        { type: 'divider' },
        {
          type: 'section',
          block_id: 's',
          text: { type: 'mrkdwn', text: '*a*' },
          fields: [{ type: 'plain_text', text: 'f' }],
          accessory: { type: 'button', action_id: 'x', text: { text: 'go' } },
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '_c_' }] },
      ),
    ).toBe(
      [
        '<h3 class="header">*a*</h3>',
        '<hr>',
        '<div class="section"><div class="body"><p><strong>a</strong></p><div class="fields"><div class="field">f</div></div></div><button type="button" class="btn" data-action="x" data-block="s" value="">go</button></div>',
        '<div class="context"><span><em>c</em></span></div>',
      ].join('\n'),
    )
  })

  it('shows what it does not know, and survives anything', () => {
    expect(html({ type: '<x>' })).toBe(
      '<div class="unknown">[unsupported block: &#60;x&#62;]</div>',
    )
    expect(html(null, 1, 'a', [], { type: 'table', rows: [1, [null]] })).toContain('unsupported')
  })
})
