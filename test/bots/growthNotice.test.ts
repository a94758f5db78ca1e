/** A watch beside real programs: a leak is told once and its end once; what only looks like one wakes nobody. */
import { type ChildProcess, spawn } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import {
  afterThis,
  bot,
  hostInHere,
  repliesTo,
  roots,
  tempFolder,
  textOf,
  until,
  workspace,
} from '../e2e/world.ts'
import { WHOLE } from '../whole.ts'

/** A quarter of a MiB more, four times a second, for good. */
const LEAK = `const kept = []; setInterval(() => kept.push(Buffer.allocUnsafeSlow(262144).fill(1)), 250)`
/** 24 MiB up in six seconds, then all of it is given back. */
const SAWTOOTH = `let kept = []; setInterval(() => {
  if (kept.length >= 24) { kept = []; gc() } else kept.push(Buffer.allocUnsafeSlow(1048576).fill(1))
}, 250)`
/** A cache of 32 MiB: the fuller it is, the fewer misses fill it. */
const CACHE = `const kept = []; const begun = Date.now(); setInterval(() => {
  const wanted = 128 * (1 - Math.exp((begun - Date.now()) / 6000))
  while (kept.length < wanted) kept.push(Buffer.allocUnsafeSlow(262144).fill(1))
}, 200)`
const FLAGS = ['--expose-gc', '--max-old-space-size=16', '--max-semi-space-size=1']

/** A program under a name that no other process of this machine has. */
function program(code: string): { readonly name: string; readonly child: ChildProcess } {
  const name = `mc-${Math.random().toString(36).slice(2, 10)}`
  const path = join(tempFolder(), name)
  symlinkSync(process.execPath, path)
  const child = spawn(path, [...FLAGS, '-e', code], { stdio: 'ignore', env: {} })
  afterThis(() => void child.kill('SIGKILL'))
  return { name, child }
}

test('a leak is told once, and its end; a sawtooth and a filling cache say nothing', async () => {
  const slack = await workspace()
  const leak = program(LEAK)
  const saw = program(SAWTOOTH)
  const cache = program(CACHE)
  const all = [leak, saw, cache].map(({ name }) => name)
  const watches = all.map(
    (name) =>
      `  - { name: ${name}, targets: [db1 ${name}], every: 5s, channel: C0OPS, tell: changes, depth: levels }\n`,
  )
  // Of the leak three readings in five seconds in all: one order may come no closer than that.
  const often = WHOLE ? all : [leak.name]
  const silent = [2, 4].map(
    (second) =>
      `  - { name: s${second}, targets: [${often.map((name) => `db1 ${name}`).join(', ')}], every: "${second}-59/5 * * * * *", zone: UTC, channel: C0OPS, tell: never, depth: levels }\n`,
  )
  const running = await bot({
    slack,
    folder: tempFolder(),
    config: `${await hostInHere()}orders:\n${[...watches, ...silent].join('')}`,
  })
  // What this machine's kernel log tells of earlier test runs is true, and not the subject here.
  const seen = () => running.log().slice(-4000)
  const root = (name: string): Message | undefined =>
    roots(slack).find((message) => textOf(message).includes(name))
  const told = (name: string): readonly string[] =>
    repliesTo(slack, root(name)).map((reply) => reply.text)
  const readings = (name: string): number =>
    Number(/(\d+) readings/.exec(textOf(root(name)))?.[1] ?? 0)

  // What this machine's kernel log tells of earlier test runs is true, and not the subject here.
  for (const name of all) {
    await until(() => root(name) !== undefined, seen, running.gone, 120_000)
    const ack = await slack.control.slash(`mute db1 ${name} oom for 2h`)
    expect(ack['text']).toContain('Muted')
  }
  // Before the rule holds the growth is shown, and proves nothing yet.
  await until(() => readings(leak.name) >= 3, seen, running.gone, 120_000)
  expect(textOf(root(leak.name))).not.toMatch(/warning|critical/)
  await until(() => told(leak.name).length > 0, seen, running.gone, 120_000)
  expect(told(leak.name)[0]).toMatch(/grows without end[\s\S]*inspections running[\s\S]*leaks/)
  await until(() => textOf(root(leak.name)).includes('leaking'), seen, running.gone, 120_000)

  leak.child.kill('SIGKILL')
  await until(() => told(leak.name).length > 1, seen, running.gone, 120_000)
  const more = readings(saw.name) + 2
  await until(() => readings(saw.name) >= more, seen, running.gone, 120_000)
  expect(told(leak.name)).toHaveLength(2)
  expect(told(leak.name)[1]).toContain('no longer there')
  expect([...told(saw.name), ...told(cache.name)]).toEqual([])
  expect(textOf(root(cache.name))).not.toMatch(/leaking|warning|critical/)
  expect(running.log()).not.toContain('"level":50')
})
