/** What a host's entry grants beyond its login. */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config/yaml.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import { validateWhen } from '../../src/schedule/when.ts'

function read(rights: string): HostEntry | string {
  const text = `hosts:\n  - name: db1\n    ${rights}\n`
  const got = readConfig(text, {
    path: '/etc/memcheck/memcheck.yaml',
    reserved: [],
    home: '/home/bot',
    agentSocket: null,
    readWhen: validateWhen,
  })
  if ('faults' in got) return got.faults.map(({ code }) => code).join(' ')
  return got.config.inventory.hosts[0] ?? 'no host'
}

describe('rights of a host', () => {
  test('are none where nothing is said', () => {
    expect(read('port: 22')).toMatchObject({ sudo: [], memoryAs: null, memoryKey: null })
  })

  test('sudo: true is all that may be read so: nothing of a memory or an environment', () => {
    const entry = read('sudo: true')
    const ids = typeof entry === 'string' ? [] : entry.sudo
    expect([...ids].sort()).toEqual([
      'kernel/log',
      'kernel/log-far',
      'proc/PID/exe',
      'proc/PID/fd',
      'proc/PID/maps',
      'proc/PID/numa_maps',
      'proc/PID/smaps',
      'proc/PID/smaps_rollup',
      'proc/pagetypeinfo',
      'proc/slabinfo',
    ])
    expect(read('sudo: false')).toMatchObject({ sudo: [] })
  })

  test('one source, or several, by their ids', () => {
    expect(read('sudo: kernel/log')).toMatchObject({ sudo: ['kernel/log'] })
    expect(read('sudo: [proc/PID/smaps, proc/slabinfo]')).toMatchObject({
      sudo: ['proc/PID/smaps', 'proc/slabinfo'],
    })
  })

  test('an account and a key for memory', () => {
    expect(read('memory_as: postgres')).toMatchObject({ memoryAs: 'postgres' })
    expect(read('memory_key: keys/memory')).toMatchObject({
      memoryKey: '/etc/memcheck/keys/memory',
    })
  })

  test.each([
    ['a source that is never read by sudo', 'sudo: proc/PID/environ', 'bad-choice'],
    ['a word for all accounts', 'memory_as: ALL', 'bad-name'],
    ['root, who may read all files', 'memory_as: root', 'memory-as-root'],
    ['an account of several words', 'memory_as: "a b"', 'bad-name'],
    ['an option in place of an account', 'memory_as: "-s"', 'bad-name'],
    ['an id of a user, which may be root’s', 'memory_as: "#0"', 'bad-name'],
  ])('refuses %s', (_, rights, code) => {
    expect(read(rights)).toBe(code)
  })
})
