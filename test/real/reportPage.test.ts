/** A report's page in a real browser: it fits a phone, follows light and dark, asks for nothing and complains of nothing. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createRaster } from '../../src/raster/resvg.ts'
import { pageHtml } from '../../src/report/page/page.ts'
import { fortnight } from '../charts/specs.ts'
import { afterThis, tempFolder } from '../e2e/world.ts'
import { DESKTOP, oneBrowser, PHONE } from './browser.ts'
import { missing, needing } from './needs.ts'

const browser = oneBrowser()
afterAll(() => browser.close())

const HOSTILE = `<script>document.title='no'</script><img src="https://evil.example/x" onerror="document.title='no'">`

/** What the browser made of it; a text, because the tests have no DOM. */
const SEEN = `({
  title: document.title,
  width: document.documentElement.scrollWidth,
  background: getComputedStyle(document.body).backgroundColor,
  pictures: [...document.images].map((image) => image.naturalWidth),
  darkPicture: document.images[0].currentSrc === document.querySelector('source').srcset,
  scripts: document.scripts.length,
})`

/** The file of a page with a graph, a wide table and hostile text. */
async function pageFile(): Promise<string> {
  const chart = fortnight()
  const raster = createRaster({ theme: 'light' })
  const [light, dark] = await Promise.all([raster.png(chart, 'light'), raster.png(chart, 'dark')])
  const base64 = (png: Uint8Array) => Buffer.from(png).toString('base64')
  const html = pageHtml({
    lang: 'en',
    title: 'db1',
    heading: `db1 ${HOSTILE}`,
    facts: [{ label: 'Run', value: ['r1'] }],
    sections: [
      {
        title: 'Report',
        blocks: [
          { kind: 'headline', mark: 'critical', text: [HOSTILE] },
          { kind: 'chart', chart },
          {
            kind: 'table',
            caption: ['wide'],
            columns: Array.from({ length: 12 }, () => ({
              title: 'column',
              align: 'left' as const,
            })),
            rows: [Array.from({ length: 12 }, () => 'x'.repeat(40))],
          },
          { kind: 'code', text: 'y'.repeat(500) },
          { kind: 'text', text: ['z'.repeat(500)] },
        ],
        pictures: [{ light: base64(light), dark: base64(dark) }],
      },
    ],
    run: 'r1',
    version: 'test',
  })
  const file = join(tempFolder(), 'page.html')
  writeFileSync(file, html)
  return `file://${file}`
}

describe.skipIf(missing('chromium'))(needing('chromium', 'the page of a report'), () => {
  test.each([
    ['phone', PHONE, 'light', 'rgb(255, 255, 255)'],
    ['phone', PHONE, 'dark', 'rgb(21, 24, 27)'],
    ['desktop', DESKTOP, 'light', 'rgb(255, 255, 255)'],
    ['desktop', DESKTOP, 'dark', 'rgb(21, 24, 27)'],
  ] as const)('%s, %s', async (_name, viewport, colorScheme, background) => {
    const url = await pageFile()
    const context = await browser.open(viewport, afterThis)
    const page = await context.newPage()
    const told: string[] = []
    page.on('console', (line) => told.push(line.text()))
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) told.push(request.url())
    })
    await page.emulateMedia({ colorScheme })
    await page.goto(url)
    const seen = await page.evaluate(SEEN)
    expect(seen).toEqual({
      title: 'db1',
      width: viewport.width,
      background,
      pictures: [1280],
      darkPicture: colorScheme === 'dark',
      scripts: 0,
    })
    expect(told).toEqual([])
    await page.emulateMedia({ media: 'print', colorScheme })
    // Paper is white whatever the screen is.
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    )
  })
})
