import { describe, expect, test } from 'vitest'
import { drawChart } from '../../../src/charts/draw.ts'
import { fortnight } from '../specs.ts'
import { ofClass, only, readSvg } from '../svgReader.ts'

describe('heading', () => {
  test.each([
    ['critical', '#C8102E', 1],
    ['warning', '#B45309', 1],
    ['calm', '#16181D', 0],
  ] as const)('%s colours the title, and a shape repeats it', (tone, colour, shapes) => {
    const svg = drawChart(fortnight({ tone }), 'light')
    expect(only(svg, 'title').attributes.fill).toBe(colour)
    expect(ofClass(readSvg(svg), `tone-${tone}`)).toHaveLength(shapes)
  })

  test('a long title and subtitle end in an ellipsis', () => {
    const svg = drawChart(
      fortnight({ title: 'title '.repeat(40), subtitle: 'sub '.repeat(90) }),
      'light',
    )
    expect(only(svg, 'title').text).toMatch(/^title title .*…$/)
    expect(only(svg, 'subtitle').text).toMatch(/^sub sub .*…$/)
  })

  test('markup in host text is text', () => {
    const hostile = '<script>alert("1")</script> &amp; \' ]]>'
    const svg = drawChart(fortnight({ title: hostile, subtitle: hostile }), 'light')
    expect(svg).not.toContain('<script')
    expect(only(svg, 'title').text).toBe(hostile)
  })

  test('what the font cannot draw is a box each, but what another may: emoji, controls, bidi overrides, lone surrogates', () => {
    const svg = drawChart(
      fortnight({ title: 'a内存b😀c\u0007d\u202Ee\uD800f\u200Bg\0h\nÄя' }),
      'light',
    )
    expect(only(svg, 'title').text).toBe('a内存b□c□d□e□f□g□h□Äя')
  })
})
