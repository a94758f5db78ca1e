/** Every shape of a secret in every surrounding, and what must stay readable. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask, maskIdent, maskName, maskText } from '../../src/domain/secrets.ts'
import { MASK_RULES } from '../../src/domain/source.ts'
import { CANARIES, SHAPES } from './canaries.ts'
import { LOOK_ALIKES } from './lookAlikes.ts'

test('there are 200 of 20 shapes, and 100 that only look like some', () => {
  expect(CANARIES).toHaveLength(200)
  expect(Object.keys(SHAPES)).toHaveLength(20)
  expect(LOOK_ALIKES.length).toBeGreaterThanOrEqual(100)
  expect(new Set(CANARIES.flatMap(({ secrets }) => secrets)).size).toBeGreaterThanOrEqual(200)
})

/** Where a secret may stand. */
const AROUND: readonly (readonly [string, (text: string) => string])[] = [
  ['alone', (text) => text],
  ['in a command line', (text) => `/opt/app/bin/run --port 80 ${text} --verbose`],
  ['in arguments', (text) => `run\0${text.replaceAll(/ (?=\S)/g, '\0')}\0--verbose\0`],
  [
    'in a table of arguments',
    (text) =>
      `7/cmdline:run\x007/cmdline:${text.replaceAll(/ (?=\S)/g, '\x007/cmdline:')}\x008/cmdline:x\0`,
  ],
  [
    'in a line of a log',
    (text) => `2024-11-20 03:14:05 UTC [4242] ERROR: cannot start: ${text} (exit 1)\nnext line`,
  ],
  ['in JSON', (text) => JSON.stringify({ level: 'error', msg: `told ${text}`, n: 1 })],
  ['in JSON in JSON', (text) => JSON.stringify({ raw: JSON.stringify({ msg: text }) })],
  ['at the end of a cut text', (text) => `x y z ${text}`],
]

describe.each(AROUND)('%s', (_, around) => {
  test.each(Object.keys(SHAPES))('%s', (shape) => {
    for (const { text, secrets } of CANARIES.filter((canary) => canary.shape === shape)) {
      const masked = maskText(around(text))
      for (const secret of secrets) expect(masked).not.toContain(secret)
      expect(maskText(masked)).toBe(masked)
    }
  })
})

describe('left readable', () => {
  test.each(LOOK_ALIKES)('%s', (text) => {
    expect(maskText(text)).toBe(text)
    expect(maskText(`run ${text} x`)).toBe(`run ${text} x`)
    expect(maskText(`run\0${text}\0x`)).toBe(`run\0${text}\0x`)
    expect(maskName(text)).toBe(text)
    for (const rule of MASK_RULES.filter(
      (one) => one !== 'environ' && one !== 'idents' && one !== 'statements',
    ))
      expect(mask(text, rule)).toBe(text)
  })
})

describe('file names', () => {
  const shapes = Object.keys(SHAPES).filter((shape) => shape !== 'random')
  test.each(shapes)('%s', (shape) => {
    for (const { text, secrets } of CANARIES.filter((canary) => canary.shape === shape)) {
      const line = `7f1700000000-7f17030de000 r--p 00000000 fe:00 4111111111111111 /srv/a/${text.replaceAll('\n', '\\012')} (deleted)\n`
      const masked = mask(line, 'paths')
      for (const secret of secrets) expect(masked).not.toContain(secret)
      expect(masked.startsWith(line.slice(0, line.indexOf('/')))).toBe(true)
    }
  })

  test('what is merely random stays: it may be the name of what holds the memory', () => {
    const line = '7f17-7f18 r--p 00000000 fe:00 1 /srv/cache/aB3dE5fG7hJ9kL1mN3pQ5rS7\n'
    expect(mask(line, 'paths')).toBe(line)
    expect(maskText(line)).not.toContain('aB3dE5fG7hJ9kL1mN3pQ5rS7')
  })
})

describe('statements', () => {
  test.each(CANARIES.map(({ text, secrets }) => [text, secrets] as const))(
    '%j',
    (text, secrets) => {
      const quoted = text.replaceAll("'", "''").replaceAll('\n', '\n\t')
      const statement = `SELECT * FROM t WHERE a = '${quoted}' AND b = 4711`
      for (const masked of [mask(`STATEMENT:  ${statement}`, 'statements'), maskIdent(statement)])
        for (const secret of secrets) expect(masked).not.toContain(secret)
    },
  )
})

