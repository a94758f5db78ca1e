/** The language of a channel, over the real wire: typed, in the file, in threads, of orders, after a restart. */
import { describe, expect, test } from 'vitest'
import {
  bot,
  hostInHere,
  launch,
  namedSleeper,
  posts,
  repliesTo,
  roots,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'

const CHINESE = /[\u4e00-\u9fff]/

describe('the language of a channel', () => {
  test('is set by a word in it, holds in its threads and after a restart, and in no other channel', async () => {
    const slack = await workspace()
    const { control } = slack
    const folder = tempFolder()
    const config = await hostInHere()
    const first = await bot({ slack, folder, config })
    const name = namedSleeper()
    const report = async (channel: string, log: () => string) => {
      const before = roots(slack, channel).length
      await control.slash(`db1 ${name}`, { channel })
      const root = () => roots(slack, channel)[before]
      await until(() => /RSS/.test(textOf(root())) && repliesTo(slack, root()).length > 0, log)
      return root()
    }
    expect(JSON.stringify(await control.slash('lang zh'))).toContain('中文')
    const root = await report('C0OPS', first.log)
    expect(textOf(root)).toMatch(/主机可用内存|主机可用/)
    expect(repliesTo(slack, root).every((reply) => CHINESE.test(textOf(reply)))).toBe(true)
    control.say('smaps', { threadTs: root?.ts ?? '' })
    await until(
      () => repliesTo(slack, root).some((reply) => reply.text.includes('按归属查看内存')),
      first.log,
    )
    expect(JSON.stringify(await control.slash('nowhere'))).toMatch(CHINESE)
    expect(textOf(await report('C0ALERTS', first.log))).not.toMatch(CHINESE)
    // One who reads Chinese is answered so where no language is set.
    expect(
      JSON.stringify(await control.slash('nowhere', { channel: 'C0ALERTS', user: 'U0LI' })),
    ).toMatch(CHINESE)
    await first.stop()

    const second = await bot({ slack, folder, config })
    expect(JSON.stringify(await control.slash('lang'))).toMatch(/中文.*U0ANA/)
    expect(textOf(await report('C0OPS', second.log))).toMatch(CHINESE)
    expect(JSON.stringify(await control.slash('lang default'))).toContain('yours: English')
    expect(JSON.stringify(await control.slash('nowhere'))).not.toMatch(CHINESE)
    expect(second.log()).not.toContain('"level":50')
  })

  test('in a direct message is that person’s own, and holds in no channel', async () => {
    const slack = await workspace()
    const { control } = slack
    await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    const ackOf = async (words: string, channel: string, user: string) =>
      JSON.stringify(await control.slash(words, { channel, user }))
    expect(await ackOf('lang zh', 'D0ANA', 'U0ANA')).toContain('私信')
    expect(await ackOf('nowhere', 'D0ANA', 'U0ANA')).toMatch(CHINESE)
    expect(await ackOf('nowhere', 'C0OPS', 'U0ANA')).not.toMatch(CHINESE)
    expect(await ackOf('lang', 'D0LI', 'U0LI')).toContain('个人资料')
    expect(await ackOf('lang en', 'D0LI', 'U0LI')).toContain('In direct messages')
    expect(await ackOf('nowhere', 'D0LI', 'U0LI')).not.toMatch(CHINESE)
  })

  test('is that of an answer which a later bot gives for one that died', async () => {
    const slack = await workspace()
    const folder = tempFolder()
    const config = `${await hostInHere()}channels: {C0OPS: {lang: zh}}\n`
    const first = launch({ slack, folder, config, killAt: 'begun' })
    await until(() => slack.control.sockets() > 0, first.log, first.gone)
    await slack.control.slash('db1').catch(() => undefined)
    expect(await first.gone).toMatchObject({ signal: 'SIGKILL' })
    const second = await bot({ slack, folder })
    await until(() => roots(slack).length > 0, second.log)
    expect(textOf(roots(slack)[0])).toMatch(CHINESE)
  })

  test('of memcheck.yaml is that of its orders, but of those with their own, and a watch follows it', async () => {
    const slack = await workspace()
    const order = (name: string, more: string) =>
      `  - {name: ${name}, targets: db1, every: "*/5 * * * * *", tell: always, depth: levels, ${more}}\n`
    const config = `${await hostInHere()}channels: {C0OPS: {lang: zh}}\norders:\n${order('plain', 'channel: C0OPS')}${order('own', 'channel: C0OPS, lang: en')}${order('byname', 'channel: "#ops"')}`
    const running = await bot({ slack, folder: tempFolder(), config })
    const { control } = slack
    const told = (name: string) => posts(slack).filter(({ text }) => text.includes(name))
    await until(
      () => told('plain').length > 0 && told('own').length > 0 && told('byname').length > 1,
      running.log,
    )
    expect(textOf(told('plain')[0])).toMatch(CHINESE)
    expect(textOf(told('own').at(-1))).not.toMatch(CHINESE)
    // By its name the channel is known once something was posted there.
    expect(textOf(told('byname').at(-1))).toMatch(CHINESE)
    const name = namedSleeper()
    await control.slash(`watch db1 ${name} every 5s for 2m`)
    const watch = await control.waitFor(
      ({ text, threadTs }) => text.includes(name) && threadTs === null,
    )
    expect(textOf(control.message(watch.ts))).toMatch(CHINESE)
    await control.slash('lang en')
    await until(() => !CHINESE.test(textOf(control.message(watch.ts))), running.log)
    expect(running.log()).not.toContain('"level":50')
  })
})
