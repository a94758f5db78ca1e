/**
 * Data -> text that Slack shows and does nothing with. Three measures, none of which changes what is copied:
 * - `&`, `<`, `>` are escaped, so that no text becomes a ping, a link or a date;
 * - a word that Slack would format (`*bold*`, `:emoji:`, `_x_`, a bare URL, `@here`) is written as inline code,
 *   where Slack formats nothing. Zero-width characters inside of data would break what people copy;
 * - control characters and marks that reverse the direction of text become U+FFFD, seen but harmless.
 * A backtick cannot stand in inline code: it becomes U+02CB, the one character that is not copied as it was.
 */

/** C0 without tab and line feed, DEL, C1, direction overrides and isolates, halves of surrogate pairs. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** False for a text with half of a surrogate pair: on its way it becomes another text. */
export function isWellFormed(text: string): boolean {
  return !HALF.test(text)
}

/** The closing colon may open the next name. */
const NAMED_EMOJI = /:([^\s:]+)(?=:)/g
/** Emoji whose names are digits; other digits between colons are a time of day. */
const DIGIT_EMOJI: readonly string[] = ['100', '1234']
const PING = /@(?:here|channel|everyone|group)\b/i

/** Makes unseen characters visible; keeps tabs and, as `\n`, line breaks. */
export function cleanLines(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(UNSEEN, '\ufffd')
}

/** The same on one line: line breaks and tabs become spaces. */
export function cleanLine(text: string): string {
  return cleanLines(text).replace(/[\n\t]/g, ' ')
}

/** The escapes of mrkdwn, which Slack undoes when it draws. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What can stand between two backticks. */
export function insideCode(text: string): string {
  return escapeMarkup(cleanLine(text).replaceAll('`', '\u02cb').trim())
}

/** Formatting characters that can do something in a text: a pair is needed, ours may be the other half. */
export function activeMarks(text: string, hasBold: boolean): ReadonlySet<string> {
  const active = new Set<string>()
  for (const mark of ['*', '_', '~']) {
    const times = text.split(mark).length - 1
    if (times > 1 || (mark === '*' && times === 1 && hasBold)) active.add(mark)
  }
  return active
}

/** True for a word (no white space) that Slack would not show as it is. */
export function isRisky(word: string, startsLine: boolean, active: ReadonlySet<string>): boolean {
  if (word.includes('`') || word.includes('://') || PING.test(word)) return true
  if (startsLine && word.startsWith('>')) return true
  if ([...word.matchAll(NAMED_EMOJI)].some(([, name]) => isEmojiName(name ?? ''))) return true
  return [...active].some((mark) => opensOrCloses(word, mark))
}

function isEmojiName(name: string): boolean {
  return !/^\d+$/.test(name) || DIGIT_EMOJI.includes(name)
}

/** Slack formats at the edges of words only: between two letters or digits a mark is itself. */
function opensOrCloses(word: string, mark: string): boolean {
  if (word === mark) return false
  for (let at = word.indexOf(mark); at >= 0; at = word.indexOf(mark, at + 1)) {
    if (!isAlnum(word[at - 1]) || !isAlnum(word[at + 1])) return true
  }
  return false
}

function isAlnum(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9]/.test(char)
}
