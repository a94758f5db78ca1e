/** `memcheck hosts add` from the real command line, on a real terminal (script(1) makes one) and without. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing, needing } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'

const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')

interface Ended {
  readonly status: number
  readonly out: string
}

describe.skipIf(missing('sshd'))(needing('sshd', 'hosts add'), () => {
  let gate: Sshd
  let db: Sshd
  let dir: string
  let known: string

  beforeAll(async () => {
    ;[gate, db] = await Promise.all([startSshd(), startSshd()])
    dir = mkdtempSync(join(tmpdir(), 'memcheck-hosts-add-'))
    known = join(dir, 'new/known_hosts')
    const host = (name: string, sshd: Sshd, more: readonly string[] = []): readonly string[] => [
      `  - name: ${name}`,
      '    address: 127.0.0.1',
      `    port: ${sshd.port}`,
      `    key: ${sshd.userKeyFile}`,
      ...more.map((line) => `    ${line}`),
    ]
    const lines = [
      `defaults: { user: ${userInfo().username}, known_hosts: ${known} }`,
      'hosts:',
      ...host('gate', gate),
      ...host('db', db, ['via: gate']),
      ...host('other', db, ['transport: openssh']),
    ]
    writeFileSync(join(dir, 'memcheck.yaml'), `${lines.join('\n')}\n`)
  })
  afterAll(async () => {
    await Promise.all([gate?.close(), db?.close()])
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
  })

  /** On a terminal of its own where something is typed, else without one. */
  function memcheck(words: readonly string[], typed: string | null = null): Promise<Ended> {
    const own = [process.execPath, CLI, ...words]
    const [program, args] =
      typed === null
        ? [process.execPath, own.slice(1)]
        : ['script', ['-qec', own.join(' '), '/dev/null']]
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir, MEMCHECK_DATA: join(dir, 'data') }
    return new Promise((resolve) => {
      const child = execFile(program, args, { cwd: dir, env }, (error, stdout, stderr) =>
        resolve({
          status: error === null ? 0 : Number(error.code ?? -1),
          out: `${stdout}${stderr}`,
        }),
      )
      if (typed === null) child.stdin?.end()
      // Typed when it is asked for: a terminal would else echo it somewhere.
      else child.stdout?.on('data', (text: string) => /yes/.test(text) && child.stdin?.end(typed))
    })
  }
  const fingerprintOf = (sshd: Sshd): string =>
    execFileSync('ssh-keygen', ['-lf', join(sshd.dir, 'host_ed25519.pub')], {
      encoding: 'utf8',
    }).split(' ')[1] ?? ''

  test('without a terminal nothing is recorded, unless the right fingerprint is given', async () => {
    const refused = await memcheck(['hosts', 'add', 'gate'])
    expect(refused.status).not.toBe(0)
    expect(refused.out).toContain(fingerprintOf(gate))
    expect(existsSync(known)).toBe(false)
    const wrong = await memcheck(['hosts', 'add', 'gate', '--fingerprint', fingerprintOf(db)])
    expect(wrong.status).not.toBe(0)
    expect(existsSync(known)).toBe(false)
    const right = await memcheck(['hosts', 'add', 'gate', '--fingerprint', fingerprintOf(gate)])
    expect(right.status).toBe(0)
    expect(readFileSync(known, 'utf8')).toBe(`[127.0.0.1]:${gate.port} ${gate.hostKeys.ed25519}\n`)
    expect([known, join(known, '..')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o600, 0o700,
    ])
  })

  test('a person is shown the key of a host behind a jump host, and asked', async () => {
    const before = readFileSync(known, 'utf8')
    const no = await memcheck(['hosts', 'add', 'db'], 'no\n')
    expect(no.out).toContain(fingerprintOf(db))
    expect(no.status).not.toBe(0)
    expect(readFileSync(known, 'utf8')).toBe(before)
    // A last line without its end is left whole.
    writeFileSync(known, before.trimEnd())
    const yes = await memcheck(['hosts', 'add', 'db'], 'yes\n')
    expect(yes.status).toBe(0)
    expect(readFileSync(known, 'utf8')).toBe(
      `${before}[127.0.0.1]:${db.port} ${db.hostKeys.ed25519}\n`,
    )
    const again = await memcheck(['hosts', 'add', 'db'])
    expect(again.status).toBe(0)
    expect(again.out).toContain(fingerprintOf(db))
    // Whoever connects later: the record is the same.
    expect((await memcheck(['hosts', 'add', 'other'])).status).toBe(0)
    const list = await memcheck(['hosts'])
    expect(list.out).toMatch(new RegExp(`db.*@127.0.0.1:${db.port}.*gate`))
    const check = await memcheck(['check', 'db', '--json'])
    expect(check.out).toContain('"verdict"')
  })

  test('a changed key is never recorded over, and the way out is told', async () => {
    const before = readFileSync(known, 'utf8')
    await gate.swapHostKeys()
    const changed = await memcheck(['hosts', 'add', 'gate', '--fingerprint', fingerprintOf(gate)])
    expect(changed.status).not.toBe(0)
    expect(changed.out).toContain('ssh-keygen -R')
    expect(readFileSync(known, 'utf8')).toBe(before)
  })
})
