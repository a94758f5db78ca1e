/** Text as the charts' font will draw it: what it can draw, how wide it is, where it must be cut. */
import { COVERED, REGULAR_WIDTHS, SEMIBOLD_WIDTHS, UNITS_PER_EM } from './fontData.ts'
import { isWide } from './wide.ts'

export type Weight = 400 | 600

/** Drawn for a code point that the font lacks: a reader must see that something stands there. */
export const BOX = '□'
const ELLIPSIS = '…'

const CODES = unpackCodes(COVERED)
const WIDTHS: Readonly<Record<Weight, ReadonlyMap<string, number>>> = {
  400: unpackWidths(REGULAR_WIDTHS),
  600: unpackWidths(SEMIBOLD_WIDTHS),
}

/** Gives the text with a box for each code point that would be blank: missing glyphs, controls, lone surrogates. */
export function drawable(text: string): string {
  let out = ''
  for (const char of text) out += WIDTHS[400].has(char) || isWide(char) ? char : BOX
  return out
}

/** Gives the width in px of text at a font size in px, kerning left out (it is under 1 %). */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  let width = 0
  for (const char of text) width += charWidth(char, weight)
  return width * size
}

/** Cuts text to a width in px, with an ellipsis where something was cut; empty when not even that fits. */
export function ellipsize(text: string, maxWidth: number, size: number, weight: Weight = 400) {
  const tail = charWidth(ELLIPSIS, weight) * size
  let width = 0
  let kept = ''
  let whole = ''
  for (const char of text) {
    width += charWidth(char, weight) * size
    if (width > maxWidth) return tail > maxWidth ? '' : `${kept.trimEnd()}${ELLIPSIS}`
    whole += char
    if (width + tail <= maxWidth) kept = whole
  }
  return text
}

function charWidth(char: string, weight: Weight): number {
  if (isWide(char)) return 1
  return WIDTHS[weight].get(char) ?? WIDTHS[weight].get(BOX) ?? 1
}

function unpackCodes(packed: string): readonly string[] {
  const codes: string[] = []
  let next = 0
  for (const pair of packed.split(' ')) {
    const [skipped = 0, count = 0] = pair.split(',').map(base36)
    next += skipped
    for (const end = next + count; next < end; next += 1) codes.push(String.fromCodePoint(next))
  }
  return codes
}

function unpackWidths(packed: string): ReadonlyMap<string, number> {
  const widths = new Map<string, number>()
  for (const run of packed.split(' ')) {
    const [units = 0, count = 1] = run.split('*').map(base36)
    for (const end = widths.size + count; widths.size < end; ) {
      widths.set(CODES[widths.size] ?? '', units / UNITS_PER_EM)
    }
  }
  return widths
}

function base36(digits: string): number {
  return Number.parseInt(digits, 36)
}
