/** What a master says, and what is made of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLAIN_HOST } from '../../../src/domain/inventory.ts'
import { opensshFailure } from '../../../src/ssh/openssh/failure.ts'
import { saidIn } from '../../../src/ssh/openssh/said.ts'

const ENTRY = { ...PLAIN_HOST, name: 'db1', address: 'db1.internal' }
const PEER = {
  address: '10.0.0.7',
  port: 22,
  user: 'ops',
  type: 'ssh-ed25519',
  fingerprint: 'SHA256:x',
}

describe('a line', () => {
  // OpenSSH 9.2, and the older form of a new channel.
  test.each([
    [
      "debug1: Authenticating to 10.0.0.7:22 as 'memcheck'",
      { kind: 'peer', address: '10.0.0.7', port: 22, user: 'memcheck' },
    ],
    [
      "debug1: Authenticating to fe80::1%eth0:2222 as 'x'\r",
      { kind: 'peer', address: 'fe80::1%eth0', port: 2222, user: 'x' },
    ],
    [
      'debug1: Server host key: ssh-ed25519 SHA256:mtYY+CrX/OUb',
      { kind: 'key', type: 'ssh-ed25519', fingerprint: 'SHA256:mtYY+CrX/OUb' },
    ],
    [
      'debug1: Server host certificate: ssh-ed25519-cert-v01@openssh.com SHA256:abc, serial 0 ID "h" CA ssh-ed25519 SHA256:def valid forever',
      { kind: 'key', type: 'ssh-ed25519-cert-v01@openssh.com', fingerprint: 'SHA256:abc' },
    ],
    [
      'debug1: channel 2: new session [client-session] (inactive timeout: 0)',
      { kind: 'new', channel: 2 },
    ],
    ['debug1: channel 12: new [client-session]', { kind: 'new', channel: 12 }],
    ['debug1: Sending command: sh -s -- x', { kind: 'opened' }],
    ['debug1: Sending subsystem: sftp', { kind: 'opened' }],
    [
      'channel 6: open failed: connect failed: open failed',
      { kind: 'refused', detail: 'connect failed: open failed' },
    ],
    [
      'debug1: client_input_channel_req: channel 2 rtype exit-signal reply 0',
      { kind: 'ended', channel: 2, how: 'signal' },
    ],
    ['debug1: channel 2: free: client-session, nchannels 3', { kind: 'freed', channel: 2 }],
    ['debug1: channel 1: free: mux-control, nchannels 2', null],
    ['Authenticated to 127.0.0.1 ([127.0.0.1]:40222) using "publickey".', null],
    ['Host key verification failed.', { kind: 'words', text: 'Host key verification failed.' }],
    ['', null],
  ] as const)('%s', (line, said) => expect(saidIn(line)).toEqual(said))

  test('of any kind is read without a fault', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('', 'debug1: ', 'debug1: channel 2: '),
        (text, head) => {
          const said = saidIn(head + text)
          expect(said === null || typeof said.kind === 'string').toBe(true)
        },
      ),
    )
  })
})

describe('the last words of ssh', () => {
  test.each([
    ['ssh: connect to host 10.0.0.9 port 2200: Connection refused', 'connection-refused', 2200],
    ['ssh: connect to host 10.0.0.9 port 22: Connection timed out', 'connection-timeout', 22],
    ['Connection timed out during banner exchange', 'connection-timeout', 22],
    ['ssh: connect to host 10.0.0.9 port 22: No route to host', 'host-unreachable', 22],
    ['ssh: Could not resolve hostname x: Name or service not known', 'host-unreachable', 22],
    ['kex_exchange_identification: Connection closed by remote host', 'connection-lost', 22],
    ['kex_exchange_identification: read: Connection reset by peer', 'connection-lost', 22],
    ['ops@10.0.0.7: Permission denied (publickey).', 'auth-failed', 22],
    [
      'Received disconnect from 10.0.0.7 port 22:2: Too many authentication failures',
      'auth-failed',
      22,
    ],
    [
      'No ED25519 host key is known for db1 and you have requested strict checking.',
      'host-key-unknown',
      22,
    ],
    ['@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @', 'host-key-changed', 22],
    ['@       WARNING: REVOKED HOST KEY DETECTED!               @', 'host-key-revoked', 22],
    ['Bad owner or permissions on /home/memcheck/.ssh/config', 'host-unreachable', 22],
  ] as const)('%s', (line, code, port) => {
    const error = opensshFailure(ENTRY, PEER, ['a banner', line])
    expect(error.code).toBe(code)
    expect(error.params).toMatchObject({ host: 'db1', port })
  })

  test('a refused jump host is not taken for a host that closed the connection', () => {
    const words = [
      'jump@10.0.0.1: Permission denied (publickey).',
      'kex_exchange_identification: Connection closed by remote host',
    ]
    const error = opensshFailure(ENTRY, PEER, words)
    expect(error.code).toBe('auth-failed')
    expect(error.params['user']).toBe('jump')
  })

  test('an ssh that ended without a word is told as it is', () => {
    expect(opensshFailure(ENTRY, PEER, []).params['detail']).toBe('ssh ended without a word')
  })
})
