import { test } from 'vitest'
import { bot, posts, repliesTo, roots, tempFolder, textOf, until, workspace, afterThis, imageIds } from './world.ts'

test('explore', async () => {
  const slack = await workspace()
  const running = await bot({ slack, folder: tempFolder() })
    slack.control.failUpload(10)
    const t0 = Date.now()
    await slack.control.slash(`local ${process.pid}`)
    const first = await slack.control.waitFor(
      (message) => message.text.includes(`[${process.pid}]`) && message.threadTs === null,
    )
    console.log('root after', Date.now() - t0)
    await until(
      () => repliesTo(slack, first).length > 0,
      () => running.log(),
    )
    console.log('reply after', Date.now() - t0)
    await new Promise((r) => setTimeout(r, 3000))
    for (const r of repliesTo(slack, first)) console.log('REPLY', r.text, JSON.stringify(r.blocks))
    console.log(running.log().split('\n').filter((l) => l.includes('"level":4')).join('\n'))
}, 60000)
