/** Where the host, the hour, the place or the file is not as the request thinks: told before anybody is asked, or honestly after. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
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
  whispered,
} from './consentWorld.ts'
import { bot, posts, textOf } from './world.ts'

/** What only time would do otherwise. */
function sql(here: Ward, text: string, ...values: readonly (string | number)[]): void {
  const db = new Database(join(here.folder, 'data', 'memcheck.sqlite'))
  db.prepare(text).run(...values)
  db.close()
}

/** The bot begins anew with a policy by which these alone are on call. */
async function beginAnew({ bot: before, slack, folder }: Ward, users: string): Promise<void> {
  before.child.kill('SIGTERM')
  await before.gone
  const config = readFileSync(join(folder, 'memcheck.yaml'), 'utf8')
  await bot({ slack, folder, config: config.replace('users: [U0ANA, U0LI]', `users: ${users}`) })
}

describe.skipIf(missing('gdb'))(needing('gdb', 'a request'), () => {
  test('for what the host would refuse has no button: no folder, a thread of the kernel, pid 1', async () => {
    const here = await ward()
    rmSync(here.cores, { recursive: true })
    await here.slack.control.slash(`gcore db1 ${here.pid}`)
    const folder = await here.slack.control.waitFor((one) => /cannot be used/.test(textOf(one)))
    expect(textOf(folder)).toContain('(absent)')
    expect(textOf(folder)).toContain(here.cores)
    await here.slack.control.slash('gdb db1 2')
    await here.slack.control.waitFor((one) => /no memory of its own/.test(textOf(one)))
    await here.slack.control.slash('gdb db1 1')
    await here.slack.control.waitFor((one) => /this very connection hangs on/.test(textOf(one)))
    await here.slack.control.slash(`gdb db1 ${here.bot.child.pid}`)
    await expect
      .poll(() => rulesOf(here).filter((rule) => rule === 'consent-refused').length, {
        timeout: 30_000,
      })
      .toBe(4)
    expect(auditOf(here).at(-1)).toMatchObject({
      decision: 'refused',
      detail: { result: 'own-connection' },
    })
    expect(posts(here.slack).some((one) => hasButton(one, 'consent-confirm'))).toBe(false)
    expect(rulesOf(here)).not.toContain('consent-asked')
  })

  test('is one too many at the border of the hour, and is not a moment later', async () => {
    const here = await ward()
    const first = await requested(here, 'gdb')
    const began = (minusMs: number) =>
      sql(
        here,
        `insert into consent select 'old' || value, kind, 'done', owner, host, pid, startTicks, by, channel, threadTs,
          'hash' || value, '', askedAtMs, expiresAtMs, ?, about from consent, json_each(?) where consent.state = 'asked'`,
        Date.now() - minusMs,
        JSON.stringify(Array.from({ length: LIMITS.intrusivePerHour }, (_, i) => i)),
      )
    began(HOUR_MS - 60_000)
    await here.slack.control.click(first.ts, 'mc:consent-confirm')
    await whispered(here, /6 such actions were run on db1 within the hour/)
    expect(rulesOf(here).at(-1)).toBe('consent-too-often')
    await here.slack.control.slash(`gdb db1 ${here.pid}`)
    await expect
      .poll(() => rulesOf(here).filter((rule) => rule === 'consent-too-often').length)
      .toBe(2)
    sql(here, `update consent set runAtMs = ? where id = 'old0'`, Date.now() - HOUR_MS)
    await here.slack.control.click(first.ts, 'mc:consent-confirm')
    await told(here, first, /gdb looked at/)
  })

  test('in a thread is about its process, asked for by a word alone; elsewhere the word lacks one', async () => {
    const here = await ward()
    const { control } = here.slack
    const asked = await requested(here, 'gdb')
    control.say('gdb', { threadTs: asked.ts })
    const again = await control.waitFor(
      (one) => one.threadTs === asked.ts && hasButton(one, 'consent-confirm'),
    )
    expect(textOf(again)).toContain(`sleep[${here.pid}]`)
    await control.click(again.ts, 'mc:consent-confirm')
    await told(here, asked, /gdb looked at sleep/)
    await control.slash('gdb')
    await whispered(here, /HOST PID\|NAME/)
  })

  test('in a direct message is told that nobody else can approve it there', async () => {
    const here = await ward(['{ second_person: true }'], {
      allow: ['{ name: anywhere, may: [look, intrusive], users: [U0ANA], hosts: [db1] }'],
    })
    here.slack.control.say(`gdb db1 ${here.pid}`, { channel: 'D0ANA' })
    await here.slack.control.waitFor((one) => /nobody else sees it here/.test(textOf(one)))
    expect(rulesOf(here).at(-1)).toBe('consent-nobody-else')
  })

  test('that waits for a second person ends with the leave of the first', async () => {
    const here = await ward(['{ second_person: true }'])
    const { control } = here.slack
    const request = await requested(here, 'gdb')
    await control.click(request.ts, 'mc:consent-confirm')
    await control.waitFor((one) => one.ts === request.ts && hasButton(one, 'consent-approve'))
    // Its button stands in the channel.
    await beginAnew(here, '[U0LI]')
    await control.click(request.ts, 'mc:consent-approve', { user: 'U0LI' })
    // In the language of the one who pressed.
    await whispered(here, /U0ANA.*已无权在 db1 上执行/)
    expect(rulesOf(here).at(-1)).toBe('consent-asker-lost-leave')
    expect(rulesOf(here)).not.toContain('consent-run')
  })
})

describe.skipIf(missing('gdb'))(needing('gdb', 'a core file'), () => {
  test('is deleted by what it is, after the bot’s restart too; one of its name is left alone', async () => {
    const here = await ward()
    const { control } = here.slack
    const request = await requested(here, 'gcore')
    await control.click(request.ts, 'mc:consent-confirm')
    const done = await told(here, request, /The core file of sleep/)
    await beginAnew(here, '[U0ANA]')
    const path = join(here.cores, coresIn(here)[0] ?? '')
    renameSync(path, `${path}.moved`)
    writeFileSync(path, 'of somebody else')
    // Who may not do the like may not delete it either.
    await control.click(done.ts, 'mc:consent-remove', { user: 'U0LI' })
    await expect.poll(() => auditOf(here).at(-1)).toMatchObject({ rule: 'no-grant', actor: 'U0LI' })
    await control.click(done.ts, 'mc:consent-remove')
    await told(here, request, /is not the core file that was written there/)
    expect(readFileSync(path, 'utf8')).toBe('of somebody else')
    expect(rulesOf(here).at(-1)).toBe('consent-other')
  })

  test('that nobody deleted in time is told of, once', async () => {
    const here = await ward()
    const request = await requested(here, 'gcore')
    await here.slack.control.click(request.ts, 'mc:consent-confirm')
    await told(here, request, /The core file of sleep/)
    sql(here, `update consent set expiresAtMs = 1 where state = 'kept'`)
    const late = await told(here, request, /was not deleted within/)
    expect(textOf(late)).toContain(here.cores)
    expect(coresIn(here)).toHaveLength(1)
    expect(rulesOf(here).at(-1)).toBe('consent-expired')
  })
})
