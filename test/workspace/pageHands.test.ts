/** The page in the hands of somebody tired: by keyboard nothing loses its place, by finger nothing is missed or cut. */
import type { App } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { DESKTOP, oneBrowser, openWorkspace, PHONE } from '../real/browser.ts'
import { missing, needing } from '../real/needs.ts'
import { afterThis, bolt, workspace } from './harness.ts'
import { MESSAGE, sink, sinkManifest } from './sinkApp.ts'

const browser = oneBrowser()
afterAll(() => browser.close())

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const button = (id: string, more: object = {}) => ({
  type: 'button' as const,
  action_id: id,
  text: plain(id),
  ...more,
})
const DEED: readonly KnownBlock[] = [
  {
    type: 'actions',
    elements: [
      button('again', { value: '1' }),
      button('deed', {
        style: 'danger',
        confirm: {
          title: plain('This stops a process'),
          text: plain('It stands still for a second.'),
          confirm: plain('Write the core file of it'),
          deny: plain('Do nothing at all'),
        },
      }),
    ],
  },
  {
    type: 'table',
    rows: [
      ['PID', 'process', 'anon', 'RSS', 'group'],
      ['4242', 'postgres', '300 MiB', '302 MiB', 'a-long-group-of-one-service'],
    ].map((row) => row.map((text) => ({ type: 'raw_text' as const, text }))),
  },
]

/** A message changes when its button is pressed, as a report does. */
function deeds(app: App): void {
  sink([])(app)
  app.action('again', async ({ ack, body, client }) => {
    await ack()
    const ts = 'message' in body ? (body.message?.ts ?? '') : ''
    await client.chat.update({ channel: 'C0OPS', ts, text: 'anew', blocks: [...DEED, ...MESSAGE] })
  })
}

async function open(viewport = DESKTOP): Promise<{
  readonly slack: Workspace
  readonly page: Page
  readonly context: BrowserContext
  readonly deed: Locator
}> {
  const slack = await workspace({
    manifestPath: sinkManifest(),
    complete: async () =>
      Array.from({ length: 12 }, (_, at) => ({
        insert: `db${at}`,
        label: `db${at}`,
        note: 'host',
      })),
  })
  const { client } = await bolt(slack, deeds)
  await client.chat.postMessage({ channel: 'C0OPS', text: 'deeds', blocks: [...DEED] })
  const context = await browser.open(viewport, afterThis)
  const { page } = await openWorkspace(context, slack.url)
  return { slack, page, context, deed: page.locator('#log .message', { hasText: '4242' }) }
}

const focused = (page: Page): Promise<unknown> =>
  page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()')
const box = (page: Page): Locator => page.locator('#composer textarea')

