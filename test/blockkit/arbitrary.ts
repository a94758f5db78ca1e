/** Any neutral message, with the texts that hurt: markup, pings, emoji, controls, unpaired surrogates. */
import fc from 'fast-check'
import type { Block, Message } from '../../src/domain/report.ts'
import type { Span } from '../../src/domain/words.ts'

const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<@U012AB3CD>',
  '<#C012|x>',
  '<https://evil.example|click>',
  'https://evil.example/x?a=1&b=2',
  '*bold*',
  '_it_ ~no~',
  '`rm -rf /`',
  '```\nblock\n```',
  ':smile: :+1: fe80::1:ab:2',
  '> quote',
  '&lt;!channel&gt;',
  '@here @channel',
  'a\u0000b\u001b[31mred\u202ereverse',
  'line one\nline two\r\n• fine',
  '\ud83d alone',
  '内存*泄漏*检查',
  '',
  ' ',
  'x'.repeat(4000),
  '<!date^1^{date}^https://evil.example|now>',
  '<!subteam^S012|@all>',
  '<mailto:a@evil.example|mail>',
  '<|<@U012AB3CD>>',
  '&amp;lt;!here&amp;gt;',
  'zero\u200b\u200c\u2060width\ufeff',
  '\u202eevil\u2066isolated\u2069',
  '\udc00\ud800 halves the other way',
  '😀'.repeat(1500),
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  '内存'.repeat(3000),
  '\t\n \u00a0\u3000',
  'a\u0301'.repeat(40),
  '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  "javascript:alert('x')",
  '\n'.repeat(500),
]

/** Text as a host or a person may bring it. */
export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ maxLength: 60, unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.string({ maxLength: 20, unit: fc.constantFrom(...'*_~`<>&:@!#|^ ab\n') }),
  },
)

/** As Slack gives it for a message of ours. */
export const OUR_LINK =
  'https://acme.slack.com/archives/C012AB3CD/p1795740000000100?thread_ts=1795740000.000100&cid=C012AB3CD'

const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  text.map((code) => ({ code })),
  text.map((command) => ({ command })),
  text.map((strong) => ({ strong })),
  fc.integer({ min: -1000, max: 4_000_000_000_000 }).map((timeMs) => ({ timeMs })),
  fc.oneof(fc.constant('U012AB3CD'), text).map((user) => ({ user })),
  fc.oneof(fc.constant('C012AB3CD'), text).map((channel) => ({ channel })),
  fc.record({ link: fc.oneof(fc.constant(OUR_LINK), text), text }),
)
export const anyText = fc.array(span, { maxLength: 5 })

const chart = {
  kind: 'growth' as const,
  title: '',
  subtitle: '',
  tone: 'calm' as const,
  series: [],
  limit: null,
  floors: [],
  floorLabel: 'floors',
  restarts: [],
  restartLabel: '',
  forecast: null,
  zone: 'UTC',
}

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('headline' as const),
    mark: fc.constantFrom('critical', 'warning', 'info', 'ok', 'unknown', 'working', 'failed'),
    text: anyText,
  }),
  fc.record({ kind: fc.constant('text' as const), text: anyText }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 25 }),
  }),
  fc.record({ kind: fc.constant('bullets' as const), items: fc.array(anyText, { maxLength: 30 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: anyText,
    columns: fc.array(
      fc.record({ title: text, align: fc.constantFrom('left' as const, 'right' as const) }),
      { maxLength: 24 },
    ),
    rows: fc.oneof(
      fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 8 }),
      fc.array(fc.constant(['1']), { minLength: 90, maxLength: 140 }),
      fc.array(fc.constant(['abc', '12 345', 'some name here']), { minLength: 90, maxLength: 140 }),
    ),
  }),
  fc.record({
    kind: fc.constant('code' as const),
    text: fc.oneof(text, fc.constant('a line of smaps\n'.repeat(2000))),
  }),
  fc.record({ kind: fc.constant('chart' as const), chart: text.map((alt) => ({ ...chart, alt })) }),
  fc.record({ kind: fc.constant('file' as const), name: text, title: anyText, text }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.record({
        action: fc.oneof(fc.constantFrom('again', 'drill:smaps', 'x#2'), text),
        label: anyText,
        value: text,
      }),
      { maxLength: 30 },
    ),
    more: fc.array(
      fc.record({ action: fc.constantFrom('doubt', 'page'), label: anyText, value: text }),
      { maxLength: 5 },
    ),
  }),
  fc.record({ kind: fc.constant('context' as const), items: fc.array(anyText, { maxLength: 14 }) }),
)

const short = fc.constant<Block>({ kind: 'text', text: ['short'] })

export const anyMessage: fc.Arbitrary<Message> = fc.record({
  text,
  blocks: fc.oneof(
    { weight: 3, arbitrary: fc.array(block, { maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(block, { maxLength: 70, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(short, { minLength: 40, maxLength: 70 }) },
  ),
})
