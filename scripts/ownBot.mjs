// The built bot by itself on empty data, with its own workspace, and a browser on it: for the scripts that take pictures.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const PICTURES = join(ROOT, 'docs', 'pictures')
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
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

/** Starts both, hands over the browser and the page's address, and ends both. */
export async function withOwnBot(run) {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-pictures-'))
  const bot = startBot(folder)
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
  try {
    mkdirSync(PICTURES, { recursive: true })
    await run(browser, await bot.address)
  } finally {
    await browser.close()
    await bot.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function startBot(folder) {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'bundle', 'main.js')], {
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

export async function say(page, text, composer = '#composer') {
  const box = page.locator(`${composer} textarea`)
  await box.fill(text)
  await box.press('Enter')
}

/** A report with its rates and, in its thread, its graph. */
export async function settled(page, words) {
  const report = page.locator('#log .message', { hasText: words }).last()
  await report.getByRole('button', { name: /1 reply/ }).waitFor()
  return report
}

export async function take(page, name) {
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
