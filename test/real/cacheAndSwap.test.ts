/**
 * Faults that look alike and are not, made on this kernel: a group full of cache, and a group that thrashes. Run where WHOLE
 * (test/whole.ts): test/faults makes both too.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import type { Report } from '../../src/domain/report.ts'
import { checked, saidIn } from './checked.ts'
import { type Group, makeGroup, noGroups } from './group.ts'

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** Waits in no group until it is told, does its work in the group, and stays. */
async function inGroup(group: Group, work: string, folder: string): Promise<number> {
  undo.push(() => group.remove())
  const program = `process.stdin.once('data', () => { ${work}; console.log('done') }); console.log('here')`
  const child = spawn(process.execPath, ['-e', program], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  undo.push(() => ended(child))
  await said(child, 'here')
  group.join(child.pid ?? 0)
  child.stdin?.write('go\n')
  await said(child, 'done')
  return child.pid ?? 0
}

/** Other tests share the machine: what is said of this group alone. */
function ofGroup(report: Report, { path }: Group): Report['findings'] {
  return report.findings.filter(({ numbers }) => JSON.stringify(numbers).includes(path))
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      if (bytes.toString().includes(word)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before "${word}"`)))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'memcheck-real-'))
  undo.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const WHY_NOT = noGroups()
const named = (name: string): string => (WHY_NOT === null ? name : `${name} [skipped: ${WHY_NOT}]`)

test.skipIf(WHY_NOT !== null)(named('a group full of clean cache is information'), async () => {
  const where = folder()
  const group = makeGroup('cache', 256 * MIB)
  const write = `const fs = require('fs'); const fd = fs.openSync('data', 'w'); const part = Buffer.alloc(1 << 20, 1); for (let i = 0; i < 400; i++) fs.writeSync(fd, part); fs.fsyncSync(fd)`
  const report = await checked(await inGroup(group, write, where))
  const own = ofGroup(report, group)
  expect(saidIn({ ...report, findings: own })).toEqual(['info cgroup.charged-reclaimable'])
  expect(own[0]?.numbers['limitName']).toContain(group.path)
  expect(Number(own[0]?.numbers['unreclaimableRatio'])).toBeLessThan(0.5)
})

/** Makes a swap file and uses it; null where this machine does not let a test do that. */
function swapOn(where: string): string | null {
  const file = join(where, 'swap')
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=1M', 'count=256'], { stdio: 'ignore' })
    execFileSync('chmod', ['600', file])
    execFileSync('mkswap', [file], { stdio: 'ignore' })
    execFileSync('swapon', [file], { stdio: 'ignore' })
    undo.push(() => void execFileSync('swapoff', [file], { stdio: 'ignore' }))
    return file
  } catch {
    return null
  }
}

const FELT = 8
const PRESSURE = '/proc/pressure/memory'

/** Until the average of ten seconds has risen: it lags. */
async function untilFelt(): Promise<void> {
  for (let left = 120; left > 0; left -= 1) {
    const avg10 = /some avg10=([\d.]+)/.exec(readFileSync(PRESSURE, 'utf8'))?.[1]
    if (Number(avg10) >= FELT) return
    await pause(500)
  }
}

test.skipIf(WHY_NOT !== null)(
  named('a group that works on more than its limit thrashes, and is told by name'),
  async (context) => {
    const where = folder()
    if (swapOn(where) === null) return context.skip('swapon is not allowed here')
    const group = makeGroup('swap', 96 * MIB)
    // 128 MiB of pages of its own, touched one after the other for ever.
    const touch = `const all = Buffer.alloc(128 << 20, 1); let at = 0; setInterval(() => { for (let i = 0; i < 256; i++) { all[at]++; at = (at + 4096) % all.length } }, 0)`
    const pid = await inGroup(group, touch, where)
    const told = existsSync(PRESSURE)
    if (told) await untilFelt()
    const report = await checked(pid)
    expect(saidIn(report)).toContain(
      told ? 'warning swap.thrashing-group' : 'warning swap.in-and-out',
    )
    expect(saidIn(report)).toContain('warning cgroup.full-swapped')
    const own = saidIn({ ...report, findings: ofGroup(report, group) }).join()
    expect(own).not.toMatch(/oom|cache|unreclaimable/)
    const finding = report.findings.find(({ code }) => code === 'swap.thrashing-group')
    if (told)
      expect(finding?.numbers).toMatchObject({
        group: group.path,
        holder: expect.stringContaining(`[${pid}]`),
      })
  },
)
