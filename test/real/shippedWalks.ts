/** Context walks of processes of this machine as a check makes them: a real sshd, the loop on the host, the tree as it is kept. */
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { WalkedContexts } from '../../src/domain/contexts.ts'
import { Evidence, type Reading1 } from '../../src/domain/evidence.ts'
import type { Clock, Log } from '../../src/domain/ports.ts'
import { memoryContexts } from '../../src/parsers/postgres/memoryContexts.ts'
import { exe } from '../../src/parsers/proc/exe.ts'
import { maps } from '../../src/parsers/proc/maps.ts'
import { readContexts } from '../../src/pipeline/memory/readContexts.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { startSshd } from './sshd.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}
const clock: Clock = { now: () => Date.now(), sleep: (ms) => pause(ms) }

export interface ShippedWalks {
  /** The tree, or why there is none. */
  walk(pid: number): Promise<WalkedContexts | string>
  close(): Promise<void>
}

export async function openShippedWalks(): Promise<ShippedWalks> {
  const sshd = await startSshd()
  const remote = createSshRemote({ log: silent })
  const host = sshd.entry({ memory: true })
  return {
    async walk(pid) {
      const { raw } = await readContexts({ ranges: remote, clock }, host, evidenceOf(pid), pid)
      if (raw.kind !== 'ok') return `${raw.reason} ${raw.detail}`
      const parsed = memoryContexts.parse(raw.text, { cut: false })
      return 'error' in parsed ? parsed.error.code : parsed.value
    },
    async close() {
      await remote.close()
      await sshd.close()
    },
  }
}

/** What a check has read of the process before it looks into its memory. */
function evidenceOf(pid: number): Evidence {
  const parsed = maps.parse(readFileSync(`/proc/${pid}/maps`, 'utf8'), { cut: false })
  if ('error' in parsed) throw new Error(`maps of ${pid}: ${parsed.error.code}`)
  const path = readlinkSync(`/proc/${pid}/exe`)
  const reading = (value: unknown): Reading1<unknown> => ({
    value,
    hostUptimeSec: null,
    atMs: clock.now(),
    pid,
  })
  const first = new Map([
    [maps.id, reading(parsed.value)],
    [exe.id, reading({ path, deleted: false })],
  ])
  const none = new Map<string, never>()
  return new Evidence({
    first,
    second: none,
    texts: none,
    told: none,
    gaps: [],
    losses: [],
    faults: [],
  })
}
