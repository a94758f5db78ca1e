/** A reader that nothing ends: the answer goes out by the bot's own clock, and what hung is left alone for a while. */
import { setImmediate as breathe } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import type { ExecEnd, ExecRequest } from '../../src/domain/ports.ts'
import type { AnySource } from '../../src/domain/source.ts'
import { Collector } from '../../src/pipeline/collect.ts'
import type { House } from '../../src/pipeline/house.ts'
import { SET } from '../script/sources.ts'
import { openLocalHouse } from './localHouse.ts'

const DB1: HostEntry = { ...PLAIN_HOST, name: 'db1', address: 'db1' }
const PID = 4242
const STAT = `${PID} (stuck) D 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`
const ROUND = { number: 0, pid: PID, waitSeconds: 0 }
const SOURCES: readonly AnySource[] = [SET.meminfo, SET.firstArgs, SET.stat, SET.cmdline]

let house: House
let close: () => Promise<void>
let nowMs = Date.UTC(2026, 10, 26)
/** Sections that the host goes through; at one named `hangs` it stops for good. */
let hangs = 'proc/PID/cmdline'
const scripts: string[] = []

async function exec(_host: HostEntry, request: ExecRequest): Promise<ExecEnd> {
  const script = request.script ?? ''
  scripts.push(script)
  const [nonce = ''] = request.args
  const say = (text: string): void => request.onBytes('out', Buffer.from(text))
  const gives = {
    'group:host': '/proc/meminfo:MemTotal: 1 kB',
    'proc/first-args': '1/cmdline:init\0',
    'group:process': `/proc/${PID}/stat:${STAT}`,
    'proc/PID/cmdline': 'stuck\0',
  }
  for (const [name, text] of Object.entries(gives)) {
    if (!script.includes(`${name} `)) continue
    say(`@@${nonce} B ${name}\n`)
    if (name === hangs) {
      while (request.signal?.aborted === false) await breathe()
      return { kind: 'killed', why: 'stopped' }
    }
    say(`${text}\n@@${nonce} E ${name} 0 10.00\n`)
  }
  return { kind: 'exited', status: 0, signal: null }
}

beforeAll(async () => {
  const opened = await openLocalHouse()
  ;({ close } = opened)
  const store = { ...opened.house.store, keep: async () => undefined }
  const clock = {
    now: () => nowMs,
    async sleep(ms: number): Promise<void> {
      await breathe()
      nowMs += ms
    },
  }
  house = { ...opened.house, store, clock, remote: { ...opened.house.remote, exec } }
})

afterAll(async () => await close())

async function reasons(pid: number = PID): Promise<readonly string[]> {
  const collector = new Collector(house, 'run1', DB1)
  await collector.round({ ...ROUND, pid, sources: SOURCES }, async () => undefined)
  return collector
    .collected()
    .frames.filter(({ reading }) => reading === 1)
    .map(({ source, raw }) => `${source} ${raw.kind === 'ok' ? 'ok' : raw.reason}`)
    .sort()
}

test('what came is kept, what hung is named, and neither it nor the arguments of all are read again for half an hour', async () => {
  const beganMs = nowMs
  expect(await reasons()).toEqual([
    'proc/PID/cmdline stuck',
    'proc/PID/stat ok',
    'proc/first-args ok',
    'proc/meminfo ok',
  ])
  expect(nowMs - beganMs).toBeLessThan(LIMITS.roundMs)
  expect(await house.store.stuck('db1', 0)).toMatchObject([
    { pid: PID, startTicks: 777, source: 'proc/PID/cmdline', times: 1 },
  ])
  expect(await reasons()).toEqual([
    'proc/PID/cmdline stuck',
    'proc/PID/stat ok',
    'proc/first-args stuck',
    'proc/meminfo ok',
  ])
  expect(scripts.at(-1)).not.toContain('flat process proc/PID/cmdline')
  expect(scripts.at(-1)).not.toContain('arguments proc/first-args')
  // Another process is read in full: only what reads all of them would meet the one that hangs.
  hangs = ''
  expect(await reasons(7)).toContain('proc/PID/cmdline ok')
  nowMs += LIMITS.stuckMs
  expect(await reasons()).toEqual([
    'proc/PID/cmdline ok',
    'proc/PID/stat ok',
    'proc/first-args ok',
    'proc/meminfo ok',
  ])
})

test('where the arguments of all hang, nobody can tell whose: they are left out, each process is read', async () => {
  hangs = 'proc/first-args'
  expect(await reasons()).toContain('proc/first-args stuck')
  expect((await house.store.stuck('db1', nowMs - 1000)).map(({ pid }) => pid)).toEqual([null])
  hangs = ''
  expect(await reasons()).toEqual([
    'proc/PID/cmdline ok',
    'proc/PID/stat ok',
    'proc/first-args stuck',
    'proc/meminfo ok',
  ])
})
