/** Pinned mode against a real OpenSSH server: a whole check by words alone, and nothing else that the key could do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Done } from '../../src/pipeline/command.ts'
import { pinnedText } from '../../src/pipeline/pinned.ts'
import { type LocalHouse, openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { missing, needing, pathOf } from './needs.ts'
import { type Sshd, startSshd } from './sshd.ts'

const skip = missing('sshd') || missing('ssh')
let sshd: Sshd
let local: LocalHouse
let script = ''

beforeAll(async () => {
  if (skip) return
  sshd = await startSshd()
  local = await openLocalHouse({
    inventory: {
      hosts: [
        sshd.entry({ pinned: true, memory: true }),
        sshd.entry({ name: 'unpinned' }),
        sshd.entry({ name: 'untied', pinned: true }),
      ],
      groups: {},
      embedded: false,
    },
  })
  script = join(sshd.dir, 'kit.sh')
  await put(pinnedText(local.house))
  await tie(`exec ${script} --pinned`)
})

afterAll(async () => {
  if (skip) return
  await local.close()
  await sshd.close()
})

async function put(text: string): Promise<void> {
  await writeFile(script, text)
  await chmod(script, 0o755)
}

/** Gives the user's key one forced command, as the script's head says; null for none. */
async function tie(command: string | null): Promise<void> {
  const key = await readFile(`${sshd.userKeyFile}.pub`, 'utf8')
  const options = command === null ? '' : `restrict,command="${command}" `
  await writeFile(join(sshd.dir, 'authorized_keys'), `${options}${key}`)
}

/** What a login with that key gives to whoever holds it, and no bot between. */
async function asThief(command: readonly string[]) {
  const options = ['StrictHostKeyChecking=yes', `UserKnownHostsFile=${sshd.knownHostsFile}`]
  const child = spawn(pathOf('ssh'), [
    ...['-F', 'none', '-i', sshd.userKeyFile, '-p', String(sshd.port)],
    ...options.flatMap((one) => ['-o', one]),
    ...['-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '127.0.0.1', '--', ...command],
  ])
  child.stdin.end()
  let [out, err] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes.toString()
  })
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { out, err, status }
}

interface Json {
  readonly verdict: string
  readonly levels: Readonly<Record<string, number | null>>
  readonly gaps: readonly { readonly source: string; readonly reason: string }[]
  readonly unchecked: readonly unknown[]
  readonly script?: { readonly sha256: string; readonly todaySha256: string }
  readonly error?: { readonly code: string; readonly params: Readonly<Record<string, string>> }
}

const jsonOf = (done: Done) => done.json as Json
const shown = (done: Done) => JSON.stringify(done.message)

