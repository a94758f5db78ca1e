/** The same check without a chat, as a terminal runs it: collect, keep, parse, measure, judge; no second reading. */
import { mkdirSync } from 'node:fs'
import { COMMANDS } from '../../dist/commands/index.js'
import { buildHouse } from '../../dist/src/compose/house.js'
import { randomIds } from '../../dist/src/ids/random.js'
import { createLog } from '../../dist/src/log/log.js'
import { EXIT } from '../../dist/src/pipeline/command.js'
import { useCases } from '../../dist/src/pipeline/useCases.js'
import { systemClock } from '../../dist/src/schedule/clock.js'
import { createSchedule } from '../../dist/src/schedule/cron.js'
import { createSshRemote } from '../../dist/src/ssh/remote.js'
import { openStore } from '../../dist/src/store/open.js'
import { entryOf } from './entry.mjs'
import { afterwards } from './undo.mjs'

const ASKED = {
  actor: { id: 'bench', surface: 'terminal', team: null, chat: null },
  place: { surface: 'terminal', user: 'bench' },
  lang: 'en',
}

/** @param {string} folder @param {readonly object[]} hosts */
export async function startTerminal(folder, hosts) {
  mkdirSync(folder)
  const log = createLog({ level: 'silent', pretty: false })
  const clock = systemClock()
  const owner = 'terminal:bench'
  const built = await buildHouse({
    ...{
      clock,
      ids: randomIds(),
      log,
      owner,
      chat: null,
      dataDir: folder,
      theme: 'light',
      lang: 'en',
    },
    store: await openStore({ file: `${folder}/memcheck.sqlite`, instance: owner, log }),
    inventory: { hosts: hosts.map(entryOf), groups: {}, embedded: false },
    policy: null,
    demands: [],
    readOnly: false,
    directory: null,
    prometheus: null,
  })
  const schedule = createSchedule({ clock, log })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await schedule.close()
    await built.close()
  }
  afterwards(close)
  const check = (remote, host, pid) =>
    timed(useCases({ ...built.house, remote }, schedule, null, COMMANDS), {
      kind: 'pid',
      host,
      pid,
    })
  return {
    close,
    /** Over another way to hosts. @returns {Promise<number>} ms */
    over: check,
    /** Over the connection that is open since the last time. @returns {Promise<number>} ms */
    live: (host, pid) => check(built.house.remote, host, pid),
    /** Over a connection of its own. @returns {Promise<number>} ms */
    async cold(host, pid) {
      const remote = createSshRemote({ log })
      try {
        return await check(remote, host, pid)
      } finally {
        await remote.close()
      }
    },
  }
}

async function timed(use, target) {
  const startedMs = performance.now()
  const reply = await use.check(ASKED, target, 'levels')
  const done = reply.kind === 'say' ? reply.done : await reply.work()
  const tookMs = performance.now() - startedMs
  if (done.exit === EXIT.unchecked)
    throw new Error(`the check failed: ${JSON.stringify(done.json)}`)
  return tookMs
}
