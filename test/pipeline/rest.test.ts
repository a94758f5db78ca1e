/** A host's rest between two collects: who waits, how long, and who does not. */
import { expect, test } from 'vitest'
import { PLAIN_HOST } from '../../src/domain/inventory.ts'
import type { ExecEnd, ExecRequest, Remote } from '../../src/domain/ports.ts'
import { withRest } from '../../src/pipeline/rest.ts'

/** A clock that goes on by what is slept, and an edge whose execs take 100 ms. */
function house() {
  const began: [string, number][] = []
  let nowMs = 1_000_000
  const clock = {
    now: () => nowMs,
    async sleep(ms: number, signal?: AbortSignal) {
      if (signal?.aborted !== true) nowMs += ms
    },
  }
  const edge: Remote = {
    async exec(host, request): Promise<ExecEnd> {
      began.push([`${host.name} ${request.run ?? ''}`, nowMs - 1_000_000])
      nowMs += 100
      return { kind: 'exited', status: 0, signal: null }
    },
    close: async () => undefined,
  }
  const rested = withRest(edge, clock)
  const exec = (name: string, run: string, more: Partial<ExecRequest> = {}) =>
    rested.exec(
      { ...PLAIN_HOST, name, address: name, restMs: 2000 },
      { script: '', args: [], deadlineMs: 1, maxBytes: 1, onBytes: () => undefined, run, ...more },
    )
  return { began, exec }
}

test('the next collect waits from the end of the last, its own further rounds do not, other hosts neither', async () => {
  const { began, exec } = house()
  await exec('db1', 'a')
  await exec('db1', 'a')
  await exec('db2', 'x')
  await exec('db1', 'b')
  await exec('db1', 'b')
  await exec('db1', 'a')
  expect(began).toEqual([
    ['db1 a', 0],
    ['db1 a', 100],
    ['db2 x', 200],
    ['db1 b', 2200],
    ['db1 b', 2300],
    ['db1 a', 2400],
  ])
})

test('whoever gave up while it rested reads nothing', async () => {
  const { began, exec } = house()
  await exec('db1', 'a')
  const end = await exec('db1', 'b', { signal: AbortSignal.abort() })
  expect(end).toEqual({ kind: 'killed', why: 'stopped' })
  expect(began).toHaveLength(1)
})
