// Makes the pictures of the README from the real thing: starts the built bot on empty data with no Slack, watches
// its leaking demonstration program through growth and a restart, and takes what a person then sees. By hand, about
// five minutes: node scripts/screenshot.mjs
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const PICTURES = join(ROOT, 'docs', 'pictures')
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const DESKTOP = { width: 1280, height: 820 }
const PHONE = { width: 360, height: 740 }
/** One life of the demonstration is 192 s; six readings of the next make a verdict. */
const WATCH_MS = 300_000
const MAX_BYTES = 400 * 1024
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const folder = mkdtempSync(join(tmpdir(), 'memcheck-pictures-'))
const bot = startBot()
const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
try {
  mkdirSync(PICTURES, { recursive: true })
  // 24 hours and UTC, as the graphs have it.
  const page = await browser.newPage({ viewport: DESKTOP, locale: 'en-GB', timezoneId: 'UTC' })
  await page.goto(await bot.address)
  await growAndRestart(page)
  await desktop(page)
  await phone(page)
} finally {
  await browser.close()
  await bot.stop()
  rmSync(folder, { recursive: true, force: true })
}

function startBot() {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'src', 'main.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      MEMCHECK_DATA: join(folder, 'data'),
      MEMCHECK_PORT: '0',
      LOG_LEVEL: 'warn',
    },
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  const address = new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (part) => {
      said += part
      const url = /Open (http:\S+) and/.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    })
    void gone.then(() => reject(new Error(`the bot ended: ${said}`)))
  })
  const stop = () => {
    child.kill('SIGTERM')
    return gone
  }
  return { address, stop }
}

async function say(page, text, composer = '#composer') {
  const box = page.locator(`${composer} textarea`)
  await box.fill(text)
  await box.press('Enter')
}

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

/** A report with its rates and, in its thread, its graph. */
async function settled(page, words) {
  const report = page.locator('#log .message', { hasText: words }).last()
  await report.getByRole('button', { name: /1 reply/ }).waitFor()
  return report
}

async function take(page, name) {
  const path = join(PICTURES, name)
  // Neither the pointer nor the focus of the one who typed is part of the picture.
  await page.mouse.move(4, 4)
  await page.evaluate(() => document.activeElement?.blur())
  await page.waitForTimeout(500)
  await page.screenshot({ path })
  const { size } = statSync(path)
  process.stdout.write(`docs/pictures/${name} ${Math.round(size / 1024)} KiB\n`)
  if (size > MAX_BYTES) throw new Error(`${name} is larger than ${MAX_BYTES} bytes`)
}
