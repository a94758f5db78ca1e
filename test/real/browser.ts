/** A real Chromium with a profile of its own, and pages that tell what they complained about. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { pathOf } from './needs.ts'

export interface Viewport {
  readonly width: number
  readonly height: number
}

export const DESKTOP: Viewport = { width: 1280, height: 800 }
export const PHONE: Viewport = { width: 360, height: 720 }

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts it; `undo` takes the step that closes it and removes its profile. */
export async function startBrowser(
  viewport: Viewport,
  undo: (step: () => Promise<void>) => void,
): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), 'memcheck-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: pathOf('chromium'),
    headless: true,
    args: FLAGS,
    viewport,
  })
  undo(async () => {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  })
  return context
}

/** Opens the workspace's page; `faults` fills with its errors and warnings. */
export async function openWorkspace(
  context: BrowserContext,
  url: string,
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') faults.push(line.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  await page.goto(url)
  await page.locator('#channel-name', { hasText: '#ops' }).waitFor()
  return { page, faults }
}
