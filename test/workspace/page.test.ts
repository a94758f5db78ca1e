/** The page in a real Chromium with a real Bolt app: every element by pointer and by keyboard, people, inspector, axe. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { DESKTOP, graveFaults, oneBrowser, openWorkspace, PHONE } from '../real/browser.ts'
import { missing, needing } from '../real/needs.ts'
import { afterThis, bolt, workspace } from './harness.ts'
import { MESSAGE, sink, sinkManifest } from './sinkApp.ts'

const browser = oneBrowser()
afterAll(() => browser.close())

type Heard = (readonly [string, unknown])[]

/** A workspace with a message of menus and a thread, the small app on it, and a page. */
async function open(viewport = DESKTOP): Promise<{
  readonly slack: Workspace
  readonly heard: Heard
  readonly page: Page
  readonly faults: string[]
  readonly another: () => Promise<Page>
}> {
  const heard: Heard = []
  const hosts = ['db1', 'db2', 'web1']
  const slack = await workspace({
    manifestPath: sinkManifest(),
    complete: async (_, text) =>
      hosts
        .filter((name) => name.startsWith(text))
        .map((name) => ({ insert: name, label: name, note: 'host' })),
  })
  const { client } = await bolt(slack, sink(heard))
  slack.control.say('db1 is slow', { user: 'li' })
  const post = { channel: 'C0OPS', text: 'menus', blocks: [...MESSAGE] }
  const { ts = '' } = await client.chat.postMessage(post)
  await client.chat.postMessage({ channel: 'C0OPS', text: 'a reply', thread_ts: ts })
  const context = await browser.open(viewport, afterThis)
  const { page, faults } = await openWorkspace(context, slack.url)
  const another = async (): Promise<Page> => (await openWorkspace(context, slack.url)).page
  return { slack, heard, page, faults, another }
}

const modal = (page: Page): Locator => page.locator('#modal[open]')
const field = (page: Page, name: string): Locator => modal(page).getByLabel(name, { exact: true })
const menus = (page: Page): Locator => page.locator('#log .message', { hasText: 'grows by' })
const said = (heard: Heard, name: string): unknown => heard.find(([what]) => what === name)?.[1]

async function closed(page: Page): Promise<void> {
  await modal(page).waitFor({ state: 'detached' })
}

/** What the form of the small app gives for a filled form, whichever way it was filled. */
const FILLED = {
  host: { host: { selected_option: { value: 'db2' } } },
  pid: { pid: { value: 'postgres' } },
  why: { why: { value: 'slow\nsince noon' } },
  seconds: { seconds: { value: '90' } },
  kind: { kind: { selected_option: { value: 'swap' } } },
  depth: { depth: { selected_option: { value: 'deep' } } },
  extras: { extras: { selected_options: [{ value: 'rss' }] } },
  tags: { tags: { selected_options: [{ value: 'swap' }] } },
  day: { day: { selected_date: '2026-09-30' } },
  hour: { hour: { selected_time: '14:05' } },
  who: { who: { selected_user: 'U0LI' } },
  where: { where: { selected_conversation: 'C0GENERAL' } },
}

