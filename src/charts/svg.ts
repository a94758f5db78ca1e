/** SVG elements as text. Numbers are checked and rounded here, strings are escaped here, and nowhere else. */
import { drawable, type Weight } from './font.ts'

export type Attributes = Readonly<Record<string, string | number>>

export interface TextStyle {
  readonly size: number
  readonly fill: string
  readonly weight?: Weight
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Colour of an outline that keeps text readable over lines. */
  readonly halo?: string
  readonly class?: string
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Gives an element. Children are markup already; throws RangeError on a number that no picture can show. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escaped(value)}"`)
    .join('')
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`
}

/** Gives a text element with its baseline at x, y. The content may be any host's bytes. */
export function label(content: string, x: number, y: number, style: TextStyle): string {
  const halo =
    style.halo === undefined
      ? {}
      : {
          stroke: style.halo,
          'stroke-width': 4,
          'stroke-linejoin': 'round',
          'paint-order': 'stroke',
        }
  const attributes: Attributes = {
    ...(style.class === undefined ? {} : { class: style.class }),
    x,
    y,
    'font-size': style.size,
    'font-weight': style.weight ?? 400,
    ...(style.anchor === undefined ? {} : { 'text-anchor': style.anchor }),
    fill: style.fill,
    ...halo,
  }
  return element('text', attributes, escaped(drawable(content)))
}

/** Gives a straight line. */
export function rule(
  from: readonly [number, number],
  to: readonly [number, number],
  stroke: string,
  attributes: Attributes = {},
): string {
  const [x1, y1] = from
  const [x2, y2] = to
  return element('line', { x1, y1, x2, y2, stroke, ...attributes })
}

/** Gives a path's data through points in px. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('')
}

/** A number in px as text: two decimals are a hundredth of what an eye can see. */
export function px(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a coordinate: ${value}`)
  return String(Math.round(value * 100) / 100 + 0)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)
}
