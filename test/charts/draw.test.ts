import { expect, test } from 'vitest'
import { drawChart } from '../../src/charts/draw.ts'
import { GIB } from '../../src/domain/bytes.ts'
import { fortnight } from './specs.ts'
import { readSvg } from './svgReader.ts'

test('the same spec gives the same text', () => {
  const spec = fortnight({ limit: { label: 'memory.max', bytes: 6 * GIB } })
  expect(drawChart(spec, 'light')).toBe(drawChart(structuredClone(spec), 'light'))
})

test('the card is 640 px wide and asks for no other font', () => {
  const root = readSvg(drawChart(fortnight(), 'light'))[0]
  expect(root?.attributes).toMatchInlineSnapshot(`
    {
      "font-family": "Inter",
      "height": "380",
      "viewBox": "0 0 640 380",
      "width": "640",
      "xml:space": "preserve",
      "xmlns": "http://www.w3.org/2000/svg",
    }
  `)
})
