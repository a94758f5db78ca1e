/**
 * Which font files a picture is drawn with. resvg reads a file some ten times for each text that is drawn in it, so that
 * Inter whole (342 kB) took 89 MB of reads for a picture of 26 texts: nearly all pictures need Latin letters and a few
 * signs alone, and are drawn with a cut of it (scripts/chart-fonts.mjs).
 */
import { fileURLToPath } from 'node:url'
import { WIDE } from '../charts/wide.ts'
import { type ChartFont, readChartFont } from './fontFile.ts'
import { fileOf } from './library.ts'

const CUT = ['Inter-400.ttf', 'Inter-600.ttf']
const WHOLE = [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
]
const BEYOND_ASCII = /[^\0-\x7e]/gu

/** Gives the files for an SVG, in the order in which they are asked. Throws at once when Inter is not there. */
export function fontFiles(font: ChartFont | null): (svg: string) => string[] {
  const cut = CUT.map((file) => fileURLToPath(new URL(`./fonts/${file}`, import.meta.url)))
  const whole = WHOLE.map(fileOf)
  const [regular] = cut.map(readChartFont)
  return (svg) => {
    const beyond = new Set(svg.match(BEYOND_ASCII))
    if ([...beyond].every((char) => regular?.has(char.codePointAt(0) ?? 0))) return cut
    // The operator's font is for East Asian text alone, and may be of 20 MB.
    return font !== null && WIDE.test(svg) ? [...whole, font.path] : whole
  }
}
