/**
 * The few emoji that are written here -> HTML. Each is an element that the page draws as a shape, for not every
 * machine has a font with these signs; the sign itself stays inside, so that what is copied is what was sent.
 */

/** By Slack's own name; all other names stay as they were written. */
const EMOJI: Readonly<Record<string, string>> = {
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
  hourglass_flowing_sand: '⏳',
  chart_with_upwards_trend: '📈',
  mag: '🔍',
  rotating_light: '🚨',
  page_facing_up: '📄',
}
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(EMOJI).map(([name, sign]) => [sign, name]),
)
const SIGNS = new RegExp([...NAMES.keys()].join('|'), 'gu')

/** `:name:` -> its sign, where the name is known. */
export function nameEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (_, name: string) => emojiOf(name))
}

/** An emoji by name, or its name between colons when it is not among the few that are known here. */
export function emojiOf(name: string): string {
  return Object.hasOwn(EMOJI, name) ? (EMOJI[name] ?? '') : `:${name}:`
}

/** The signs of escaped text as elements. Not for text inside of attributes. */
export function drawEmoji(html: string): string {
  return html.replace(SIGNS, (sign) => {
    const name = NAMES.get(sign) ?? ''
    const label = name.replace(/^large_/, '').replaceAll('_', ' ')
    return `<span class="emoji ${name}" role="img" aria-label="${label}">${sign}</span>`
  })
}
