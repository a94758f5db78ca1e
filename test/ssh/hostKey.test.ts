/** The check of a shown key against files: aliases, addresses at another port, and what is told of a refusal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { HostKeyLook, hostKeyCheck } from '../../src/ssh/hostKey.ts'

function blob(type: string, fill: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([length, Buffer.from(type), Buffer.alloc(32, fill)])
}
const ED = blob('ssh-ed25519', 1)
const OTHER = blob('ssh-ed25519', 2)
const RSA = blob('ssh-rsa', 3)
const line = (names: string, key: Buffer, type = 'ssh-ed25519'): string =>
  `${names} ${type} ${key.toString('base64')}\n`

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'memcheck-host-key-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function entry(texts: readonly string[], rest: Partial<HostEntry> = {}): HostEntry {
  const knownHostsFiles = texts.map((text, at) => {
    const file = join(dir, `known_${at}`)
    writeFileSync(file, text)
    return file
  })
  return { ...PLAIN_HOST, name: 'db', address: '10.0.0.5', port: 2222, knownHostsFiles, ...rest }
}

test('an alias stands for the host, without its port, and its address for nothing', async () => {
  const text = line('db-key', ED) + line('[10.0.0.5]:2222', OTHER)
  const check = await hostKeyCheck(entry([text], { hostKeyAlias: 'DB-Key' }))
  expect([check.judge(ED), check.judge(OTHER)]).toEqual(['known', 'changed'])
})

test('a key that is recorded for the address at the usual port is known at another one, as ssh has it', async () => {
  const check = await hostKeyCheck(entry([line('10.0.0.5', ED)]))
  expect([check.judge(ED), check.judge(OTHER)]).toEqual(['known', 'unknown'])
  expect(check.algorithms()).toEqual(['ssh-ed25519'])
  const own = await hostKeyCheck(entry([line('10.0.0.5', ED) + line('[10.0.0.5]:2222', OTHER)]))
  expect([own.judge(ED), own.judge(OTHER)]).toEqual(['changed', 'known'])
  const revoked = await hostKeyCheck(entry([line('10.0.0.5', ED) + line('@revoked 10.0.0.5', ED)]))
  expect(revoked.judge(ED)).toBe('revoked')
})

test('all files count, and of several recorded types the host needs one', async () => {
  const check = await hostKeyCheck(
    entry([line('[10.0.0.5]:2222', RSA, 'ssh-rsa'), line('[10.0.0.*]:2222,![10.0.0.9]:*', ED)]),
  )
  expect([check.judge(RSA), check.judge(ED)]).toEqual(['known', 'known'])
  expect(check.algorithms()).toEqual(['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'])
})

test('a look accepts nothing, and tells how the key would be recorded', async () => {
  const look = await HostKeyLook.at(entry([], { knownHostsFiles: [join(dir, 'none')] }))
  expect(look.shown()).toBeNull()
  expect(look.accepts(ED)).toBe(false)
  expect(look.shown()).toMatchObject({
    host: 'db',
    verdict: 'unknown',
    type: 'ssh-ed25519',
    recordedAs: '[10.0.0.5]:2222',
    file: join(dir, 'none'),
    key: ED.toString('base64'),
  })
})
