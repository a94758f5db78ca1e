/** Intrusive actions from the request to the end, over the wire of Slack, on real processes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { missing, needing } from '../real/needs.ts'
import {
  auditOf,
  coresIn,
  hasButton,
  requested,
  rulesOf,
  told,
  type Ward,
  ward,
} from './consentWorld.ts'
import { bot, textOf } from './world.ts'

const stateOf = (pid: string): string =>
  /^State:\t(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''

const tracerOf = (pid: string): string =>
  /^TracerPid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
/** By its own state: the thread is told of it a moment later, when a quick machine has it done. */
async function standsStill({ pid }: Ward): Promise<void> {
  await expect.poll(() => tracerOf(pid), { timeout: 60_000, interval: 20 }).not.toBe('0')
}

/** Its core takes half a second and more, so that there is a middle of it on a quick machine too. */
const PATIENT_MIB = 900

describe.skipIf(missing('gdb'))(needing('gdb', 'with consent'), () => {
  test('gdb looks at a process, is told in the thread, and leaves it running', async () => {
    const here = await ward()
    const request = await requested(here, 'gdb')
    expect(textOf(request)).toMatch(/Nothing has been done yet\. Only <@U0ANA> can confirm it/)
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    const done = await told(here, request, /gdb looked at sleep\[\d+\] on db1; it stood still for/)
    expect(textOf(done)).toContain('nanosleep')
    expect(hasButton(done, 'consent-stop')).toBe(false)
    expect(stateOf(here.pid)).toBe('S')
    const after = here.slack.control.message(request.ts)
    expect(textOf(after)).toContain('Confirmed by <@U0ANA>')
    expect(after !== null && hasButton(after, 'consent-confirm')).toBe(false)
    expect(rulesOf(here)).toEqual([
      'on-call',
      'consent-look',
      'consent-asked',
      'consent-confirmed',
      'consent-run',
      'consent-done',
    ])
    expect(auditOf(here).at(4)).toMatchObject({
      actor: 'U0ANA',
      target: `db1 ${here.pid}`,
      script: expect.stringMatching(/^[0-9a-f]{64}$/),
      detail: { command: expect.stringContaining(`-p ${here.pid}`), confirmedBy: 'U0ANA' },
    })
    expect(auditOf(here).at(-1)?.detail).toMatchObject({
      result: 'done',
      pausedMs: expect.any(Number),
    })
  })

  test('gcore writes a file that is read, and deleted by its button', async () => {
    const here = await ward()
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    const done = await told(here, request, /The core file of sleep/)
    expect(coresIn(here)).toHaveLength(1)
    expect(textOf(done)).toContain(coresIn(here)[0])
    await here.slack.control.click(done.ts, 'mc:consent-remove')
    await told(here, request, /<@U0ANA> deleted the core file/)
    expect(coresIn(here)).toEqual([])
    expect(rulesOf(here).slice(-2)).toEqual(['consent-kept', 'consent-removed'])
  })
})

describe.skipIf(missing('gdb'))(needing('gdb', 'when it is cut short'), () => {
  test('by its stop button: the process runs on, no file is left, and the thread says who', async () => {
    const here = await ward([], { patient: PATIENT_MIB })
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    const running = await told(here, request, /patient/, 'consent-stop')
    await standsStill(here)
    await here.slack.control.click(running.ts, 'mc:consent-stop', { user: 'U0LI' })
    const end = await told(here, request, /Stopped by[\s*]*<@U0LI>/)
    expect(textOf(end)).toContain('nothing is left')
    await expect.poll(() => stateOf(here.pid)).toMatch(/[SR]/)
    // Two look after it, the host by itself and the bot by asking it: a file that gdb began anew between them goes by the first.
    await expect.poll(() => coresIn(here), { timeout: 30_000 }).toEqual([])
    expect(rulesOf(here).slice(-2)).toEqual(['consent-stopped', 'consent-stopped'])
  })

  test('by the death of the process: the thread says so', async () => {
    const here = await ward([], { patient: PATIENT_MIB })
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    await standsStill(here)
    process.kill(Number(here.pid), 'SIGKILL')
    await told(here, request, /the process ended in the middle of it/)
    expect(coresIn(here)).toEqual([])
  })

  test('by a lost connection: the thread says what could not be seen, and the host has cleaned up', async () => {
    const here = await ward([], { patient: PATIENT_MIB })
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    await standsStill(here)
    await here.cut()
    const end = await told(here, request, /The connection to db1 was lost in the middle/)
    expect(textOf(end)).toMatch(/If the core file was finished before, it lies at/)
    await expect.poll(() => coresIn(here), { timeout: 30_000 }).toEqual([])
    await expect.poll(() => stateOf(here.pid), { timeout: 30_000 }).toMatch(/[SR]/)
    expect(rulesOf(here).at(-1)).toBe('consent-lost')
  })

  test('by the death of the bot: the next one says so, and the host has cleaned up by itself', async () => {
    const here = await ward([], { patient: PATIENT_MIB })
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    await standsStill(here)
    here.bot.child.kill('SIGKILL')
    await here.bot.gone
    await expect.poll(() => coresIn(here), { timeout: 30_000 }).toEqual([])
    await expect.poll(() => stateOf(here.pid), { timeout: 30_000 }).toMatch(/[SR]/)
    await bot({ slack: here.slack, folder: here.folder })
    const end = await told(here, request, /The bot died while it did this/)
    expect(hasButton(end, 'consent-stop')).toBe(false)
    expect(rulesOf(here).at(-1)).toBe('consent-lost')
    // Whether a file lies there is not known to it: it is offered for deletion, and there is none.
    await here.slack.control.click(end.ts, 'mc:consent-remove')
    await told(here, request, /lies no more on db1/)
    expect(rulesOf(here).at(-1)).toBe('consent-absent')
  })
})
