import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOX, drawable, ellipsize, textWidth } from '../../src/charts/font.ts'

test('the data are those of the font that is installed', () => {
  execFileSync(process.execPath, ['scripts/font-widths.mjs', '--check'])
})

test('widths are those of Inter', () => {
  // Read by another program through cmap format 4; units of 1/2048 em.
  expect(['A', ' ', '…', '□', 'я'].map((char) => textWidth(char, 2048))).toEqual([
    1413, 576, 1770, 1872, 1135,
  ])
  expect(['A', ' ', '…', '□', 'я'].map((char) => textWidth(char, 2048, 600))).toEqual([
    1490, 516, 1958, 1872, 1167,
  ])
  expect(textWidth('A A', 2048)).toBe(1413 + 576 + 1413)
})

test('a box is as wide as it is drawn; what is full-width is an em, whatever font has it', () => {
  expect(drawable('\u0007')).toBe(BOX)
  expect(textWidth('\u0007', 13)).toBe(textWidth(BOX, 13))
  expect(drawable('内存')).toBe('内存')
  expect(textWidth('内存', 13)).toBe(26)
  expect(['ｱ', '（', '한', 'あ', '𠀀', '，'].map((char) => textWidth(char, 1, 600) === 1)).toEqual([
    false,
    ...[true, true, true, true, true],
  ])
})

test('text that fits is left alone', () => {
  expect(ellipsize('memory.max', 400, 13)).toBe('memory.max')
})

test('where not even an ellipsis fits there is nothing', () => {
  expect(ellipsize('memory.max', 3, 13)).toBe('')
})

test('cut text fits, keeps its beginning and is cut no shorter than needed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.double({ min: 20, max: 300, noNaN: true }),
      (raw, max) => {
        const text = drawable(raw)
        const cut = ellipsize(text, max, 13)
        expect(textWidth(cut, 13)).toBeLessThanOrEqual(max + 1e-9)
        if (cut === text) return
        const kept = cut.slice(0, -1)
        expect(cut.endsWith('…') && text.startsWith(kept)).toBe(true)
        const [next = ''] = text.slice(kept.length).trimStart()
        expect(textWidth(`${kept}${next}…`, 13) + textWidth(' ', 13) * raw.length).toBeGreaterThan(
          max - 13,
        )
      },
    ),
  )
})

test('no text becomes shorter by being made drawable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...drawable(text)]).toHaveLength([...text].length)
    }),
  )
})
