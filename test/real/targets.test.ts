/** Numbers that are no process's own, on this very machine: a thread, a zombie, a kernel thread, a pid of a namespace. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plain } from '../../src/domain/words.ts'
import type { House } from '../../src/pipeline/house.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'

let house: House
let close: () => Promise<void>
const children: ChildProcess[] = []

beforeAll(async () => {
  ;({ house, close } = await openLocalHouse())
})

afterAll(async () => {
  for (const { pid } of children) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  await close()
})

/** Started as a leader of its own group, so that all of it ends with the test. */
function start(command: string, ...args: readonly string[]): number {
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  children.push(child)
  return child.pid ?? 0
}

interface Row {
  readonly pid: number
  readonly parent: number
  readonly state: string
  readonly nsPids: readonly string[]
}

function rows(): readonly Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8')
        const of = (field: string): string =>
          new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
        const nsPids = of('NSpid').split('\t')
        return [{ pid: Number(name), parent: Number(of('PPid')), state: of('State'), nsPids }]
      } catch {
        // Ended in between.
        return []
      }
    })
}

/** Waits until such a process is there. */
async function seen(wanted: (row: Row) => boolean, count = 1): Promise<readonly Row[]> {
  for (;;) {
    const found = rows().filter(wanted)
    if (found.length >= count) return found
    await pause(20)
  }
}

type Json = {
  readonly verdict: string
  readonly subject: { readonly name: string }
  readonly incarnation: { readonly pid: number }
  readonly gaps: readonly unknown[]
  readonly unchecked: readonly unknown[]
  readonly findings: readonly {
    readonly code: string
    readonly numbers: Readonly<Record<string, number | string>>
  }[]
}

async function ask(typed: string): Promise<{ readonly json: Json; readonly text: string }> {
  const done = await runIn(house, typed)
  const words = done.message.blocks.map((one) => (one.kind === 'text' ? plain(one.text) : ''))
  return { json: done.json as Json, text: words.join('\n') }
}

function finding(json: Json, code: string) {
  return json.findings.find((one) => one.code === code)
}

test('the number of a thread leads to its process, with a word', async () => {
  const own = String(process.pid)
  const tid = readdirSync('/proc/self/task').find((task) => task !== own)
  const { json, text } = await ask(`local ${tid}`)
  expect(json.incarnation.pid).toBe(process.pid)
  expect(finding(json, 'target.thread')?.numbers).toMatchObject({ typed: tid, pid: own })
  expect(text).toMatch(new RegExp(`${tid} is a thread of .* ${own}`))
  const plain = await ask(`local ${own}`)
  expect(finding(plain.json, 'target.thread')).toBeUndefined()
  expect(plain.json.subject).toEqual(json.subject)
})

test('a zombie is told in words, with the parent that has not reaped it, and is never "fine"', async () => {
  const parent = start('sh', '-c', 'sleep 0 & exec sleep 600')
  const [zombie] = await seen((row) => row.parent === parent && row.state.startsWith('Z'))
  const { json, text } = await ask(`local ${zombie?.pid}`)
  expect(finding(json, 'target.zombie')?.numbers).toMatchObject({
    parent: String(parent),
    parentName: 'sleep',
  })
  expect(text).toContain('is a zombie')
  expect(json.verdict).not.toBe('ok')
  expect(json.findings.filter(({ code }) => /^(?:process|cgroup|leak)\./.test(code))).toEqual([])
  expect(json.unchecked).toEqual([])
})

test('a kernel thread has no memory of its own; by its name too', async ({ skip }) => {
  const kthreadd = rows().find(({ pid, parent }) => pid === 2 && parent === 0)
  if (kthreadd === undefined) skip('kernel threads cannot be seen here')
  for (const word of ['2', 'kthreadd']) {
    const { json, text } = await ask(`local ${word}`)
    expect(finding(json, 'target.kernel-thread')?.numbers).toMatchObject({ name: 'kthreadd' })
    expect(finding(json, 'target.kernel-thread')?.numbers['slabBytes']).toBeGreaterThan(0)
    expect(text).toContain('it has no memory of its own')
    expect(json.verdict).not.toBe('ok')
    expect(json.gaps).toEqual([])
  }
})

describe.skipIf(process.getuid?.() !== 0)('a pid of a namespace [skipped: as root]', () => {
  // Far above what this host gives, so that no process of its own has it.
  const [once, twice] = ['3999998', '3899998']
  const begin = (last: string): number =>
    start('unshare', '-pf', 'sh', '-c', `echo ${last} >/proc/sys/kernel/ns_last_pid; sleep 600`)
  const inner = (last: string, count: number) =>
    seen(({ nsPids }) => nsPids.at(-1) === String(Number(last) + 1), count)

  test('is looked up when nothing else fits', async () => {
    begin(once)
    const [row] = await inner(once, 1)
    const { json, text } = await ask(`local ${Number(once) + 1}`)
    expect(json.incarnation.pid).toBe(row?.pid)
    expect(finding(json, 'target.inner-pid')?.numbers).toMatchObject({
      typed: '3999999',
      name: 'sleep',
    })
    expect(text).toContain(`which the host knows as ${row?.pid}`)
  })

  test('that several have is a choice', async () => {
    begin(twice)
    begin(twice)
    const both = await inner(twice, 2)
    const { json } = await ask(`local ${Number(twice) + 1}`)
    expect(json).toMatchObject({ error: { code: 'ambiguous-target' } })
    for (const { pid } of both) expect(JSON.stringify(json)).toContain(`${pid} sleep`)
  })
})

test('a number that is nothing names those that a slip of the hand makes of it', async () => {
  const wrong = `${process.pid}0`
  const { json } = await ask(`local ${wrong}`)
  expect(json).toMatchObject({ error: { code: 'no-such-process', params: { word: wrong } } })
  expect(JSON.stringify(json)).toContain(`${process.pid} `)
})
