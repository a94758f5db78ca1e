/** The words of ssh's command line. */
import { delimiter } from 'node:path'
import { expect, test } from 'vitest'
import { type HostEntry, PLAIN_HOST } from '../../../src/domain/inventory.ts'
import { channelArguments, masterArguments } from '../../../src/ssh/openssh/arguments.ts'
import { sshEnvironment, sshProgram } from '../../../src/ssh/openssh/program.ts'

const BARE: HostEntry = {
  ...PLAIN_HOST,
  name: 'db1',
  address: 'db1.internal',
  transport: 'openssh',
}
const valuesOf = (words: readonly string[]): readonly string[] =>
  words.filter((_, at) => words[at - 1] === '-o')

test('what the inventory leaves open is left to ssh', () => {
  const words = masterArguments(BARE, '/tmp/mc-x/s', 10_000)
  expect(words.slice(-2)).toEqual(['--', 'db1.internal'])
  expect(words).not.toContain('-p')
  expect(words).not.toContain('-l')
  expect(words.join(' ')).not.toMatch(/Identity|UserKnownHosts|ProxyJump/)
  expect(valuesOf(words)).toEqual(
    expect.arrayContaining(['BatchMode=yes', 'StrictHostKeyChecking=yes', 'ConnectTimeout=10']),
  )
})

test('what it gives is given, with paths that hold blanks, quotes and percent signs', () => {
  const way = { user: 'ops', port: 2200 }
  const entry: HostEntry = {
    ...BARE,
    ...way,
    credentials: { ...BARE.credentials, keyFiles: ['/k/my "50%" key'] },
    knownHostsFiles: ['/a b/known', '/c'],
    jump: {
      ...BARE,
      address: '::1',
      port: 2222,
      jump: { ...BARE, address: 'outer', user: 'gate' },
    },
  }
  const words = masterArguments(entry, '/tmp/mc-x/s', 10_000)
  expect(words.join(' ')).toContain('-p 2200 -l ops')
  expect(valuesOf(words)).toEqual(
    expect.arrayContaining([
      'IdentityFile="/k/my \\"50%%\\" key"',
      'IdentitiesOnly=yes',
      'UserKnownHostsFile="/a b/known" "/c"',
      'ProxyJump=gate@outer,[::1]:2222',
    ]),
  )
})

test('with an agent all of its keys are tried', () => {
  const credentials = { ...BARE.credentials, agentSocket: '/run/agent', keyFiles: ['/k'] }
  const values = valuesOf(masterArguments({ ...BARE, credentials }, '/s', 1500))
  expect(values).toContain('IdentityAgent="/run/agent"')
  expect(values).not.toContain('IdentitiesOnly=yes')
  expect(values).toContain('ConnectTimeout=2')
})

test('a channel reads no settings and has no way but the socket', () => {
  const words = channelArguments('/tmp/mc-x/s', { kind: 'exec', command: 'sh -s -- x' })
  expect(words.join(' ')).toContain('-F none')
  expect(valuesOf(words)).toContain('ProxyCommand=false')
  expect(words.at(-1)).toBe('sh -s -- x')
  expect(channelArguments('/s', { kind: 'sftp' }).slice(-4)).toEqual(['-s', '--', 'master', 'sftp'])
})

test('no token and no password of the bot reaches ssh', () => {
  const own = { PATH: '/bin', HOME: '/h', SLACK_BOT_TOKEN: 'xoxb-1', DB1_PASSWORD: 'p', LANG: 'de' }
  expect(sshEnvironment(own)).toEqual({ PATH: '/bin', HOME: '/h', LC_ALL: 'C' })
})

test('a machine without ssh is told so', () => {
  const environment = { PATH: ['/nowhere', '', 'relative'].join(delimiter) }
  expect(() => sshProgram('db1', environment)).toThrow('no-ssh-program')
})
