/** The demonstration's patient. It runs from the build, which `npm test` makes first. */
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Log } from '../../src/domain/ports.ts'
import { startLeakyDemo } from '../../src/local/leakyDemo.ts'

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  bug: () => 'ref',
  step: () => undefined,
}

function read(pid: number | null, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

function anonKib(pid: number | null): number {
  return Number(/^RssAnon:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? 0)
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50)
}

test('the program was built', () => {
  expect(existsSync(new URL('../../dist/src/local/leakyProgram.js', import.meta.url))).toBe(true)
})

test('leaky-demo carries its name, leaks what it touches, and begins a new life when it ends', async () => {
  const demo = startLeakyDemo({ log: silent })
  try {
    await until(() => read(demo.pid(), 'comm') === 'leaky-demo\n')
    expect(read(demo.pid(), 'cmdline').split('\0')[0]).toBe('leaky-demo')
    const before = anonKib(demo.pid())
    expect(before).toBeLessThan(64 * 1024)
    await until(() => anonKib(demo.pid()) > before + 1024)
    const first = demo.pid()
    process.kill(first ?? 0, 'SIGKILL')
    await until(() => demo.pid() !== null && demo.pid() !== first)
  } finally {
    demo.close()
  }
  const last = demo.pid()
  await until(() => read(last, 'comm') === '')
})
