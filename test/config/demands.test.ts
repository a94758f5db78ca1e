/** `policy.intrusive` of memcheck.yaml: what is demanded, and every fault with its line. */
import { describe, expect, test } from 'vitest'
import { faultLine } from '../../src/config/words.ts'
import { readConfig } from '../../src/config/yaml.ts'
import { type Demand, USUAL_DEMAND } from '../../src/domain/demand.ts'
import { validateWhen } from '../../src/schedule/when.ts'

const HEAD = `hosts: [{name: db1}, {name: web1}, {name: web2}]
groups: {web: [web1, web2]}
policy:
  allow: [{may: look}]
  intrusive:
`

function read(lines: string) {
  return readConfig(HEAD + lines, {
    path: 'memcheck.yaml',
    reserved: [],
    home: '/home/bot',
    agentSocket: null,
    readWhen: validateWhen,
  })
}

function demands(lines: string): readonly Demand[] {
  const got = read(lines)
  if ('faults' in got) throw new Error(got.faults.map((one) => faultLine(one, 'en')).join('\n'))
  return got.config.demands
}

describe('demands', () => {
  test('hold for all hosts and ask for nothing where they do not say', () => {
    expect(demands('    - {}')).toEqual([USUAL_DEMAND])
  })

  test('are what they say', () => {
    const lines = `    - hosts: [db1, "@web"]
      kinds: gdb
      ticket: "CHG-[0-9]+"
      second_person: true
      freeze: ["Fri 16:00 - Mon 08:00", "2026-12-20 - 2027-01-03"]
      zone: Europe/Berlin
      core_dir: /srv/cores
      core_max: 512M
    - { hosts: db1, ticket: true }
`
    const [first, second] = demands(lines)
    expect(first).toMatchObject({
      hosts: ['db1', 'web1', 'web2'],
      kinds: ['gdb'],
      ticket: 'CHG-[0-9]+',
      secondPerson: true,
      zone: 'Europe/Berlin',
      coreDir: '/srv/cores',
      coreMaxBytes: 512 * 1024 ** 2,
    })
    expect(first?.freezes.map(({ kind }) => kind)).toEqual(['weekly', 'dated'])
    expect(second).toEqual({ ...USUAL_DEMAND, hosts: ['db1'], ticket: '.+' })
  })

  test.each([
    ['{ hosts: [db2] }', 'unknown-host'],
    ['{ hosts: ["@db"] }', 'unknown-group'],
    ['{ kinds: [strace] }', 'bad-choice'],
    ['{ ticket: "(" }', 'bad-pattern'],
    ['{ second_person: maybe }', 'want-boolean'],
    ['{ freeze: "at night" }', 'bad-freeze'],
    ['{ zone: Berlin }', 'bad-zone'],
    ['{ core_dir: /srv/../etc }', 'bad-core-dir'],
    ['{ core_dir: cores }', 'bad-core-dir'],
    ['{ core_max: 8 GB }', 'bad-size'],
    ['{ second: true }', 'unknown-key'],
  ])('%s is %s', (entry, code) => {
    const got = read(`    - ${entry}`)
    const found = 'faults' in got ? got.faults : []
    expect(found.map((one) => one.code)).toEqual([code])
    expect(found.map((one) => one.line)).toEqual([6])
    for (const lang of ['en', 'zh'] as const)
      expect(found.map((one) => faultLine(one, lang)).join()).not.toMatch(/[{}]/)
  })
})