describe.skipIf(missing('chromium'))(needing('chromium', 'the page in tired hands'), () => {
  test('a button keeps the focus while it is told and when its message changes', async () => {
    const { page, deed } = await open()
    await deed.getByRole('button', { name: 'again' }).focus()
    await page.keyboard.press('Enter')
    await deed.getByText('grows by').waitFor()
    await expect.poll(() => deed.locator('[aria-busy]').count()).toBe(0)
    expect(await focused(page)).toBe('again')
  })

  test('an exchange that is opened by keyboard keeps the focus, and Escape leads back', async () => {
    const { page } = await open()
    await page.keyboard.press('Control+.')
    const last = page.locator('.exchange summary').last()
    await last.focus()
    await page.keyboard.press('Enter')
    await page.locator('.exchange[open] pre').first().waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
    await page.keyboard.press('Escape')
    await page.locator('#inspector').waitFor({ state: 'hidden' })
    expect(await focused(page)).toMatch(/^Inspector/)
  })

  test('the list of channels that Escape closes gives the focus back', async () => {
    const { page } = await open(PHONE)
    await page.getByRole('button', { name: 'Channels' }).press('Enter')
    await page.keyboard.press('Escape')
    await page.locator('#sidebar').waitFor({ state: 'hidden' })
    expect(await focused(page)).toBe('Channels')
  })

  test('what was typed stays where it was typed, over a reload too', async () => {
    const { page, slack } = await open()
    await box(page).fill('/memcheck db1')
    await page.getByRole('button', { name: 'alerts' }).click()
    await page.locator('#channel-name', { hasText: '#alerts' }).waitFor()
    expect(await box(page).inputValue()).toBe('')
    await page.reload()
    await page.getByRole('button', { name: 'ops' }).click()
    await page.locator('#channel-name', { hasText: '#ops' }).waitFor()
    expect(await box(page).inputValue()).toBe('/memcheck db1')
    expect(slack.control.messages('alerts')).toEqual([])
  })

  test('what could not be sent is not lost, and that is said over an open thread', async () => {
    const { page, slack, deed } = await open(PHONE)
    await deed.hover()
    await deed.getByRole('button', { name: 'Reply in thread' }).click()
    const reply = page.locator('#thread-composer textarea')
    await reply.fill('smaps')
    await slack.close()
    await page.keyboard.press('Enter')
    const toast = page.getByText('Not sent: the workspace does not answer.')
    await toast.waitFor()
    expect(await reply.inputValue()).toBe('smaps')
    const over = await toast.evaluate((one) => {
      const { left, top } = one.getBoundingClientRect()
      return one.ownerDocument.elementFromPoint(left + 5, top + 5) === one
    })
    expect(over).toBe(true)
  })

  test('a command that is written whole is sent by one Enter', async () => {
    const { page, slack } = await open()
    await box(page).pressSequentially('/memcheck')
    await page.getByRole('option', { name: '/memcheck' }).waitFor()
    await page.keyboard.press('Enter')
    await slack.control.waitFor((one) => one.text.startsWith('/memcheck failed'))
  })

  test('a finger that scrolls a list takes nothing from it', async () => {
    const { page } = await open(PHONE)
    await box(page).pressSequentially('/memcheck d')
    const row = page.getByRole('option', { name: 'db3' })
    await row.waitFor()
    await row.dispatchEvent('pointerdown', { pointerType: 'touch' })
    await row.dispatchEvent('pointercancel', { pointerType: 'touch' })
    expect(await box(page).inputValue()).toBe('/memcheck d')
    await row.click()
    expect(await box(page).inputValue()).toBe('/memcheck db3 ')
    expect(await box(page).evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true)
  })

  test('the words of a deed are whole on a phone, and a table that goes on is marked', async () => {
    const { page, deed } = await open(PHONE)
    await deed.getByRole('button', { name: 'deed' }).click()
    const rows = page.locator('#confirm[open] button')
    await rows.first().waitFor()
    const cut = await rows.evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
    )
    expect(cut).toEqual([])
    await page.keyboard.press('Escape')
    const table = deed.locator('table')
    await expect.poll(() => table.getAttribute('class')).toContain('goes-on')
    await table.evaluate((one) => one.scrollTo({ left: 9999 }))
    await expect.poll(() => table.getAttribute('class')).not.toContain('goes-on')
  })

  test('on a phone what is pressed is 44 px high and wide', async () => {
    const { page, deed } = await open(PHONE)
    await page.getByRole('button', { name: 'Channels' }).click()
    expect(await tooSmall(page)).toEqual([])
    await page.keyboard.press('Escape')
    await deed.hover()
    await deed.getByRole('button', { name: /^More actions/ }).click()
    expect(await tooSmall(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#composer').getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: /Check a host/ }).click()
    await page.locator('#modal[open]').waitFor()
    expect(await tooSmall(page)).toEqual([])
  })
})

/** What can be pressed and is seen, smaller than 44 px; links in texts are as high as their line. */
function tooSmall(page: Page): Promise<readonly string[]> {
  return page
    .locator('button, select, textarea, [role=menuitem], .input > input')
    .evaluateAll((all) =>
      all
        .filter((one) => one.checkVisibility())
        .map((one) => ({ one, ...one.getBoundingClientRect().toJSON() }))
        .filter(({ width, height }) => width < 44 || height < 44)
        .map(({ one, width, height }) => `${one.outerHTML.slice(0, 90)}: ${width} x ${height}`),
    )
}
