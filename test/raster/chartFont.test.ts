/** An operator's font beside Inter: which characters it has, what is drawn with and without it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withBoxes } from '../../src/charts/boxes.ts'
import { chartFontAt, chartLangsOf } from '../../src/compose/chartFont.ts'
import { readSetup } from '../../src/compose/setup.ts'
import { drawnLang } from '../../src/pipeline/drawnLang.ts'
import { readChartFont } from '../../src/raster/fontFile.ts'
import { createRaster } from '../../src/raster/resvg.ts'
import { watch } from '../charts/specs.ts'
import { asCollection, tinyFont } from './tinyFont.ts'

const CHARS = '内存主机已用'
const folder = mkdtempSync(join(tmpdir(), 'memcheck-font-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, bytes: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const TINY = written('tiny.ttf', tinyFont(CHARS))
const has = (path: string, text: string) => {
  const font = readChartFont(path)
  return [...text].map((char) => font.has(char.codePointAt(0) ?? 0))
}

test('its characters are read from a font, a collection, and a font of another maker', () => {
  expect(has(TINY, '内存外A')).toEqual([true, true, false, false])
  const collection = written('tiny.ttc', asCollection(tinyFont(CHARS)))
  expect(has(collection, '用外')).toEqual([true, false])
  const require = createRequire(import.meta.url)
  const inter = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')
  expect(has(inter, 'Aя内')).toEqual([true, true, false])
})

const pngOf = async (title: string, font: string | null) =>
  Buffer.from(
    await createRaster({
      theme: 'light',
      font: font === null ? null : readChartFont(font),
    }).png(watch({ title })),
  ).toString('base64')

test('with it a character is drawn; what neither font has is the same box as ever', async () => {
  const box = await pngOf('□', null)
  expect(await pngOf('内', null)).toBe(box)
  expect(await pngOf('内', TINY)).not.toBe(box)
  expect(await pngOf('外', TINY)).toBe(box)
  // Its square has no hole: more is inked than by any letter's outline, and English stays Inter.
  expect(await pngOf('MemTotal', TINY)).toBe(await pngOf('MemTotal', null))
})

test('boxes stand in all words of a spec, and its numbers are as they were', () => {
  const spec = watch({ title: '内存 a', marks: [{ number: 1, atMs: 5, label: '外b' }] })
  const font = readChartFont(TINY)
  const drawn = withBoxes(spec, (code) => font.has(code))
  expect(drawn).toEqual({ ...spec, marks: [{ number: 1, atMs: 5, label: '□b' }] })
})

test('Chinese is drawn where the font has it, else English', () => {
  const langs = (path: string | null) => {
    const read = chartFontAt(path)
    return 'fault' in read ? read.fault : chartLangsOf(read.font)
  }
  expect(drawnLang({ chartLangs: langs(TINY) as 'zh'[] }, 'zh')).toBe('zh')
  const poor = written('poor.ttf', tinyFont('内存'))
  expect(drawnLang({ chartLangs: langs(poor) as 'zh'[] }, 'zh')).toBe('en')
  expect(langs(null)).toEqual(['en'])
  expect(drawnLang({}, 'zh')).toBe('en')
})

test.each([
  ['en', 'gone.ttf', /MEMCHECK_CHART_FONT: .*gone\.ttf cannot be read \(ENOENT\)/],
  ['zh', 'gone.ttf', /MEMCHECK_CHART_FONT：无法读取 .*gone\.ttf（ENOENT）/],
  ['en', 'text.ttf', /MEMCHECK_CHART_FONT: .*text\.ttf is no TrueType or OpenType font/],
  ['zh', 'text.ttf', /MEMCHECK_CHART_FONT：.*text\.ttf 不是 TrueType/],
  ['en', 'cut.ttf', /is no TrueType or OpenType font/],
])('a wrong file is a fault at the start (%s, %s)', async (lang, name, words) => {
  written('text.ttf', 'not a font')
  written('cut.ttf', tinyFont(CHARS).subarray(0, 200))
  const env = { MEMCHECK_CHART_FONT: join(folder, name), MEMCHECK_LANG: lang }
  const setup = await readSetup({ ...env, MEMCHECK_DATA: join(folder, 'data') }, folder)
  expect('faults' in setup ? setup.faults.join('\n') : '').toMatch(words)
})

test('any bytes behind a font’s head are a font or a fault, never a hang', () => {
  const whole = tinyFont(CHARS)
  for (let at = 0; at < whole.length; at += 7) {
    const bytes = Buffer.from(whole)
    bytes.fill(0xff, at, at + 4)
    const read = chartFontAt(written('broken.ttf', bytes))
    expect('fault' in read ? read.fault.code : 'chart-font-kind').toBe('chart-font-kind')
  }
})
