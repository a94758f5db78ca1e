/** The same against a real OpenSSH server with a key file, and what is refused (through the built bot). */
import { userInfo } from 'node:os'
import { describe, expect, test } from 'vitest'
import {
  afterThis,
  bot,
  imageIds,
  isPng,
  posts,
  repliesTo,
  roots,
  sleeper,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'
import { missing, needing } from '../real/needs.ts'
import { startProxy } from '../real/proxy.ts'
import { type Sshd, startSshd } from '../real/sshd.ts'

async function server(): Promise<Sshd> {
  const sshd = await startSshd()
  afterThis(() => sshd.close())
  return sshd
}

function inventory(
  sshd: Sshd,
  rest: { readonly port?: number; readonly knownHosts?: string } = {},
): string {
  return [
    `defaults: { user: ${userInfo().username}, key: ${sshd.userKeyFile}, known_hosts: ${rest.knownHosts ?? sshd.knownHostsFile} }`,
    'hosts:',
    `  - { name: db1, address: 127.0.0.1, port: ${rest.port ?? sshd.port}, aliases: [db1.example.com] }`,
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
      await until(
        () => roots(slack).length > before,
        () => running.log(),
      )
      const root = roots(slack).at(-1)
      await until(
        () => repliesTo(slack, root).some((reply) => imageIds(reply).length > 0),
        () => running.log(),
      )
      expect(textOf(root)).toContain(`sleep[${pid}]`)
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

  test('an unknown host key is refused with its fingerprint and the way to record it', async () => {
    const sshd = await server()
    const slack = await workspace()
    const empty = await sshd.knownHosts('none', '# nobody is known here\n')
    const running = await bot({
      slack,
      folder: tempFolder(),
      config: inventory(sshd, { knownHosts: empty }),
    })
    await slack.control.slash('db1')
    await until(
      () => roots(slack).length > 0,
      () => running.log(),
    )
    expect(textOf(roots(slack)[0])).toMatch(/not recorded[\s\S]*SHA256:/)
    expect(textOf(roots(slack)[0])).toContain(empty)
    expect(await sshd.log()).not.toContain('Accepted')
  })

  test('a changed host key is refused, loudly, and nothing is sent to it', async () => {
    const sshd = await server()
    const slack = await workspace()
    const running = await bot({ slack, folder: tempFolder(), config: inventory(sshd) })
    await sshd.swapHostKeys()
    await slack.control.slash('db1')
    await until(
      () => roots(slack).length > 0,
      () => running.log(),
    )
    expect(textOf(roots(slack)[0])).toMatch(/CHANGED[\s\S]*SHA256:/)
    expect(await sshd.log()).not.toContain('Accepted')
  })

  test('a host that goes away in the middle: what came is kept and shown, the rest is named', async () => {
    const sshd = await server()
    const proxy = await startProxy({ targetPort: sshd.port })
    afterThis(() => proxy.close())
    const slack = await workspace()
    const known = await sshd.knownHosts(
      'proxy',
      `[127.0.0.1]:${proxy.port} ${sshd.hostKeys.ed25519}\n`,
    )
    const running = await bot({
      slack,
      folder: tempFolder(),
      config: inventory(sshd, { port: proxy.port, knownHosts: known }),
    })
    const pid = sleeper()
    await slack.control.slash(`db1 ${pid}`)
    // The first verdict is there; the wait for rates is cut off.
    await until(
      () => textOf(roots(slack)[0]).includes('rates follow'),
      () => running.log(),
    )
    proxy.cut()
    await until(
      () => running.log().includes('"step":"closed"'),
      () => running.log(),
    )
    await until(
      () => !textOf(roots(slack)[0]).includes('rates follow'),
      () => running.log(),
    )
    expect(textOf(roots(slack)[0])).toContain('RSS')
    expect(posts(slack).filter((message) => message.threadTs === null)).toHaveLength(1)
  })

  test('a host that freezes is answered for in words, by our own clock', async () => {
    const sshd = await server()
    const proxy = await startProxy({ targetPort: sshd.port })
    afterThis(() => proxy.close())
    const slack = await workspace()
    const known = await sshd.knownHosts(
      'proxy',
      `[127.0.0.1]:${proxy.port} ${sshd.hostKeys.ed25519}\n`,
    )
    const folder = tempFolder()
    const running = await bot({
      slack,
      folder,
      config: inventory(sshd, { port: proxy.port, knownHosts: known }),
    })
    await slack.control.slash('db1')
    await until(
      () => running.log().includes('"step":"closed"'),
      () => running.log(),
    )
    proxy.freeze()
    await slack.control.slash('db1')
    await until(
      () => roots(slack).length === 2 && /lost|not answer|Not read/.test(textOf(roots(slack)[1])),
      () => textOf(roots(slack)[1]) + running.log(),
    )
  })
})
