import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConfigFault, faultLine } from '../../src/config/words.ts'
import { type Config, type ConfigOptions, readConfig } from '../../src/config/yaml.ts'
import { PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { validateWhen } from '../../src/schedule/when.ts'

const OPTIONS: ConfigOptions = {
  path: '/etc/memcheck/memcheck.yaml',
  reserved: ['check', 'oom', 'help'],
  home: '/home/bot',
  agentSocket: null,
  readWhen: validateWhen,
}

const HEAD = `defaults: {user: u, key: k}
`
const ONE = `${HEAD}hosts:
  - name: db1
`

function config(text: string): Config {
  const read = readConfig(text, OPTIONS)
  if ('faults' in read)
    throw new Error(read.faults.map((fault) => faultLine(fault, 'en')).join('\n'))
  return read.config
}

function faults(text: string): readonly ConfigFault[] {
  const read = readConfig(text, OPTIONS)
  return 'faults' in read ? read.faults : []
}

/** Faults as `line code`, with what the params must show. */
const short = (text: string) =>
  faults(text).map(({ line, code, params }) => [line, code, params.near ?? null])

describe('a good file', () => {
  test('the example reads clean and says what it says', () => {
    const text = readFileSync(join(import.meta.dirname, '../../memcheck.example.yaml'), 'utf8')
    const { inventory, orders, lang, channelLangs } = config(text)
    expect(lang).toBe('en')
    expect([...channelLangs]).toEqual([['C0123ABCD', 'zh']])
    expect(inventory.hosts.map((host) => host.name)).toEqual(['db1', 'web1', 'web2'])
    expect(inventory.hosts[2]).toEqual({
      ...PLAIN_HOST,
      name: 'web2',
      address: '10.0.3.12',
      port: 2222,
      user: 'ops',
      credentials: { ...PLAIN_HOST.credentials, keyFiles: ['/home/bot/.ssh/ops_ed25519'] },
      knownHostsFiles: ['/home/bot/.ssh/known_hosts'],
      restMs: 2000,
    })
    expect(inventory.groups).toEqual({ web: ['web1', 'web2'] })
    expect(orders.map((order) => [order.name, order.tell, order.depth])).toEqual([
      ['morning', 'always', 'full'],
      ['db1-watch', 'changes', 'levels'],
      ['recorder', 'never', 'pulse'],
    ])
    expect(orders[0]).toMatchObject({
      targets: [
        { kind: 'host', host: 'db1', process: null },
        { kind: 'host', host: 'db1', process: 'postgres' },
        { kind: 'group', group: 'web', process: null },
        { kind: 'group', group: 'web', process: 'php-fpm' },
        { kind: 'group', group: 'web', process: 'unit:nginx' },
      ],
      when: { kind: 'cron', expression: '0 8 * * 1-5', zone: 'Europe/Berlin' },
      channel: '#memory',
      lang: null,
    })
  })

  test('the least there can be: address and known_hosts have defaults', () => {
    expect(config(ONE).inventory.hosts).toEqual([
      {
        ...PLAIN_HOST,
        restMs: LIMITS.restMs,
        name: 'db1',
        address: 'db1',
        user: 'u',
        credentials: { ...PLAIN_HOST.credentials, keyFiles: ['/etc/memcheck/k'] },
      },
    ])
  })

  test('a host may rest for longer or not at all, and never for so long that a person gives up', () => {
    const rests = (rest: string): readonly number[] | undefined => {
      const read = readConfig(
        `defaults: {rest: ${rest}}\nhosts: [{name: a}, {name: b, rest: 0s}]\n`,
        OPTIONS,
      )
      return 'config' in read ? read.config.inventory.hosts.map((host) => host.restMs) : undefined
    }
    expect(rests('5s')).toEqual([5000, 0])
    for (const wrong of ['61s', '5m', '500ms', '-1s', '2']) expect(rests(wrong)).toBeUndefined()
  })

  test('ways in: several keys, an agent, jump hosts one behind the other, what the defaults have and one does not', () => {
    const text = `defaults: {key: [a, ~/b], via: bastion, passphrase_env: PHRASE, agent: /run/agent}
hosts:
  - {name: bastion, aliases: gate, transport: openssh}
  - {name: inner, via: GATE, password_env: PASS, agent: false, key: c}
  - {name: db1, via: inner}
  - {name: lone, via: none}
`
    const [bastion, inner, db1, lone] = config(text).inventory.hosts
    expect(bastion?.jump).toBeNull()
    expect(bastion?.transport).toBe('openssh')
    expect(inner?.jump).toEqual(bastion)
    expect(db1?.jump).toEqual(inner)
    expect(lone?.jump).toBeNull()
    expect(db1?.credentials).toEqual({
      agentSocket: '/run/agent',
      onlyOwnKeys: false,
      keyFiles: ['/etc/memcheck/a', '/home/bot/b'],
      passphraseEnv: 'PHRASE',
      passwordEnv: null,
    })
    expect(inner?.credentials).toMatchObject({ agentSocket: null, passwordEnv: 'PASS' })
    expect(inner?.credentials.keyFiles).toEqual(['/etc/memcheck/c'])
  })

  test('aliases name their host, in any case of letters, in groups and orders', () => {
    const { inventory, orders } = config(`${ONE}    aliases: primary
groups: {all: [Primary, db1]}
orders:
  - {name: o, targets: PRIMARY postgres x, every: 1h, channel: C0123, tell: never, lang: zh}
`)
    expect(inventory.groups).toEqual({ all: ['db1'] })
    expect(orders[0]?.targets).toEqual([{ kind: 'host', host: 'db1', process: 'postgres x' }])
    expect(orders[0]).toMatchObject({
      tell: 'never',
      lang: 'zh',
      when: { kind: 'interval', everyMs: 3_600_000 },
    })
  })
})

describe('faults', () => {
  test('all are told at once, each on its line', () => {
    const text = `langs: en
defaults:
  user: u
  pasword: x
hosts:
  - name: db1
    adress: 10.0.0.1
    port: 99999
  - name: oom
    key: k
    memory: yes please
  - name: DB1
    key: k
    aliases: [30d, "4242"]
  - address: 10.0.0.9
groups:
  web: [db2, db1]
  none: []
orders:
  - name: a
    targets: ["@wbe", db1]
    every: 3s
    channel: #memory
  - name: b
    targets: db7
    every: 61 * * * *
    channel: "#memory"
    tell: allways
  - name: c
    targets: db1
    every: 0 8 * * *
    zone: Berlin
    channel: "#memory"
`
    expect(short(text)).toEqual([
      [1, 'unknown-key', 'lang'],
      [4, 'unknown-key', null],
      [7, 'unknown-key', 'address'],
      [8, 'out-of-range', null],
      [9, 'reserved-word', null],
      [11, 'want-boolean', null],
      [12, 'duplicate-name', null],
      [14, 'reserved-word', null],
      [14, 'bad-name', null],
      [15, 'missing-key', null],
      [17, 'unknown-host', 'db1'],
      [18, 'empty-list', null],
      [23, 'empty-value', null],
      [28, 'bad-choice', 'always'],
      [32, 'bad-zone', null],
    ])
  })

  test('what an order asks for is looked at once its shape is right', () => {
    const text = `${ONE}groups: {web: [db1]}
orders:
  - {name: a, targets: ["@wbe", db1], every: 3s, channel: c}
  - {name: b, targets: db2, every: 61 * * * *, channel: c}
  - {name: A, targets: db1, every: 5m, channel: c}
`
    expect(short(text)).toEqual([
      [6, 'unknown-group', 'web'],
      [6, 'interval-too-short', null],
      [7, 'unknown-host', 'db1'],
      [7, 'bad-cron', null],
      [8, 'duplicate-name', null],
    ])
  })

  test.each([
    ['a list at the top', '- a\n', [[1, 'want-map', null]]],
    ['hosts as a map', `${HEAD}hosts:\n  db1: {}\n`, [[3, 'want-list', null]]],
    ['a host as text', `${HEAD}hosts:\n  - db1\n`, [[3, 'want-map', null]]],
    ['a number for a name', `${HEAD}hosts:\n  - name: 12\n`, [[3, 'want-text', null]]],
    ['a port with a fraction', `${ONE}    port: 22.5\n`, [[4, 'want-number', null]]],
    [
      'an address that is an option',
      `${ONE}    address: -oProxyCommand=x\n`,
      [[4, 'bad-name', null]],
    ],
    ['an address with a space', `${ONE}    address: a b\n`, [[4, 'bad-name', null]]],
    [
      'an alias that is another host',
      `${ONE}  - name: db2\n    aliases: [x, db1]\n`,
      [[5, 'duplicate-name', null]],
    ],
    ['an alias given twice', `${ONE}    aliases: [x, x]\n`, [[4, 'duplicate-name', null]]],
    ['an alias that is reserved', `${ONE}    aliases: Help\n`, [[4, 'reserved-word', null]]],
    [
      'a password for ssh itself',
      `${ONE}    transport: openssh\n    password_env: P\n`,
      [[3, 'openssh-secret', null]],
    ],
    ['an agent where there is none', `${ONE}    agent: true\n`, [[3, 'no-agent', null]]],
    ['a way through no host', `${ONE}    via: db2\n`, [[4, 'unknown-host', 'db1']]],
    ['a way through itself', `${ONE}    via: db1\n`, [[4, 'via-ring', null]]],
    [
      'a ring of ways',
      `${ONE}    via: db2\n  - {name: db2, via: db1}\n`,
      [
        [4, 'via-ring', null],
        [5, 'via-ring', null],
      ],
    ],
    [
      'more jump hosts than can be meant',
      `${ONE}    via: h1\n${[1, 2, 3, 4, 5].map((n) => `  - {name: h${n}, via: ${n === 5 ? 'none' : `h${n + 1}`}}\n`).join('')}`,
      [[4, 'via-too-long', null]],
    ],
    ['a secret in the file', `${ONE}    password: x\n`, [[4, 'unknown-key', null]]],
    ['a way in that is none', `${ONE}    transport: telnet\n`, [[4, 'bad-choice', null]]],
    [
      'a fault in the defaults is one fault',
      'defaults: {user: 5, key: k}\nhosts: [{name: db1}]\n',
      [[1, 'want-text', null]],
    ],
    ['a language that is none', `${ONE}lang: de\n`, [[4, 'bad-choice', null]]],
    ['a key twice', `${ONE}    port: 1\n    port: 2\n`, [[5, 'yaml-duplicate-key', null]]],
    [
      'a key twice does not hide the rest',
      `${ONE}    port: 1\n    port: 2\n    usr: x\n`,
      [
        [5, 'yaml-duplicate-key', null],
        [6, 'unknown-key', 'user'],
      ],
    ],
    ['a tab', `${HEAD}hosts:\n\t- name: db1\n`, [[3, 'yaml-syntax', null]]],
    ['a quote never closed', `${ONE}    user: "u\n`, [[5, 'yaml-syntax', null]]],
    ['@ without quotes', `${ONE}orders:\n  - targets: @web\n`, [[5, 'yaml-quote-at', null]]],
    ['two documents', `${ONE}---\nhosts: []\n`, [[4, 'yaml-syntax', null]]],
    ['a group that is called so badly', `${ONE}groups: {"a b": [db1]}\n`, [[4, 'bad-name', null]]],
    [
      'a group of a host with faults names it still',
      `${ONE}    port: 0\ngroups: {g: [db1]}\n`,
      [[4, 'out-of-range', null]],
    ],
    ['too large', `#${'x'.repeat(1024 * 1024)}`, [[null, 'yaml-too-large', null]]],
  ])('%s', (_name, text, want) => {
    expect(short(text)).toEqual(want)
  })

  test('aliases that unfold without end are refused', () => {
    const lines = [
      'a0: &a0 [x]',
      ...Array.from({ length: 9 }, (_, n) => {
        const name = `*a${n}`
        return `a${n + 1}: &a${n + 1} [${Array.from({ length: 9 }, () => name).join(', ')}]`
      }),
    ]
    expect(short(lines.join('\n'))).toEqual([[null, 'yaml-aliases', null]])
  })

  test('too many orders and too many targets are told with their counts', () => {
    const many = Array.from({ length: 600 }, () => 'db1').join(', ')
    expect(
      faults(`${ONE}orders: [{name: a, targets: [${many}], every: 5m, channel: c}]\n`),
    ).toMatchObject([{ line: 4, code: 'too-many-targets', params: { count: 600, limit: 500 } }])
    const orders = Array.from(
      { length: 101 },
      (_, n) => `  - {name: o${n}, targets: db1, every: 5m, channel: c}`,
    )
    expect(faults(`${ONE}orders:\n${orders.join('\n')}\n`)).toMatchObject([
      { code: 'too-many-orders', params: { count: 101, limit: 100 } },
    ])
  })

  test('are told in words, in both languages, with the place and the hint', () => {
    const [fault] = faults(`${ONE}    adress: x\n`)
    if (fault === undefined) throw new Error('no fault')
    expect(faultLine(fault, 'en')).toBe(
      '/etc/memcheck/memcheck.yaml:4: hosts[0]: there is no key "adress"; did you mean "address"?',
    )
    expect(faultLine(fault, 'zh')).toBe(
      '/etc/memcheck/memcheck.yaml:4: hosts[0]：没有键 "adress"；是否想写 "address"？',
    )
  })

  test('what was typed is shown to a terminal, not obeyed by it', () => {
    const [fault] = faults(`${ONE}    "a\\e]0;x\\ab": 1\n`)
    if (fault === undefined) throw new Error('no fault')
    expect(faultLine(fault, 'en')).toContain('"a?]0;x?b"')
  })
})

test('any text at all gives a config or faults, never an exception', () => {
  const line = fc.constantFrom(
    'hosts:',
    '  - name: a',
    '    aliases: [b, *x]',
    'x: &x [a]',
    'groups: {g: [a, 5]}',
    'orders:',
    '  - 3',
    '? {a: b} : c',
    '__proto__: {a: 1}',
    'constructor: 1',
    '<<: *x',
    '...',
    'null: 1',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(line).map((lines) => lines.join('\n')),
  )
  fc.assert(
    fc.property(text, (yaml) => {
      const read = readConfig(yaml, OPTIONS)
      if ('faults' in read)
        for (const fault of read.faults) expect(faultLine(fault, 'zh')).toContain('memcheck.yaml')
    }),
    { numRuns: 400 },
  )
})

describe('prometheus', () => {
  const of = (lines: string) => `${ONE}prometheus:\n${lines}`

  test('the example, and what is left out', () => {
    const text = readFileSync(join(import.meta.dirname, '../../memcheck.example.yaml'), 'utf8')
    expect(config(text).prometheus).toEqual({
      url: 'https://prometheus.internal.example',
      tokenEnv: null,
      label: 'instance',
      value: '{name}:9100',
      hosts: { web2: 'web-two.example:9100' },
      labels: { job: 'node' },
      stepMs: 600_000,
      days: 28,
    })
    expect(config(of('  url: http://prom:9090/\n')).prometheus).toMatchObject({
      url: 'http://prom:9090',
      value: null,
      hosts: {},
      labels: {},
    })
    expect(config(ONE).prometheus).toBeNull()
  })

  test.each([
    ['  step: 10m\n', 'missing-key'],
    ['  url: ftp://prom\n', 'bad-url'],
    ['  url: https://u:secret@prom\n', 'bad-url'],
    ['  url: http://prom\n  token_env: T\n', 'token-in-clear'],
    ['  url: https://prom\n  step: 1s\n', 'bad-step'],
    ['  url: https://prom\n  step: often\n', 'bad-step'],
    ['  url: https://prom\n  days: 40\n', 'out-of-range'],
    ['  url: https://prom\n  hosts: { db9: x }\n', 'unknown-host'],
    ['  url: https://prom\n  labels: { "a-b": x }\n', 'bad-name'],
    ['  url: https://prom\n  tokenenv: T\n', 'unknown-key'],
  ])('%j is a fault', (lines, code) => {
    expect(faults(of(lines)).map((one) => one.code)).toEqual([code])
    for (const one of faults(of(lines))) expect(faultLine(one, 'en')).not.toContain('secret')
  })
})
