// Makes the pictures of the workspace's own rooms from the real thing: channel, thread, form, Home tab, inspector; on
// a desktop and a phone, in light and dark. By hand, about a minute: node scripts/pictures.mjs
import { say, settled, take, withOwnBot } from './ownBot.mjs'

const SIZES = { desktop: { width: 1120, height: 700 }, phone: { width: 360, height: 700 } }

await withOwnBot(async (browser, address) => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const look = { viewport, colorScheme, locale: 'en-GB', timezoneId: 'UTC' }
      const page = await browser.newPage(look)
      await page.goto(address)
      await page.locator('#status', { hasText: 'online' }).waitFor()
      await rooms(page, size, `${size}-${colorScheme}`)
      await page.close()
    }
  }
})

async function rooms(page, size, suffix) {
  if ((await page.locator('#log .message').count()) === 0) {
    await say(page, '/memcheck local leaky-demo')
  }
  const report = await settled(page, 'leaky-demo[')
  await report.evaluate((message) => message.scrollIntoView({ block: 'start' }))
  await take(page, `channel-${suffix}.png`)
  await report.getByRole('button', { name: /repl/ }).click()
  await page.locator('#thread-log figure img').first().waitFor()
  await take(page, `thread-${suffix}.png`)
  await page.locator('#thread-close').click()
  await form(page, suffix)
  await home(page, size, suffix)
  await page.locator('#inspect').click()
  await page
    .locator('.exchange', { hasText: 'chat.postMessage' })
    .first()
    .locator('summary')
    .click()
  await take(page, `inspector-${suffix}.png`)
}

/** The app's first form, by its shortcut. */
async function form(page, suffix) {
  await page.locator('#composer .bolt').click()
  await page.locator('#menu-popup [role=menuitem]').first().click()
  await page.locator('#modal[open]').waitFor()
  await take(page, `form-${suffix}.png`)
  await page.locator('#modal-x').click()
  await page.locator('#modal[open]').waitFor({ state: 'detached' })
}

async function home(page, size, suffix) {
  if (size === 'phone') await page.locator('#menu').click()
  await page.locator('#apps [data-channel]').click()
  await page.getByRole('tab', { name: 'Home' }).click()
  await page.locator('.home-body').waitFor()
  await take(page, `home-${suffix}.png`)
}
