/** The same against a real OpenSSH server with a key file, and what is refused (through the built bot). */
import { userInfo } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import type { Workspace } from '../../src/workspace/server.ts'
import {
  afterThis,
  bot,
  imageIds,
  isPng,
  type RunningBot,
  repliesTo,
  roots,
  sleeper,
  tempFolder,
  textOf,
  together,
  until,
  workspace,
} from '../e2e/world.ts'
import { missing, needing } from '../real/needs.ts'
import { startProxy, type Proxy as Way } from '../real/proxy.ts'
import { type Sshd, startSshd } from '../real/sshd.ts'

async function server(): Promise<Sshd> {
  const sshd = await startSshd()
  afterThis(() => sshd.close())
  return sshd
}

async function proxyTo(sshd: Sshd): Promise<Way> {
  const proxy = await startProxy({ targetPort: sshd.port })
  afterThis(() => proxy.close())
  return proxy
}

function hostLine(
  name: string,
  sshd: Sshd,
  { port = sshd.port, knownHosts = sshd.knownHostsFile } = {},
): string {
  return `  - { name: ${name}, address: 127.0.0.1, port: ${port}, user: ${userInfo().username}, key: ${sshd.userKeyFile}, known_hosts: ${knownHosts} }`
}

function inventory(sshd: Sshd): string {
  return [
    `defaults: { user: ${userInfo().username}, key: ${sshd.userKeyFile}, known_hosts: ${sshd.knownHostsFile} }`,
    'hosts:',
    `  - { name: db1, address: 127.0.0.1, port: ${sshd.port}, aliases: [db1.example.com] }`,
    '',
  ].join('\n')
}

describe.skipIf(missing('sshd'))(needing('sshd', 'a bot and a real OpenSSH server'), () => {
  test('report, graph, drilldown and button, by name, alias and address', async () => {
    const sshd = await server()
    const slack = await workspace()
    const running = await bot({ slack, folder: tempFolder(), config: inventory(sshd) })
    const pid = sleeper()
    for (const name of ['db1', 'db1.example.com', '127.0.0.1']) {
      const before = roots(slack).length
      await slack.control.slash(`${name} ${pid}`)
      const root = () => roots(slack)[before]
      await until(
        () => repliesTo(slack, root()).some((reply) => imageIds(reply).length > 0),
        () => running.log(),
      )
      expect(textOf(root())).toContain(`sleep[${pid}]`)
    }
    const root = roots(slack)[0]
    const graph = repliesTo(slack, root).find((reply) => imageIds(reply).length > 0)
    expect(isPng(slack.control.file(imageIds(graph)[0] ?? ''))).toBe(true)
    slack.control.say('smaps', { threadTs: root?.ts ?? '' })
    await until(
      () => repliesTo(slack, root).some((reply) => textOf(reply).includes('[heap]')),
      () => running.log(),
    )
    await slack.control.click(root?.ts ?? '', (element) =>
      // Which questions stand there follows from what is found on this machine.
      String(element['action_id']).includes('drill:'),
    )
    await until(
      () => repliesTo(slack, root).length >= 3,
      () => running.log(),
    )
  })

  describe('hosts that refuse or break', () => {
    let stranger: Sshd
    let changed: Sshd
    let cut: Way
    let frozen: Way
    let slack: Workspace
    let running: RunningBot
    let nobodyKnown: string
    const seen = () => running.log()

    beforeAll(() =>
      together(async () => {
        const real = await server()
        ;[stranger, changed] = [await server(), await server()]
        ;[cut, frozen] = [await proxyTo(real), await proxyTo(real)]
        nobodyKnown = await stranger.knownHosts('none', '# nobody is known here\n')
        const known = await real.knownHosts(
          'proxies',
          [cut, frozen]
            .map(({ port }) => `[127.0.0.1]:${port} ${real.hostKeys.ed25519}\n`)
            .join(''),
        )
        slack = await workspace()
        running = await bot({
          slack,
          folder: tempFolder(),
          config: [
            'hosts:',
            hostLine('stranger', stranger, { knownHosts: nobodyKnown }),
            hostLine('changed', changed),
            hostLine('cut', real, { port: cut.port, knownHosts: known }),
            hostLine('frozen', real, { port: frozen.port, knownHosts: known }),
            '',
          ].join('\n'),
        })
      }),
    )

    const closedRuns = () => running.log().split('"step":"closed"').length - 1

    /** Asks; gives what finds the answer. */
    async function ask(words: string): Promise<() => Message | undefined> {
      const before = roots(slack).length
      await slack.control.slash(words)
      return () => roots(slack)[before]
    }

    test('an unknown host key is refused with its fingerprint and the way to record it', async () => {
      const root = await ask('stranger')
      await until(() => root() !== undefined, seen)
      expect(textOf(root())).toMatch(/not recorded[\s\S]*SHA256:/)
      expect(textOf(root())).toContain(nobodyKnown)
      expect(await stranger.log()).not.toContain('Accepted')
    })

    test('a changed host key is refused, loudly, and nothing is sent to it', async () => {
      await changed.swapHostKeys()
      const root = await ask('changed')
      await until(() => root() !== undefined, seen)
      expect(textOf(root())).toMatch(/CHANGED[\s\S]*SHA256:/)
      expect(await changed.log()).not.toContain('Accepted')
    })

    test('a host that goes away in the middle: what came is kept and shown, the rest is named', async () => {
      const before = { closed: closedRuns(), roots: roots(slack).length }
      const root = await ask(`cut ${sleeper()}`)
      // The first verdict is there; the wait for rates is cut off.
      await until(() => textOf(root()).includes('rates follow'), seen)
      cut.cut()
      await until(() => closedRuns() > before.closed, seen)
      await until(() => !textOf(root()).includes('rates follow'), seen)
      expect(textOf(root())).toContain('RSS')
      expect(roots(slack)).toHaveLength(before.roots + 1)
    })

    test('a host that freezes is answered for in words, by our own clock', async () => {
      const before = closedRuns()
      await ask('frozen')
      await until(() => closedRuns() > before, seen)
      frozen.freeze()
      const root = await ask('frozen')
      await until(
        () => /lost|not answer|Not read/.test(textOf(root())),
        () => textOf(root()) + running.log(),
      )
    })
  })
})
