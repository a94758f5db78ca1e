/** A whole cgroup asked for in a channel, over the real wire: its report, what is asked in its thread, a watch of it. */
import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { bot, hostInHere, repliesTo, tempFolder, textOf, until, workspace } from '../e2e/world.ts'
import { makeGroup, noGroups } from '../real/group.ts'

const WHY_NOT = noGroups()

test.skipIf(WHY_NOT !== null)(
  `a unit by its name, and in its thread its members${WHY_NOT === null ? '' : ` [skipped: ${WHY_NOT}]`}`,
  async () => {
    const unit = makeGroup('chat', 512 * MIB, '.service')
    const name = unit.path.slice(1)
    const child = spawn('sleep', ['600'])
    onTestFinished(async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
      await unit.remove()
    })
    unit.join(child.pid ?? 0)
    const slack = await workspace()
    const { control } = slack
    const running = await bot({ slack, folder: tempFolder(), config: await hostInHere() })
    const seen = () => running.log()
    await control.slash(`db1 unit:${name}`)
    const root = await control.waitFor(
      (message) => message.text.includes(name) && message.threadTs === null,
    )
    await until(() => textOf(control.message(root.ts)).includes('512 MiB'), seen)
    control.say('members', { threadTs: root.ts })
    await until(
      () => repliesTo(slack, root).some((reply) => textOf(reply).includes(String(child.pid))),
      seen,
    )
    await control.slash(`watch db1 unit:${name} every 5s for 5m`)
    const told = await control.waitFor(
      (message) =>
        message.ts !== root.ts && message.threadTs === null && message.text.includes(name),
    )
    expect(told.text).not.toContain('could not')
  },
)
