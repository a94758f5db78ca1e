/** The store among processes that live, die and write at once: real children, real files. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Compiled, compileStore } from './compiled.ts'
import { anOrder, pastOf, T0, tempFolder, tempStore } from './rows.ts'

let compiled: Compiled
beforeAll(() => {
  compiled = compileStore()
})
afterAll(() => compiled.remove())

interface Writer {
  readonly process: ChildProcessByStdio<null, Readable, null>
  readonly lines: string[]
  /** Resolves when it has said that many lines, or has ended. */
  said(count: number): Promise<void>
  ended: Promise<void>
}

function writer(file: string, instance: string, count: number): Writer {
  const args = [
    join(import.meta.dirname, 'writer.mjs'),
    compiled.url,
    file,
    instance,
    String(count),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(() => undefined)
  return {
    process: child,
    lines,
    ended,
    said: async (many) => {
      while (lines.length < many && child.exitCode === null)
        await Promise.race([once(reader, 'line'), ended])
    },
  }
}

describe('kill -9 in the middle of writing', () => {
  test.each([3, 17, 40])(
    'after %i runs: what was said to be kept is kept, nothing is half',
    async (many) => {
      const file = join(tempFolder(), 'memcheck.db')
      const dying = writer(file, 'bot:dying', 0)
      await dying.said(many + 1)
      dying.process.kill('SIGKILL')
      await dying.ended
      const last = Number(dying.lines.at(-1))
      expect(last).toBeGreaterThanOrEqual(many)

      const store = await tempStore('bot:next', file)
      const capture = await store.capture(`bot:dying-${last}`)
      expect(capture?.frames.map((frame) => frame.raw)).toEqual(
        [0, 1, 2].map(() => ({ kind: 'ok', text: 'x'.repeat(2000 + last), cut: null })),
      )
      const history = await pastOf(store, 'db1/process:bot:dying', 'process')
      expect(history.map((row) => row.atMs)).toEqual(history.map((_, n) => n + 1))
      expect(history.length).toBeGreaterThanOrEqual(last)
      const abandoned = await store.abandonedRuns('bot:next', T0)
      expect(abandoned.length - history.length).toBeOneOf([0, 1])
      expect(abandoned.filter((run) => run.measured)).toHaveLength(history.length)

      const sqlite = new Database(file, { readonly: true })
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(sqlite.pragma('foreign_key_check')).toEqual([])
      const runsWithoutAudit = sqlite.prepare(
        'select count(*) from run where id not in (select runId from audit)',
      )
      expect(runsWithoutAudit.pluck().get()).toBe(0)
      sqlite.close()
    },
  )
})

describe('the seat among processes', () => {
  test('a live bot’s seat is refused; a killed bot’s is free at once', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    const first = writer(file, 'bot:first', 0)
    await first.said(2)
    const second = writer(file, 'bot:second', 1)
    await second.ended
    expect(second.lines).toEqual(['refused bot-already-running'])
    await expect(tempStore('bot:here', file)).rejects.toThrow(`pid ${first.process.pid}`)
    first.process.kill('SIGKILL')
    await first.ended
    const third = await tempStore('bot:third', file)
    await third.putOrder(anOrder('m'))
    expect(await third.order('m')).not.toBeNull()
  })
})

describe('several processes at once', () => {
  test('all open a fresh file together, write beside each other, and lose no row', async () => {
    const file = join(tempFolder(), 'memcheck.db')
    const names = ['bot:b', 'terminal:1', 'terminal:2', 'terminal:3']
    const writers = names.map((name) => writer(file, name, 30))
    await Promise.all(writers.map((one) => one.ended))
    expect(writers.map((one) => one.lines.at(-1))).toEqual(['30', '30', '30', '30'])
    const store = await tempStore('bot:next', file)
    expect(await store.size()).toMatchObject({ runs: 120, samples: 120 })
    for (const name of names)
      expect(await pastOf(store, `db1/process:${name}`, 'process')).toHaveLength(30)
  })
})
