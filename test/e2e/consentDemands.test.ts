/** What a site demands before consent counts: a ticket, a second person; and who may not at all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing, needing } from '../real/needs.ts'
import {
  auditOf,
  hasButton,
  requested,
  rulesOf,
  told,
  valueIn,
  type Ward,
  ward,
  whispered,
} from './consentWorld.ts'
import { textOf, together } from './world.ts'

const CONFIRM = 'mc:consent-confirm'
const APPROVE = 'mc:consent-approve'
let here: Ward
let down: (() => Promise<void>) | undefined

beforeAll(async () => {
  down = await together(async () => {
    here = await ward(['{ ticket: "CHG-[0-9]{4}", second_person: true, kinds: gdb }'])
  })
}, 120_000)

afterAll(async () => down?.())

describe.skipIf(missing('gdb'))(needing('gdb', 'where more is demanded'), () => {
  test('a form asks for the ticket, a second person approves, the first may not; then it runs', async () => {
    const { control } = here.slack
    const request = await requested(here, 'gdb')
    expect(textOf(request)).toMatch(/change ticket is asked for[\s\S]*second person has to approve/)
    await control.click(request.ts, CONFIRM)
    await expect.poll(() => control.view()?.['callback_id']).toBe('mc:form:consent')
    expect(JSON.stringify(control.view())).toContain('stands still for about')
    // No ticket of that form: the form stays open and nothing is done.
    const refused = await control.submit({ 'mc:field:consent:ticket': 'please' })
    expect(JSON.stringify(refused)).toContain('No change ticket of the form')
    expect(rulesOf(here).at(-1)).toBe('consent-no-ticket')
    await control.submit({ 'mc:field:consent:ticket': 'CHG-1234' })
    const waits = await control.waitFor(
      (one) => one.ts === request.ts && hasButton(one, 'consent-approve'),
    )
    expect(textOf(waits)).toContain('CHG-1234')
    expect(rulesOf(here)).not.toContain('consent-run')
    // The value that was used for the first step does nothing in the second.
    await control.forge(request.ts, APPROVE, valueIn(request, 'consent-confirm'), { user: 'U0LI' })
    await expect.poll(() => rulesOf(here).at(-1)).toBe('consent-replayed')
    await control.click(request.ts, APPROVE)
    await whispered(here, /second person has to approve it: not the one who asked/)
    expect(rulesOf(here).at(-1)).toBe('consent-same-person')
    await control.click(request.ts, APPROVE, { user: 'U0LI' })
    await told(here, request, /gdb looked at sleep/)
    const run = auditOf(here).find(({ rule }) => rule === 'consent-run')
    expect(run?.detail).toMatchObject({
      ticket: 'CHG-1234',
      confirmedBy: 'U0ANA',
      approvedBy: 'U0LI',
    })
  })

  test('what is not offered there is refused at once', async () => {
    const { control } = here.slack
    await control.slash(`gcore db1 ${here.pid}`)
    await whispered(here, /gcore is not offered on db1/)
    expect(auditOf(here).at(-1)).toMatchObject({
      decision: 'refused',
      rule: 'consent-kind-not-offered',
    })
  })

  test('a pause between request and press refuses the press; a person without leave is refused by name', async () => {
    const { control } = here.slack
    const request = await requested(here, 'gdb')
    await control.slash('pause db1')
    await control.click(request.ts, CONFIRM)
    await whispered(here, /is paused/)
    expect(auditOf(here).at(-1)).toMatchObject({ decision: 'refused', rule: 'paused' })
    await control.slash(`gdb db1 ${here.pid}`, { channel: 'C0ALERTS' })
    await expect
      .poll(() => auditOf(here).at(-1))
      .toMatchObject({ decision: 'refused', rule: 'no-grant' })
  })
})

describe('nothing intrusive', () => {
  test('in a freeze', async () => {
    const frozen = await ward(['{ freeze: "2020-01-01 - 2999-12-31", zone: Europe/Berlin }'])
    await frozen.slack.control.slash(`gdb db1 ${frozen.pid}`)
    await whispered(frozen, /A freeze holds on db1 now: 2020-01-01 - 2999-12-31 \(Europe\/Berlin\)/)
    expect(auditOf(frozen)).toMatchObject([{ decision: 'refused', rule: 'consent-frozen' }])
  })

  test('where the bot only reads', async () => {
    const reads = await ward([], { env: { MEMCHECK_READ_ONLY: '1' } })
    await reads.slack.control.slash(`gdb db1 ${reads.pid}`)
    await expect
      .poll(() => auditOf(reads))
      .toMatchObject([{ decision: 'refused', rule: 'read-only' }])
  })
})
