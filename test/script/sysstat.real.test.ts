/** sysstat's daily files by the script, on this machine: written by its sadc, read by its sadf, in several shells. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sysstatMemory } from '../../src/parsers/tools/sysstat.ts'
import { read } from '../parsers/helpers.ts'
import { missing, needing } from '../real/needs.ts'
import { frameOf, type RunOptions, runScript, textOf } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-sysstat-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SHELLS: readonly (readonly [string, boolean, RunOptions])[] = [
  ['sh', false, {}],
  ['bash', false, { shell: ['bash'] }],
  ['busybox ash', missing('busybox'), { shell: ['/bin/busybox', 'ash'] }],
  [
    'sh without timeout',
    false,
    { edit: (script) => script.replaceAll('if timeout ', 'if false ') },
  ],
]

/** The script with other folders and without its step, so that records of a second apart are there. */
function looking(at: string, more: (script: string) => string = (script) => script) {
  return (script: string) =>
    more(script.replaceAll('/var/log/sysstat/', `${at}/`).replaceAll('/var/log/sa/', `${at}/none/`))
}

const everySecond = (script: string): string => script.replace('sadf -d 600', 'sadf -d 1')

describe.skipIf(missing('sysstat'))(needing('sysstat', 'daily files'), () => {
  beforeAll(async () => {
    for (const [name, age] of [
      ['sa01', 2000],
      ['sa02', 1000],
    ] as const) {
      const file = join(folder, name)
      execFileSync('/usr/lib/sysstat/sadc', ['-F', '1', '3', file])
      utimesSync(file, Date.now() / 1000 - age, Date.now() / 1000 - age)
      await pause(10)
    }
    writeFileSync(join(folder, 'sa31.xz'), 'packed')
    writeFileSync(join(folder, 'sa30'), 'no such file')
    writeFileSync(join(folder, 'sar01'), 'a report')
  })

  test.each(SHELLS.filter(([, skip]) => !skip))(
    'are read without loss, the packed one is counted, in %s',
    async (_, __, run) => {
      const edit = looking(folder, (script) => everySecond(run.edit?.(script) ?? script))
      const ran = await runScript([sysstatMemory], { ...run, edit })
      expect(frameOf(ran, sysstatMemory.id)?.raw).toMatchObject({ kind: 'ok', cut: null })
      const text = textOf(ran, sysstatMemory.id)
      const { value, losses } = read(sysstatMemory, text)
      expect(losses).toEqual([])
      expect(value.rows.length).toBeGreaterThanOrEqual(2)
      for (const { values, at } of value.rows) {
        expect(values['availBytes']).toBeGreaterThan(0)
        expect(at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)
      }
      expect(text.match(/^# hostname/gm)).toHaveLength(2)
      expect(text.trimEnd()).toMatch(/\n# packed: 1$/)
    },
  )

  test('only as many as are asked for, the newest first', async () => {
    const one = { ...sysstatMemory, at: { kind: 'sysstat', days: 2 } } as const
    // The newest is no file of sysstat's.
    const ran = await runScript([one], { edit: looking(folder, everySecond) })
    expect(textOf(ran, one.id).match(/^# hostname/gm)).toHaveLength(1)
  })

  test('no files, none that can be read and no sadf are gaps with their reasons', async () => {
    const gap = async (edit: (script: string) => string) =>
      frameOf(await runScript([sysstatMemory], { edit }), sysstatMemory.id)?.raw
    const none = mkdtempSync(join(folder, 'none-'))
    expect(await gap(looking(none))).toMatchObject({ kind: 'gap', reason: 'absent' })
    writeFileSync(join(none, 'sa05'), 'junk')
    expect(await gap(looking(none))).toMatchObject({
      kind: 'gap',
      reason: 'failed',
      detail: expect.stringMatching(/^Invalid system activity file/),
    })
    chmodSync(join(none, 'sa05'), 0)
    const denied = process.getuid?.() === 0 ? 'failed' : 'denied'
    expect(await gap(looking(none))).toMatchObject({ kind: 'gap', reason: denied })
    expect(await gap((script) => script.replaceAll('-v sadf', '-v no-sadf'))).toMatchObject({
      kind: 'gap',
      reason: 'no-tool',
    })
  })

  test('where the time is up the rest is left, and that is told', async () => {
    const slow = (script: string): string => script.replace('$gently sadf', 'sleep 1; sadf')
    const quick = { ...sysstatMemory, limits: { bytes: 4096, seconds: 1 } }
    const ran = await runScript([quick], { edit: looking(folder, slow) })
    expect(frameOf(ran, quick.id)?.raw).toMatchObject({ kind: 'gap', reason: 'timeout' })
    expect(ran.marks).toEqual(['levels', 'bye'])
  })
})
