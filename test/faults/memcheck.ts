/** The built program in a terminal, over a real OpenSSH server: what it says of this machine, as data. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { LIMITS } from '../../src/domain/limits.ts'
import { afterThis, tempFolder } from '../e2e/world.ts'
import { startSshd } from '../real/sshd.ts'

const PROGRAM = join(import.meta.dirname, '../../dist/bundle/cli.js')

export interface Said {
  readonly status: number | null
  readonly json: {
    readonly verdict: string
    readonly findings: readonly Finding[]
    readonly [part: string]: unknown
  }
  readonly text: string
}

export interface Doctor {
  /** Runs `memcheck WORDS --json`; the host is called db1. */
  ask(...words: readonly string[]): Promise<Said>
  /** The same as people read it. */
  tell(...words: readonly string[]): Promise<string>
}

const PRESSURE = '/proc/pressure/memory'

/** The fault before made this kernel stall, and what costs a stalled host is not read there. */
async function settled(): Promise<void> {
  if (!existsSync(PRESSURE)) return
  await expect
    .poll(() => Number(/^full avg10=([\d.]+)/m.exec(readFileSync(PRESSURE, 'utf8'))?.[1]))
    .toBeLessThan(LIMITS.shedFullPercent / 2)
}

/** A host that does not stall, an inventory and a store of the test's own. */
export async function doctor(): Promise<Doctor> {
  await settled()
  const sshd = await startSshd()
  afterThis(() => sshd.close())
  const folder = tempFolder()
  const config = join(folder, 'memcheck.yaml')
  writeFileSync(
    config,
    [
      `defaults: { user: ${userInfo().username}, key: ${sshd.userKeyFile}, known_hosts: ${sshd.knownHostsFile} }`,
      'hosts:',
      `  - { name: db1, address: 127.0.0.1, port: ${sshd.port} }`,
      '',
    ].join('\n'),
  )
  const run = (words: readonly string[]): Promise<{ status: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [PROGRAM, ...words], {
        cwd: folder,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: folder,
          MEMCHECK_CONFIG: config,
          MEMCHECK_DATA: join(folder, 'data'),
        },
      })
      let text = ''
      child.stdout.on('data', (part: Buffer) => (text += part.toString()))
      child.stderr.on('data', (part: Buffer) => (text += part.toString()))
      child.once('close', (status) => resolve({ status, text }))
    })
  return {
    async ask(...words) {
      const { status, text } = await run([...words, '--json'])
      return { status, text, json: JSON.parse(text) as Said['json'] }
    },
    tell: async (...words) => (await run(words)).text,
  }
}

/** Codes with their severity, for tests that name what must be said. */
export function codesOf(said: Said): readonly string[] {
  return said.json.findings.map(({ severity, code }) => `${severity} ${code}`)
}

/** The finding of that code, and with those numbers where several may be there. */
export function findingOf(
  said: Said,
  code: string,
  numbers: Readonly<Record<string, string | number>> = {},
): Finding {
  const found = said.json.findings.find(
    (one) =>
      one.code === code &&
      Object.entries(numbers).every(([name, value]) => one.numbers[name] === value),
  )
  if (found === undefined) throw new Error(`no ${code}: ${codesOf(said).join(', ')}\n${said.text}`)
  return found
}
