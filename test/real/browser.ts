/** A real Chromium, windows of it that share nothing, and pages that tell what they complained about. */
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
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

/** Only to end what hangs, as in vitest.config.ts. */
const PATIENCE_MS = 180_000

/** Gives a window without any past; `undo` takes the step that closes it. */
export type OpenBrowser = (
  viewport: Viewport,
  undo: (step: () => Promise<void>) => void,
) => Promise<BrowserContext>

export interface OneBrowser {
  readonly open: OpenBrowser
  close(): Promise<void>
}

/** One browser for all tests of a file, which its start costs more than most; the file closes it after them. */
export function oneBrowser(): OneBrowser {
  let started: Promise<Browser> | null = null
  const launched = (): Promise<Browser> =>
    chromium.launch({
      executablePath: pathOf('chromium'),
      headless: true,
      args: FLAGS,
      timeout: PATIENCE_MS,
    })
  return {
    async open(viewport, undo) {
      started ??= launched()
      const context = await (await started).newContext({ viewport })
      context.setDefaultTimeout(PATIENCE_MS)
      undo(() => context.close())
      return context
    },
    async close() {
      await (await started)?.close()
    },
  }
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

/** Rules of axe that see colours: all others find the same in any theme. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe finds that keeps somebody out, in light and in dark; of the dark its colours, for the rest is the same page. */
export async function graveFaults(page: Page): Promise<readonly string[]> {
  const grave: string[] = []
  await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const only = colorScheme === 'light' ? {} : { runOnly: RULES_OF_COLOURS }
    const run = `axe.run(document, ${JSON.stringify({ ...only, resultTypes: ['violations'] })})`
    const { violations } = (await page.evaluate(run)) as axe.AxeResults
    const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    grave.push(
      ...found.map(
        ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
      ),
    )
  }
  return grave
}
