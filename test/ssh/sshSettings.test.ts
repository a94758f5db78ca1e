/** `ssh -G`: the sample at the parser's head, its lists and jump hosts, and anything else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSshSettings } from '../../src/ssh/sshSettings.ts'

const SAMPLE = readFileSync(join(import.meta.dirname, '../../src/ssh/sshSettings.ts'), 'utf8')
  .split('\n')
  .flatMap((line) => /^ \* {5}(.*)$/.exec(line)?.[1] ?? [])
  .join('\n')

test('the sample at its head', () => {
  expect(parseSshSettings(SAMPLE)).toEqual({
    hostname: '10.0.0.7',
    user: 'ops',
    port: 2222,
    identityFiles: ['~/.ssh/id_rsa', '/etc/keys/%h'],
    identitiesOnly: false,
    identityAgent: 'SSH_AUTH_SOCK',
    knownHostsFiles: [
      '/home/ops/.ssh/known_hosts',
      '/home/ops/.ssh/known_hosts2',
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ],
    hostKeyAlias: 'db1-key',
    jumps: [
      { host: 'bastion', user: 'gate', port: 2200 },
      { host: '2001:db8::5', user: '', port: 22 },
    ],
    onlyByOpenssh: true,
  })
})

test('what is not said, or said to be none', () => {
  const text = 'hostname fe80::1%eth0\nproxycommand none\nproxyjump none\nidentityfile none\n'
  expect(parseSshSettings(text)).toEqual({
    hostname: 'fe80::1%eth0',
    user: '',
    port: 0,
    identityFiles: [],
    identitiesOnly: false,
    identityAgent: '',
    knownHostsFiles: [],
    hostKeyAlias: '',
    jumps: [],
    onlyByOpenssh: false,
  })
})

test.each([
  ['gate', [{ host: 'gate', user: '', port: 0 }]],
  ['ssh://a@gate:22', [{ host: 'gate', user: 'a', port: 22 }]],
  ['2001:db8::5', [{ host: '2001:db8::5', user: '', port: 0 }]],
  ['a@b@gate', null],
  ['gate:70000', null],
  ['-oX,gate', null],
  ['a,,b', null],
])('jump hosts %s', (written, jumps) => {
  expect(parseSshSettings(`hostname x\nproxyjump ${written}\n`)?.jumps).toEqual(jumps)
})

test.each([
  '',
  'user x\n',
  'hostname -oX\n',
  'hostname a b\n',
  'usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy]',
])('no settings: %j', (text) => {
  expect(parseSshSettings(text)).toBeNull()
})

test('any text gives settings or none, and a name that is never an option', () => {
  const line = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('hostname', 'port', 'proxyjump', 'identityfile', 'user'), fc.string())
      .map(([key, value]) => `${key} ${value}`),
  )
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const settings = parseSshSettings(lines.join('\n'))
      if (settings === null) return
      expect(settings.port).toBeGreaterThanOrEqual(0)
      expect(settings.port).toBeLessThanOrEqual(65_535)
      for (const name of [settings.hostname, ...(settings.jumps ?? []).map(({ host }) => host)])
        expect(name).toMatch(/^[^-\s/,@]+/)
    }),
  )
})
