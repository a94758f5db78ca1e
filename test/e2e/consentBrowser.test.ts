/** A core file asked for, agreed to in the dialog, told of and deleted, as a person does it: in a real browser. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { DESKTOP, oneBrowser, openWorkspace } from '../real/browser.ts'
import { missing, needing } from '../real/needs.ts'
import { coresIn, rulesOf, ward } from './consentWorld.ts'
import { afterThis } from './world.ts'

const browser = oneBrowser()
afterAll(() => browser.close())

const PATIENCE = { timeout: 60_000 }
/** Set to a folder to look at what was seen. */
const PICTURES = process.env['CONSENT_PICTURES']

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

describe.skipIf(missing('chromium') || missing('gdb'))(needing('chromium', 'in a browser'), () => {
  test('the dialog is refused once and nothing is done; agreed to, it runs; the file is deleted', async () => {
    const here = await ward([], { patient: 150 })
    const { page, faults } = await openWorkspace(
      await browser.open(DESKTOP, afterThis),
      here.slack.url,
    )
    const box = page.locator('#composer textarea')
    await box.fill(`/memcheck gcore db1 ${here.pid}`)
    await box.press('Enter')
    const request = page.locator('#log .message', { hasText: 'Core file of patient' }).first()
    const button = request.getByRole('button', { name: 'Write the core file' })
    await button.waitFor(PATIENCE)
    await picture(page, 'request')
    await button.click()
    const dialog = page.locator('#confirm[open]')
    await dialog.getByText('stands still for about').waitFor(PATIENCE)
    await picture(page, 'dialog')
    await dialog.getByRole('button', { name: 'Do nothing' }).click()
    expect(rulesOf(here)).toEqual(['on-call', 'consent-look', 'consent-asked'])
    await button.click()
    await dialog.getByRole('button', { name: 'Write the core file' }).click()
    await request.getByRole('button', { name: /1 reply/ }).click(PATIENCE)
    const thread = page.locator('#thread-log')
    await thread.getByText(/The core file of patient/).waitFor(PATIENCE)
    expect(coresIn(here)).toHaveLength(1)
    await picture(page, 'done')
    await thread.getByRole('button', { name: 'Delete the core file' }).click()
    await dialog.getByRole('button', { name: 'Delete the core file' }).click()
    await thread.getByText(/deleted the core file/).waitFor(PATIENCE)
    await picture(page, 'deleted')
    expect(coresIn(here)).toEqual([])
    expect(faults).toEqual([])
  })
})
