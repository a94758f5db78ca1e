/** `policy` of memcheck.yaml: grants with their hosts, and every fault with its line. */
import { describe, expect, test } from 'vitest'
import { type ConfigFault, faultLine } from '../../src/config/words.ts'
import { readConfig } from '../../src/config/yaml.ts'
import type { Grant } from '../../src/domain/policy.ts'
import { validateWhen } from '../../src/schedule/when.ts'

const HOSTS =
  'hosts: [{name: db1}, {name: web1, aliases: [www]}, {name: web2}]\ngroups: {web: [web1, web2]}\n'

function read(text: string) {
  return readConfig(HOSTS + text, {
    path: 'memcheck.yaml',
    reserved: [],
    home: '/home/bot',
    agentSocket: null,
    readWhen: validateWhen,
  })
}
function grants(text: string): readonly Grant[] | null {
  const got = read(text)
  if ('faults' in got) throw new Error(got.faults.map((one) => faultLine(one, 'en')).join('\n'))
  return got.config.policy?.grants ?? null
}
function faults(text: string): readonly ConfigFault[] {
  const got = read(text)
  return 'faults' in got ? got.faults : []
}

describe('a policy', () => {
  test('is not there unless it is written', () => {
    expect(grants('')).toBeNull()
  })

  test('is a list of grants: everybody, everywhere and all hosts where it does not say', () => {
    expect(grants('policy: {allow: [{may: look}]}')).toEqual([
      { name: 'allow[0]', may: ['look'], users: [], usergroups: [], channels: [], hosts: null },
    ])
  })

  test('names hosts by name, alias and group, each once', () => {
    const text = `policy:
  allow:
    - name: web people
      may: [look, memory]
      users: [U0ANA, W0LI]
      usergroups: S0WEB
      channels: [C0OPS, G0OLD, D0ANA]
      hosts: [www, "@web", db1]
`
    expect(grants(text)).toEqual([
      {
        name: 'web people',
        may: ['look', 'memory'],
        users: ['U0ANA', 'W0LI'],
        usergroups: ['S0WEB'],
        channels: ['C0OPS', 'G0OLD', 'D0ANA'],
        hosts: ['web1', 'web2', 'db1'],
      },
    ])
  })

  test('says what leaves, by channels and hosts; none is written, none holds', () => {
    const text = `policy:
  allow: [{may: look}]
  leaves:
    - {at_most: numbers, channels: C0OPS, hosts: ["@web", db1]}
    - {name: nobody elsewhere, at_most: text}
`
    const got = read(text)
    expect('config' in got ? got.config.policy?.leaves : null).toEqual([
      { name: 'leaves[0]', atMost: 'numbers', channels: ['C0OPS'], hosts: ['web1', 'web2', 'db1'] },
      { name: 'nobody elsewhere', atMost: 'text', channels: [], hosts: null },
    ])
    const none = read('policy: {allow: [{may: look}]}')
    expect('config' in none ? none.config.policy?.leaves : null).toEqual([])
  })

  test.each([
    ['policy: {}', 'missing-key', 3],
    ['policy: {allow: []}', 'empty-list', 3],
    ['policy:\n  allow:\n    - {may: read}', 'bad-choice', 5],
    ['policy:\n  allow:\n    - {users: [U1]}', 'missing-key', 5],
    ['policy:\n  allow:\n    - {may: look, users: [ana]}', 'bad-slack-id', 5],
    ['policy:\n  allow:\n    - {may: look, users: []}', 'empty-list', 5],
    ['policy:\n  allow:\n    - {may: look, usergroups: [oncall]}', 'bad-slack-id', 5],
    ['policy:\n  allow:\n    - {may: look, channels: ["#ops"]}', 'bad-slack-id', 5],
    ['policy:\n  allow:\n    - {may: look, hosts: [bd1]}', 'unknown-host', 5],
    ['policy:\n  allow:\n    - {may: look, hosts: ["@wbe"]}', 'unknown-group', 5],
    ['policy:\n  allow:\n    - {may: look, user: [U1]}', 'unknown-key', 5],
    ['policy:\n  allow: [{may: look}]\n  leaves: []', 'empty-list', 5],
    ['policy:\n  allow: [{may: look}]\n  leaves:\n    - {at_most: figures}', 'bad-choice', 6],
    ['policy:\n  allow: [{may: look}]\n  leaves:\n    - {hosts: db1}', 'missing-key', 6],
    [
      'policy:\n  allow: [{may: look}]\n  leaves:\n    - {at_most: text, hosts: bd1}',
      'unknown-host',
      6,
    ],
    [
      'policy:\n  allow: [{may: look}]\n  leaves:\n    - {at_most: text, hosts: ["@wbe"]}',
      'unknown-group',
      6,
    ],
    [
      'policy:\n  allow: [{may: look}]\n  leaves:\n    - {at_most: text, channels: ["#ops"]}',
      'bad-slack-id',
      6,
    ],
    [
      'policy:\n  allow: [{may: look}]\n  leaves:\n    - {at_most: text, users: [U1]}',
      'unknown-key',
      6,
    ],
    ['policy:\n  alow:\n    - {may: look}', 'unknown-key', 4],
  ])('%j: %s', (text, code, line) => {
    const found = faults(text)
    expect(found.map((one) => one.code)).toContain(code)
    expect(found.find((one) => one.code === code)?.line).toBe(line)
    for (const one of found)
      for (const lang of ['en', 'zh'] as const) expect(faultLine(one, lang)).not.toContain('{')
  })

  test('with too many grants is a fault', () => {
    const many = Array.from({ length: 201 }, () => '{may: look}').join(', ')
    expect(faults(`policy: {allow: [${many}]}`).map(({ code }) => code)).toEqual([
      'too-many-grants',
    ])
    const leaves = many.replaceAll('may: look', 'at_most: text')
    const both = `policy: {allow: [{may: look}], leaves: [${leaves}]}`
    expect(faults(both).map(({ code }) => code)).toEqual(['too-many-grants'])
  })
})
