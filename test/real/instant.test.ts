/** What the loop does at an instant, as strace sees it: all room is there before the first byte is read, and stays. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LOOP_SCRIPT } from '../../src/ssh/ranges/loopScript.ts'
import { missing, needing, pathOf } from './needs.ts'

const MIB = 1024 * 1024
const RANGES = [0, 1, 2, 3, 4].map((at) => `${at * MIB} ${MIB - at}`)
const SENT_BYTES = RANGES.reduce((sum, range) => sum + 4 + Number(range.split(' ')[1]), 0)
const CALLS = 'trace=read,readv,mmap,munmap,mremap,brk'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-instant-'))
const file = join(folder, 'five-MiB')
writeFileSync(
  file,
  Uint8Array.from({ length: 5 * MIB }, (_, i) => (i * 31) % 251),
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The calls of a loop that is asked these lines, and what it answered to each. */
async function traced(script: string, asked: readonly { line: string; bytes: number }[]) {
  const hex = Buffer.from(file).toString('hex')
  const loop = ['sh', '-s', '--', 'abc', '60', hex]
  const child = spawn(pathOf('strace'), [
    '-f',
    '-qq',
    '-y',
    '-e',
    CALLS,
    '-e',
    'signal=none',
    ...loop,
  ])
  let calls = ''
  let said = Buffer.alloc(0)
  child.stderr.on('data', (bytes: Buffer) => {
    calls += bytes.toString('latin1')
  })
  child.stdout.on('data', (bytes: Buffer) => {
    said = Buffer.concat([said, bytes])
  })
  const take = async (bytes: number): Promise<Buffer> => {
    while (said.length < bytes) await once(child.stdout, 'data')
    const taken = said.subarray(0, bytes)
    said = said.subarray(bytes)
    return taken
  }
  child.stdin.write(script)
  await take('abcp'.length + 4)
  const answers: Buffer[] = []
  for (const { line, bytes } of asked) {
    child.stdin.write(`${line}\n`)
    answers.push(await take(bytes))
  }
  child.stdin.end()
  await once(child, 'close')
  return { answers, lines: calls.split('\n') }
}

describe.skipIf(missing('strace'))(needing('strace', 'an instant'), () => {
  test.each([
    ['perl', LOOP_SCRIPT],
    ['python3', LOOP_SCRIPT.replace('if perl', 'if false perl')],
  ])('takes no memory while it reads, and none the next time, by %s', async (_, script) => {
    const all = { line: `i 0 ${RANGES.join(' ')}`, bytes: SENT_BYTES }
    const { answers, lines } = await traced(script, [all, all, { line: 'i 0 7 3', bytes: 7 }])
    const reads = lines.flatMap((line, index) => (line.includes(`<${file}>`) ? [index] : []))
    const between = lines.slice(reads[0], reads.at(-1))
    expect(reads.length).toBeGreaterThanOrEqual(2 * RANGES.length)
    expect(between.filter((line) => /\b(?:mmap|munmap|mremap|brk)\(/.test(line))).toEqual([])
    const made = lines.flatMap((line, index) => (line.includes('</dev/zero>') ? [index] : []))
    expect(made.length).toBe(1)
    expect(lines[made[0] ?? 0]).toContain(`= ${SENT_BYTES}`)
    expect(made[0]).toBeLessThan(reads[0] ?? 0)
    expect(answers[1]?.equals(answers[0] ?? Buffer.alloc(0))).toBe(true)
    // A short answer has nothing of the long one before it.
    expect([...(answers[2] ?? [])]).toEqual([0, 0, 0, 3, 217, 248, 28])
  })
})
