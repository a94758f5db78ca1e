/** A key that was opened is the same key as before, of each type, and nothing of the passphrase is left in it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainText } from '../../src/ssh/keyText.ts'
import { missing, needing } from '../real/needs.ts'

function parsed(text: string, passphrase?: string): ParsedKey {
  const key = ssh2.utils.parseKey(text, passphrase)
  if (key instanceof Error || Array.isArray(key)) throw new Error('no key')
  return key
}

const FORMS: readonly (readonly [string, readonly string[]])[] = [
  ['ed25519', []],
  ['rsa', ['-b', '2048']],
  ['ecdsa', ['-b', '256']],
  ['ecdsa', ['-b', '521']],
  ['rsa', ['-b', '2048', '-m', 'PEM']],
]

describe.skipIf(missing('ssh'))(needing('ssh', 'plain text of keys'), () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'memcheck-keys-'))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test.each(FORMS)('%s %j', (type, more) => {
    const file = join(dir, `${type}${more.join('')}`)
    // One round: what takes time is no part of this.
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      type,
      ...more,
      '-a',
      '1',
      '-N',
      'hush-hush',
      '-f',
      file,
    ])
    const text = readFileSync(file, 'utf8')
    expect(ssh2.utils.parseKey(text)).toBeInstanceOf(Error)
    const opened = parsed(text, 'hush-hush')
    const again = parsed(plainText(opened))
    expect(again.type).toBe(opened.type)
    expect(again.isPrivateKey()).toBe(true)
    expect(again.getPublicSSH()).toEqual(opened.getPublicSSH())
    const signature = again.sign(Buffer.from('x'))
    if (signature instanceof Error) throw signature
    expect(opened.verify(Buffer.from('x'), signature)).toBe(true)
  })
})
