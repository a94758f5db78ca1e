// Makes the pictures of the README from the real thing: starts the built bot on empty data with no Slack, watches
// its leaking demonstration program through growth and a restart, and takes what a person then sees. By hand, about
// five minutes: node scripts/screenshot.mjs
import { say, settled, take, withOwnBot } from './ownBot.mjs'

const DESKTOP = { width: 1280, height: 820 }
const PHONE = { width: 360, height: 740 }
/** One life of the demonstration is 192 s; six readings of the next make a verdict. */
const WATCH_MS = 300_000

await withOwnBot(async (browser, address) => {
  // 24 hours and UTC, as the graphs have it.
  const page = await browser.newPage({ viewport: DESKTOP, locale: 'en-GB', timezoneId: 'UTC' })
  await page.goto(address)
  await growAndRestart(page)
  await desktop(page)
  await phone(page)
})

/** Watches in the other channel until the program has ended, begun anew and been seen to grow again. */
async function growAndRestart(page) {
  await page.getByRole('button', { name: 'alerts' }).click()
  await page.locator('#channel-name', { hasText: '#alerts' }).waitFor()
  await say(page, '/memcheck watch local leaky-demo every 5s for 6m')
  const headline = page
    .locator('#log .message', { hasText: 'leaky-demo[' })
    .locator('.section')
    .first()
  await headline.waitFor()
  const pidNow = async () => /\[(\d+)\]/.exec(await headline.innerText())?.[1]
  const first = await pidNow()
  const deadline = Date.now() + WATCH_MS
  for (;;) {
    const isNext = (await pidNow()) !== first
    if (isNext && (await headline.innerText()).includes('grows')) return
    if (Date.now() > deadline) throw new Error('the demonstration did not restart and grow in time')
    await page.waitForTimeout(1000)
  }
}

async function desktop(page) {
  await page.getByRole('button', { name: 'ops' }).click()
  await page.locator('#channel-name', { hasText: '#ops' }).waitFor()
  await say(page, '/memcheck local leaky-demo')
  await (await settled(page, 'leaky-demo[')).getByRole('button', { name: /1 reply/ }).click()
  await page.locator('#thread-log figure img').waitFor()
  await say(page, 'smaps', '#thread-composer')
  await page.locator('#thread-log .message', { hasText: 'single mappings' }).waitFor()
  await page
    .locator('#thread-log .message', { has: page.locator('figure') })
    .evaluate((message) => message.scrollIntoView({ block: 'start' }))
  await take(page, 'first-light.png')
}

async function phone(page) {
  await page.setViewportSize(PHONE)
  await page.locator('#thread-close').click()
  await page
    .locator('#log .message', { hasText: 'leaky-demo[' })
    .evaluate((message) => message.scrollIntoView({ block: 'start' }))
  await take(page, 'phone.png')
}