test('values stop where the next name begins, quotes and brackets stay', () => {
  const cases = [
    ['password=a,b;c user=bob', 'password=•••• user=bob'],
    ['password=abc,user=bob', 'password=••••,user=bob'],
    ['Server=h;Pwd={a;b};Uid=x', 'Server=h;Pwd=••••;Uid=x'],
    ['{"password": "a \\" b", "user": "bob"}', '{"password": "••••", "user": "bob"}'],
    ["conn(password='it''s', user='bob')", "conn(password='••••', user='bob')"],
    ['<password>hunter2</password>', '<password>••••</password>'],
    ['run(token=abc)', 'run(token=••••)'],
    [
      'curl -H Authorization: Bearer abc123 http://h/x',
      'curl -H Authorization: Bearer •••• http://h/x',
    ],
    ['postgres://u:p@ss:w@h/db', 'postgres://u:••••@h/db'],
    ['https://deploy@host/x', 'https://deploy@host/x'],
    ['docker run -u 1000:1000 img', 'docker run -u 1000:1000 img'],
  ] as const
  for (const [text, masked] of cases) expect(maskText(text)).toBe(masked)
})

test('a key that has no end takes nothing with it that is not its body', () => {
  const text = `a\n-----BEGIN PRIVATE KEY-----\n${'Ab1+'.repeat(16)}\n2024-11-20 the next line\n`
  expect(maskText(text)).toBe('a\n••••\n2024-11-20 the next line\n')
})

test('any mixture: total, stable, and no longer than a mask for each letter', () => {
  const bits = fc.oneof(
    fc.constantFrom(...CANARIES.map(({ text }) => text), ...LOOK_ALIKES),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      ' ',
      '\n',
      '\0',
      '"',
      "'",
      '\\',
      '=',
      ':',
      ',',
      ';',
      '@',
      '/',
      '-',
      '••••',
      'password',
      'token=',
      '--secret ',
      'Bearer ',
      'mysql -p',
      '7/cmdline:',
    ),
  )
  fc.assert(
    fc.property(
      fc.array(bits, { maxLength: 12 }),
      fc.constantFrom(...MASK_RULES),
      (parts, rule) => {
        const once = mask(parts.join(''), rule)
        expect(mask(once, rule)).toBe(once)
        expect(once.length).toBeLessThanOrEqual(parts.join('').length * 4 + 16)
      },
    ),
    { numRuns: 1500 },
  )
})

/** Each repeats what a shape begins with, and never ends it: what looks twice at each letter would not come back. */
const HOSTILE = [
  'password=',
  'password ',
  '--token',
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  'A1b+',
  'a',
  '4',
  '4444 ',
  'a@a.',
  '@',
  '://a:',
  '://',
  'mysql -p',
  'mysql ',
  '7/cmdline:mysql\0',
  'Authorization: ',
  'Authorization: a=b, ',
  'Cookie: a=b; ',
  '"',
  '\\"',
  "'",
  '<token',
  '$2b$12$',
  'xoxb-',
  'eyJ',
  'identified by ',
  'login a password ',
  '-u a:',
  '\t',
  ' ',
  '/',
  '[',
  'STATEMENT:  ',
  'echo ',
  'echo a|',
  'kinit ',
  'values (',
  "values ('a",
  'crypt(',
  "crypt('",
  'password',
  'password like ',
  '$a$',
  '$P$',
  'name="password" ',
  'name: password, ',
  'stats auth ',
  'user a ',
  'password is ',
  'token "1',
  'token a1',
  '--password\0',
  '1/cmdline:--password\0',
  ':5432:',
  'a:5432:b:c:',
  'AAAA',
  'A',
  'é',
  'auth_',
  '":"',
]
test.each(HOSTILE)(
  'half a million letters of %j come back',
  (bit) => {
    const text = bit.repeat(Math.ceil(500_000 / bit.length))
    for (const rule of MASK_RULES) expect(typeof mask(`password=x ${text}`, rule)).toBe('string')
  },
  10_000,
)