describe.skipIf(missing('chromium'))(needing('chromium', 'the page with views'), () => {
  test('a form is filled in and sent by pointer', async () => {
    const { heard, page, faults } = await open()
    await page.locator('#composer').getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: /Check a host/ }).click()
    await modal(page).waitFor()
    await field(page, 'Host').pressSequentially('db')
    await modal(page).getByRole('option', { name: 'db2' }).click()
    await field(page, 'Process').fill('postgres')
    await field(page, 'Why').fill('slow\nsince noon')
    await field(page, 'Seconds').fill('90')
    await field(page, 'Look at').selectOption('swap')
    await modal(page).getByRole('radio', { name: 'Deep' }).click()
    await modal(page).getByRole('group', { name: 'Also' }).getByText('RSS').click()
    await modal(page).getByRole('group', { name: 'Tags' }).getByText('Swap').click()
    await field(page, 'Day').fill('2026-09-30')
    await field(page, 'Hour').fill('14:05')
    await field(page, 'Tell').selectOption('U0LI')
    await field(page, 'Channel').selectOption('C0GENERAL')
    await modal(page).getByRole('button', { name: 'Check' }).click()
    await closed(page)
    expect(said(heard, 'form')).toMatchObject(FILLED)
    expect(faults).toEqual([])
  })

  test('the same by keyboard alone, with what is wrong beside its field', async () => {
    const { heard, page, faults } = await open()
    const keys = page.keyboard
    await keys.type('/check')
    await page.getByRole('option', { name: /Check a host/ }).waitFor()
    await keys.press('Enter')
    await modal(page).waitFor()
    await keys.type('db')
    await modal(page).getByRole('option', { name: 'db2' }).waitFor()
    await keys.press('ArrowDown')
    await keys.press('Enter')
    expect(await field(page, 'Host').inputValue()).toBe('db2')
    await keys.press('Enter')
    await modal(page).getByText('Please complete this required field.').waitFor()
    expect(await field(page, 'Look at').getAttribute('aria-invalid')).toBe('true')
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Look at')
    await keys.type('Sw')
    await keys.press('Shift+Tab')
    await keys.press('Control+A')
    await keys.type('90')
    await keys.press('Shift+Tab')
    await keys.type('slow')
    await keys.press('Enter')
    await keys.type('since noon')
    await keys.press('Shift+Tab')
    await keys.type('none')
    await keys.press('Enter')
    await modal(page).getByText('There is no such process.').waitFor()
    await keys.press('Control+A')
    await keys.type('postgres')
    for (let step = 0; step < 4; step += 1) await keys.press('Tab')
    await keys.press('ArrowDown')
    await keys.press('Tab')
    await keys.press('Space')
    for (let step = 0; step < 4; step += 1) await keys.press('Tab')
    await keys.press('Space')
    await keys.press('Tab')
    await keys.press('Tab')
    await keys.type('09302026')
    await field(page, 'Hour').focus()
    await keys.type('0205PM')
    await field(page, 'Tell').focus()
    await keys.type('Li')
    await field(page, 'Channel').focus()
    await keys.type('#gen')
    await field(page, 'Process').focus()
    await keys.press('Enter')
    await closed(page)
    expect(said(heard, 'form')).toMatchObject(FILLED)
    expect(faults).toEqual([])
  })

  test('Escape closes a form, tells so, and gives the focus back', async () => {
    const { heard, page } = await open()
    const bolt = page.locator('#composer').getByRole('button', { name: 'Shortcuts' })
    await bolt.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await modal(page).waitFor()
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab')
      expect(
        await page.evaluate(
          'document.querySelector("#modal").contains(document.activeElement) || document.activeElement === document.body',
        ),
      ).toBe(true)
    }
    await page.keyboard.press('Escape')
    await closed(page)
    await expect.poll(() => heard.map(([what]) => what)).toContain('closed')
    expect(
      await bolt.evaluate((one) => one === Reflect.get(globalThis, 'document').activeElement),
    ).toBe(true)
  })

  test('menus of a message work by pointer and by keyboard; a choice is asked for first', async () => {
    const { heard, page, faults } = await open()
    const message = menus(page)
    await message.getByRole('button', { name: 'More options' }).click()
    await page.getByRole('menuitem', { name: 'Watch' }).click()
    await expect.poll(() => said(heard, 'more')).toBe('watch')
    await message.getByLabel('Signal').selectOption('swap')
    const question = page.locator('#confirm[open]')
    await question.getByText('Look closer?').waitFor()
    await question.getByRole('button', { name: 'Leave it' }).click()
    await expect.poll(() => message.getByLabel('Signal').inputValue()).toBe('')
    await message.getByLabel('Signal').focus()
    await page.keyboard.type('RSS')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => said(heard, 'signal')).toBe('rss')
    await message.getByRole('combobox', { name: 'Host' }).pressSequentially('w')
    await page.getByRole('option', { name: 'web2' }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect.poll(() => said(heard, 'host')).toBe('web2')
    await message.getByRole('radio', { name: 'Quick' }).focus()
    await page.keyboard.press('Space')
    await expect.poll(() => said(heard, 'depth')).toBe('quick')
    heard.length = 0
    await message.getByRole('button', { name: 'More options' }).focus()
    for (const key of ['Enter', 'ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => said(heard, 'more')).toBe('mute')
    expect(faults).toEqual([])
  })

  test('a shortcut of a message starts from its menu', async () => {
    const { heard, page } = await open()
    const first = page.locator('#log .message', { hasText: 'db1 is slow' })
    await first.hover()
    await first.getByRole('button', { name: /^More actions/ }).click()
    await page.getByRole('menuitem', { name: /Read this/ }).click()
    await page.locator('#log .message.ephemeral', { hasText: 'nothing found' }).waitFor()
    expect(said(heard, 'this')).toBe('db1 is slow')
    heard.length = 0
    await first.getByRole('button', { name: /^More actions/ }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect.poll(() => said(heard, 'this')).toBe('db1 is slow')
  })

  test('the Home tab is drawn when it is opened, and acts', async () => {
    const { heard, page, faults } = await open()
    await page.locator('[data-channel=D0ANA]').click()
    await page.getByRole('tab', { name: 'Messages' }).focus()
    await page.keyboard.press('ArrowLeft')
    const home = page.getByRole('tabpanel', { name: 'Home' })
    await home.getByText('3 hosts').waitFor()
    await home.getByLabel('Show').selectOption('swap')
    await expect.poll(() => said(heard, 'theme')).toBe('swap')
    await home.getByRole('button', { name: 'Check a host' }).click()
    await modal(page).waitFor()
    await page.getByRole('button', { name: 'Close the dialog' }).click()
    await closed(page)
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.locator('#composer textarea').waitFor()
    expect(faults).toEqual([])
  })

  test('two tabs act as two people, each with their own words, forms and direct messages', async () => {
    const { slack, page: ana, another } = await open()
    const li = await another()
    await li.getByLabel('You are').selectOption('U0LI')
    await expect.poll(() => li.locator('[data-channel=D0LI]').count()).toBe(1)
    await slack.control.messageShortcut('this', slack.control.messages('ops')[0]?.ts ?? '', {
      user: 'li',
    })
    await li.locator('#log .message.ephemeral', { hasText: 'nothing found' }).waitFor()
    await li.locator('#composer textarea').fill('it was me')
    await li.keyboard.press('Enter')
    await ana.locator('#log .message', { hasText: 'it was me' }).waitFor()
    expect(await ana.locator('#log .message.ephemeral').count()).toBe(0)
    expect(slack.control.messages('ops').at(-1)?.author).toBe('U0LI')
    await slack.control.shortcut('open', { user: 'li' })
    await modal(li).waitFor()
    expect(await modal(ana).count()).toBe(0)
    slack.control.say('hello', { channel: 'D0LI', user: 'li' })
    await li.keyboard.press('Escape')
    await closed(li)
    await expect.poll(() => li.locator('.nav-row.unread').count()).toBe(1)
    expect(await ana.locator('.nav-row.unread').count()).toBe(0)
    await li.reload()
    await li.locator('[data-channel=D0LI]').waitFor()
  })

  test('the inspector shows what goes over the wire, masked, and can be filtered', async () => {
    const { slack, page } = await open()
    await page.keyboard.press('Control+.')
    const rows = page.locator('.exchange:visible')
    await rows.filter({ hasText: 'chat.postMessage' }).first().waitFor()
    await slack.control.shortcut('open')
    await modal(page).waitFor()
    await page.keyboard.press('Escape')
    await closed(page)
    await page.getByLabel('Filter by kind').selectOption('interactive')
    await expect
      .poll(() => rows.allTextContents())
      .toEqual(expect.arrayContaining([expect.stringContaining('shortcut open')]))
    expect(await rows.filter({ hasText: 'chat.postMessage' }).count()).toBe(0)
    const shortcut = rows.filter({ hasText: 'shortcut open' })
    await shortcut.click()
    const text = await shortcut.locator('pre').first().textContent()
    expect(text).toContain('"callback_id": "open"')
    expect(text).toContain('"trigger_id": "•••"')
    await page.getByRole('button', { name: 'Pause' }).click()
    const before = await page.locator('.exchange').count()
    slack.control.say('not shown')
    await page.getByRole('button', { name: 'Resume' }).click()
    slack.control.say('shown')
    await expect.poll(() => page.locator('.exchange').count()).toBe(before + 1)
    await page.getByLabel('Filter by kind').selectOption('')
    await page.getByLabel('Filter by text').fill('no such text anywhere')
    await expect.poll(() => rows.count()).toBe(0)
    expect(await page.locator('#traffic').innerHTML()).not.toMatch(/xoxb-|xapp-/)
  })

  test('what follows a command is offered; Enter sends what was typed', async () => {
    const { slack, page } = await open()
    await page.locator('#composer textarea').pressSequentially('/memcheck d')
    await page.getByRole('option', { name: 'db2' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator('#composer textarea').inputValue()).toBe('/memcheck db1 ')
    await page.locator('#composer textarea').fill('')
    await page.locator('#composer textarea').pressSequentially('/memcheck w')
    await page.getByRole('option', { name: 'web1' }).waitFor()
    await page.keyboard.press('Enter')
    await slack.control.waitFor((one) => one.text.startsWith('/memcheck failed'))
    expect(await page.locator('#composer textarea').inputValue()).toBe('')
  })

  describe.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ] as const)('on a %s %j', (_, viewport) => {
    test('axe finds nothing serious in light and dark, and nothing is wider than the screen', async () => {
      const { slack, page } = await open(viewport)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await menus(page)
        .getByRole('button', { name: /1 reply/ })
        .click()
      await page.locator('#thread-log .message', { hasText: 'a reply' }).waitFor()
      await expectSound(page, viewport.width)
      await slack.control.shortcut('open')
      await modal(page).waitFor()
      await page.keyboard.type('db')
      await modal(page).getByRole('option', { name: 'db2' }).waitFor()
      await expectSound(page, viewport.width)
      await page.keyboard.press('Enter')
      await modal(page).getByRole('button', { name: 'Check' }).click()
      await modal(page).getByText('Please complete this required field.').waitFor()
      await expectSound(page, viewport.width)
      await page.keyboard.press('Escape')
      await closed(page)
      await page.getByRole('button', { name: 'Close the thread' }).click()
      if (viewport === PHONE) await page.getByRole('button', { name: 'Channels' }).click()
      await page.locator('[data-channel=D0ANA]').click()
      await page.getByRole('tab', { name: 'Home' }).click()
      await page.locator('.home-body').waitFor()
      await expectSound(page, viewport.width)
      await page.getByRole('button', { name: /^Inspector/ }).click()
      await page.locator('.exchange').first().click()
      await expectSound(page, viewport.width)
    })
  })
})

/** No serious or critical fault of axe, and no sideways scrolling. */
async function expectSound(page: Page, width: number): Promise<void> {
  expect(await graveFaults(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
}
