// Makes the pictures of docs/charts.md from the samples that the bench draws: each kind of chart in both themes, as it is
// sent, and all of one theme at 360 px, as a phone shows them.
//   node scripts/chartPictures.mjs           after a build, when a chart has changed
//   node scripts/chartPictures.mjs --check   exit status 1 where a picture is not what it would be (a test runs this)
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { chartSamples } from '../bench/parts/chartSamples.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const PICTURES = join(ROOT, 'docs', 'pictures', 'charts')
const THEMES = ['light', 'dark']
/** Slack shows a picture of 640 px at this width on a phone; a sheet stands them in two columns. */
const PHONE_PX = 360
const COLUMNS = 2
const GAP_PX = 12
const BACKGROUNDS = { light: '#FFFFFF', dark: '#121417' }

const require = createRequire(import.meta.url)
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
  (file) => require.resolve(`@expo-google-fonts/inter/${file}`),
)
const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' }
const { drawChart } = await import(join(ROOT, 'dist', 'src', 'charts', 'draw.js'))
const samples = await chartSamples()

const pictures = THEMES.flatMap((theme) => {
  const svgs = Object.entries(samples).map(([kind, spec]) => [kind, drawChart(spec, theme)])
  return [
    ...svgs.map(([kind, svg]) => [`${kind}-${theme}.png`, png(svg)]),
    [`phone-${theme}.png`, png(sheetOf(svgs, theme))],
  ]
})
if (process.argv.includes('--check')) check()
else {
  mkdirSync(PICTURES, { recursive: true })
  for (const [name, bytes] of pictures) writeFileSync(join(PICTURES, name), bytes)
}

/** Of the size in px that the SVG has: half of what is sent, which a page scales itself. */
function png(svg) {
  return new Resvg(svg, { font }).render().asPng()
}

/** Column by column, the shortest one next. */
function sheetOf(svgs, theme) {
  const tops = Array.from({ length: COLUMNS }, () => GAP_PX)
  const parts = svgs.map(([, svg]) => {
    const [width, height] = ['width', 'height'].map((name) =>
      Number(new RegExp(` ${name}="([\\d.]+)"`).exec(svg)[1]),
    )
    const column = tops.indexOf(Math.min(...tops))
    const [x, y] = [GAP_PX + column * (PHONE_PX + GAP_PX), tops[column]]
    tops[column] += (height * PHONE_PX) / width + GAP_PX
    return `<g transform="translate(${x} ${y}) scale(${PHONE_PX / width})">${svg}</g>`
  })
  const [width, height] = [COLUMNS * (PHONE_PX + GAP_PX) + GAP_PX, Math.ceil(Math.max(...tops))]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${BACKGROUNDS[theme]}"/>${parts.join('')}</svg>`
}

function check() {
  for (const [name, bytes] of pictures) {
    const file = join(PICTURES, name)
    if (existsSync(file) && readFileSync(file).equals(bytes)) continue
    process.stderr.write(`docs/pictures/charts/${name} is stale: node scripts/chartPictures.mjs\n`)
    process.exitCode = 1
  }
}
