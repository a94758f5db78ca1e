/** What a mistyped line is told, and what its buttons would type. */
import { spawn } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import type { Block } from '../../src/domain/report.ts'
import { EXIT } from '../../src/pipeline/command.ts'
import { MEANT } from '../../src/pipeline/dispatch.ts'
import { likeness, nearWords } from '../../src/pipeline/likeness.ts'
import { DRILLDOWNS } from '../../src/report/questions.ts'
import { type LocalHouse, openLocalHouse, runIn } from './localHouse.ts'

let local: LocalHouse
beforeAll(async () => {
  local = await openLocalHouse()
})
afterAll(() => local.close())

const typedBy = (blocks: readonly Block[]): readonly (string | undefined)[] =>
  blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map((one) => one.value) : []))

test.each([
  ['local 1 samps', 'unknown-question', ['local 1 smaps']],
  ['local 1 samps 5', 'unknown-question', ['local 1 smaps 5']],
  ['local 1 zzz', 'unknown-question', []],
  ['local 1 gcore', 'command-stands-first', ['gcore local 1']],
  ['local 1 watch every 5s', 'command-stands-first', ['watch local 1 every 5s']],
  ['dokter', 'unknown-command', ['doctor']],
  ['fleet', 'unknown-command', ['inspect']],
  ['zzz', 'unknown-command', []],
])('%s', async (line, code, lines) => {
  const { json, exit, message } = await runIn(local.house, line)
  expect(json).toMatchObject({ error: { code } })
  expect(exit).toBe(EXIT.usage)
  expect(typedBy(message.blocks)).toEqual(lines)
})

test('what is missing is told as missing', async () => {
  const { message } = await runIn(local.house, 'inspect')
  expect(message.text).toContain('Something is missing')
  expect(JSON.stringify(message)).toContain('inspect @GROUP|HOST')
})

test('each word of another tool leads to a command', () => {
  const names = new Set(COMMANDS.map(({ name }) => name))
  for (const [word, meant] of MEANT) {
    expect(names.has(word)).toBe(false)
    expect(names.has(meant)).toBe(true)
  }
})

test('a process may be called as a command is', async () => {
  const { json } = await runIn(local.house, 'local gcore')
  expect(json).toMatchObject({ error: { code: 'no-such-process' } })
})

test('a name of several processes is a choice by size, not a failure', async () => {
  const twins = [1, 2].map(() => spawn('tail', ['-f', '/dev/null'], { argv0: 'mc-twins' }))
  try {
    const { message, json } = await runIn(local.house, 'local mc-twins')
    expect(json).toMatchObject({ error: { code: 'ambiguous-target' } })
    expect(message.blocks[0]).toMatchObject({ kind: 'headline', mark: 'choice' })
    expect(JSON.stringify(message)).toMatch(/\d+ mc-twins, [\d.]+ KiB/)
    expect(typedBy(message.blocks)).toEqual(
      expect.arrayContaining(twins.map(({ pid }) => `local ${pid}`)),
    )
  } finally {
    for (const one of twins) one.kill('SIGKILL')
  }
})

test('what is like nothing is offered nothing', async () => {
  const { message } = await runIn(local.house, 'zzz')
  expect(JSON.stringify(message)).not.toContain('Did you mean')
})

test.each([
  ['samps', 'smaps'],
  ['dokter', 'doctor'],
  ['hitsory', 'history'],
  ['meminf', 'meminfo'],
  ['hepl', 'help'],
])('%s is like %s', (typed, meant) => {
  expect(nearWords(typed, NAMES)[0]).toBe(meant)
})

const NAMES = [...COMMANDS.map(({ name }) => name), ...DRILLDOWNS.map(({ name }) => name)]

test('likeness is the same both ways, whole only for the same word, and bounded', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (a, b) => {
      const score = likeness(a, b)
      expect(score).toBeCloseTo(likeness(b, a), 10)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      if (a !== '') expect(likeness(a, a)).toBe(1)
    }),
  )
})
