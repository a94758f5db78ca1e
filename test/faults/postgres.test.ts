/** A PostgreSQL backend that its cgroup's limit kills, five times: victim, statement and rate are told. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { until } from '../e2e/world.ts'
import { missing, needing } from '../real/needs.ts'
import { canMakeGroups, group } from './group.ts'
import { doctor, findingOf } from './memcheck.ts'
import { postgres } from './postgres.ts'

const NOT_HERE = missing('sshd') || missing('postgres') || !canMakeGroups()
const BETWEEN_KILLS_MS = 1200
const KILLS = 5
/** Takes memory until the limit ends it. */
const HUNGRY =
  'select length(string_agg(repeat(md5(g::text), 64), null)) from generate_series(1, 9000000) g;'

test.skipIf(NOT_HERE)(
  needing(
    'postgres',
    'a backend killed by its cgroup: kernel line, signal 9 and statement; five kills give the rate',
  ),
  async () => {
    const memcheck = await doctor()
    const server = await postgres()
    const limited = group(`mcpg${randomBytes(3).toString('hex')}`, { limitBytes: 64 * MIB })
    let last = 0
    for (let kills = 1; kills <= KILLS; kills += 1) {
      const { backend, psql, ended } = await server.session()
      writeFileSync(limited.procs, String(backend))
      psql.stdin?.write(`${HUNGRY}\n`)
      await until(
        () => server.log().includes(`(PID ${backend}) was terminated by signal 9`),
        () => server.log(),
      )
      psql.kill()
      await ended
      last = backend
      // Kills of less than a second each have no rate that means anything, and are told as a burst.
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_KILLS_MS))
    }
    const said = await memcheck.ask('db1')
    const repeats = findingOf(said, 'oom.repeats', { victim: 'postgres' })
    // A run of this test shortly before is in the kernel's log too.
    expect(repeats.numbers['events']).toBeGreaterThanOrEqual(KILLS)
    expect(Number(repeats.numbers['everySeconds'])).toBeGreaterThan(0)

    const answer = await memcheck.tell('db1', 'oom')
    expect(answer).toContain(limited.path)
    expect(answer).toContain(`(PID ${last}) was terminated by signal 9: Killed`)
    expect(answer).toContain('Failed process was running: select length(string_agg')

    const line = await memcheck.tell('db1', 'since', '5m')
    const at = (pattern: RegExp): number => line.split('\n').findIndex((row) => pattern.test(row))
    const kernel = at(new RegExp(`OOM kill: postgres \\(pid ${last}\\)`))
    const statement = at(new RegExp(`\\[${last}\\].*statement: select length`))
    const signal = at(new RegExp(`PID ${last}\\) was terminated by signal 9`))
    const failed = at(/Failed process was running/)
    expect([statement, kernel, signal, failed].filter((row) => row < 0)).toEqual([])
    // In order: what it was asked, what the kernel did, what its parent saw.
    expect(statement).toBeLessThan(kernel)
    expect(kernel).toBeLessThan(signal)
  },
  // Five starts of a server, and a busy machine.
  240_000,
)
