import { expect, test } from 'vitest'
import { PALETTES } from '../../src/charts/theme.ts'

/** WCAG 2.2 contrast ratio of two #RRGGBB colours. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

test.each(['light', 'dark'] as const)('%s: every colour of text reads at 4.5 to 1', (theme) => {
  const { card, ink, muted, critical, warning, series, kin, leaf } = PALETTES[theme]
  for (const colour of [ink, muted, critical, warning, ...series, kin, leaf]) {
    expect(contrast(colour, card), colour).toBeGreaterThanOrEqual(4.5)
  }
})
