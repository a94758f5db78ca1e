/** SVG -> PNG by resvg, with the charts' own font, the operator's for what that one lacks, and no other. */
import type { ResvgRenderOptions } from '@resvg/resvg-js'
import { withBoxes } from '../charts/boxes.ts'
import { drawChart, type Theme } from '../charts/draw.ts'
import type { ChartSpec } from '../domain/chart.ts'
import type { Raster } from '../domain/ports.ts'
import type { ChartFont } from './fontFile.ts'
import { fontFiles } from './fonts.ts'
import { createGate } from './gate.ts'
import { loadResvg } from './library.ts'

/** A phone's screen has two and more pixels to a px. */
const ZOOM = 2
/** A render holds about 4 MB of pixels and one thread of libuv's four, which file reads and DNS need too. */
const RENDERS_AT_ONCE = 2
/**
 * An image keeps its pixels outside of V8's heap, which is not told of them, until a collection that nothing else brings
 * about: in a loop of 150 pictures under the bot's flags 500 MiB were resident, and 102 with this and library.ts. Memory that is reserved
 * and never touched costs nothing and is counted: from 64 MiB of it on V8 collects, which is after each picture.
 */
const TOLD_BYTES = 64 * 2 ** 20

/** Gives a raster of 1280 px wide PNGs, in the given theme where none is asked for. Throws at once when the library or the font package is not there. */
export function createRaster(options: {
  readonly theme: Theme
  /** For what Inter lacks. */
  readonly font?: ChartFont | null
}): Raster {
  const { font = null } = options
  const { renderAsync } = loadResvg(font !== null)
  const gate = createGate(RENDERS_AT_ONCE)
  const has = (code: number): boolean => font?.has(code) ?? false
  const filesFor = fontFiles(font)
  return {
    png: (chart: ChartSpec, theme: Theme = options.theme) =>
      gate(async () => {
        const svg = drawChart(withBoxes(chart, has), theme)
        const image = await renderAsync(svg, optionsWith(filesFor(svg)))
        const png = new Uint8Array(image.asPng())
        tellOfPixels()
        return png
      }),
  }
}

function optionsWith(files: string[]): ResvgRenderOptions {
  return {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { loadSystemFonts: false, fontFiles: files, defaultFontFamily: 'Inter' },
  }
}

function tellOfPixels(): void {
  new ArrayBuffer(TOLD_BYTES)
}
