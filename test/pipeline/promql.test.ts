import { describe, expect, test } from 'vitest'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { PrometheusSettings } from '../../src/domain/prometheus.ts'
import { hostQuery, processQuery } from '../../src/pipeline/promql.ts'

const HOST = { name: 'db1', address: '10.0.3.11' } as HostEntry
const settings = (of: Partial<PrometheusSettings> = {}): PrometheusSettings => ({
  url: 'http://p',
  tokenEnv: null,
  label: 'instance',
  value: null,
  hosts: {},
  labels: {},
  stepMs: 600_000,
  days: 28,
  ...of,
})

/** The matchers of the first series that a query names. */
const first = (query: string): string => /\{(.*?[^\\])\}/.exec(query)?.[1] ?? ''

describe('a host', () => {
  test('by name or address with any port, where nothing else is said', () => {
    expect(first(hostQuery(settings(), HOST))).toBe(
      'instance=~"\\\\[?(?:db1|10\\\\.0\\\\.3\\\\.11)\\\\]?(?::[0-9]+)?"',
    )
  })

  test.each([
    ['{name}:9100', 'instance="db1:9100"'],
    ['{address}', 'instance="10.0.3.11"'],
    ['~{name}[.]prod.*', 'instance=~"db1[.]prod.*"'],
    ['~{address}', 'instance=~"10\\\\.0\\\\.3\\\\.11"'],
    ['a"} or up{x="', 'instance="a\\"} or up{x=\\""'],
  ])('by the template %s', (value, matcher) => {
    expect(hostQuery(settings({ value }), HOST)).toContain(
      `node_memory_MemTotal_bytes{${matcher}} - `,
    )
  })

  test('by its own word, and with other labels', () => {
    const of = settings({
      hosts: { db1: 'one:1' },
      value: '{name}',
      label: 'nodename',
      labels: { job: 'n' },
    })
    expect(first(hostQuery(of, HOST))).toBe('nodename="one:1",job="n"')
  })
})

describe('a process', () => {
  test('has another exporter: another port, no job; its name is escaped', () => {
    const of = settings({ value: '{address}:9100', labels: { job: 'node' } })
    expect(processQuery(of, HOST, 'a"\\\n{}')).toContain(
      '{instance=~"10\\\\.0\\\\.3\\\\.11(?::[0-9]+)?",groupname="a\\"\\\\\\n{}",memtype="resident"}',
    )
    expect(processQuery(settings({ value: '~db.*' }), HOST, 'x')).toContain(
      '{instance=~"db.*",groupname="x"}',
    )
  })

  test('is asked for only where it is alone in its group', () => {
    expect(processQuery(settings(), HOST, 'x')).toContain(
      'and on (instance,groupname) namedprocess_namegroup_num_procs',
    )
  })
})
