/** known_hosts lines, verdicts and what is offered. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { algorithmsFor, fingerprint, judge, knownFor, typeOf } from '../../src/ssh/knownHosts.ts'

/** A public key's blob: its type, then bytes that stand for the key. */
function blob(type: string, fill: number): Buffer {
  const name = Buffer.from(type)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(name.length)
  return Buffer.concat([length, name, Buffer.alloc(32, fill)])
}

const ED = blob('ssh-ed25519', 1)
const OTHER = blob('ssh-ed25519', 2)
const RSA = blob('ssh-rsa', 3)
const ed = `ssh-ed25519 ${ED.toString('base64')}`
const rsa = `ssh-rsa ${RSA.toString('base64')}`

function hashed(name: string): string {
  const salt = Buffer.alloc(20, 7)
  const hash = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${salt.toString('base64')}|${hash}`
}

describe('a line speaks of a host', () => {
  test.each([
    ['db1', 'db1', 22, true],
    ['db1', 'DB1', 22, true],
    ['DB1.Example.com', 'db1.example.com', 22, true],
    ['db1', 'db2', 22, false],
    ['db1', 'db1', 2222, false],
    ['[db1]:2222', 'db1', 2222, true],
    ['[db1]:2222', 'db1', 22, false],
    ['db1,10.0.0.5', '10.0.0.5', 22, true],
    ['10.0.0.*', '10.0.0.5', 22, true],
    ['10.0.0.?', '10.0.0.55', 22, false],
    ['*.db,!old.db', 'new.db', 22, true],
    ['*.db,!old.db', 'old.db', 22, false],
    ['!old.db', 'new.db', 22, false],
    ['d.1', 'dx1', 22, false],
    ['*', 'anything', 22, true],
    ['**a*', 'xxa', 22, true],
    ['[10.0.0.*]:2222', '10.0.0.9', 2222, true],
    ['*,!*.old', 'db.old', 22, false],
    ['*,!*.old', 'db.new', 22, true],
    ['!*,db1', 'db1', 22, false],
    ['!db?,*', 'db1', 22, false],
    ['!db?,*', 'db10', 22, true],
    ['[*]:2222,![old]:*', 'old', 2222, false],
    ['[*]:2222,![old]:*', 'new', 2222, true],
    ['fe80::1%eth0', 'fe80::1%eth0', 22, true],
    ['2001:DB8::5', '2001:db8::5', 22, true],
    ['[2001:db8::5]:2222', '2001:db8::5', 2222, true],
    ['[fe80::1%eth0]:2222', 'fe80::1%eth0', 2222, true],
    ['[2001:db8::5]', '2001:db8::5', 22, false],
    ['2001:db8::5', '2001:db8::5', 2222, false],
    [hashed('[fe80::1%eth0]:2222'), 'fe80::1%eth0', 2222, true],
    [hashed('db1'), 'db1', 22, true],
    [hashed('db1'), 'db2', 22, false],
    [hashed('[db1]:2222'), 'db1', 2222, true],
    ['|2|x|y', 'db1', 22, false],
    ['|1|', 'db1', 22, false],
  ])('%s for %s:%d: %s', (names, address, port, speaks) => {
    expect(knownFor(`${names} ${ed} a comment\n`, address, port).length > 0).toBe(speaks)
  })

  test('comments, empty lines, unknown markers and halves of lines are passed over', () => {
    const text = `# db1 ${ed}\n\n   \n@strange db1 ${ed}\ndb1 ssh-ed25519\n\tdb1\t${ed}\r\n`
    expect(knownFor(text, 'db1', 22)).toHaveLength(1)
  })
})

describe('a shown key', () => {
  const verdict = (text: string, shown: Buffer): string => judge(knownFor(text, 'db1', 22), shown)

  test.each([
    ['nothing recorded', '', ED, 'unknown'],
    ['recorded', `db1 ${ed}`, ED, 'known'],
    ['another key recorded', `db1 ${ed}`, OTHER, 'changed'],
    ['a key of another type recorded', `db1 ${rsa}`, ED, 'changed'],
    ['one of several', `db1 ${rsa}\ndb1 ${ed}`, ED, 'known'],
    ['revoked', `@revoked * ${ed}`, ED, 'revoked'],
    ['revoked and recorded', `db1 ${ed}\n@revoked db1 ${ed}`, ED, 'revoked'],
    ['another one revoked', `db1 ${ed}\n@revoked * ${rsa}`, ED, 'known'],
    ['another one revoked, none recorded', `@revoked * ${rsa}`, ED, 'unknown'],
    ['an authority of certificates', `@cert-authority * ${ed}`, ED, 'unknown'],
  ])('%s', (_name, text, shown, expected) => {
    expect(verdict(text, shown)).toBe(expected)
  })

  test('has the fingerprint and the type that ssh prints', () => {
    expect(typeOf(ED)).toBe('ssh-ed25519')
    expect(fingerprint(ED)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
    expect(typeOf(Buffer.alloc(3))).toBe('')
  })
})

test('only recorded types are offered, RSA with SHA-2, and none that are weak or unknown', () => {
  const offered = (text: string): readonly string[] => algorithmsFor(knownFor(text, 'db1', 22))
  expect(offered(`db1 ${rsa}`)).toEqual(['rsa-sha2-512', 'rsa-sha2-256'])
  expect(offered(`db1 ${rsa}\ndb1 ${ed}`)).toEqual(['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'])
  expect(offered(`db1 ssh-dss AAAA\ndb1 sk-ssh-ed25519@openssh.com AAAA`)).toEqual([])
  expect(offered(`@revoked * ${ed}`)).toEqual([])
})

test('any text is read without a throw, and a pattern takes no exponential time', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, name) => {
      judge(knownFor(text, name, 22), ED)
    }),
  )
  expect(knownFor(`${'*a'.repeat(500)} ${ed}`, `${'a'.repeat(400)}b`, 22)).toEqual([])
})
