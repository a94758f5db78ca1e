/** Which fonts a picture is drawn with, and that the cut of Inter draws what Inter draws. */
import { execFileSync } from 'node:child_process'
import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { drawChart } from '../../src/charts/draw.ts'
import { fontFiles } from '../../src/raster/fonts.ts'
import { fortnight, watch } from '../charts/specs.ts'

const CJK = { path: '/fonts/of-the-operator.ttc', has: (code: number) => code > 0x7e }

const named = (svg: string, font: typeof CJK | null = null): readonly string[] =>
  fontFiles(font)(svg).map((path) => path.replace(/^.*[/\\]/, ''))
const text = (words: string): string => `<text>${words}</text>`

function drawn(svg: string, files: string[]): string {
  const font = { loadSystemFonts: false, fontFiles: files, defaultFontFamily: 'Inter' }
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 }, font })
    .render()
    .asPng()
    .toString('hex')
}

test('the cut fonts are made of the font that is installed', () => {
  execFileSync(process.execPath, ['scripts/chart-fonts.mjs', '--check'])
})

test.each([
  [
    'Latin letters and signs of charts',
    'Müller naïve Łódź – 5 ≤ 7 · 3 × 2 … □ “db1”',
    ['Inter-400.ttf', 'Inter-600.ttf'],
  ],
  ['Cyrillic', 'хост', ['Inter_400Regular.ttf', 'Inter_600SemiBold.ttf']],
  ['Greek', 'λ', ['Inter_400Regular.ttf', 'Inter_600SemiBold.ttf']],
])('%s', (_, words, files) => {
  expect(named(text(words))).toEqual(files)
  expect(named(text(words), CJK)).toEqual(files)
})

test('the operator’s font is read for East Asian text alone', () => {
  expect(named(text('内存'), CJK)).toContain('of-the-operator.ttc')
  expect(named(text('内存'))).not.toContain('of-the-operator.ttc')
})

test.each([
  ['growth', fortnight({})],
  ['a watch', watch({ title: 'AVAST, “To” fj ffi 3x5 -> 12:30 Wa. é' })],
])('%s is the same to the last pixel with Inter whole', (_, spec) => {
  const svg = drawChart(spec, 'light')
  const [cut, whole] = [fontFiles(null)(svg), fontFiles(null)(svg + text('я'))]
  expect(whole).not.toEqual(cut)
  expect(drawn(svg, cut) === drawn(svg, whole)).toBe(true)
})
