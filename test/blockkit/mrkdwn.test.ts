import { describe, expect, it } from 'vitest'
import { toMrkdwn } from '../../src/blockkit/mrkdwn.ts'
import type { Span, Text } from '../../src/domain/words.ts'

const Z = '\u200b'

function shown(text: Text, options: { bold?: boolean; lines?: boolean } = {}): string {
  return toMrkdwn(text, { maxChars: 3000, ...options })
}

describe('data', () => {
  it.each([
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['*bold* word', '`*bold*` word'],
    ['_a and b_', '`_a` and `b_`'],
    ['about ~5 GiB', 'about ~5 GiB'],
    ['foo_bar_baz a*b*c', 'foo_bar_baz a*b*c'],
    ['__libc_start_main', '`__libc_start_main`'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['x :smile: y', 'x `:smile:` y'],
    ['at 12:30:45', 'at 12:30:45'],
    ['10:100:20', '`10:100:20`'],
    ['fe80::1:ab:2', '`fe80::1:ab:2`'],
    ['> not a quote', '`&gt;` not a quote'],
    ['a > b', 'a &gt; b'],
    ['see https://evil.example/x', 'see `https://evil.example/x`'],
    ['@here now', '`@here` now'],
    ['say `rm`', 'say `\u02cbrm\u02cb`'],
    ['a\u0000b\u001b[31mc\u202ed', 'a\ufffdb\ufffd[31mc\ufffdd'],
    ['line\nnext\r\n\u2028end', 'line next  end'],
    ['\ud83d', '\ufffd'],
    ['😀 内存', '😀 内存'],
    ['', ''],
  ])('%j is %j', (data, mrkdwn) => {
    expect(shown([data])).toBe(mrkdwn)
  })

  it('keeps its lines where that is asked', () => {
    expect(shown(['one\r\ntwo\n> three'], { lines: true })).toBe('one\ntwo\n`&gt;` three')
  })

  it('in two pieces is looked at as one', () => {
    expect(shown([':smi', 'le:'])).toBe('`:smile:`')
    expect(shown(['*a', ' b*'])).toBe('`*a` `b*`')
  })

  it('knows that our own bold may be the other half', () => {
    expect(shown(['*x ', { strong: 'y' }])).toBe('`*x` *y*')
  })
})

describe('spans', () => {
  it('code is code, whatever it holds', () => {
    expect(shown([{ code: 'ps -o pid,cmd | grep "<a>" `x`\n' }])).toBe(
      '`ps -o pid,cmd | grep "&lt;a&gt;" \u02cbx\u02cb`',
    )
    expect(shown([{ code: ' ' }])).toBe('')
  })

  it('a command is written as it is typed in Slack', () => {
    expect(shown(['run ', { command: 'memcheck db1 smaps' }])).toBe('run `/memcheck db1 smaps`')
  })

  it('strong is bold, its risky words are code', () => {
    expect(shown([{ strong: 'db1 postgres' }])).toBe('*db1 postgres*')
    expect(shown([{ strong: 'db1 *x* up' }])).toBe(`*db1* \`*x*\` *up*`)
    expect(shown([{ strong: ' ' }])).toBe(' ')
  })

  it('marks are kept apart from letters, not from spaces and stops', () => {
    expect(shown(['用', { code: 'ps' }, '看'])).toBe(`用${Z}\`ps\`${Z}看`)
    expect(shown(['run ', { code: 'ps' }, '.'])).toBe('run `ps`.')
    expect(shown([{ strong: 'a' }, { code: 'b' }])).toBe(`*a*${Z}\`b\``)
  })

  it('times are local to the reader, with UTC to fall back on', () => {
    expect(shown([{ timeMs: 1_763_694_369_999 }])).toBe(
      '<!date^1763694369^{date_short_pretty} {time_secs}|2025-11-21 03:06:09 UTC>',
    )
    expect(shown([{ timeMs: Number.NaN }])).toBe('–')
    expect(shown([{ timeMs: 1e300 }])).toBe('–')
    expect(shown([{ timeMs: -1000 }])).toBe('1969-12-31 23:59:59 UTC')
  })

  it('users are mentioned only by well-formed ids', () => {
    expect(shown([{ user: 'U012AB3' }])).toBe('<@U012AB3>')
    expect(shown([{ user: 'root' }])).toBe('@root')
    expect(shown([{ user: 'U1> <!here' }])).toBe('@U1&gt; &lt;!here')
    expect(shown([{ user: 'channel' }])).toBe('`@channel`')
  })

  it('bold running text leaves code and times as they are', () => {
    expect(shown(['db1 · ', { code: 'x' }, ' up'], { bold: true })).toBe('*db1 ·* `x` *up*')
  })
})

describe('what is too long', () => {
  it.each([
    [['x'.repeat(50)], `${'x'.repeat(17)}${Z}…`],
    [[{ strong: 'x'.repeat(50) }], `${Z}*${'x'.repeat(15)}*${Z}…`],
    [[{ code: 'x'.repeat(50) }], `${Z}\`${'x'.repeat(15)}\`${Z}…`],
    [['ab ', { timeMs: 0 }], `ab ${Z}…`],
    [['&'.repeat(50)], `${Z}&amp;&amp;&amp;${Z}…`],
  ] as readonly (readonly [Text, string])[])('%j ends visibly', (text, cut) => {
    const short = toMrkdwn(text, { maxChars: 20 })
    expect(short.length).toBeLessThanOrEqual(20)
    expect(short.endsWith('…')).toBe(true)
    expect(short.replaceAll(Z, '')).toBe(cut.replaceAll(Z, ''))
  })

  it('cuts between characters, not in them', () => {
    expect(toMrkdwn(['😀'.repeat(20)], { maxChars: 20 })).toMatch(/^\u200b?(😀)+\u200b?…$/u)
  })
})

it('leads only where a chat’s own address does, and to channels by their id', () => {
  const told = (span: Span) => toMrkdwn([span], { maxChars: 200 })
  const link = 'https://acme.slack.com/archives/C1/p179?thread_ts=1.2&cid=C1'
  expect(told({ link, text: 'db1 <x>' })).toBe(`<${link.replace('&', '&amp;')}|db1 &lt;x&gt;>`)
  expect(told({ link, text: 'db1 `x`' })).toMatch(/x.* <https:\/\/acme[^|]+\|↗>$/)
  expect(told({ link: 'javascript:alert(1)', text: 'db1' })).toBe('*db1*')
  expect(told({ link: 'https://evil.example/x', text: 'db1' })).toBe('*db1*')
  expect(told({ link: 'https://a/b|c>', text: 'db1' })).toBe('*db1*')
  expect(told({ link, text: ' ' }).trim()).toMatch(/^<https:[^|]+\|↗>$/)
  expect(told({ channel: 'C0OPS' })).toBe('<#C0OPS>')
  expect(told({ channel: 'ops|<!channel>' })).not.toMatch(/<[!#]/)
})
