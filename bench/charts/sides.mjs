/**
 * The two sides of the bench of charts, each in a process of its own: ours as the bot draws and renders it, and ECharts'
 * server-side SVG through the same renderer with the same font and size.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const ZOOM = 2
const SIZE = { width: 640, height: 380 }
const MIB = 2 ** 20
const require = createRequire(import.meta.url)

/** @param samples specs by kind, made elsewhere: this process holds nothing but what draws */
export async function ours(samples) {
  const { drawChart } = await import(join(ROOT, 'dist/src/charts/draw.js'))
  const { createRaster } = await import(join(ROOT, 'dist/src/raster/resvg.js'))
  const raster = createRaster({ theme: 'light' })
  // The raster draws the SVG itself: what is timed is what the bot does for one picture.
  return sideOf(
    Object.keys(samples),
    (kind) => drawChart(samples[kind], 'light'),
    (kind) => raster.png(samples[kind]),
  )
}

export async function echartsSsr(samples) {
  const { renderAsync } = await import('@resvg/resvg-js')
  const { optionsOf } = await import('./echartsOptions.mjs')
  const echarts = require('echarts')
  const options = optionsOf(samples)
  const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
    (file) => require.resolve(`@expo-google-fonts/inter/${file}`),
  )
  const render = {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' },
  }
  const svgOf = (kind) => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE })
    chart.setOption(options[kind])
    const svg = chart.renderToSVGString()
    chart.dispose()
    return svg
  }
  const pngOf = async (kind) => new Uint8Array((await renderAsync(svgOf(kind), render)).asPng())
  return sideOf(Object.keys(options), svgOf, pngOf)
}

function sideOf(kinds, svgOf, pngOf) {
  return {
    kinds: () => kinds,
    /** Milliseconds of the SVG alone, and of the whole way to PNG; the PNG's bytes. */
    timed: async (kind) => {
      const beganMs = performance.now()
      const svg = svgOf(kind)
      const svgMs = performance.now() - beganMs
      const pngBeganMs = performance.now()
      const png = await pngOf(kind)
      const pngMs = performance.now() - pngBeganMs
      if (svg.length === 0 || png.length === 0) throw new Error(`${kind}: nothing was drawn`)
      return { svgMs, pngMs, bytes: png.length }
    },
    /** Resident MiB before, at most and after so many pictures one after the other, kinds in turn. */
    memory: async (count) => {
      const rssMib = () => process.memoryUsage.rss() / MIB
      const before = rssMib()
      let most = before
      for (let at = 0; at < count; at += 1) {
        await pngOf(kinds[at % kinds.length])
        most = Math.max(most, rssMib())
      }
      const highWater = process.resourceUsage().maxRSS / 1024
      return { before, most: Math.max(most, highWater), after: rssMib() }
    },
  }
}
