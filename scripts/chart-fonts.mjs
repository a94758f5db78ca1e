// Writes src/raster/fonts/*.ttf: the charts' font cut to the characters that nearly all pictures are made of.
//   node scripts/chart-fonts.mjs           after the font package has changed
//   node scripts/chart-fonts.mjs --check   exit status 1 when the files do not match the font (a test runs this)
// resvg reads a font's file some ten times for each text of a picture: small files, fast pictures (docs/decisions.md).
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const FONT_PACKAGE = '@expo-google-fonts/inter'
const FILES = [
  { out: 'Inter-400.ttf', file: '400Regular/Inter_400Regular.ttf' },
  { out: 'Inter-600.ttf', file: '600SemiBold/Inter_600SemiBold.ttf' },
]
/** ASCII, Latin-1, Latin Extended-A; dashes, quotes, dots and signs of charts. Those that the font lacks are left out. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
]
const SIGNS = '‐‑‒–—‘’‚“”„†‡•…‰′″‹›€←↑→↓↔≈≠≤≥−∞∑√◆●○■□▲▼△▽✓✗'

/** Family and style as designers name them (OpenType, name ids 16 and 17): the older ids call each weight a family. */
const FAMILY = [16, 17]

const text = RANGES.map(([first, last]) =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, at) => first + at)),
).join('')
const require = createRequire(import.meta.url)
for (const { out, file } of FILES) {
  const whole = readFileSync(require.resolve(`${FONT_PACKAGE}/${file}`))
  const cut = await subsetFont(whole, text + SIGNS, {
    targetFormat: 'truetype',
    preserveNameIds: FAMILY,
  })
  const path = fileURLToPath(new URL(`../src/raster/fonts/${out}`, import.meta.url))
  if (!process.argv.includes('--check')) writeFileSync(path, cut)
  else if (!existsSync(path) || !readFileSync(path).equals(cut)) {
    process.stderr.write(`src/raster/fonts/${out} is stale: node scripts/chart-fonts.mjs\n`)
    process.exitCode = 1
  }
}
