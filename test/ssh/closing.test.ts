/** What a living connection holds of commands that are over: nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExecRequest, Log } from '../../src/domain/ports.ts'
import { type EmbeddedHost, startEmbeddedHost } from '../../src/local/embeddedHost.ts'
import { whenClosed } from '../../src/ssh/closing.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}
const dir = mkdtempSync(join(tmpdir(), 'memcheck-closing-'))
let host: EmbeddedHost
let remote: ReturnType<typeof createSshRemote>

beforeAll(async () => {
  host = await startEmbeddedHost({ dataDir: dir, log: silent })
  remote = createSshRemote({ log: silent })
})
afterAll(async () => {
  await remote.close()
  await host.close()
  rmSync(dir, { recursive: true, force: true })
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

async function isGone(ref: WeakRef<object>): Promise<boolean> {
  await turn()
  collectGarbage()
  return ref.deref() === undefined
}

/** Runs one command, and gives a reference that holds nothing of it. */
async function ran(): Promise<WeakRef<ExecRequest>> {
  const request: ExecRequest = {
    script: 'echo here',
    args: [],
    deadlineMs: 60_000,
    maxBytes: 1000,
    onBytes: () => undefined,
  }
  expect(await remote.exec(host.entry, request)).toMatchObject({ kind: 'exited', status: 0 })
  return new WeakRef(request)
}

test('a living connection held each round that it had run, with all that it had read', async () => {
  const first = await ran()
  const second = await ran()
  // The last one may still stand in what the connection used last.
  await ran()
  await expect.poll(() => isGone(first)).toBe(true)
  await expect.poll(() => isGone(second)).toBe(true)
})

test('an end is told once, to those who wait and to those who come later, and not to those who left', async () => {
  let end: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  const told: string[] = []
  whenClosed(closed, () => told.push('waiting'))
  const leave = whenClosed(closed, () => told.push('left'))
  leave()
  end()
  await turn()
  whenClosed(closed, () => told.push('late'))
  whenClosed(closed, () => told.push('late and left'))()
  await turn()
  expect(told).toEqual(['waiting', 'late'])
})