describe.skipIf(skip)(needing('sshd', 'a pinned host'), () => {
  test('is checked whole, and tells which text ran', async () => {
    const done = await runIn(local.house, `real ${process.pid}`)
    const json = jsonOf(done)
    expect(json.error).toBeUndefined()
    expect(json.levels['process.rssBytes']).toBeGreaterThan(1024 * 1024)
    expect(json.levels['process.pssBytes']).toBeGreaterThan(0)
    expect(json.levels['host.memAvailableBytes']).toBeGreaterThan(0)
    expect(json.gaps.filter(({ reason }) => reason !== 'denied')).toEqual([])
    const sha256 = local.house.ids.sha256(pinnedText(local.house))
    expect(json.script).toEqual({ way: 'pinned', sha256, todaySha256: sha256 })
    expect(shown(done)).toContain(sha256.slice(0, 12))
    const kept = await local.house.store.runsOf('real', 1)
    const capture = await local.house.store.capture(kept[0]?.id ?? '')
    expect(capture?.frames.map(({ source }) => source)).toContain('memcheck/script')
    // Both readings of counters came, so that rates are there.
    expect(capture?.frames.filter(({ reading }) => reading === 2).length).toBeGreaterThan(3)
  })

  test('answers questions and names by words too', async () => {
    // A name of its own: others on this machine are called as they like.
    const argv0 = `pinned-${process.pid}`
    const named = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      argv0,
      stdio: 'ignore',
    })
    await once(named, 'spawn')
    try {
      const json = jsonOf(await runIn(local.house, `real name:${argv0}`))
      expect(json.error).toBeUndefined()
      expect(json.levels['process.rssBytes']).toBeGreaterThan(1024 * 1024)
    } finally {
      named.kill('SIGKILL')
    }
    const done = await runIn(local.house, `real ${process.pid} smaps`)
    expect(done.message.blocks.length).toBeGreaterThan(0)
    expect(jsonOf(done).error).toBeUndefined()
  })

  test('whose copy is another is told so', async () => {
    await put(`${pinnedText(local.house)}# changed by the site\n`)
    const done = await runIn(local.house, 'real')
    const json = jsonOf(done)
    expect(json.script?.sha256).not.toBe(json.script?.todaySha256)
    expect(shown(done)).toContain('memcheck kit pinned')
    await put(pinnedText(local.house))
  })

  test('whose copy is older says of what it does not know that it is not there', async () => {
    await put(pinnedText({ sources: local.house.sources.filter(({ id }) => id !== 'proc/vmstat') }))
    const json = jsonOf(await runIn(local.house, 'real'))
    expect(json.gaps).toContainEqual(
      expect.objectContaining({ source: 'proc/vmstat', reason: 'not-pinned' }),
    )
    expect(json.levels['host.memAvailableBytes']).toBeGreaterThan(0)
    await put(pinnedText(local.house))
  })

  test('its plan shows the words that go there, and the script that is to lie there', async () => {
    const { rounds } = (await runIn(local.house, 'plan real')).json as {
      readonly rounds: readonly { readonly command: string; readonly sha256: string }[]
    }
    expect(rounds[0]?.command).toMatch(/^memcheck 1 NONCE - 2 .*proc\/meminfo/)
    expect(rounds[0]?.sha256).toBe(local.house.ids.sha256(await readFile(script, 'utf8')))
  })

  test('gives no bytes of processes, and says why', async () => {
    const [host] = local.house.inventory.hosts
    if (host === undefined) throw new Error('no host')
    const answer = await local.house.ranges.open(host, { kind: 'memory', pid: process.pid })
    expect(answer).toEqual({ reason: 'denied', detail: 'pinned' })
  })

  test('without the forced command is refused in words; so is its key used as a shell', async () => {
    const other = jsonOf(await runIn(local.house, 'unpinned'))
    expect(JSON.stringify(other)).toContain('pinned: true in the entry of this host')
    await tie(null)
    const done = jsonOf(await runIn(local.house, 'untied'))
    expect(done.error?.code).toBe('pinned-refused')
    await tie(`exec ${script} --pinned`)
  })

  const nonce = '0123456789abcdef'
  const before = `memcheck 1 ${nonce} - 0`
  test.each([
    ['a command', 'id'],
    ['a shell', ''],
    ['a command behind the words', `${before} proc/meminfo;id`],
    ['a substitution', `${before} $(id)`],
    ['backquotes', `${before} \`id\``],
    ['a second line', `${before} proc/meminfo\nid`],
    ['a variable', `${before} $HOME`],
    ['names of files', `${before} *`],
    ['quotes', `${before} 'proc/meminfo'`],
    ['a pid that is none', `memcheck 1 ${nonce} 1/../2 0 proc/PID/status`],
    ['a pid too long', `memcheck 1 ${nonce} 11111111111 0 proc/PID/status`],
    ['a wait too long', `memcheck 1 ${nonce} - 100 proc/meminfo`],
    ['a nonce that is none', 'memcheck 1 xyz - 0 proc/meminfo'],
    ['another version', `memcheck 2 ${nonce} - 0 proc/meminfo`],
    ['words without end', `${before} ${'proc/meminfo '.repeat(2000)}`],
    ['the bot’s usual script', `sh -s -- ${nonce} - 0`],
    ['its own path', `${before} /etc/shadow`],
    ['a path upwards', `${before} ../../etc/shadow`],
  ])('cannot be made to run or read anything else by %s', async (_, command) => {
    const before = await readdir(sshd.dir)
    const { out, err, status } = await asThief(command === '' ? [] : [command])
    expect(`${out}${err}`).not.toMatch(/uid=|root:|MemTotal/)
    const words = /shadow/.test(command)
    // Words of the right form that are no section have a frame that says so; all else is refused, in words.
    if (words) expect(out).toMatch(/E \S+ 70 /)
    else
      expect({ out, status, err }).toMatchObject({
        out: '',
        status: 64,
        err: expect.stringMatching(/^memcheck-pinned: \S/m),
      })
    expect(await readdir(sshd.dir)).toEqual(before)
  })

  test('gives its sections to whoever has the key and the words, and files over SFTP to nobody', async () => {
    const { out } = await asThief([`${before} proc/meminfo`])
    expect(out).toContain('MemTotal')
    const sftp = await asThief(['-s', 'sftp'])
    expect(sftp.out).toBe('')
  })
})
