import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { GIB } from '../../src/domain/bytes.ts'
import { createRaster } from '../../src/raster/resvg.ts'
import { forecastTo, fortnight, watch } from '../charts/specs.ts'

/** Gives the RGBA pixels of a PNG and its width, decoded by resvg as an image of an SVG. */
function pixels(png: Uint8Array): { readonly width: number; at(x: number, y: number): string } {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  const image = `<image width="1280" height="760" href="${href}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="760">${image}</svg>`
  const { pixels: rgba, width } = new Resvg(svg, { font: { loadSystemFonts: false } }).render()
  return {
    width,
    at: (x, y) => rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 3).toString('hex'),
  }
}

/** Counts the pixels of the title's row that are not the card's. */
function inked(png: Uint8Array, fromX: number, toX: number): number {
  const image = pixels(png)
  let count = 0
  for (let y = 36; y < 80; y += 1) {
    for (let x = fromX; x < toX; x += 1) if (image.at(x, y) !== 'ffffff') count += 1
  }
  return count
}

test('gives a PNG of 1280 by 760', async () => {
  const limit = { label: 'memory.max', bytes: 5 * GIB }
  const spec = fortnight({ limit, forecast: forecastTo(limit.bytes), tone: 'critical' })
  const png = await createRaster({ theme: 'light' }).png(spec)
  const view = new DataView(png.buffer, png.byteOffset)
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([1280, 760])
})

test('each theme brings its own background', async () => {
  const spec = watch()
  const light = pixels(await createRaster({ theme: 'light' }).png(spec))
  const dark = pixels(await createRaster({ theme: 'dark' }).png(spec))
  expect([light.at(20, 20), dark.at(20, 20)]).toEqual(['ffffff', '1a1d21'])
})

test('text is drawn, and what the font lacks is drawn too', async () => {
  const raster = createRaster({ theme: 'light' })
  const [none, text, cjk, control] = await Promise.all(
    ['', 'MemAvailable', '内存内存内存', '\u0000\u0007\u001b\u202e'].map((title) =>
      raster.png(watch({ title })),
    ),
  )
  const ink = (png: Uint8Array | undefined) => (png === undefined ? -1 : inked(png, 40, 400))
  expect(ink(none)).toBe(0)
  expect(ink(text)).toBeGreaterThan(500)
  expect(ink(cjk)).toBeGreaterThan(500)
  expect(ink(control)).toBeGreaterThan(300)
})

test('text is as wide as the charts measured it', async () => {
  // A title that fills its room to the last px ends before the margin, spaces included.
  const png = await createRaster({ theme: 'light' }).png(watch({ title: 'a  b   '.repeat(60) }))
  expect(inked(png, 1130, 1242)).toBeGreaterThan(0)
  expect(inked(png, 1244, 1276)).toBe(0)
})

test('many at once all come back', async () => {
  const raster = createRaster({ theme: 'dark' })
  const all = await Promise.all(Array.from({ length: 6 }, () => raster.png(watch())))
  expect(new Set(all.map((png) => Buffer.from(png).toString('base64'))).size).toBe(1)
})
